"""Find every claim of a document: who says it, through whom, with which words, how surely, of what status.

A document comes in; claims come out in text order, outermost first, each with exact offsets into the
document's text. It reads body text and headings and leaves captions, credits and bylines alone. It does not
know events: the claims' `events` stay empty here.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tocsin.read.attributions import Attribution
from tocsin.read.chains import Placed
from tocsin.read.edges import trimmed
from tocsin.read.looking import Looked, look_over
from tocsin.read.passages import Passage, passages
from tocsin.read.references import Known, References, name_source
from tocsin.read.stances import is_doubt, judge
from tocsin.read.tokens import Tokens
from tocsin.read.verbs import has_finite_verb
from tocsin.reference.words import certainty_of
from tocsin.terms import Claim, Document, Quotation, Source, Span

_PLAIN_WORDS = 4  # a shorter sentence without attribution is no statement


class _Voice(NamedTuple):
    """The latest outermost attributed claim: its place in the list, its speaker, its paragraph."""

    at: int
    speaker: Known | None
    paragraph: int


def find_claims(document: Document, looked: Looked | None = None) -> tuple[Claim, ...]:
    """All claims of `document`: attributed ones, hedged ones, and plain statements of the author.

    `looked`: what was seen of its text, where it has been looked over already.
    """
    references, claims = References(), list[Claim]()
    voice: _Voice | None = None
    for passage in passages(looked or look_over(document.text)):
        if voice is not None and _goes_on(claims, voice, passage):
            claims[voice.at] = _extended(claims[voice.at], passage.tokens)
            found = _claims(document.id, passage, references, len(claims), voice.speaker, claims[voice.at])
            claims += [claim for claim, _ in found]
            continue
        found = _claims(document.id, passage, references, len(claims))
        voice = _voice(found, len(claims), passage.paragraph)
        claims += [claim for claim, _ in found]
    return tuple(claims)


def _voice(found: list[tuple[Claim, Known | None]], count: int, paragraph: int) -> _Voice | None:
    outermost = [(count + i, who) for i, (c, who) in enumerate(found) if c.within is None and c.source]
    return _Voice(*outermost[-1], paragraph) if outermost else None


def _goes_on(claims: list[Claim], voice: _Voice, passage: Passage) -> bool:
    """Whether the passage is a quotation without a cue of its own that carries on the one before it."""
    tokens = passage.tokens
    if any(quote < 0 and low not in _JOINTS for quote, low in zip(tokens.quote, tokens.low, strict=True)):
        return False
    return passage.paragraph == voice.paragraph or claims[voice.at].quotation != "indirect"


def _extended(claim: Claim, tokens: Tokens) -> Claim:
    content = (*claim.content, _bare(tokens, (0, len(tokens) - 1)))
    quotation = "mixed" if claim.quotation == "indirect" else claim.quotation
    return claim.model_copy(update={"content": content, "quotation": quotation})


def _claims(
    document: str,
    passage: Passage,
    references: References,
    count: int,
    speaker: Known | None = None,
    above: Claim | None = None,
) -> list[tuple[Claim, Known | None]]:
    """The claims of one passage, numbered on from `count`, with who speaks; all within `above` if given."""
    if not passage.placed:
        references.mention(passage.tokens)
        return [] if above is not None else [(c, None) for c in _plain(document, passage, count)]
    claims: list[tuple[Claim, Known | None]] = []
    for number, own in enumerate(passage.placed):
        parent, voice = (above, speaker) if own.parent is None else claims[own.parent]
        source, known = name_source(passage.tokens, own, references, voice)
        claim = _claim(document, passage, own, source, parent, f"c{count + number + 1}")
        claims.append((claim, known))
    return claims


def _claim(
    document: str, passage: Passage, own: Placed, source: Source | None, above: Claim | None, id: str
) -> Claim:
    tokens, attribution = passage.tokens, own.attribution
    judged = judge(
        tokens,
        attribution.content,
        attribution.entry,
        is_negated=attribution.is_negated != _is_nobody(tokens, attribution),
        shape=attribution.shape,
        selves=_selves(source),
    )
    words = " ".join(tokens.words(*part) for part in attribution.content)
    return Claim(
        id=id,
        document=document,
        source=source,
        cue=(tokens.span(*attribution.cue),),
        content=tuple(_bare(tokens, part) for part in attribution.content),
        within=above.id if above is not None else None,
        chain=_chain(above, source),
        stance=judged.stance,
        hedged=judged.is_hedged or _has_doubtful_cue(tokens, attribution),
        status=judged.status,
        polarity=judged.polarity,
        certainty=certainty_of(tokens.words(*attribution.cue) + " " + words),
        quotation=_quotation(tokens, attribution.content),
    )


def _has_doubtful_cue(tokens: Tokens, attribution: Attribution) -> bool:
    """`reportedly`, `may have said`, and `is believed to` where nobody is named who believes."""
    entry, first, last = attribution.entry, *attribution.cue
    is_unsaid = attribution.source is None and entry is not None and entry.class_ == "passive"
    return attribution.is_hedge or is_unsaid or any(is_doubt(tokens, k) for k in range(first, last + 1))


def _is_nobody(tokens: Tokens, attribution: Attribution) -> bool:
    """`few experts believe`, `no country has confirmed`: the denial stands in the source."""
    return attribution.source is not None and tokens.low[attribution.source.first] in _NOBODY


def _selves(source: Source | None) -> frozenset[str]:
    """The pronouns by which a source may speak of itself, by its kind and number."""
    if source is None:
        return _ONE
    name = (source.refers_to or source.name).split(" of ")[0]
    if source.kind in ("body", "outlet", "state-media", "document"):
        return _ONE | {"it", "they"}
    is_many = name.lower() in ("they", "we", "both", "many", "most", "some") or name.endswith(("s", "people"))
    return _ONE | ({"they"} if is_many and source.kind != "person" else {"he", "she"})


def _chain(above: Claim | None, source: Source | None) -> tuple[str, ...]:
    """The sources above, then the conduit, then the own source, each by its fullest name."""
    names = list(above.chain) if above is not None else []
    if source is not None:
        names += [source.through] if source.through and source.through not in names else []
        own = source.refers_to or source.name
        names += [own] if names[-1:] != [own] else []
    return tuple(names)


def _plain(document: str, passage: Passage, count: int) -> Iterator[Claim]:
    """One claim for each sentence of the author's own."""
    tokens = passage.tokens
    for first, end in tokens.sentences():
        last = end - 1
        content = trimmed(tokens, first, last)
        if last - first >= _PLAIN_WORDS and content and has_finite_verb(tokens, first, last + 1):
            judged = judge(tokens, tuple(content), None, is_negated=False)
            count += 1
            yield Claim(
                id=f"c{count}",
                document=document,
                content=tuple(_bare(tokens, part) for part in content),
                hedged=judged.is_hedged,
                status=judged.status,
                polarity=judged.polarity,
                certainty=certainty_of(tokens.words(first, last)),
                quotation=_quotation(tokens, tuple(content)),
            )


def _quotation(tokens: Tokens, content: tuple[tuple[int, int], ...]) -> Quotation:
    if all(max(tokens.quote[first : last + 1]) < 0 for first, last in content):
        return "indirect"
    quoted = [
        tokens.quote[k] >= 0
        for first, last in content
        for k in range(first, last + 1)
        if tokens.low[k][0].isalnum()
    ]
    if not any(quoted):
        return "indirect"
    return "direct" if all(quoted) else "mixed"


def _bare(tokens: Tokens, part: tuple[int, int]) -> Span:
    """The span of a part without quotation marks, commas and full stops at its edges."""
    first, last = part
    inside = all(tokens.quote[k] >= 0 for k in (first, last))
    while (
        first < last
        and tokens.low[first] in _QUOTES
        and (inside or tokens.quote[last] == tokens.quote[first])
    ):
        first += 1
    while last > first and inside and tokens.low[last] in _QUOTES | {",", "."}:
        last -= 1
    return tokens.span(first, last)


_QUOTES = frozenset(['"', "“", "”", "„", "''", "``", "«", "»"])
_ONE = frozenset(["i", "we"])
_NOBODY = frozenset(["no", "few", "neither", "nobody", "none", "hardly"])
_JOINTS = frozenset([".", ",", "…", "..."])

"""Find every claim of a document: who says it, through whom, with which words, how surely, of what status.

A document comes in; claims come out in text order, outermost first, each with exact offsets into the
document's text. It reads body text and headings and leaves captions, credits and bylines alone. It does not
know events: the claims' `events` stay empty here.
"""

from collections.abc import Iterator

from tocsin.read.chains import Placed
from tocsin.read.contents import trimmed
from tocsin.read.passages import Passage, passages
from tocsin.read.phrases import has_finite_verb
from tocsin.read.references import Known, References, name_source
from tocsin.read.segments import paragraphs
from tocsin.read.stances import judge
from tocsin.read.tokens import Tokens
from tocsin.reference.words import certainty_of
from tocsin.terms import Claim, Document, Quotation, Source, Span

_PLAIN_WORDS = 4  # a shorter sentence without attribution is no statement


def find_claims(document: Document) -> tuple[Claim, ...]:
    """All claims of `document`: attributed ones, hedged ones, and plain statements of the author."""
    text, references, claims = document.text, References(), list[Claim]()
    for paragraph in paragraphs(text):
        if not paragraph.is_reporting:
            continue
        for passage in passages(text, paragraph):
            if not _continue_quotation(claims, passage):
                claims += _claims(document.id, passage, references, len(claims))
    return tuple(claims)


def _claims(document: str, passage: Passage, references: References, count: int) -> list[Claim]:
    """The claims of one passage, numbered on from `count`."""
    if not passage.placed:
        return list(_plain(document, passage.tokens, count))
    claims: list[Claim] = []
    speakers: list[Known | None] = []
    for number, own in enumerate(passage.placed):
        above = claims[own.parent] if own.parent is not None else None
        speaker = speakers[own.parent] if own.parent is not None else None
        source, known = name_source(passage.tokens, own, references, speaker)
        speakers.append(known)
        claims.append(_claim(document, passage.tokens, own, source, above, f"c{count + number + 1}"))
    return _with_self_reports(claims)


def _with_self_reports(claims: list[Claim]) -> list[Claim]:
    """`She said she fears P` takes the status that she gives P."""
    status = {claim.id: claim.status for claim in claims}
    for claim in reversed(claims):
        above = next((c for c in claims if c.id == claim.within), None)
        source = claim.source.spans[0] if claim.source is not None else None
        if above is None or source is None or claim.source is None or claim.source.refers_to is None:
            continue
        if source.start - above.content[0].start <= 5 and source.end - source.start <= 5:
            status[above.id] = status[claim.id]
    return [c if c.status == status[c.id] else c.model_copy(update={"status": status[c.id]}) for c in claims]


def _claim(
    document: str, tokens: Tokens, own: Placed, source: Source | None, above: Claim | None, id: str
) -> Claim:
    attribution = own.attribution
    judged = judge(
        tokens,
        attribution.content,
        attribution.entry,
        is_negated=attribution.is_negated,
        shape=attribution.shape,
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
        hedged=judged.is_hedged or attribution.is_hedge,
        status=judged.status,
        polarity=judged.polarity,
        certainty=certainty_of(tokens.words(*attribution.cue) + " " + words),
        quotation=_quotation(tokens, attribution.content),
    )


def _chain(above: Claim | None, source: Source | None) -> tuple[str, ...]:
    """The sources above, then the conduit, then the own source, each by its fullest name."""
    names = list(above.chain) if above is not None else []
    if source is not None:
        names += [source.through] if source.through and source.through not in names else []
        own = source.refers_to or source.name
        names += [own] if names[-1:] != [own] else []
    return tuple(names)


def _plain(document: str, tokens: Tokens, count: int) -> Iterator[Claim]:
    """One claim for each sentence of the author's own."""
    first = 0
    for last in range(len(tokens)):
        if last + 1 < len(tokens) and tokens.sentence[last + 1] == tokens.sentence[first]:
            continue
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
        first = last + 1


def _continue_quotation(claims: list[Claim], passage: Passage) -> bool:
    """Add a quotation without a cue of its own to the quotation before it, if there is one."""
    tokens = passage.tokens
    if not claims or any(
        quote < 0 and low not in _JOINTS for quote, low in zip(tokens.quote, tokens.low, strict=True)
    ):
        return False
    at = next((i for i in range(len(claims) - 1, -1, -1) if claims[i].within is None), -1)
    before = claims[at]
    if before.source is None or before.quotation == "indirect":
        return False
    claims[at] = before.model_copy(update={"content": (*before.content, _bare(tokens, (0, len(tokens) - 1)))})
    return True


def _quotation(tokens: Tokens, content: tuple[tuple[int, int], ...]) -> Quotation:
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
_JOINTS = frozenset([".", ",", "…", "..."])

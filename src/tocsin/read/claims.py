"""Find every claim of a document: who says it, through whom, with which words, how surely, of what status.

A document comes in; claims come out in text order, outermost first, each with exact offsets into the document's
text. It reads body text and headings and leaves captions, credits and bylines alone. It does not know events: the
claims' `events` stay empty here.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.read.attributions import Attribution, find_attributions
from tocsin.read.chains import Placed, place
from tocsin.read.contents import trimmed
from tocsin.read.phrases import Phrase, has_finite_verb, phrase_before
from tocsin.read.quotations import quotations
from tocsin.read.references import Known, References
from tocsin.read.segments import Paragraph, paragraphs, sentences
from tocsin.read.sources import bare_name, nature_of
from tocsin.read.stances import judge
from tocsin.read.tokens import Tokens, classes, tokenize
from tocsin.reference.words import certainty_of
from tocsin.terms import Claim, Document, Quotation, Source, Span

_PLAIN_WORDS = 4  # a shorter sentence without attribution is no statement


class _Passage(NamedTuple):
    """One sentence, or sentences held together by a quotation, with what was found in it."""

    tokens: Tokens
    placed: list[Placed]


def find_claims(document: Document) -> tuple[Claim, ...]:
    """All claims of `document`: attributed ones, hedged ones, and plain statements of the author."""
    text, references, claims = document.text, References(), list[Claim]()
    for paragraph in paragraphs(text):
        if not paragraph.is_reporting:
            continue
        for passage in _passages(text, paragraph):
            if not _continue_quotation(claims, passage, paragraph):
                claims += _claims(document.id, passage, references, len(claims))
    return tuple(claims)


def _passages(text: str, paragraph: Paragraph) -> Iterator[_Passage]:
    body = paragraph.body
    quoted, parts = quotations(text, body), sentences(text, body)
    speech = _speech(text, body, quoted)
    if speech is not None:
        yield speech
        return
    for span, own in _joined(text, parts, quoted):
        tokens = tokenize(text, span, own, quoted)
        yield _Passage(tokens, place(tokens, find_attributions(tokens)))


def _joined(
    text: str, parts: tuple[Span, ...], quoted: tuple[Span, ...]
) -> Iterator[tuple[Span, list[Span]]]:
    """Sentences; those within one quotation are held together, and `"...?" X asked` too."""
    own: list[Span] = []
    q = 0
    for part in parts:
        while q < len(quoted) and quoted[q].end <= part.start:
            q += 1
        is_inside = q < len(quoted) and quoted[q].start < part.start
        is_tail = (
            bool(q) and bool(own) and quoted[q - 1].end == own[-1].end and _REPORTS.match(text, part.start)
        )
        if own and not is_inside and not is_tail:
            yield Span(own[0].start, own[-1].end), own
            own = []
        own.append(part)
    if own:
        yield Span(own[0].start, own[-1].end), own


def _claims(document: str, passage: _Passage, references: References, count: int) -> list[Claim]:
    """The claims of one passage, numbered on from `count`."""
    if not passage.placed:
        return list(_plain(document, passage.tokens, count))
    claims: list[Claim] = []
    speakers: list[Known | None] = []
    for number, own in enumerate(passage.placed):
        above = claims[own.parent] if own.parent is not None else None
        speaker = speakers[own.parent] if own.parent is not None else None
        source, known = _source(passage.tokens, own, references, speaker)
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


def _source(
    tokens: Tokens, own: Placed, references: References, speaker: Known | None
) -> tuple[Source | None, Known | None]:
    phrase = own.attribution.source
    if phrase is None:
        return None, None
    whole, name = tokens.words(phrase.first, phrase.last), bare_name(tokens.words(phrase.first, phrase.core))
    meant = _antecedent(tokens, phrase, name, references, speaker)
    nature = nature_of(" ".join(whole.split()))
    known = meant or Known(name, nature.kind, nature.country, nature.is_anonymous)
    if meant is None:
        references.add(known)
    source = Source(
        spans=(tokens.span(phrase.first, phrase.last),),
        name=name or whole,
        kind=known.kind if meant is not None else nature.kind,
        anonymous=known.is_anonymous if meant is not None else nature.is_anonymous,
        country=nature.country or known.country,
        refers_to=meant.name if meant is not None else None,
        through=own.through,
    )
    return source, known


def _antecedent(
    tokens: Tokens, phrase: Phrase, name: str, references: References, speaker: Known | None
) -> Known | None:
    if name.lower() in classes().relatives and phrase.first:
        at = phrase.first
        host = phrase_before(tokens, at - 1 if at > 1 and tokens.low[at - 1] == "," else at)
        if host is None:
            return None
        words = bare_name(tokens.words(host.first, host.core))
        nature = nature_of(words)
        return Known(words, nature.kind, nature.country, nature.is_anonymous)
    return references.antecedent(
        name.split("'")[0].split("’")[0] if "'" in name or "’" in name else name, speaker
    )


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


def _speech(text: str, body: Span, quoted: tuple[Span, ...]) -> _Passage | None:
    """`NAME: words` over a whole paragraph, as in transcripts and headlines."""
    match = _SPEECH.match(text, body.start, body.end)
    if match is None or match[1].split()[0].lower().strip(":") in _NO_SPEAKERS:
        return None
    parts = sentences(text, Span(match.end(), body.end))
    tokens = tokenize(text, body, parts, quoted if text[body.start].isalpha() else ())
    colon = next(k for k, start in enumerate(tokens.starts) if start >= match.end(1))
    first = 0 if tokens.low[0][0].isalnum() else 1
    content = tuple(trimmed(tokens, colon + 1, len(tokens) - 1))
    if not content or tokens.low[colon] != ":":
        return None
    speech = Attribution(Phrase(first, colon - 1, colon - 1), (colon, colon), content)
    return _Passage(
        tokens, place(tokens, [speech, *(a for a in find_attributions(tokens) if a.cue[0] > colon)])
    )


def _continue_quotation(claims: list[Claim], passage: _Passage, paragraph: Paragraph) -> bool:
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


_REPORTS = re.compile(
    r"(?:[\w.'’\-]+ ){0,6}?(?:said|says|asked|asks|told|wrote|added|tweeted|replied|continued|shouted|joked)\b"
)
_QUOTES = frozenset(['"', "“", "”", "„", "''", "``", "«", "»"])
_JOINTS = frozenset([".", ",", "…", "..."])
_SPEECH = re.compile(
    r"[\"“']?((?:[A-Z][\w.'’\-]*[ ]?|(?:of|the|and|de|van|v\.)[ ]){1,7}(?:\([^)\n]{1,24}\) ?)?):\s+(?=\S)"
)
_NO_SPEAKERS = frozenset(
    [
        "update",
        "breaking",
        "note",
        "read",
        "watch",
        "video",
        "related",
        "photo",
        "exclusive",
        "correction",
        "editor",
        "q",
        "a",
        "source",
        "sources",
        "via",
        "more",
        "also",
        "example",
        "here",
        "remember",
        "second",
        "first",
        "third",
        "the",
        "and",
        "but",
        "in",
        "on",
    ]
)

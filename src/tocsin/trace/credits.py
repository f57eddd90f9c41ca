"""Finds whom a document credits: which outlet it says a thing was reported by, told to, or carried by.

A document, its reading and the names of unlisted outlets come in; credits go out, each with the words
that show it. It does not know what the story is about, so it keeps every credit: whether one bears on
the core claim is for origins to say.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from tocsin.reference.outlets import find_outlet, find_outlets
from tocsin.reference.phrases import Phrases
from tocsin.terms import Claim, Document, Reading, Span
from tocsin.trace.cues import cue, words_of
from tocsin.trace.houses import House, house_named, house_of
from tocsin.trace.passages import sentences

CreditCue = Literal["reported", "told", "dateline", "line", "link"]

_JOINED = re.compile(
    r"(?:\s*,?\s*(?:and|&|as well as)\s+|\s*[,/]\s*)(?:the\s+|both\s+|[A-Z]\w+['’]s\s+)*", re.IGNORECASE
)
_DATELINE = re.compile(r"^[^\n(]{0,60}\(([^)\n]{2,40})\)\s*[-—–:]")
_NO_NAMES: Phrases[str] = Phrases({})
_LINE = 8  # words; a longer last line is a sentence and no credit


class Credit(NamedTuple):
    """One outlet that a document credits: `name` as known, `family` its house, `span` the name as printed."""

    name: str
    family: str
    span: Span
    sentence: Span
    cue: CreditCue
    is_own: bool  # the credited outlet is the document's own: it had access itself
    is_told: bool  # a source spoke to that outlet


class Mention(NamedTuple):
    """An outlet named in a text."""

    span: Span
    name: str
    family: str


def find_credits(
    document: Document,
    reading: Reading | None,
    names: Phrases[str] = _NO_NAMES,
    sites: Mapping[str, str] = MappingProxyType({}),
) -> list[Credit]:
    """Every credit of the document, in order of the text.

    `names` are outlets beyond the table, `sites` leads from the hosts of such outlets to their names.
    """
    spans = sentences(document.text)
    mentions = mentions_of(document.text, names)
    found = [*_dateline(document), *_field_credits(document, names), *_linked(document, spans, sites)]
    for sentence in spans:
        within = [m for m in mentions if sentence.start <= m.span.start < sentence.end]
        if within:
            found += _credits_of(document, sentence, within)
    found += _from_claims(document, reading, spans, names)
    return _without_doubles(found)


def spoken_through(claim: Claim, document: Document, names: Phrases[str]) -> House | None:
    """The outlet whose word a claim is, or that its source spoke through; None where it is nobody's."""
    source = claim.source
    if source is None:
        return None
    if source.through:
        return house_named(source.through, document, names)
    if source.kind in ("outlet", "state-media", "document"):
        return house_named(source.refers_to or source.name, document, names)
    return None


def mentions_of(text: str, names: Phrases[str]) -> list[Mention]:
    """Every outlet named in the text, listed or in `names`, in order."""
    listed = _listed_in(text)
    taken = {position for mention in listed for position in range(*mention.span)}
    unlisted = [Mention(span, name, house_of(name)) for span, name in names.find(text)]
    return sorted([*listed, *(mention for mention in unlisted if mention.span.start not in taken)])


@lru_cache(maxsize=4096)  # a story's texts are looked at again whenever another document comes to it
def _listed_in(text: str) -> tuple[Mention, ...]:
    return tuple(Mention(span, outlet.name, outlet.family) for span, outlet in find_outlets(text))


def shows_own_access(text: str) -> Span | None:
    """Where the text shows that its author was told or saw it himself ("told our reporter"), or None."""
    match = cue("own_access").search(text)
    return Span(*match.span()) if match else None


def _credits_of(document: Document, sentence: Span, mentions: Sequence[Mention]) -> list[Credit]:
    kinds = [_cue_of(document.text, sentence, mention) for mention in mentions]
    for here, there in [*zip(range(len(mentions)), range(1, len(mentions)), strict=False)]:
        between = document.text[mentions[here].span.end : mentions[there].span.start]
        if _JOINED.fullmatch(between):
            kinds[here] = kinds[here] or kinds[there]
            kinds[there] = kinds[there] or kinds[here]
    own = house_of(document.outlet) if document.outlet else None
    return [
        Credit(
            m.name,
            m.family,
            m.span,
            sentence,
            "told" if kind == "told" else "reported",
            m.family == own,
            kind == "told",
        )
        for m, kind in zip(mentions, kinds, strict=True)
        if kind
    ]


def _cue_of(text: str, sentence: Span, mention: Mention) -> str | None:
    before, after = text[sentence.start : mention.span.start], text[mention.span.end : sentence.end]
    if _is_picture_credit(text, mention) or _not_crediting().match(after):
        return None
    if _told().search(before):
        return "told"
    if _before().search(before) or _after().match(after):
        return "reported"
    return None


def _is_picture_credit(text: str, mention: Mention) -> bool:
    start, end = text.rfind("\n", 0, mention.span.start) + 1, text.find("\n", mention.span.end)
    line = text[start : end if end >= 0 else len(text)]
    beside = text[max(0, mention.span.start - 25) : mention.span.end + 15]
    if (
        len(line.split()) <= 30
        and cue("picture").search(line)
        and not _after().match(text[mention.span.end :])
    ):
        return True
    return re.search(r"\bphotos?\b|getty|/\w+ images", beside, re.IGNORECASE) is not None


def _dateline(document: Document) -> list[Credit]:
    """The agency of "SEOUL (Agency) -" at the head of a text."""
    match = _DATELINE.match(document.text)
    if match is None:
        return []
    named = (find_outlet(name) for name in re.split(r"\s*/\s*", match.group(1)))
    span = Span(*match.span(1))
    return [_field_credit(document, o.name, o.family, span, "dateline") for o in named if o]


def _field_credits(document: Document, names: Phrases[str]) -> list[Credit]:
    """Outlets of the byline and the credit line, and those on a last line that is hardly more than names."""
    found = []
    for field in (document.byline, document.credit):
        if field and not cue("picture").search(field):
            here = document.text.find(field)
            span = Span(here, here + len(field)) if here >= 0 else Span(0, 0)
            found += [
                _field_credit(document, m.name, m.family, span, "line") for m in mentions_of(field, names)
            ]
    for line in _last_lines(document.text):
        for mention in mentions_of(line.of(document.text), names):
            span = Span(line.start + mention.span.start, line.start + mention.span.end)
            found.append(_field_credit(document, mention.name, mention.family, span, "line"))
    return found


def _last_lines(text: str) -> list[Span]:
    """The last two lines below others, as far as each is short and no picture's credit."""
    lines = [Span(*match.span()) for match in re.finditer(r"[^\n]*\S[^\n]*", text)][1:][-2:]
    words = [(line, line.of(text)) for line in lines]
    return [line for line, of in words if len(of.split()) <= _LINE and not cue("picture").search(of)]


def _field_credit(document: Document, name: str, family: str, span: Span, kind: CreditCue) -> Credit:
    own = document.outlet is not None and house_of(document.outlet) == family
    return Credit(name, family, span, Span(0, 0), kind, is_own=own, is_told=False)


def host_of(url: str) -> str:
    """The site that an address belongs to: its host without "www"."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _linked(document: Document, spans: Sequence[Span], sites: Mapping[str, str]) -> list[Credit]:
    """Outlets that the words of a sentence link to."""
    found = []
    for link in document.links:
        host, here = host_of(link.url), document.text.find(link.text) if len(link.text) > 3 else -1
        outlet = find_outlet(host)
        name = outlet.name if outlet else sites.get(host)
        sentence = next((s for s in spans if s.start <= here < s.end), None)
        if name and sentence and not (document.outlet and house_of(document.outlet) == house_of(name)):
            where = Span(here, here + len(link.text))
            found.append(Credit(name, house_of(name), where, sentence, "link", is_own=False, is_told=False))
    return found


def _from_claims(
    document: Document, reading: Reading | None, spans: Sequence[Span], names: Phrases[str]
) -> list[Credit]:
    """Outlets that reading found as sources, or as what a source spoke through."""
    found = []
    own = house_of(document.outlet) if document.outlet else None
    for claim in reading.claims if reading else ():
        house = spoken_through(claim, document, names)
        if claim.source is None or house is None:
            continue
        place = (claim.source.spans or claim.cue or claim.content)[0]
        sentence = next((s for s in spans if s.start <= place.start < s.end), place)
        told = claim.source.through is not None
        cue_: CreditCue = "told" if told else "reported"
        found.append(Credit(house.name, house.family, place, sentence, cue_, house.family == own, told))
    return found


def _without_doubles(credits_: Iterable[Credit]) -> list[Credit]:
    """One credit a house and sentence, "told" first; a bare line only where no sentence has the name."""
    kept: dict[tuple[str, Span], Credit] = {}
    for credit in credits_:
        place = (credit.family, credit.sentence)
        if place not in kept or (credit.is_told and not kept[place].is_told):
            kept[place] = credit
    in_sentences = {credit.span for credit in kept.values() if credit.cue != "line"}
    found = [credit for credit in kept.values() if credit.cue != "line" or credit.span not in in_sentences]
    return sorted(found, key=lambda credit: (credit.span, credit.family))


@cache
def _filler() -> str:
    """Words that may stand between a cue and the outlet's name: "state news agency", "Britain's", "the"."""
    plain = r"the|a|an|both|state|local|national|official|\w+['’]s|(?-i:[A-Z][\w-]+)"
    return rf"(?:{plain}|{words_of('descriptors')})"


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"\b{words_of('before_outlet')}\s+(?:{_filler()}\s+){{0,4}}[“\"'‘(]?$", re.IGNORECASE)


@cache
def _told() -> re.Pattern[str]:
    return re.compile(rf"\b{words_of('told')}\s+(?:{_filler()}\s+){{0,3}}$", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    aside = r"(?:\s*\([^)]{1,20}\))?(?:,[^,]{1,60},)?"
    verb = rf"\s+(?:{words_of('between')}\s+){{0,3}}{words_of('reporting_verbs')}\b"
    noun = rf"['’]?s?['’]?\s+(?:[\w-]+\s+){{0,2}}?{words_of('report_nouns')}\b"
    return re.compile(rf"{aside}(?:{verb}|{noun})", re.IGNORECASE)


@cache
def _not_crediting() -> re.Pattern[str]:
    return re.compile(rf"\s*{words_of('not_crediting')}", re.IGNORECASE)

"""Put the attributions of a passage into each other, and find what a source spoke through.

Attributions of one passage come in; the same come out placed: outermost first, each with its parent, its
content cut to the parent's, and the outlet or document that it came through. It knows which words name an
outlet; it does not know what the outlets are worth.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tocsin.read.appositions import Phrase
from tocsin.read.attributions import Attribution
from tocsin.read.edges import Fragment
from tocsin.read.lexicon import lexicon
from tocsin.read.phrases import phrase_after
from tocsin.read.shapes import skip_adverbial
from tocsin.read.sources import bare_name, is_outlet, is_venue, nature_of, publisher_of
from tocsin.read.tokens import Tokens

_CITING = frozenset(["citing", "quoting"])
_CITED = frozenset(["cited", "quoted"])
_THROUGH = frozenset(["in", "on", "to", "with", "via", "through", "by"])


class Placed(NamedTuple):
    """An attribution with its parent's place in the list (None: outermost) and its conduit's name."""

    attribution: Attribution
    parent: int | None
    through: str | None


def place(tokens: Tokens, found: list[Attribution]) -> list[Placed]:
    """The attributions, outermost first, then in text order; those left without content are dropped."""
    ranked = sorted(found, key=lambda a: (-_reach(a), a.cue))
    placed: list[Placed] = []
    for attribution in ranked:
        parent = _parent(attribution, placed)
        own = attribution
        if parent is not None:
            own = own._replace(content=_within(own.content, placed[parent].attribution.content))
        if own.content:
            placed.append(Placed(own, parent, _through(tokens, own, is_outermost=parent is None)))
    return _in_order(tokens, _with_cited(tokens, _with_rested(tokens, placed)))


def _reach(attribution: Attribution) -> int:
    return sum(last - first + 1 for first, last in attribution.content)


def _parent(attribution: Attribution, placed: list[Placed]) -> int | None:
    """The smallest content of a named or unnamed source that holds the cue."""
    holders = [
        (_reach(p.attribution), -i)
        for i, p in enumerate(placed)
        if p.attribution.source is not None and p.attribution.holds(attribution.cue[0])
    ]
    return -min(holders)[1] if holders else None


def _within(content: tuple[Fragment, ...], bounds: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    cut = [
        (max(first, low), min(last, high))
        for first, last in content
        for low, high in bounds
        if first <= high and last >= low
    ]
    return tuple(sorted(set(cut)))


def _with_rested(tokens: Tokens, placed: list[Placed]) -> list[Placed]:
    """`The paper reports that Z, according to X`: the paper rests on X, and X does not tell of the paper."""
    result = list(placed)
    for i, host in enumerate(placed):
        over = host.parent
        if over is None or not _is_told_by_outlet(tokens, host):
            continue
        above = placed[over].attribution
        is_bearer = tokens.low[above.cue[0]] == "according" and above.cue[0] > host.attribution.cue[1]
        if is_bearer and above.source is not None and not _names_outlet(tokens, above.source):
            result[i] = host._replace(parent=placed[over].parent)
            result[over] = Placed(above._replace(content=host.attribution.content), i, placed[over].through)
    return result


def _is_told_by_outlet(tokens: Tokens, host: Placed) -> bool:
    source = host.attribution.source
    return source is not None and _names_outlet(tokens, source)


def _with_cited(tokens: Tokens, placed: list[Placed]) -> list[Placed]:
    """`Y reported, citing X, that Z`: X is a source of Z within Y, not a thing that Y asserts."""
    result = list(placed)
    for i, host in enumerate(placed):
        at = _citation(tokens, host)
        cited = phrase_after(tokens, at + 1, len(tokens)) if at is not None else None
        if at is None or cited is None:
            continue
        own = Placed(Attribution(cited, (at, at), host.attribution.content, shape="clause"), i, None)
        old = next((j for j, p in enumerate(placed) if p.attribution.cue[1] == at), None)
        if old is None:
            result.append(own)
        elif old not in _line(result, i):  # what already holds the host cannot also lie within it
            result[old] = own
    return result


def _line(placed: list[Placed], i: int) -> Iterator[int]:
    """The place `i`, its parent, its parent's parent, and so on out."""
    at: int | None = i
    while at is not None:
        yield at
        at = placed[at].parent


def _citation(tokens: Tokens, host: Placed) -> int | None:
    """The token of "citing" or "cited" that an outlet's attribution carries with it."""
    source = host.attribution.source
    if source is None or host.attribution.is_hedge or not _names_outlet(tokens, source):
        return None
    if tokens.low[host.attribution.cue[1]] in _CITING | _CITED:
        return None
    if (_CITING | _CITED).isdisjoint(tokens.low):
        return None
    sentence = tokens.sentence[host.attribution.cue[0]]
    for k in (k for k in range(len(tokens)) if tokens.sentence[k] == sentence):
        is_citing = tokens.low[k] in _CITING or (tokens.low[k] in _CITED and tokens.low[k - 1] == "which")
        if is_citing and tokens.quote[k] < 0 and not host.attribution.holds(k):
            return k
    return None


def _names_outlet(tokens: Tokens, source: Phrase) -> bool:
    words = tokens.words(source.first, source.last)
    return nature_of(publisher_of(words) or words).kind in ("outlet", "state-media")


def _through(tokens: Tokens, attribution: Attribution, *, is_outermost: bool) -> str | None:
    """`told X`, `in a statement`, `on X's programme`, `as quoted by X`."""
    if attribution.conduit is not None:
        return bare_name(tokens.words(attribution.conduit.first, attribution.conduit.core))
    if attribution.hearer is not None:
        words = tokens.words(*attribution.hearer)
        if is_venue(words):
            return bare_name(words)
    if attribution.entry is None:
        return None
    passed_on = _passed_on_by(tokens, attribution) if is_outermost else None
    return passed_on or _spoken_in(tokens, attribution)


def _spoken_in(tokens: Tokens, attribution: Attribution) -> str | None:
    """A document or outlet in the phrases right after the cue, before it, or opening the sentence."""
    low = tokens.low
    if low[attribution.cue[1]] in ("statement",):
        return "a statement"
    for start, stop in _asides(tokens, attribution):
        named = [
            _venue(tokens, k) for k in range(start, stop) if low[k] in _THROUGH and not attribution.holds(k)
        ]
        venues = [words for words in named if words is not None]
        if venues:
            return bare_name(next((words for words in venues if is_outlet(words)), venues[0]))
    return None


def _venue(tokens: Tokens, k: int) -> str | None:
    """The document or outlet named behind a preposition, without whom it went to."""
    phrase = phrase_after(tokens, k + 1, len(tokens)) if tokens.quote[k] < 0 else None
    if phrase is None or "interview" in tokens.low[k : phrase.core + 1]:
        return None
    last = next((j - 1 for j in range(k + 2, phrase.core) if tokens.low[j] in ("to", "with")), phrase.core)
    words = tokens.words(phrase.first, last)
    is_one = is_outlet(words) if tokens.low[k] in ("to", "with") else is_venue(words)
    return words if is_one else None


def _asides(tokens: Tokens, attribution: Attribution) -> Iterator[Fragment]:
    """Where a source's means of speaking may stand, as first and one past the last token."""
    n, low = len(tokens), tokens.low
    source, (cue, last) = attribution.source, attribution.cue
    after = (attribution.hearer or attribution.cue)[1] + 1
    yield min(cue + 1, last) if attribution.hearer is None else after, skip_adverbial(tokens, after, n)
    if source is not None and source.last < cue:
        yield source.last + 1, cue
    sentence = tokens.sentence[cue]
    first = tokens.sentence.index(sentence)
    opening = first + (low[first] in ("but", "and"))
    if low[opening] in ("in", "on") or low[opening] in ("speaking", "writing", "appearing"):
        start = opening + (low[opening] not in ("in", "on"))
        yield start, skip_adverbial(tokens, start, n)


def _passed_on_by(tokens: Tokens, attribution: Attribution) -> str | None:
    """`..., as quoted by X`, `in a statement carried by X`, anywhere outside the content."""
    low, n = tokens.low, len(tokens)
    opening = {conduit[0] for conduit in lexicon().conduits}
    for k in (k for k in range(n - 1) if low[k] in opening):
        if attribution.holds(k) or tokens.quote[k] >= 0:
            continue
        for conduit in lexicon().conduits:
            if tuple(low[k : k + len(conduit)]) == conduit:
                phrase = phrase_after(tokens, k + len(conduit), n)
                words = tokens.words(phrase.first, phrase.core) if phrase is not None else ""
                if phrase is not None and is_outlet(words):
                    return bare_name(words)
    return None


def _in_order(tokens: Tokens, placed: list[Placed]) -> list[Placed]:
    """Outermost before what they hold, otherwise by first word; parents renumbered."""

    def depth(i: int) -> int:
        return sum(1 for _ in _line(placed, i))

    def start(i: int) -> int:
        own, parent = placed[i].attribution, placed[i].parent
        first = min(own.cue[0], own.source.first if own.source else own.cue[0])
        is_shared = parent is not None and own.content == placed[parent].attribution.content
        return first if is_shared else min(first, own.content[0][0])  # `citing X`: where X stands

    def is_cited(i: int) -> bool:  # "five of them" are of those who are named before
        return placed[i].parent is not None and tokens.low[placed[i].attribution.cue[1]] in _CITING | _CITED

    order = sorted(
        range(len(placed)), key=lambda i: (depth(i), is_cited(i), start(i), placed[i].attribution.cue)
    )
    where = {old: new for new, old in enumerate(order)}
    return [placed[i]._replace(parent=None if (p := placed[i].parent) is None else where[p]) for i in order]

"""Look up the cues that the reader found: which word of the lexicon each is, negated or not, told to whom.

Tokens of one passage (a sentence, or several held together) and what was found in it come in; attributions
come out in the order of their cues. It knows the lexicon of cues and hedges; it does not know kinds of
sources, outlets, stance or status.
"""

from typing import NamedTuple

from tocsin.read.appositions import Phrase
from tocsin.read.cues import Group, cue_groups
from tocsin.read.edges import Fragment
from tocsin.read.flat import Found
from tocsin.read.hedges import find_hedges
from tocsin.read.lexicon import Cue, lexicon
from tocsin.read.overlooked import find_overlooked
from tocsin.read.phrases import phrase_after, phrase_before
from tocsin.read.tokens import Tokens, classes, is_adverb
from tocsin.read.verbs import is_contracted, is_contracted_speaker

_CORE_ENDS = frozenset([",", "(", "—", "–", "--", "who", "which", "whose", "whom"])


_ROUNDABOUT = 2  # words of a cue before its first word of saying, auxiliaries and adverbs left out
_PERSON = 14  # tokens from "quoted" to "as saying"
_THINGS = (["it"], ["that"], ["this"], ["these"], ["those"], ["which"])
_SAYING = frozenset(["say", "tell", "write"])  # "for him to say"; what one wants to learn is no attribution


class Attribution(NamedTuple):
    """A content laid to a source by a cue, in token numbers; a cue that the lexicon lacks has no `entry`."""

    source: Phrase | None
    cue: Fragment
    content: tuple[Fragment, ...]
    entry: Cue | None = None
    shape: str = ""
    is_negated: bool = False
    is_hedge: bool = False
    is_sure: bool = False  # outermost, and the reader doubts little that the cue is one
    hearer: Fragment | None = None
    conduit: Phrase | None = None  # the outlet in "quoted X as saying"

    def holds(self, token: int) -> bool:
        """Whether the token lies in the content."""
        return any(first <= token <= last for first, last in self.content)


def name_attributions(tokens: Tokens, found: list[Found]) -> list[Attribution]:
    """What was found, with the lexicon's entry of each cue, and the author's hedges, in the order of cues."""
    groups = list(cue_groups(tokens)) if found else []
    found = [*found, *find_overlooked(tokens, groups, found)]
    laid = [one for one in found if one.source is not None or not _has_hedge(tokens, one)]
    known = [(one, _named(tokens, one, groups)) for one in laid]
    own = (a for one, a in known if one.within is None or _stands_within(tokens, a))
    named = sorted(own, key=lambda a: a.cue)
    hedged = [Attribution(None, h.cue, h.content, is_hedge=True) for h in find_hedges(tokens, laid)]
    told = [one for one in _quoted_as_saying(tokens, named) if _is_attribution(one)]
    return sorted(told + hedged, key=lambda a: a.cue)


def _stands_within(tokens: Tokens, one: Attribution) -> bool:
    """Whether an attribution may lie in what somebody says: there the reader finds too many."""
    return (
        _is_known(tokens, one)
        and not _is_thing(tokens, one)
        and not _is_sentence(tokens, one)
        and not _is_roundabout(tokens, one)
    )


def _is_sentence(tokens: Tokens, one: Attribution) -> bool:
    """`She is a pilot who left and says`: a verb before "who" makes it nobody who speaks."""
    if one.source is None or one.source.first == one.source.last:
        return False
    first, last = one.source.first, one.source.last
    relative = next((k for k in range(first + 1, last + 1) if tokens.low[k] in classes().relatives), last + 1)
    held = tokens.low[first:relative]
    return any(word in classes().auxiliaries or is_contracted(word) for word in held)


def _is_roundabout(tokens: Tokens, one: Attribution) -> bool:
    """`should mend the roads rather than blame`: what is done is another thing than what is said."""
    low, light = tokens.low, classes().auxiliaries | {"to"}
    first, said = one.cue[0], lexicon().cues
    head = next((k for k in range(first, one.cue[1] + 1) if low[k] in said), first)
    before = [word for word in low[first:head] if word not in light and not is_adverb(word)]
    return low[first] in classes().auxiliaries and len(before) > _ROUNDABOUT


def _is_known(tokens: Tokens, one: Attribution) -> bool:
    """Whether the cue is in the lexicon: within what somebody says, one that is not is hardly ever a cue."""
    if one.entry is None:
        return _is_bearer(tokens, one.cue)
    first = tokens.low[one.cue[0]]
    if one.source is None and first != "as":
        return one.entry.class_ != "verb" or one.entry.is_hedged or _may_be_noun(tokens, one.cue)
    return first != "to" or one.entry.word in _SAYING


def _is_thing(tokens: Tokens, one: Attribution) -> bool:
    """`it underscores the need`, `help a visitor see the fear`: nobody speaks there."""
    if one.source is None or one.entry is None:
        return False
    low, source = tokens.low, one.source
    told = one.entry.word == "tell" and one.hearer is None
    if low[source.first : source.last + 1] in _THINGS and (told or one.entry.word in classes().showing):
        return True
    is_bare = source.last + 1 == one.cue[0] and low[one.cue[0]] == one.entry.word
    return is_bare and source.first > 0 and low[source.first - 1] in classes().helping


def _may_be_noun(tokens: Tokens, cue: Fragment) -> bool:
    """`reports that`: where nobody speaks, a verb is hardly ever a cue, a noun often is."""
    known = lexicon().cues
    return any(e.class_ == "noun" for k in range(cue[0], cue[1] + 1) for e, _ in known.get(tokens.low[k], ()))


def _is_bearer(tokens: Tokens, cue: Fragment) -> bool:
    """`according to`, `in the words of`."""
    first = tuple(tokens.low[cue[0] : cue[0] + 2])
    return any(first == bearer[:2] for bearer in lexicon().bearers)


def _is_attribution(one: Attribution) -> bool:
    """Where nobody speaks, and no word of saying stands there, the reader must be sure."""
    return one.source is not None or (one.entry is not None and bool(one.shape)) or one.is_sure


def _named(tokens: Tokens, found: Found, groups: list[Group]) -> Attribution:
    found = _with_contracted(tokens, found)
    source = _phrase(tokens, found.source) if found.source is not None else None
    is_sure = found.within is None and found.is_sure and not _is_negated(tokens, found.cue)
    own = Attribution(source, found.cue, found.content, is_sure=is_sure)
    first, last = found.cue
    group = max(
        (g for g in groups if first <= g.head <= last),
        key=lambda g: min(last, g.last) - max(first, g.first),
        default=None,
    )
    if _is_bearer(tokens, found.cue):
        return own._replace(shape="clause")
    if group is None:
        return own._replace(entry=_entry(tokens, found.cue), is_negated=_is_negated(tokens, found.cue))
    return own._replace(entry=group.cue, shape=group.shape, is_negated=group.is_negated, hearer=group.hearer)


def _with_contracted(tokens: Tokens, found: Found) -> Found:
    """`they're convinced`: the first word of the cue is who speaks and the verb in one, and is both."""
    first, last = found.cue
    is_one = found.source is None and first < last and is_contracted_speaker(tokens.low[first])
    is_state = any(e.class_ == "adjective" for e, _ in lexicon().cues.get(tokens.low[last], ()))
    return found._replace(source=(first, first)) if is_one and (is_state or found.within is None) else found


def _quoted_as_saying(tokens: Tokens, named: list[Attribution]) -> list[Attribution]:
    """`The paper quoted an aide as saying that`: the aide is the source, the paper the way through."""
    found, papers = list[Attribution](), list[Attribution]()
    spoken = {one.cue[0] for one in named}
    for one in [_of_person(tokens, one, spoken) for one in named]:
        paper = next((o for o in named if _quotes(o) and o.holds(one.cue[0])), None)
        own = _was_quoted(tokens, one)
        if paper is not None and tokens.low[one.cue[0]] == "as":
            papers.append(paper)
            before = tuple(part for part in paper.content if part[1] < paper.cue[0])
            content = tuple(sorted({*before, *own.content}))
            own = own._replace(conduit=own.conduit or paper.source, content=content)
        found.append(own)
    return [one for one in found if one not in papers and one.content]


def _of_person(tokens: Tokens, paper: Attribution, spoken: set[int]) -> Attribution:
    """The same where nobody was found to say it: `quoted` is the cue, or `quoted an aide as saying`."""
    if not _quotes(paper) or paper.source is None:
        return paper
    low, cue = tokens.low, range(paper.cue[0], paper.cue[1] + 1)
    first = next(
        (k for k in cue if low[k] in ("quoted", "cited", "quotes", "cites", "quoting")), paper.cue[1]
    )
    is_passive = low[first + 1 : first + 2] == ["by"]
    saying = (k for k in range(first + 2, min(first + _PERSON, len(tokens) - 1)) if low[k + 1] == "saying")
    at = next((k for k in saying if low[k] == "as"), None)
    named = phrase_after(tokens, first + 1 + is_passive, at) if at is not None else None
    if at is None or named is None or at in spoken:
        return paper
    person, by = (paper.source, named) if is_passive else (named, paper.source)
    content = tuple(part for part in paper.content if not part[0] <= at <= part[1])
    said = Attribution(person, (at, at + 1), content, shape="clause", conduit=by)
    return said._replace(entry=_entry(tokens, said.cue))


def _quotes(attribution: Attribution) -> bool:
    return attribution.entry is not None and attribution.entry.word in ("quote", "cite")


def _was_quoted(tokens: Tokens, said: Attribution) -> Attribution:
    """`An aide was quoted by the paper as saying that`: the same, with the aide as the subject."""
    first = said.cue[0]
    by = next((k for k in range(first - 1, max(0, first - 12), -1) if tokens.low[k] == "by"), 0)
    is_own = said.source is not None and not by < said.source.first < first  # not the paper itself
    if is_own or tokens.low[first] != "as" or tokens.low[by - 1] not in ("quoted", "cited"):
        return said
    start = by - 1
    while start and tokens.low[start - 1] in classes().auxiliaries:
        start -= 1
    paper = phrase_after(tokens, by + 1, first)
    return said._replace(source=phrase_before(tokens, start), conduit=paper)


def _has_hedge(tokens: Tokens, found: Found) -> bool:
    """Whether "reportedly" is part of the cue: without a source it is the author's own hedge."""
    return not lexicon().hedges.isdisjoint(tokens.low[found.cue[0] : found.cue[1] + 1])


def _phrase(tokens: Tokens, source: Fragment) -> Phrase:
    first, last = source
    core = next((k - 1 for k in range(first + 1, last + 1) if tokens.low[k] in _CORE_ENDS), last)
    return Phrase(first, last, core)


def _entry(tokens: Tokens, cue: Fragment) -> Cue | None:
    """The first entry of the first word of the cue that has one, whatever follows it."""
    known = lexicon().cues
    for k in range(cue[0], cue[1] + 1):
        for entry, _ in known.get(tokens.low[k], ()):
            if not entry.tail and not entry.needs_negation:
                return entry
    return None


def _is_negated(tokens: Tokens, cue: Fragment) -> bool:
    return not classes().negations.isdisjoint(tokens.low[cue[0] : cue[1] + 1])

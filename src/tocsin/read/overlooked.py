"""Find attributions within contents that the trained reader overlooked, by words that leave little doubt.

Tokens of a passage, the lexicon's cues in it and what was found come in; more of the same kind comes out, all
of it within a content that somebody speaks. It takes a cue only with a subject right before it, or a noun
with the clause that it announces; it does not look outside of contents.
"""

from collections.abc import Iterator

from tocsin.read.cues import Group
from tocsin.read.edges import Fragment, trimmed
from tocsin.read.flat import Found
from tocsin.read.phrases import phrase_before
from tocsin.read.tokens import Tokens, classes
from tocsin.read.verbs import is_contracted_speaker

_WANTS = frozenset(["hopes", "fears", "promises"])
_MEANS = frozenset(["believes", "fears", "hopes", "doubts"])
_OBJECTS = frozenset(["him", "them", "us", "me", "you", "her"])
_PRONOUNS = frozenset(["he", "she", "they", "we", "i", "it", "there", "you"])
_JOINTS = frozenset(["and", "but", "which", "who", "so", "because", "while", "although", "though"])
_ENDS = frozenset([";", ".", "?", "!", "—", "–", "--"])


def find_overlooked(tokens: Tokens, groups: list[Group], found: list[Found]) -> Iterator[Found]:
    """Attributions of the cues that no found one touches, where a content holds them."""
    for group in groups:
        host = next(
            (n for n, one in enumerate(found) if one.source and _holds(one.content, group.head)), None
        )
        if host is None or any(_touches(one, group) for one in found):
            continue
        source = _source(tokens, group)
        if not (
            _is_noun(tokens, group) if group.cue.class_ == "noun" else source and _is_verb(tokens, group)
        ):
            continue
        last = group.last + (group.cue.class_ == "noun" and group.shape != "object")
        part = next((a, b) for a, b in found[host].content if a <= group.head <= b)
        is_infinitive = group.cue.class_ == "noun" and group.shape == "to"
        content = trimmed(tokens, *_clause(tokens, last + 1, part[1], is_infinitive=is_infinitive))
        if content:
            yield Found(source, (group.first, last), tuple(content), host)


def _holds(content: tuple[Fragment, ...], token: int) -> bool:
    return any(first <= token <= last for first, last in content)


def _touches(found: Found, group: Group) -> bool:
    parts = (found.cue, found.source) if found.source else (found.cue,)
    return any(first <= group.last and last >= group.first for first, last in parts)


def _source(tokens: Tokens, group: Group) -> Fragment | None:
    """The subject of a verb; the possessor of a noun: `the army's claim that`, `their fear that`."""
    low, first = tokens.low, group.first
    if group.cue.class_ != "noun":
        if first and is_contracted_speaker(low[first - 1]):  # "they're convinced"
            return first - 1, first - 1
        phrase = phrase_before(tokens, first)
        is_subject = phrase is not None and phrase.core == first - 1 and low[phrase.core] not in _OBJECTS
        return (phrase.first, phrase.core) if phrase is not None and is_subject else None
    if first and low[first - 1] in classes().possessives:
        return first - 1, first - 1
    if first and low[first - 1].endswith(("'s", "s'")):
        phrase = phrase_before(tokens, first)
        return (phrase.first, first - 1) if phrase is not None else None
    return None


def _is_noun(tokens: Tokens, group: Group) -> bool:
    """`claim that the ridge fell`, `refusal to answer`; not `in order to`, `commitment to the pact`."""
    low, head = tokens.low, group.head
    if group.shape == "that":
        return True
    is_infinitive = low[head + 2 : head + 3] != [] and low[head + 2] not in classes().determiners
    return (
        group.shape == "to"
        and is_infinitive
        and low[head - 1 : head] != ["in"]
        and not _is_counted(tokens, head)
    )


def _is_counted(tokens: Tokens, head: int) -> bool:
    """`three orders to stop`: things, and not the act of giving them."""
    return head > 0 and (tokens.low[head - 1][0].isdigit() or tokens.low[head].endswith("s"))


def _is_verb(tokens: Tokens, group: Group) -> bool:
    """Whether what follows is surely a content: a clause behind "that" or a pronoun, or a thing wanted."""
    cue, shape = group.cue, group.shape
    if shape == "that":
        return True
    if shape == "to":
        return cue.stance in _WANTS and cue.class_ == "verb"
    following = tokens.low[group.last + 1 : group.last + 2]
    is_clear = "object" not in cue.takes or cue.stance in _MEANS
    return shape in ("clause", "wh") and (is_clear or following[:1] in [[word] for word in _PRONOUNS])


def _clause(tokens: Tokens, start: int, last: int, *, is_infinitive: bool) -> Fragment:
    """From `start` to the end of the clause, at most to `last`; no finite verb lies within an infinitive."""
    low = tokens.low
    if low[start : start + 1] == ["that"]:
        start += 1
    if start > last:
        return start, last
    end = start
    while end < last and low[end + 1] not in _ENDS and tokens.sentence[end + 1] == tokens.sentence[start]:
        if is_infinitive and low[end + 1] in classes().auxiliaries:
            break
        if low[end + 1] == "," and low[end + 2 : end + 3] and low[end + 2] in _JOINTS:
            break
        end += 1
    return start, end

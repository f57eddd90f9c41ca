"""Tie each cue of a passage to its source and its content, and see which attribution lies within which.

Tokens of one passage (a sentence, or several held together by one quotation) come in; attributions come out, in
text order. It knows phrases, cues and contents; it does not know kinds of sources, outlets, stance or status.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tocsin.read.contents import Fragment, content_after, content_before, content_resumed, trimmed
from tocsin.read.cues import Group, cue_groups
from tocsin.read.lexicon import Cue, lexicon
from tocsin.read.phrases import Phrase, has_finite_verb, is_plural, is_verblike, phrase_after, phrase_before
from tocsin.read.shapes import END_MARKS, skip_adverbial
from tocsin.read.tokens import Tokens, classes


class Attribution(NamedTuple):
    """A content laid to a source by a cue; token numbers. `cue` is None for bearers, colons and hedges."""

    source: Phrase | None
    cue: Fragment
    content: tuple[Fragment, ...]
    entry: Cue | None
    is_negated: bool = False
    hearer: Fragment | None = None
    is_hedge: bool = False

    def holds(self, token: int) -> bool:
        """Whether the token lies in the content."""
        return any(first <= token <= last for first, last in self.content)


def find_attributions(tokens: Tokens) -> list[Attribution]:
    """All attributions of the passage, in the order of their cues."""
    found: list[Attribution] = []
    groups = list(cue_groups(tokens))
    for group in groups:
        attribution = _attribute(tokens, group, found)
        if attribution is not None:
            found.append(attribution)
    found += _bearers(tokens)
    found += _hedges(tokens)
    return sorted(found, key=lambda a: a.cue)


def _attribute(tokens: Tokens, group: Group, earlier: list[Attribution]) -> Attribution | None:
    if group.is_infinitive and group.cue.stance != "declines":
        return None
    if group.is_modal and not group.is_negated and group.cue.stance in ("asserts", "asks", "denies"):
        return None
    if group.cue.needs_passive:
        content = tuple(content_after(tokens, group, len(tokens)))
        return Attribution(None, (group.first, group.last), content, group.cue) if content else None
    if group.cue.class_ == "passive" or group.cue.is_sourceless:
        return _sourceless(tokens, group)
    if group.shape == "by":
        return _by(tokens, group)
    if group.cue.class_ == "noun":
        return _possessed(tokens, group)
    inverted = _inverted(tokens, group)
    if inverted is not None:
        return inverted
    source = _subject(tokens, group, earlier)
    if source is None or (
        group.form == "base" and group.first == group.head and not is_plural(tokens, source)
    ):
        return None
    return _with_content(tokens, group, source)


def _with_content(tokens: Tokens, group: Group, source: Phrase) -> Attribution | None:
    """The attribution to a source that stands before its cue, or further off and shared with another."""
    is_beside = source.first < group.first and not has_finite_verb(tokens, source.last + 1, group.first)
    start = source.first if is_beside else group.first
    is_closed = start > 1 and _closes_quotation(tokens, start - 1)
    if group.shape == "before" or (is_closed and _finishes(tokens, start - 2, group)):
        content = _around(tokens, group, start, is_closed)
    else:
        content = content_after(tokens, group, len(tokens))
        if is_closed and group.shape == "quote" and tokens.low[group.last + 1] == ",":
            content = content_before(tokens, _floor(tokens, start - 1), start) + content
        if (
            start
            and tokens.low[start - 1] in ("which", "what", "whom")
            and group.shape in ("object", "clause")
        ):
            content = [(start - 1, start - 1), *content]
    if not content:
        return None
    return Attribution(
        source, (group.first, group.last), tuple(content), group.cue, group.is_negated, group.hearer
    )


def _finishes(tokens: Tokens, k: int, group: Group) -> bool:
    """Whether a quotation that ends in a comma or mark at `k` is the content, whatever follows the cue."""
    return tokens.low[k] in (",", "?", "!", "—") and group.shape != "quote" and "before" in group.cue.takes


def _around(tokens: Tokens, group: Group, start: int, is_closed: bool) -> list[Fragment]:
    """The content before `, X said`, and what goes on after it."""
    if not is_closed and (start == 0 or tokens.low[start - 1] not in (",", "—", "–", "--")):
        return []
    tail = group.hearer[1] + 1 if group.hearer else group.last + 1
    was_quoted = is_closed or _closes_quotation(tokens, start - 2)
    resumed = content_resumed(tokens, tail, len(tokens), was_quoted)
    return content_before(tokens, _floor(tokens, start - 1), start) + resumed


def _subject(tokens: Tokens, group: Group, earlier: list[Attribution]) -> Phrase | None:
    first = group.first
    low = tokens.low
    before = low[first - 1] if first else ""
    level = [a for a in earlier if tokens.quote[a.cue[0]] == tokens.quote[group.head] and a.source]
    if group.form == "ing" and first == group.head:
        return (level[-1].source if level else None) or _first_subject(tokens, first)
    if before in ("and", "but", "or") or (before == "," and first > 1 and low[first - 2] in ("and", "but")):
        return _nearest_subject(tokens, first - 1, level)
    return phrase_before(tokens, first)


def _nearest_subject(tokens: Tokens, limit: int, level: list[Attribution]) -> Phrase | None:
    """The subject of the nearest clause to the left that a comma or the sentence's start opens."""
    floor = _floor(tokens, limit)
    earlier = level[-1] if level and level[-1].cue[0] >= floor else None
    for k in range(limit - 1, (earlier.cue[1] if earlier else floor), -1):
        if is_verblike(tokens, k) and tokens.quote[k] == tokens.quote[limit]:
            start = _group_start(tokens, k)
            phrase = phrase_before(tokens, start, floor)
            if phrase is not None and (
                phrase.first == floor or tokens.low[phrase.first - 1] in (",", ";", "—", "--")
            ):
                return phrase
    return earlier.source if earlier else _first_subject(tokens, limit)


def _group_start(tokens: Tokens, k: int) -> int:
    while k > 0 and (tokens.low[k - 1] in classes().adverbs or tokens.low[k - 1] in classes().auxiliaries):
        k -= 1
    return k


def _first_subject(tokens: Tokens, limit: int) -> Phrase | None:
    """The subject of the passage's first finite verb."""
    for k in range(limit):
        if is_verblike(tokens, k) and tokens.quote[k] == tokens.quote[limit]:
            phrase = phrase_before(tokens, _group_start(tokens, k))
            if phrase is not None:
                return phrase
    return None


def _inverted(tokens: Tokens, group: Group) -> Attribution | None:
    """`"...," said X`: the source stands after the cue."""
    n, first, low = len(tokens), group.first, tokens.low
    if (
        first < 2
        or "before" not in group.cue.takes
        or first != group.head
        or group.form not in ("past", "third")
    ):
        return None
    if low[first - 1] != "," and not _closes_quotation(tokens, first - 1):
        return None
    if not _closes_quotation(tokens, first - 1) and phrase_before(tokens, first, _floor(tokens, first - 1)):
        return None
    source = phrase_after(tokens, group.last + 1, n)
    if source is None or low[group.last + 1] in ("that", "it", "there"):
        return None
    rest = skip_adverbial(tokens, source.core + 1, n)
    if (
        rest < n
        and low[rest] not in END_MARKS
        and low[rest] not in (",", ":", "in", "on", "after", "who", "as", "during")
    ):
        return None
    content = content_before(tokens, _floor(tokens, first - 1), first)
    content += content_resumed(tokens, source.last + 1, n, True)
    return (
        Attribution(source, (group.first, group.last), tuple(content), group.cue, group.is_negated)
        if content
        else None
    )


def _sourceless(tokens: Tokens, group: Group) -> Attribution | None:
    """`X is expected to Y`: no source; subject and predicate are the content."""
    subject = phrase_before(tokens, group.first)
    content = content_after(tokens, group, len(tokens))
    if subject is None or not content:
        return None
    front = (
        [] if tokens.low[subject.first] == "it" and group.shape == "that" else [(subject.first, subject.last)]
    )
    return Attribution(None, (group.first, group.last), tuple(front + content), group.cue, group.is_negated)


def _by(tokens: Tokens, group: Group) -> Attribution | None:
    """`was criticized by X`: the source stands after "by", the subject is the content."""
    source = phrase_after(tokens, group.content, len(tokens))
    subject = phrase_before(tokens, group.first)
    if source is None or subject is None:
        return None
    return Attribution(
        source, (group.first, group.last), ((subject.first, subject.last),), group.cue, group.is_negated
    )


def _possessed(tokens: Tokens, group: Group) -> Attribution | None:
    """`his claim that`, `Trump's repeated claim that`: the possessor is the source."""
    k = group.first - 1
    for _ in range(3):
        if k < 0:
            break
        word = tokens.low[k]
        if word in classes().possessives:
            source: Phrase | None = Phrase(k, k, k)
            break
        if word.endswith("'s") or word.endswith("s'"):
            source = phrase_before(tokens, k + 1) or Phrase(k, k, k)
            break
        if not word[0].isalpha() or word in classes().prepositions:
            break
        k -= 1
    else:
        source = None
    if k < 0 or (tokens.low[k] not in classes().possessives and not tokens.low[k].endswith("'s")):
        source = None
    content = content_after(tokens, group, len(tokens))
    return Attribution(source, (group.first, group.last), tuple(content), group.cue) if content else None


def _bearers(tokens: Tokens) -> Iterator[Attribution]:
    """`according to X`, before or after the content."""
    n, low = len(tokens), tokens.low
    for i, word in enumerate(low):
        for bearer in lexicon().bearers:
            if word != bearer[0] or tuple(low[i : i + len(bearer)]) != bearer:
                continue
            last = i + len(bearer) - 1
            source = phrase_after(tokens, last + 1, n)
            if source is None:
                continue
            k = source.last + 1
            opens = i == 0 or (low[i - 1] in (".", "—", "–", "--", ":", "but", "and", '"') and i < 4)
            if opens:
                while k < n and low[k] != ",":
                    k += 1
                content = trimmed(tokens, k, n - 1) if k < n else []
            else:
                content = trimmed(tokens, _floor(tokens, i - 1), i - 1)
            if content:
                yield Attribution(source, (i, last), tuple(content), None)


def _hedges(tokens: Tokens) -> Iterator[Attribution]:
    """`X reportedly did Y`: the author's own doubt."""
    n, low = len(tokens), tokens.low
    for i, word in enumerate(low):
        if word in lexicon().hedges:
            start = i
            while start > 0 and low[start - 1] in classes().auxiliaries:
                start -= 1
            subject = phrase_before(tokens, start)
            end = i + 1
            while (
                end < n
                and low[end] not in (",", ";", ".", "—", "–", "--")
                and tokens.quote[end] == tokens.quote[i]
            ):
                end += 1
            content = ([(subject.first, subject.last)] if subject else []) + trimmed(tokens, i + 1, end - 1)
            if content:
                yield Attribution(None, (i, i), tuple(content), None, is_hedge=True)


def _closes_quotation(tokens: Tokens, k: int) -> bool:
    return (
        0 <= k < len(tokens)
        and tokens.quote[k] >= 0
        and (k + 1 >= len(tokens) or tokens.quote[k + 1] != tokens.quote[k])
    )


def _floor(tokens: Tokens, k: int) -> int:
    """First token of the sentence that `k` lies in, or of that in which the quotation before `k` begins."""
    if tokens.low[k] == "," and k and tokens.quote[k - 1] >= 0:
        k -= 1
    if tokens.quote[k] >= 0:
        quote = tokens.quote[k]
        while k > 0 and tokens.quote[k - 1] == quote:
            k -= 1
    while k > 0 and tokens.sentence[k - 1] == tokens.sentence[k]:
        k -= 1
    return k

"""Tie each cue of a passage to its source and its content.

Tokens of one passage (a sentence, or several held together by one quotation) come in; attributions come out
in text order. It knows phrases, cues and contents; it does not know kinds of sources, outlets, stance or
status.
"""

from typing import NamedTuple

from tocsin.read.appositions import Phrase
from tocsin.read.bearers import bearers, hedges
from tocsin.read.contents import Fragment, content_after, content_before, content_resumed
from tocsin.read.cues import Group, cue_groups
from tocsin.read.lexicon import Cue, lexicon
from tocsin.read.phrases import is_plural, phrase_after, phrase_before
from tocsin.read.shapes import END_MARKS, shape_after, skip_adverbial
from tocsin.read.subjects import subject_of
from tocsin.read.tokens import Tokens, classes, sentence_start
from tocsin.read.verbs import has_finite_verb, is_verblike

_DASHES = frozenset([",", "—", "–", "--"])
_SAID_BY_ITSELF = frozenset(["asserts", "asks", "denies", "demands", "threatens"])
_AFTER_INVERSION = END_MARKS | {",", ":", "in", "on", "after", "who", "as", "during"}


class Attribution(NamedTuple):
    """A content laid to a source by a cue, in token numbers; bearers, colons and hedges have no `entry`."""

    source: Phrase | None
    cue: Fragment
    content: tuple[Fragment, ...]
    entry: Cue | None = None
    shape: str = ""
    is_negated: bool = False
    is_hedge: bool = False
    hearer: Fragment | None = None
    conduit: Phrase | None = None  # the outlet in "quoted X as saying"

    def holds(self, token: int) -> bool:
        """Whether the token lies in the content."""
        return any(first <= token <= last for first, last in self.content)


def find_attributions(tokens: Tokens) -> list[Attribution]:
    """All attributions of the passage, in the order of their cues."""
    found: list[Attribution] = []
    for group in cue_groups(tokens):
        attribution = _attribute(tokens, group, found)
        if attribution is not None:
            found.append(attribution)
    found += [Attribution(source, cue, tuple(content)) for source, cue, content in bearers(tokens)]
    found += [Attribution(None, cue, tuple(content), is_hedge=True) for cue, content in hedges(tokens)]
    return sorted(found, key=lambda a: a.cue)


def _attribute(tokens: Tokens, group: Group, found: list[Attribution]) -> Attribution | None:
    if group.is_infinitive and group.cue.stance != "declines":
        return None
    if group.is_modal and not group.is_negated and group.cue.stance in _SAID_BY_ITSELF:
        return None
    if group.cue.needs_passive and group.cue.stance == "asks":
        return _of(group, None, content_after(tokens, group, len(tokens)))
    if group.cue.class_ == "passive" or group.cue.is_sourceless:
        return _sourceless(tokens, group)
    if group.shape == "by":
        return _by(tokens, group)
    if group.cue.class_ == "noun":
        return _named(tokens, group)
    return _inverted(tokens, group) or _said(tokens, group, found)


def _of(group: Group, source: Phrase | None, content: list[Fragment]) -> Attribution | None:
    if not content:
        return None
    cue = (group.first, group.last)
    return Attribution(
        source, cue, tuple(content), group.cue, group.shape, group.is_negated, hearer=group.hearer
    )


def _said(tokens: Tokens, group: Group, found: list[Attribution]) -> Attribution | None:
    """The subject before the verb, or shared with a verb before."""
    if (
        group.form == "ing"
        and group.first
        and tokens.low[group.first - 1] == "as"
        and any(a.conduit for a in found)
    ):
        return None
    source = subject_of(tokens, group, [(a.cue[1], a.source) for a in found if a.source is not None])
    if source is None:
        return None
    if group.form == "base" and group.first == group.head and not is_plural(tokens, source):
        return None
    return _quoted_as_saying(tokens, group, source) or _of(
        group, source, _said_content(tokens, group, source)
    )


def _quoted_as_saying(tokens: Tokens, group: Group, outlet: Phrase) -> Attribution | None:
    """`The paper quoted an aide as saying that`: the aide is the source, the paper the way through."""
    if group.cue.word not in ("quote", "cite") or group.shape != "object":
        return None
    aide = phrase_after(tokens, group.content, len(tokens))
    if aide is None or tokens.low[aide.last + 1 : aide.last + 3] not in (["as", "saying"], ["as", "telling"]):
        return None
    said = group._replace(shape="that", content=aide.last + 3)
    if tokens.low[aide.last + 3 : aide.last + 4] in ([","], ["."], []):
        content = _around(tokens, said._replace(last=aide.last + 2), outlet.first, is_closed=False)
    else:
        content = content_after(tokens, said, len(tokens))
    own = _of(said, aide, content)
    return own._replace(conduit=outlet) if own is not None else None


def _said_content(tokens: Tokens, group: Group, source: Phrase) -> list[Fragment]:
    is_beside = source.first < group.first and not has_finite_verb(tokens, source.last + 1, group.first)
    start = source.first if is_beside else group.first
    is_closed = start > 1 and closes_quotation(tokens, start - 1)
    if group.shape == "before" or (is_closed and _finishes(tokens, start - 2, group)):
        return _around(tokens, group, start, is_closed=is_closed)
    content = content_after(tokens, group, len(tokens))
    if is_closed and group.shape == "quote" and tokens.low[group.last + 1] == ",":
        return content_before(tokens, sentence_start(tokens, start - 1), start) + content
    if start and tokens.low[start - 1] in ("which", "what", "whom") and group.shape in ("object", "clause"):
        if tokens.low[group.content] in (",", "."):
            return [(start - 1, start - 1)]
        return [(start - 1, start - 1), *content]
    return content


def _finishes(tokens: Tokens, k: int, group: Group) -> bool:
    """Whether a quotation that ends in a comma or mark at `k` is the content, whatever follows the cue."""
    if tokens.low[k] not in (",", "?", "!", "—") or group.shape == "quote" or "before" not in group.cue.takes:
        return False
    opening = k
    while opening > 0 and tokens.quote[opening - 1] == tokens.quote[k]:
        opening -= 1
    start = sentence_start(tokens, k)
    return opening - start < 2 or has_finite_verb(tokens, start, k)


def _around(tokens: Tokens, group: Group, start: int, *, is_closed: bool) -> list[Fragment]:
    """The content before `, X said`, and what goes on after it."""
    if not is_closed and (start == 0 or tokens.low[start - 1] not in _DASHES):
        return []
    tail = group.hearer[1] + 1 if group.hearer else group.last + 1
    was_quoted = is_closed or closes_quotation(tokens, start - 2)
    resumed = content_resumed(tokens, tail, len(tokens), was_quoted=was_quoted)
    return content_before(tokens, sentence_start(tokens, start - 1), start) + resumed


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
    is_closed = closes_quotation(tokens, first - 1)
    if not is_closed and (
        low[first - 1] != "," or phrase_before(tokens, first, sentence_start(tokens, first - 1))
    ):
        return None
    source = phrase_after(tokens, group.last + 1, n)
    if source is None or low[group.last + 1] in ("that", "it", "there"):
        return None
    rest = skip_adverbial(tokens, source.core + 1, n)
    if rest < n and low[rest] not in _AFTER_INVERSION and (not is_closed or is_verblike(tokens, rest)):
        return None
    resumed = content_resumed(tokens, source.last + 1, n, was_quoted=True)
    return _of(group, source, content_before(tokens, sentence_start(tokens, first - 1), first) + resumed)


def _sourceless(tokens: Tokens, group: Group) -> Attribution | None:
    """`X is expected to Y`: no source; subject and predicate are the content."""
    subject = phrase_before(tokens, group.first)
    content = content_after(tokens, group, len(tokens))
    if subject is None or not content or (group.shape == "to" and _leads_to_cue(tokens, group.content + 1)):
        return None
    is_empty = tokens.low[subject.first] == "it" and group.shape == "that"
    return _of(group, None, content if is_empty else [(subject.first, subject.last), *content])


def _leads_to_cue(tokens: Tokens, k: int) -> bool:
    """`appeared to deny`: the cue is "deny", and the subject its source."""
    entries = lexicon().cues.get(tokens.low[k], ()) if k < len(tokens) else ()
    return any(
        cue.class_ == "verb" and form == "base" and shape_after(tokens, k, cue.takes) for cue, form in entries
    )


def _by(tokens: Tokens, group: Group) -> Attribution | None:
    """`was criticized by X`: the source stands after "by", the subject is the content."""
    source = phrase_after(tokens, group.content, len(tokens))
    subject = phrase_before(tokens, group.first)
    if source is None or subject is None:
        return None
    if group.cue.word in ("quote", "cite") and tokens.low[source.last + 1 : source.last + 3] == [
        "as",
        "saying",
    ]:
        said = group._replace(shape="that", content=source.last + 3)
        own = _of(said, subject, content_after(tokens, said, len(tokens)))
        return own._replace(conduit=source) if own is not None else None
    return _of(group, source, [(subject.first, subject.last)])


def _named(tokens: Tokens, group: Group) -> Attribution | None:
    """`his claim that`; `made the claim that`, where the subject of "made" is the source."""
    content = content_after(tokens, group, len(tokens))
    source = _possessor(tokens, group.first)
    if source is None:
        for k in range(group.first - 1, max(0, group.first - 4), -1):
            if tokens.low[k] in classes().light_verbs:
                start = k
                while start and tokens.low[start - 1] in classes().auxiliaries | classes().adverbs:
                    start -= 1
                source = phrase_before(tokens, start)
                return _of(group._replace(first=start) if source is not None else group, source, content)
    return _of(group, source, content)


def _possessor(tokens: Tokens, first: int) -> Phrase | None:
    """`his claim`, `Kim's repeated claim`: the possessor, at most two words off."""
    for k in range(first - 1, max(-1, first - 4), -1):
        word = tokens.low[k]
        if word in classes().possessives:
            return Phrase(k, k, k)
        if word.endswith(("'s", "s'")):
            return phrase_before(tokens, k + 1) or Phrase(k, k, k)
        if not word[0].isalpha() or word in classes().prepositions:
            return None
    return None


def closes_quotation(tokens: Tokens, k: int) -> bool:
    """Whether token `k` is the last of a quotation."""
    if not 0 <= k < len(tokens) or tokens.quote[k] < 0:
        return False
    return k + 1 >= len(tokens) or tokens.quote[k + 1] != tokens.quote[k]

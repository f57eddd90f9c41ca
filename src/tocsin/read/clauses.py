"""Find where the clause ends that a cue lays to its source.

Tokens and a cue group come in; the token after the clause comes out. It knows commas, connecting words, and
the signs that another attribution begins (`, X said`, `but added`, `while others say`); it does not know
sources.
"""

from tocsin.read.cues import Group
from tocsin.read.lexicon import Cue, Form, lexicon
from tocsin.read.phrases import phrase_before
from tocsin.read.shapes import END_MARKS, opens_quotation, skip_adverbial
from tocsin.read.tokens import Tokens, classes, is_adverb, sentence_start
from tocsin.read.verbs import has_finite_verb, is_verblike

_ADVERBIAL = frozenset(["after", "when", "while", "because", "although", "though", "if", "despite"])
_OBJECT_ENDS = _ADVERBIAL | {"during", "before", "since", "where", "until", "amid"}
_AFTER_COMMA = frozenset(["a", "an", "the", "including", "with", "despite", "in", "on", "at", "not"])
_CONTRASTS = frozenset(["though", "although", "while", "but", "and"])
_HAVE = frozenset(["has", "have", "had"])
_DASHES = frozenset(["—", "–", "--", "-"])


def clause_end(tokens: Tokens, group: Group, ceiling: int) -> int:
    """The token after the last one of the clause that begins at the group's content."""
    k = group.content
    while k < ceiling and not _ends(tokens, k, group, ceiling):
        k += 1
    return k


def _ends(tokens: Tokens, k: int, group: Group, ceiling: int) -> bool:
    word, start = tokens.low[k], group.content
    if tokens.quote[k] >= 0 and tokens.quote[k] != tokens.quote[start]:
        return False
    if tokens.quote[start] >= 0 and tokens.quote[k] != tokens.quote[start]:
        return True
    if tokens.sentence[k] != tokens.sentence[start] and tokens.quote[start] < 0:
        return True
    if word in (".", "!", "?"):
        return k + 1 < ceiling and tokens.sentence[k + 1] != tokens.sentence[k]
    if word == ";" or (word == "according" and tokens.low[k + 1 : k + 2] == ["to"]):
        return True
    if word == ",":
        return _ends_at_comma(tokens, k, group, ceiling)
    if word in ("and", "but"):
        return k > start and _resumes(tokens, k, group)
    return _is_short(group) and k > start and _ends_phrase(tokens, k, group, ceiling)


def _is_short(group: Group) -> bool:
    """Objects and infinitives reach less far than clauses."""
    return group.shape in ("object", "to", "by")


def _ends_phrase(tokens: Tokens, k: int, group: Group, ceiling: int) -> bool:
    word = tokens.low[k]
    if word in _DASHES:
        return k + 1 < ceiling and tokens.ends[k] < tokens.starts[k + 1]
    if word == "as":
        return group.shape == "object" and has_finite_verb(tokens, k + 1, min(ceiling, k + 5))
    is_phrase = group.shape == "object" and "to" not in tokens.low[group.content : k]
    return word in (_OBJECT_ENDS if is_phrase else _ADVERBIAL)


def _ends_at_comma(tokens: Tokens, comma: int, group: Group, ceiling: int) -> bool:
    k = comma + 1
    if k >= ceiling or group.cue.needs_passive:
        return True
    word = tokens.low[k]
    if tokens.low[group.first - 1] in ("who", "which") and is_verblike(tokens, k):
        return True
    if _is_fronted(tokens, group) and has_finite_verb(tokens, k, min(ceiling, k + 8)):
        return True
    if word in classes().participles or _closes_with_cue(tokens, k, ceiling):
        return True
    if word in _CONTRASTS and (_resumes(tokens, k, group) or _new_attribution(tokens, group, k + 1, ceiling)):
        return True
    return _is_short(group) and _ends_phrase_at_comma(tokens, k, ceiling)


def _is_fronted(tokens: Tokens, group: Group) -> bool:
    """Whether the cue stands in a clause that opens the sentence: `While aides fear a test, ...`."""
    start = sentence_start(tokens, group.first)
    if tokens.low[start] not in classes().fronting:
        return False
    return "," not in tokens.low[start : group.first]


def _ends_phrase_at_comma(tokens: Tokens, k: int, ceiling: int) -> bool:
    word, known = tokens.low[k], classes()
    if word == "or":
        return False
    if word in ("and", "but"):
        return has_finite_verb(tokens, k + 1, min(ceiling, k + 8))
    if word in known.subordinators or word in known.relatives or word in known.pronouns:
        return True
    return word.endswith("ing") or word in _AFTER_COMMA


def _closes_with_cue(tokens: Tokens, k: int, ceiling: int) -> bool:
    """Whether `, X said` follows up to the end of the passage or the next comma."""
    stop = k
    while stop < min(ceiling, k + 14) and tokens.low[stop] not in (",", ".", ";"):
        if opens_quotation(tokens, stop):
            return False
        stop += 1
    for i in range(k, stop):
        if any("before" in cue.takes and form in ("past", "third", "base") for cue, form in _cues(tokens, i)):
            is_told = (
                any("told" in cue.takes for cue, _ in _cues(tokens, i)) and "that" not in tokens.low[i:stop]
            )
            if is_told or skip_adverbial(tokens, i + 1, stop) >= stop:
                subject = phrase_before(tokens, i, k)
                return subject is not None and subject.first == k
            return i == k and stop - i < 12 and tokens.capital[i + 1]
    return False


def _resumes(tokens: Tokens, k: int, group: Group) -> bool:
    """Whether "and" or "but" goes on with another cue of the same subject: `but said`, `and added`."""
    i = k + 1
    while i < len(tokens) and (is_adverb(tokens.low[i]) or tokens.low[i] in _HAVE):
        i += 1
    if i >= len(tokens) or tokens.quote[i] != tokens.quote[group.head]:
        return False
    wanted = "past" if group.form == "ing" else group.form
    return any(
        form == wanted and cue.class_ == "verb" and (form in ("past", "third") or tokens.low[k] == "but")
        for cue, form in _cues(tokens, i)
    )


def _new_attribution(tokens: Tokens, group: Group, k: int, ceiling: int) -> bool:
    """Whether another source and its reporting cue follow directly: `while other voters said`."""
    for i in range(k + 1, min(ceiling, k + 9)):
        if tokens.low[i] in END_MARKS or tokens.low[i] == "," or tokens.quote[i] != tokens.quote[k]:
            return False
        if any(_reports(cue, form, group) for cue, form in _cues(tokens, i)):
            subject = phrase_before(tokens, _group_start(tokens, i), k)
            return subject is not None and subject.first == k
        if is_verblike(tokens, i):
            return False
    return False


def _reports(cue: Cue, form: Form, group: Group) -> bool:
    is_level = cue.stance == "asserts" or group.cue.stance != "asserts"
    return is_level and "clause" in cue.takes and form in ("past", "third", "base")


def _cues(tokens: Tokens, i: int) -> tuple[tuple[Cue, Form], ...]:
    return lexicon().cues.get(tokens.low[i], ())


def _group_start(tokens: Tokens, k: int) -> int:
    while k > 0 and (tokens.low[k - 1] in classes().adverbs or tokens.low[k - 1] in _HAVE):
        k -= 1
    return k

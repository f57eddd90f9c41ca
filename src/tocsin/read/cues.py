"""Find the words of a passage that lay a content to a source: "has said", "according to", "his claim that".

Tokens come in; cue groups come out in text order, each with the lexicon's entry, the verb group around it and
what follows (its shape). It knows the lexicon and the closed word classes; it knows neither sources nor
contents.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tocsin.read.lexicon import Cue, Form, lexicon
from tocsin.read.shapes import Shape, shape_after
from tocsin.read.tokens import Tokens, classes, is_adverb


class Group(NamedTuple):
    """A cue as it stands: tokens `first`..`last`, head word, and what follows."""

    cue: Cue
    first: int
    head: int
    last: int
    shape: str
    hearer: tuple[int, int] | None = None  # tokens of whom it was told to
    is_negated: bool = False


def cue_groups(tokens: Tokens) -> Iterator[Group]:
    """All cue groups of the passage, in order; groups never share a head."""
    table = lexicon().cues
    taken = -1
    for i, word in enumerate(tokens.low):
        if i <= taken or word not in table:
            continue
        for cue, form in table[word]:
            group = _group(tokens, i, cue, form)
            if group is not None:
                taken = group.last
                yield group
                break


def _group(tokens: Tokens, i: int, cue: Cue, form: Form) -> Group | None:
    last = _match_tail(tokens, i, cue.tail)
    if last is None:
        return None
    if cue.class_ == "noun":
        return _noun(tokens, i, last, cue)
    left = _left(tokens, i)
    is_passive = left.has_be and form in ("past", "participle")
    if not _suits(tokens, i, cue, form, left, is_passive):
        return None
    shape = _shape(tokens, left.first, last, cue, is_passive)
    if shape is None:
        return None
    return Group(cue, left.first, i, shape.last, shape.kind, shape.hearer, left.is_negated)


def _suits(tokens: Tokens, i: int, cue: Cue, form: Form, left: "_Left", is_passive: bool) -> bool:
    """Whether the verb group around the cue is of the kind that its entry asks for."""
    if cue.needs_negation and not left.is_negated:
        return False
    if cue.class_ == "adjective":
        return left.has_be
    if cue.class_ == "passive":
        return is_passive
    if cue.needs_passive:
        return is_passive or _is_reduced_passive(tokens, i)
    return _is_verb(tokens, i, form, left.first)


def _is_reduced_passive(tokens: Tokens, i: int) -> bool:
    """`Asked whether ...,` or `when asked about` without a form of "be"."""
    before = tokens.low[i - 1] if i else "."
    return before in ("when", "if", ".", '"', "”", "''") or (
        i > 0 and tokens.sentence[i - 1] != tokens.sentence[i]
    )


def _shape(tokens: Tokens, first: int, last: int, cue: Cue, is_passive: bool) -> Shape | None:
    low = tokens.low
    if is_passive and cue.class_ == "verb" and not cue.needs_passive:
        return Shape("by", last) if low[last + 1 : last + 2] == ["by"] else None
    shape = shape_after(tokens, last, cue.takes)
    if shape is None and "before" in cue.takes and _follows_quotation(tokens, first):
        return Shape("before", last)
    if shape is None and cue.takes & {"clause", "object"} and _relative_before(tokens, first):
        return Shape("object", last)
    return shape


def _follows_quotation(tokens: Tokens, first: int) -> bool:
    """`"...," X said` and `"...," said X`: a quotation closes shortly before."""
    return any(
        tokens.quote[k] >= 0 and tokens.quote[k + 1] != tokens.quote[k]
        for k in range(max(0, first - 8), first)
        if k + 1 < len(tokens)
    )


def _relative_before(tokens: Tokens, first: int) -> bool:
    """`what she said is`, `whom he described as`: the object stands before the subject."""
    return any(word in ("what", "which", "whom") for word in tokens.low[max(0, first - 5) : first])


def _match_tail(tokens: Tokens, i: int, tail: tuple[str, ...]) -> int | None:
    k = i + 1
    for word in tail:
        if k < len(tokens) and tokens.low[k] != word and is_adverb(tokens.low[k]):
            k += 1
        if k >= len(tokens) or tokens.low[k] != word:
            return None
        k += 1
    return k - 1


class _Left(NamedTuple):
    """The verb group to the left of a cue's head."""

    first: int
    is_negated: bool
    has_be: bool


def _left(tokens: Tokens, i: int) -> _Left:
    """Walk left over auxiliaries and adverbs, and over "went on to" and "continued to"."""
    low, known = tokens.low, classes()
    k, seen = i, set[str]()
    while k > 0:
        word = low[k - 1]
        if word == "to":
            step = (
                3
                if low[max(0, k - 3) : k - 1] in _WENT_ON
                else 2
                if k > 1 and low[k - 2] in _CATENATIVES
                else 0
            )
            if not step:
                break
            k -= step
            continue
        is_floating = word in ("both", "all", "each") and k > 1 and low[k - 2] in known.auxiliaries
        if word in known.auxiliaries:
            seen.add(word)
        elif is_floating or (word in _DEGREES and k > 1):
            pass
        elif not is_adverb(word) or (word not in known.adverbs and tokens.capital[k - 1]):
            break
        k -= 1
    while k < i and is_adverb(low[k]) and (k == 0 or low[k - 1] in (",", ".")):
        k += 1
    subject = low[k - 1] if k else ""
    clitic = (
        subject[subject.index("'") :] if "'" in subject and subject.split("'")[0] in known.pronouns else ""
    )
    return _Left(
        k,
        is_negated=bool(seen & known.negations),
        has_be=bool(seen & _BE) or clitic in ("'s", "'re", "'m"),
    )


_WENT_ON = (["went", "on"], ["goes", "on"], ["go", "on"])
_DEGREES = frozenset(["more", "less", "very", "growing", "becoming", "getting"])  # "is growing more worried"
_CATENATIVES = frozenset(
    ["continued", "continues", "continue", "appeared", "appears", "appear", "seemed", "seems", "seem"]
)
_BE = frozenset(
    ["is", "are", "was", "were", "be", "been", "being", "am", "isn't", "aren't", "wasn't", "weren't"]
)


def _is_verb(tokens: Tokens, i: int, form: Form, first: int) -> bool:
    """Whether a form that may also be a noun or an adjective stands as a verb here."""
    known = classes()
    before = tokens.low[first - 1] if first else ""
    if first < i:
        return True
    if form == "ing":
        return before not in known.determiners and not before.endswith("'s")
    if before in known.determiners and before not in _STANDING_ALONE:
        return False
    if form in ("base", "third") and _is_subject_of_next(tokens, i):
        return False
    if before.endswith("'s") and before.split("'")[0] not in known.pronouns:
        return False
    if form in ("base", "third") and (before in known.prepositions or before in ("and", "or", "of")):
        return before in ("and", "or")
    return True


_STANDING_ALONE = frozenset(["both", "some", "many", "most", "all", "this", "that", "few", "another"])


def _is_subject_of_next(tokens: Tokens, i: int) -> bool:
    """`advocates say`, `reports suggest`: a noun where a reporting verb follows at once."""
    entries = lexicon().cues.get(tokens.low[i + 1], ()) if i + 1 < len(tokens) else ()
    return any(
        cue.class_ == "verb" and "clause" in cue.takes and form in ("base", "past") for cue, form in entries
    )


def _noun(tokens: Tokens, i: int, last: int, cue: Cue) -> Group | None:
    low = tokens.low
    follows = low[i + 1] if i + 1 < len(tokens) else ""
    if i and low[i - 1] in ("no", "he", "she", "they", "we", "i", "who", "to", "will", "would", "not"):
        return None
    if follows in ("is", "was") and low[i + 2 : i + 3] == ["that"] and "that" in cue.takes:
        shape, last = "that", i + 1
    elif follows == "that" and "that" in cue.takes:
        shape, last = "that", i
    elif follows == "to" and "to" in cue.takes:
        shape, last = "to", i
    elif follows in cue.takes:
        shape, last = "object", i + 1
    else:
        return None
    return Group(cue, i, i, last, shape)

"""Find the words of a passage that lay a content to a source: "has said", "according to", "his claim that".

Tokens come in; cue groups come out in text order, each with the lexicon's entry, the verb group around it and what
follows (its shape). It knows the lexicon and the closed word classes; it neither looks for the source nor decides
how far the content reaches.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tocsin.read.lexicon import Cue, Form, lexicon
from tocsin.read.phrases import has_finite_verb, phrase_after
from tocsin.read.tokens import Tokens, classes

END_MARKS = frozenset([".", "!", "?", ";", "…", ")", "—", "–", "--", "-"])


class Group(NamedTuple):
    """A cue as it stands: tokens `first`..`last`, head word, what follows and where that begins."""

    cue: Cue
    form: Form
    first: int
    head: int
    last: int
    shape: str
    content: int  # token where what follows begins
    hearer: tuple[int, int] | None  # tokens of whom it was told to
    is_negated: bool
    is_modal: bool
    is_passive: bool
    is_infinitive: bool


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


def opens_quotation(tokens: Tokens, k: int) -> bool:
    """Whether token `k` is the opening mark of a quotation."""
    return k < len(tokens) and tokens.quote[k] >= 0 and (k == 0 or tokens.quote[k - 1] != tokens.quote[k])


def skip_adverbial(tokens: Tokens, k: int, ceiling: int) -> int:
    """The token after days and prepositional phrases that stand between a cue and its content."""
    low, known = tokens.low, classes()
    while k < ceiling:
        word = low[k]
        if (
            word in known.days
            or word in known.time_nouns
            or word in known.adverbs
            or (word.endswith("ly") and len(word) > 4)
        ):
            k += 1
        elif (
            word in ("this", "last", "next", "early", "late")
            and k + 1 < ceiling
            and (low[k + 1] in known.time_nouns or low[k + 1] in known.days or low[k + 1] in known.months)
        ):
            k += 2
        elif word in known.prepositions and word not in ("of", "like", "as", "than", "including"):
            phrase = phrase_after(tokens, k + 1, ceiling)
            if phrase is None:
                return k
            k = phrase.core + 1
        else:
            return k
    return k


def _group(tokens: Tokens, i: int, cue: Cue, form: Form) -> Group | None:
    last = _match_tail(tokens, i, cue.tail)
    if last is None:
        return None
    if cue.class_ == "noun":
        return _noun(tokens, i, last, cue, form)
    first, is_negated, is_modal, has_be, is_infinitive = _left(tokens, i)
    if cue.needs_negation and not is_negated:
        return None
    is_passive = has_be and form in ("past", "participle")
    if cue.class_ == "adjective" and not has_be:
        return None
    if cue.class_ == "passive" and not is_passive:
        return None
    if cue.needs_passive != (is_passive and cue.class_ == "verb" and cue.needs_passive):
        return None
    if cue.class_ == "verb" and not cue.needs_passive and not _is_verb(tokens, i, form, first, has_be):
        return None
    if (
        is_passive
        and cue.class_ == "verb"
        and not cue.needs_passive
        and tokens.low[last + 1 : last + 2] != ["by"]
    ):
        return None
    found = _shape(tokens, last + 1, cue, is_passive)
    if found is None:
        return None
    shape, content, hearer, last = *found[:3], found[3] if found[3] is not None else last
    return Group(
        cue, form, first, i, last, shape, content, hearer, is_negated, is_modal, is_passive, is_infinitive
    )


def _match_tail(tokens: Tokens, i: int, tail: tuple[str, ...]) -> int | None:
    k = i + 1
    for word in tail:
        if k < len(tokens) and tokens.low[k] != word and tokens.low[k].endswith("ly"):
            k += 1
        if k >= len(tokens) or tokens.low[k] != word:
            return None
        k += 1
    return k - 1


def _left(tokens: Tokens, i: int) -> tuple[int, bool, bool, bool, bool]:
    """Start of the verb group, and whether it is negated, modal, has a form of "be", is an infinitive."""
    low, known = tokens.low, classes()
    k, negated, modal, be, infinitive = i, False, False, False, False
    while k > 0:
        word = low[k - 1]
        if word in known.auxiliaries:
            negated |= word in known.negations
            modal |= word in known.modals
            be |= word in _BE
        elif word == "to" and k > 2 and low[k - 2] == "on" and low[k - 3] in ("went", "goes", "go"):
            k -= 2
        elif word == "to" and k > 1 and low[k - 2] in ("continued", "continues", "continue"):
            k -= 1
        elif word == "to":
            infinitive = True
            break
        elif not (
            word in known.adverbs or (word.endswith("ly") and len(word) > 4 and not tokens.capital[k - 1])
        ):
            break
        k -= 1
    while (
        k < i and (low[k] in known.adverbs or low[k].endswith("ly")) and (k == 0 or low[k - 1] in (",", "."))
    ):
        k += 1
    subject = low[k - 1] if k else ""
    negated |= subject.endswith("n't")
    be |= subject.endswith(("'s", "'re", "'m")) and subject.split("'")[0] in known.pronouns
    modal |= subject.endswith(("'ll", "'d")) and subject.split("'")[0] in known.pronouns
    return k, negated, modal, be, infinitive


_BE = frozenset(
    ["is", "are", "was", "were", "be", "been", "being", "am", "isn't", "aren't", "wasn't", "weren't"]
)


def _is_verb(tokens: Tokens, i: int, form: Form, first: int, has_be: bool) -> bool:
    """Whether a form that may also be a noun or an adjective stands as a verb here."""
    known = classes()
    before = tokens.low[first - 1] if first else ""
    if first < i:
        return True
    if form == "ing":
        return before not in known.determiners and not before.endswith("'s")
    if before in known.determiners and before not in (
        "both",
        "some",
        "many",
        "most",
        "all",
        "this",
        "that",
        "few",
    ):
        return False
    if before.endswith("'s") and before.split("'")[0] not in known.pronouns:
        return False
    if form in ("base", "third"):
        if before in known.prepositions or before in ("and", "or", "of"):
            return before in ("and", "or")
        if form == "base":
            return (
                before in _PLURAL
                or (before.endswith("s") and not before.endswith("ss"))
                or before
                in ("people", "men", "women", "police", "others", "who", "and", "media", "data", "that")
            )
    return True


_PLURAL = frozenset(["i", "we", "they", "you", "some", "many", "most", "both", "others", "all", "who"])


def _noun(tokens: Tokens, i: int, last: int, cue: Cue, form: Form) -> Group | None:
    low = tokens.low
    follows = low[i + 1] if i + 1 < len(tokens) else ""
    if i and low[i - 1] in ("he", "she", "they", "we", "i", "who", "to", "will", "would", "not"):
        return None
    if follows == "that" and "that" in cue.takes:
        shape, content, last = "that", i + 1, i
    elif follows == "to" and "to" in cue.takes:
        shape, content, last = "to", i + 1, i
    elif follows in cue.takes:
        shape, content, last = "object", i + 2, i + 1
    else:
        return None
    return Group(cue, form, i, i, last, shape, content, None, False, False, False, False)


def _shape(
    tokens: Tokens, k: int, cue: Cue, is_passive: bool
) -> tuple[str, int, tuple[int, int] | None, int | None] | None:
    """What follows a verb or adjective group, where it begins, the hearer, and a last cue token if moved."""
    low, takes, n = tokens.low, cue.takes, len(tokens)
    hearer = None
    if is_passive and low[k : k + 1] == ["by"]:
        return "by", k + 1, None, k if False else None
    if "told" in takes:
        found = _hearer(tokens, k)
        if found is not None:
            hearer, k = found
        takes = takes | {"that", "clause", "quote", "wh", "to"}
    shape, content = _plain_shape(tokens, k, takes)
    moved = None
    if shape is None and k < n and low[k] in takes and low[k] in classes().prepositions:
        return "object", k + 1, hearer, k
    if shape is None or (shape == "object" and low[k] in classes().prepositions):
        far = skip_adverbial(tokens, k, n)
        if far > k:
            shape, content = _plain_shape(tokens, far, takes - {"object", "to"})
            if low[k : k + 3] in (["in", "a", "statement"], ["in", "an", "interview"]) and shape:
                moved = k + 2
        if shape is None and far < n and "before" in takes and low[far] == ",":
            shape, content = "before", k
    if shape is None:
        return None
    return shape, content, hearer, moved


def _plain_shape(tokens: Tokens, k: int, takes: frozenset[str]) -> tuple[str | None, int]:
    low, known, n = tokens.low, classes(), len(tokens)
    if k >= n or low[k] in END_MARKS:
        return ("before", k) if "before" in takes else (None, k)
    word = low[k]
    if word == "that" and "that" in takes:
        return "that", k
    if opens_quotation(tokens, k):
        return (
            "quote"
            if "quote" in takes
            else "object"
            if "object" in takes
            else "clause"
            if "clause" in takes
            else None
        ), k
    if word in (",", ":") and opens_quotation(tokens, k + 1):
        return ("quote", k + 1) if "quote" in takes else (None, k)
    if word == ":":
        return ("quote", k + 1) if "quote" in takes and k + 1 < n else (None, k)
    if word == ",":
        return ("before", k) if "before" in takes else (None, k)
    if word == "to":
        return ("to", k) if "to" in takes else (None, k)
    if word in ("how", "why", "whether", "what", "who", "if", "when", "where", "which"):
        return (
            ("wh", k)
            if "wh" in takes or (word == "if" and "clause" in takes)
            else ("clause", k)
            if word in ("what", "if", "when") and "clause" in takes
            else (None, k)
        )
    if (
        word in known.prepositions
        or word in known.subordinators
        or word in known.auxiliaries
        or word in known.days
        or word in ("and", "or")
    ):
        return None, k
    if word in ("he", "she", "they", "we", "i", "there"):
        return ("clause", k) if "clause" in takes else (None, k)
    if tokens.quote[k - 1] >= 0 and tokens.quote[k] < 0:
        return None, k
    if "clause" in takes and ("object" not in takes or has_finite_verb(tokens, k + 1, min(n, k + 14))):
        return "clause", k
    return ("object", k) if "object" in takes else (None, k)


def _hearer(tokens: Tokens, k: int) -> tuple[tuple[int, int] | None, int] | None:
    """`told reporters in Seoul that`: tokens of the hearer, and the token after it."""
    low, known, n = tokens.low, classes(), len(tokens)
    if k < n and (low[k] in ("him", "her", "them", "me", "us", "you", "it") or low[k] in known.pronouns):
        return (k, k), k + 1
    first = k
    while k < n and k < first + 16:
        word = low[k]
        if word in END_MARKS or word in (
            ",",
            ":",
            "that",
            "to",
            "if",
            "how",
            "why",
            "what",
            "whether",
            "he",
            "she",
            "they",
            "we",
            "i",
            "there",
            "it",
        ):
            break
        if (
            opens_quotation(tokens, k)
            or word in known.days
            or (word in known.prepositions and word not in ("of", "at", "for", "with", "from"))
        ):
            break
        if (
            k > first
            and (word in known.determiners or (word in known.relatives))
            and low[k - 1] not in known.prepositions
            and low[k - 1] not in ("and", "all")
        ):
            break
        if (
            k > first + 0
            and tokens.capital[k]
            and not tokens.capital[k - 1]
            and low[k - 1] in ("reporters", "voters", "supporters", "lawmakers")
        ):
            break
        k += 1
    return ((first, k - 1), k) if k > first else None

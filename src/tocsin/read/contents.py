"""Decide how far a content reaches: the that-clause, the quotation, or the words before `, X said`.

Tokens, a cue group and where its source stands come in; fragments (pairs of first and last token) come out. It
knows commas, quotation marks and connecting words; it does not know who the source is or what the content means.
"""

from tocsin.read.cues import Group
from tocsin.read.lexicon import lexicon
from tocsin.read.phrases import has_finite_verb, is_verblike, phrase_before
from tocsin.read.shapes import END_MARKS, opens_quotation, skip_adverbial
from tocsin.read.tokens import Tokens, classes, is_adverb

Fragment = tuple[int, int]
_LIGHT = frozenset(
    ["and", "but", "or", "so", ",", ":", "—", "–", "--", "-", ";", "(", "*", "•", "yet", "...", "…"]
)


def content_after(tokens: Tokens, group: Group, ceiling: int) -> list[Fragment]:
    """The fragments of a content that stands after its cue."""
    start = group.content
    if group.shape == "quote" and opens_quotation(tokens, start):
        return _quoted(tokens, start, ceiling)
    end = _clause_end(tokens, group, start, ceiling)
    return trimmed(tokens, start, end - 1)


def content_before(tokens: Tokens, floor: int, end: int) -> list[Fragment]:
    """The fragments of a content that ends before token `end` (a comma or a closing mark)."""
    return trimmed(tokens, floor, end - 1)


def content_resumed(tokens: Tokens, after: int, ceiling: int, was_quoted: bool) -> list[Fragment]:
    """What goes on after an inserted `, he said,`: the rest of the quotation, or of the clause."""
    k = skip_adverbial(tokens, after, ceiling)
    while k < ceiling and tokens.low[k] in (",", ":", ".", "—", "--", "–"):
        k += 1
    if k >= ceiling:
        return []
    if opens_quotation(tokens, k):
        return _quoted(tokens, k, ceiling)
    if was_quoted or k == after or tokens.low[k - 1] != ",":
        return []
    word = tokens.low[k]
    if (
        word.endswith("ing")
        or (word in classes().subordinators and word not in ("if", "that"))
        or word in ("and", "but", "who", "which", "citing", "referring", "according")
    ):
        return []
    return trimmed(tokens, k, ceiling - 1)


def trimmed(tokens: Tokens, first: int, last: int) -> list[Fragment]:
    """The fragment without connecting words and marks at its edges; empty where nothing is left."""
    while first <= last and tokens.low[first] in _LIGHT and tokens.low[first] not in ("(",):
        first += 1
    while (
        last >= first
        and tokens.low[last] in (",", ".", ";", ":", "—", "–", "--", "-", "and", "but", "!")
        and tokens.quote[last] < 0
    ):
        last -= 1
    return [(first, last)] if first <= last else []


def _quoted(tokens: Tokens, start: int, ceiling: int) -> list[Fragment]:
    """A quotation; the clause around it where the quotation is only its first words."""
    end = start
    while end < ceiling and tokens.quote[end] == tokens.quote[start]:
        end += 1
    final = tokens.low[end - 2] if end - 2 > start else ""
    follows = tokens.low[end] if end < ceiling else ""
    if end >= ceiling or final in (".", ",", "!", "?", "...", "…") or follows in END_MARKS or follows == ",":
        return [(start, end - 1)]
    known = classes()
    if follows in known.prepositions or follows in known.subordinators or follows in known.days:
        return [(start, end - 1)]
    rest = end
    while rest < ceiling and tokens.low[rest] not in (",", ";", "—", "–", "--", "."):
        rest += 1
    return trimmed(tokens, start, rest - 1)


def _clause_end(tokens: Tokens, group: Group, start: int, ceiling: int) -> int:
    """The token after the last one of a clause that begins at `start`."""
    low, k = tokens.low, start
    is_short = group.shape in ("object", "to", "by")
    while k < ceiling:
        word = low[k]
        if tokens.quote[k] >= 0 and tokens.quote[k] != tokens.quote[start]:
            k += 1
            continue
        if word in (";",) or (
            word in (".", "!", "?") and k + 1 < ceiling and tokens.sentence[k + 1] != tokens.sentence[k]
        ):
            return k
        if tokens.quote[start] >= 0 and tokens.quote[k] != tokens.quote[start]:
            return k
        if word == "," and low[group.first - 1] == "who" and is_verblike(tokens, min(k + 1, ceiling - 1)):
            return k
        if word == "," and group.cue.needs_passive:
            return k
        if word == "," and _ends_at_comma(tokens, k, group, is_short, ceiling):
            return k
        if (
            word in ("—", "–", "--", "-")
            and is_short
            and tokens.ends[k] < (tokens.starts[k + 1] if k + 1 < ceiling else 0)
        ):
            return k
        if word in ("and", "but") and k > start and _resumes(tokens, k, group):
            return k
        if (
            is_short
            and k > start
            and word
            in (
                "after",
                "when",
                "while",
                "because",
                "although",
                "though",
                "as",
                "during",
                "before",
                "since",
                "if",
                "where",
                "until",
                "despite",
                "amid",
            )
            and group.shape == "object"
        ):
            return k
        if (
            is_short
            and k > start
            and word in ("after", "when", "while", "because", "although", "though", "if", "despite")
        ):
            return k
        if word == "according" and low[k + 1 : k + 2] == ["to"]:
            return k
        k += 1
    return k


def _ends_at_comma(tokens: Tokens, comma: int, group: Group, is_short: bool, ceiling: int) -> bool:
    low, known = tokens.low, classes()
    k = comma + 1
    if k >= ceiling:
        return True
    word = low[k]
    if word == "according" or word in (
        "citing",
        "adding",
        "saying",
        "noting",
        "calling",
        "arguing",
        "referring",
        "suggesting",
        "telling",
        "warning",
        "insisting",
        "claiming",
        "pointing",
        "explaining",
        "urging",
        "accusing",
        "promising",
        "vowing",
        "asking",
    ):
        return True
    if _closes_with_cue(tokens, k, ceiling):
        return True
    if word in ("but", "and", "though", "although", "while") and _resumes(tokens, k, group):
        return True
    if word in ("though", "although", "while", "but", "and") and _new_attribution(tokens, k + 1, ceiling):
        return True
    if not is_short:
        return False
    if word in ("and", "or", "but"):
        return has_finite_verb(tokens, k + 1, min(ceiling, k + 8)) and word != "or"
    return (
        word in known.subordinators
        or word in known.relatives
        or word.endswith("ing")
        or word in known.pronouns
        or word in ("a", "an", "the", "including", "with", "despite", "in", "on", "at", "not")
    )


def _closes_with_cue(tokens: Tokens, k: int, ceiling: int) -> bool:
    """Whether `, X said` follows up to the end of the passage or the next comma."""
    stop = k
    while stop < min(ceiling, k + 14) and tokens.low[stop] not in (",", ".", ";"):
        if opens_quotation(tokens, stop):
            return False
        stop += 1
    for i in range(k, stop):
        entries = lexicon().cues.get(tokens.low[i])
        if entries and any(
            "before" in cue.takes and form in ("past", "third", "base") for cue, form in entries
        ):
            rest = skip_adverbial(tokens, i + 1, stop)
            if rest >= stop:
                subject = phrase_before(tokens, i, k)
                return subject is not None and subject.first == k
            return i == k and stop - i < 12 and tokens.capital[i + 1]
    return False


def _resumes(tokens: Tokens, k: int, group: Group) -> bool:
    """Whether "and" or "but" goes on with another cue of the same subject: `but said`, `and added`."""
    i = k + 1
    while i < len(tokens) and (is_adverb(tokens.low[i]) or tokens.low[i] in ("has", "have", "had")):
        i += 1
    if i >= len(tokens) or tokens.quote[i] != tokens.quote[group.head]:
        return False
    return any(
        form == group.form and cue.class_ == "verb" and (form in ("past", "third") or tokens.low[k] == "but")
        for cue, form in lexicon().cues.get(tokens.low[i], ())
    )


def _new_attribution(tokens: Tokens, k: int, ceiling: int) -> bool:
    """Whether another source and its reporting cue follow directly: `while other voters said`."""
    for i in range(k + 1, min(ceiling, k + 9)):
        if tokens.low[i] in END_MARKS or tokens.low[i] == "," or tokens.quote[i] != tokens.quote[k]:
            return False
        entries = lexicon().cues.get(tokens.low[i], ())
        if any(
            "clause" in cue.takes and cue.stance == "asserts" and form in ("past", "third", "base")
            for cue, form in entries
        ):
            subject = phrase_before(tokens, _group_start(tokens, i), k)
            return subject is not None and subject.first == k
        if is_verblike(tokens, i):
            return False
    return False


def _group_start(tokens: Tokens, k: int) -> int:
    while k > 0 and (tokens.low[k - 1] in classes().adverbs or tokens.low[k - 1] in ("has", "have", "had")):
        k -= 1
    return k

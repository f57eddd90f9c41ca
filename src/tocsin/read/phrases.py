"""Find the noun phrase that stands directly before or after a word, without a parser.

Tokens and a position come in; the phrase's first and last token come out, or None where no noun phrase stands
there. It goes by closed word classes, capitals and commas; it does not know what a phrase means.
"""

from typing import NamedTuple

from tocsin.read.lexicon import lexicon
from tocsin.read.tokens import Tokens, classes, is_adverb

_MARKS = frozenset([*list('.,;:!?()[]{}"“”„«»…—–-|/*•'), "''", "``", "--", "..."])
_WRITINGS = frozenset(
    ["report", "reports", "statement", "study", "poll", "survey", "article", "letter", "analysis", "story"]
)
_ADJECTIVES = frozenset(["first", "long", "only", "early", "instead", "twice", "too", "once", "even", "just"])
_PLURAL_PRONOUNS = frozenset(
    [
        "i",
        "we",
        "they",
        "you",
        "who",
        "that",
        "which",
        "some",
        "many",
        "most",
        "both",
        "others",
        "all",
        "few",
        "several",
    ]
)
_PERSONAL = frozenset(["he", "she", "they", "we", "i", "it", "you"])
_ADVERBIAL = frozenset(["in", "at", "on", "after", "during", "with"])
_INSERTED = frozenset(["however", "though", "meanwhile", "too", "also"])
_ARTICLES = frozenset(["the", "a", "an", "this", "these", "those", "his", "her", "its", "their", "our", "my"])
_PARTICIPLES = frozenset(
    ["led", "known", "made", "held", "written", "given", "run", "seen", "sent", "born", "chosen"]
)
_RELATIVE = frozenset(["who", "whose", "which", "whom"])
_PLURALS = frozenset(
    [
        "people",
        "men",
        "women",
        "police",
        "media",
        "data",
        "percent",
        "third",
        "half",
        "majority",
        "number",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "children",
    ]
)
_OPENERS = frozenset(
    [",", "and", "but", ":", ";", "—", "–", "--", "-", ".", "(", '"', "“", "”", "''", "``", "*", "•"]
)
_REACH = 40  # tokens; a longer stretch is not taken for an apposition


class Phrase(NamedTuple):
    """A noun phrase: tokens `first` to `last`; its `core` ends before any apposition or relative clause."""

    first: int
    last: int
    core: int


def phrase_before(tokens: Tokens, end: int, floor: int = 0) -> Phrase | None:
    """The noun phrase whose last token is directly before token `end`, no further left than `floor`.

    Days ("Friday") between phrase and `end` are skipped; an apposition between commas belongs to it.
    """
    last = _skip_back(tokens, end - 1, floor)
    if last < floor:
        return None
    if tokens.low[last] == ",":
        return _with_apposition(tokens, last, floor)
    first = _walk_left(tokens, last, floor)
    if first is None:
        return None
    embedded = _embedding(tokens, first, last, floor)
    if embedded is not None:
        return embedded
    return Phrase(first, last, last)


def phrase_after(tokens: Tokens, start: int, ceiling: int) -> Phrase | None:
    """The noun phrase that begins at token `start`, up to but not including `ceiling`."""
    known = classes()
    core = _walk_right(tokens, start, ceiling)
    if core is None:
        return None
    low = tokens.low
    if low[start] in _PERSONAL:
        return Phrase(start, start, start)
    if core + 2 >= ceiling or low[core + 1] != "," or not _is_appositive(tokens, core + 2):
        return Phrase(start, core, core)
    end = core + 2
    while end < min(ceiling, core + _REACH) and not _ends_apposition(tokens, end, core):
        end += 1
    relative = next((k for k in range(core + 2, end) if low[k] in known.relatives), end)
    is_clause = low[core + 2] in _RELATIVE or has_finite_verb(tokens, core + 3, relative)
    return Phrase(start, core if is_clause else end - 1, core)


def _ends_apposition(tokens: Tokens, k: int, core: int) -> bool:
    if tokens.quote[k] != tokens.quote[core] or tokens.low[k] in (".", ";", ":", "—", "–", "--"):
        return True
    return tokens.low[k] == "," and k > core + 2 and not tokens.capital[k - 1]


def is_plural(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether a verb without "-s" may follow: a plural head, "and", or I, we, you, they, who."""
    low, known = tokens.low, classes()
    word = low[phrase.first]
    if word in _PLURAL_PRONOUNS:
        return True
    head = phrase.first
    while (
        head < phrase.core
        and low[head + 1] not in known.prepositions
        and low[head + 1] not in known.relatives
        and low[head + 1] not in _MARKS
    ):
        if low[head + 1] == "and":
            return True
        if low[head + 1].endswith("ing"):
            break
        head += 1
    word = low[head]
    if head < phrase.core and low[head + 1] == "of" and low[phrase.core].endswith("s"):
        return True
    return (word.endswith("s") and not word.endswith(("ss", "'s"))) or word[0].isdigit() or word in _PLURALS


def _embedding(tokens: Tokens, first: int, last: int, floor: int) -> Phrase | None:
    """`officials who spoke with the paper`, `a statement posted on the site`: the noun before the clause."""
    low, known = tokens.low, classes()
    has_who = "who" in low[max(floor, first - 6) : first]
    is_inner = first > floor and (
        low[first - 1] in known.prepositions | known.finite or is_verblike(tokens, first - 1)
    )
    if not has_who and not is_inner:
        return None
    for k in range(first - 1, max(floor, first - 14), -1):
        word = low[k]
        if word in _MARKS or tokens.quote[k] != tokens.quote[last]:
            return None
        is_clause = word in ("who", "which") or (
            word == "that" and k + 1 < first and is_verblike(tokens, k + 1)
        )
        is_participle = (
            len(word) > 4 and word.endswith(("ed", "ing")) and k < first - 1 and not tokens.capital[k]
        )
        if (is_clause or is_participle) and k - 1 >= floor and low[k - 1] not in known.auxiliaries:
            host = _walk_left(tokens, k - 1, floor)
            if (
                host is not None
                and low[k - 1] not in known.pronouns
                and (host == floor or low[host - 1] in _OPENERS or low[host - 1] in known.subordinators)
            ):
                return Phrase(host, last if not is_clause else k - 1, k - 1)
            if is_clause:
                return None
    return None


def is_verblike(tokens: Tokens, i: int) -> bool:
    """Whether token `i` looks like a finite verb: a closed list, a cue's past or third form, or "-ed"."""
    word, known = tokens.low[i], classes()
    if word in known.finite:
        return True
    if tokens.capital[i] or word in known.participles_in_names:
        return False
    if len(word) > 4 and word.endswith("ed"):
        before = tokens.low[i - 1] if i else ""
        return before not in known.determiners and not before.endswith("'s")
    return word not in known.titles and any(form == "past" for _, form in lexicon().cues.get(word, ()))


def has_finite_verb(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a finite verb stands among tokens `start` up to `end`, alone or tied to a pronoun ("it's")."""
    return any(is_verblike(tokens, k) or is_contracted(tokens.low[k]) for k in range(start, end))


def is_contracted(word: str) -> bool:
    """`it's`, `they've`, `that's`: a pronoun with a verb."""
    known = classes()
    return "'" in word and word.split("'")[0] in known.pronouns | known.relatives | {
        "there",
        "what",
        "here",
        "that",
    }


def _skip_back(tokens: Tokens, last: int, floor: int) -> int:
    """Step back over ", however," and over "on Friday evening", "last week", "in May"."""
    low = tokens.low
    if last - 1 > floor and low[last] == "," and low[last - 1] in _INSERTED:
        last -= 2
        last = last - 1 if last > floor and low[last] == "," else last
    if (
        last > floor
        and low[last] in ("both", "all", "each")
        and (low[last - 1] == ")" or low[last - 1][0].isalnum())
    ):
        is_floating = low[last - 1] not in classes().prepositions and not is_verblike(tokens, last - 1)
        last -= is_floating and low[last - 1] not in classes().subordinators
    k = last
    while k > floor and _is_time(tokens, k):
        k -= 1
    while (
        k > floor
        and k < last
        and low[k] in ("on", "late", "early", "since", "in", "this", "last", "earlier", "at")
    ):
        k -= 1
    return k


def _is_time(tokens: Tokens, k: int) -> bool:
    word, known = tokens.low[k], classes()
    return word in known.days or word in known.time_nouns or (word in known.months and tokens.capital[k])


def _walk_left(tokens: Tokens, last: int, floor: int) -> int | None:
    """First token of the noun phrase that ends at `last`."""
    low, known = tokens.low, classes()
    word = low[last]
    if word in known.pronouns or word.split("'")[0] in known.pronouns:
        return _quantified(tokens, last, floor)
    if word in known.relatives:
        return _quantified(tokens, last, floor)
    if word == ")":
        opening = _opening_bracket(tokens, last, floor)
        if opening is None or opening - 1 < floor:
            return None
        return _walk_left(tokens, opening - 1, floor)
    k = last
    while k >= floor and k > last - 30 and _continues_left(tokens, k, last, floor):
        k -= 1
    first = _strip_front(tokens, k + 1, last)
    if first is None or not _is_nominal(tokens, first, last):
        return None
    return _without_adverbial(tokens, first, last, floor)


def _quantified(tokens: Tokens, last: int, floor: int) -> int:
    """`some` in "some of them", `the two` ...: a pronoun alone is its own phrase."""
    k = last
    if (
        k - 2 >= floor
        and tokens.low[k - 1] == "of"
        and tokens.low[k - 2] in ("some", "many", "most", "one", "both")
    ):
        return k - 2
    return k


def _continues_left(tokens: Tokens, k: int, last: int, floor: int) -> bool:
    low, known = tokens.low, classes()
    word = low[k]
    if tokens.quote[k] != tokens.quote[last] and word not in ("'", "’"):
        return False
    if word in _MARKS:
        return (
            word in ("-", "/") and k > floor and tokens.ends[k - 1] == tokens.starts[k] == tokens.ends[k] - 1
        )
    if word in ("and", "or", "&"):
        return _joins(tokens, k, last, floor)
    if (
        k < last
        and low[k + 1] in _ARTICLES
        and word not in known.attaching
        and word not in ("all", "both", "half")
    ):
        return False
    if word in known.attaching:
        return _attaches(tokens, k, floor)
    if (
        word in known.subordinators
        or word in known.prepositions
        or word in known.days
        or word in ("to", "nor")
    ):
        return False
    if word in known.months and tokens.capital[k] and k > floor and low[k - 1] in known.prepositions:
        return False
    if word in ("who", "whom", "which", "he", "she", "they", "we", "i", "it", "you", "there") and k < last:
        return False
    return not is_verblike(tokens, k)


def _joins(tokens: Tokens, k: int, last: int, floor: int) -> bool:
    """Whether "and" joins two noun phrases rather than two clauses: what stands left may be a subject."""
    left, right = k - 1, k + 1
    if left < floor or k == last or tokens.low[left] in _MARKS or is_verblike(tokens, left):
        return False
    if tokens.capital[left] and tokens.capital[right] and tokens.low[right] not in classes().pronouns:
        return True
    first = _walk_left(tokens, left, floor)
    if first is None:
        return False
    return (
        first == floor
        or tokens.low[first - 1] in _OPENERS
        or tokens.low[first - 1] in classes().subordinators
    )


def _attaches(tokens: Tokens, k: int, floor: int) -> bool:
    """Whether a preposition hangs on a noun to its left rather than opening an adverbial."""
    if k - 1 < floor:
        return False
    word, known = tokens.low[k - 1], classes()
    if tokens.low[k] == "in" and word[0].isdigit() and tokens.low[k + 1][0].isdigit():
        return True  # "4 in 10 voters"
    if word in _MARKS or word in known.prepositions or word in known.subordinators or word in known.pronouns:
        return word in ("some", "many", "most", "one", "both", "all", "others")
    return (
        word not in ("and", "or", "according")
        and word not in known.adverbs
        and not is_verblike(tokens, k - 1)
    )


def _strip_front(tokens: Tokens, first: int, last: int) -> int | None:
    low, known = tokens.low, classes()
    while first <= last and (
        low[first] in known.adverbs
        or low[first] in ("and", "or", "but", "-", "/", "yes", "no", "well")
        or low[first] in known.days
        or (low[first] in known.attaching)
        or is_adverb(low[first])
    ):
        first += 1
    return first if first <= last else None


def _is_nominal(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the tokens can be a noun phrase: not only determiners, numbers, days or marks."""
    known = classes()
    word = tokens.low[last]
    if is_adverb(word) and not tokens.capital[last]:
        return False
    if word in known.determiners or word in known.prepositions or word in known.adverbs or word in known.days:
        return word in (
            "some",
            "many",
            "most",
            "few",
            "both",
            "all",
            "another",
            "others",
            "this",
            "that",
            "those",
        )
    if word in known.auxiliaries or (word in known.time_nouns and last - first < 3):
        return False
    return word[0].isalpha() or tokens.low[first][0].isalpha()


def _without_adverbial(tokens: Tokens, first: int, last: int, floor: int) -> int:
    """In "In a speech Kim" the phrase is the name alone: cut after a fronted preposition."""
    low, known = tokens.low, classes()
    if first - 1 < floor or low[first - 1] not in known.prepositions or not tokens.capital[last]:
        return first
    k = last
    while k > first and tokens.capital[k - 1]:
        k -= 1
    return (
        k
        if k > first and low[k - 1] not in known.titles and low[k - 1] not in ("of", "and", "for")
        else first
    )


def _opening_bracket(tokens: Tokens, last: int, floor: int) -> int | None:
    for k in range(last - 1, max(floor, last - 25) - 1, -1):
        if tokens.low[k] == "(":
            return k
    return None


def _with_apposition(tokens: Tokens, comma: int, floor: int) -> Phrase | None:
    """`Name, a professor at X,` before a verb: the leftmost name whose appositions reach up to the comma."""
    low, found = tokens.low, None
    opened = comma
    for k in range(comma - 1, max(floor, comma - _REACH) - 1, -1):
        if tokens.quote[k] != tokens.quote[comma] or low[k] in (";", ":", "—", "–", "--"):
            break
        if low[k] != "," or k + 1 == opened:
            continue
        host = _host(tokens, k - 1, floor)
        if host is not None and _describes(tokens, k + 1, opened):
            last = comma - 1 if _belongs(tokens, k + 1) else k - 1
            found = Phrase(host, last, k - 1)
            if not _is_appositive(tokens, host):
                return found
            opened = k
    return found or _stray_comma(tokens, comma - 1, floor)


def _belongs(tokens: Tokens, first: int) -> bool:
    """Whether words after a name's comma are part of the source: not a relative clause or an adverbial."""
    word = tokens.low[first]
    return word not in _RELATIVE and word not in _ADVERBIAL and not word.endswith("ing")


def _describes(tokens: Tokens, first: int, end: int) -> bool:
    """Whether tokens between two commas say more of the name before them."""
    if tokens.low[first] in _RELATIVE:
        return True
    if tokens.low[first] in _ADVERBIAL and not tokens.capital[first]:
        return True
    if tokens.low[first].endswith(("ed", "ing")) and not tokens.capital[first]:
        return not has_finite_verb(tokens, first + 1, end)
    return _is_appositive(tokens, first) or not has_finite_verb(tokens, first, end)


def _stray_comma(tokens: Tokens, last: int, floor: int) -> Phrase | None:
    """`In May, Governor Smith, said`: the name between the commas."""
    first = _host(tokens, last, floor)
    return Phrase(first, last, last) if first is not None and tokens.capital[last] else None


def _host(tokens: Tokens, last: int, floor: int) -> int | None:
    """First token of a noun phrase that may carry an apposition: it stands where a subject may stand."""
    known = classes()
    if last < floor or tokens.low[last] in known.pronouns or is_verblike(tokens, last):
        return None
    if tokens.low[last] in known.days or tokens.low[last] in known.months or tokens.low[last][0].isdigit():
        return None
    first = _walk_left(tokens, last, floor)
    if first is None or tokens.low[first].endswith("ing"):
        return None
    if (
        first > floor
        and tokens.low[first - 1] not in _OPENERS
        and tokens.low[first - 1] not in known.subordinators
    ):
        return None
    named = any(tokens.capital[k] for k in range(first, last + 1))
    return (
        first if named or tokens.low[first] in known.determiners or tokens.low[last].endswith("s") else None
    )


def _is_appositive(tokens: Tokens, first: int) -> bool:
    """Whether what begins at `first` after a comma describes the name before it."""
    word, known = tokens.low[first], classes()
    if (
        word
        in (
            "who",
            "whose",
            "a",
            "an",
            "the",
            "his",
            "her",
            "its",
            "their",
            "one",
            "former",
            "now",
            "himself",
            "jr.",
            "sr.",
        )
        or word[0].isdigit()
    ):
        return True
    if (
        word.endswith("ing")
        or word in known.subordinators
        or word in known.prepositions
        or word in known.pronouns
    ):
        return False
    return word in known.titles and not tokens.capital[first]


def _walk_right(tokens: Tokens, start: int, ceiling: int) -> int | None:
    """Last token of the noun phrase that begins at `start`."""
    low, known = tokens.low, classes()
    k = start
    while k < ceiling and k < start + 24 and _continues_right(tokens, k, start, ceiling):
        k += 1
    last = k - 1
    while last >= start and (
        low[last] in known.prepositions
        or low[last] in known.determiners
        or low[last] in known.adverbs
        or low[last] in ("and", "or", "'")
        or low[last] in known.days
    ):
        last -= 1
    if last < start or not _is_nominal(tokens, start, last):
        return start if start < ceiling and low[start] in known.pronouns else None
    return last


def _continues_right(tokens: Tokens, k: int, start: int, ceiling: int) -> bool:
    low, known = tokens.low, classes()
    word = low[k]
    if tokens.quote[k] != tokens.quote[start]:
        return False
    if word in _MARKS:
        if word == "(" or word == ")":
            return word == ")" or ")" in low[k + 1 : k + 8]
        return word in ("-", "/") and k + 1 < ceiling and tokens.ends[k] == tokens.starts[k + 1]
    if word in ("and", "&"):
        return k > start and k + 1 < ceiling and (tokens.capital[k - 1] and tokens.capital[k + 1])
    if word in known.prepositions:
        return (
            (
                word in ("of", "for", "at", "with", "from", "to")
                or (word in ("by", "in") and low[k - 1] in _WRITINGS)
            )
            and k > start
            and low[k + 1 : k + 2] != []
            and low[k + 1] not in known.days
            if word != "in"
            else False
        )
    if word in known.subordinators or word in known.days:
        return False
    if k > start and (word in ("he", "she", "they", "we", "i", "who", "which") or word in known.adverbs):
        return False
    if not is_verblike(tokens, k) or k == start:
        return True
    follows = low[k + 1] if k + 1 < ceiling else "."
    return (
        word.endswith("ed")
        and k - start < 3
        and follows[0].isalpha()
        and follows not in known.prepositions
        and follows not in known.determiners
        and follows not in known.subordinators
    )

"""How a brief writes numbers, dates, lists and quotations.

Comes in: a probability, a date, a few names, a stretch of source text. Goes out: plain words. Knows
nothing about briefs, rules or pages.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from tocsin.reference.countries import single_words

LONGEST_QUOTE = 220  # code points; a longer passage is cut at a word and marked with an ellipsis


def percent(probability: float) -> str:
    """A probability as a reader sees it: whole percent, open questions between 1 and 99.

    >>> percent(0.043), percent(0.0004), percent(0.9991)
    ('4%', 'less than 1%', 'more than 99%')
    """
    if probability < 0.01:
        return "less than 1%"
    if probability > 0.99:
        return "more than 99%"
    return f"{round(probability * 100)}%"


def band(low: float, high: float) -> str:
    """A band in words: `1% to 9%`, or one figure where both ends read alike."""
    first, last = percent(low), percent(high)
    return first if first == last else f"{first} to {last}"


def day(date: dt.date) -> str:
    """A date without leading zero: `3 November 2024`."""
    return f"{date.day} {date:%B %Y}"


def days(start: dt.date, end: dt.date) -> str:
    """A stretch of days, with the year written once: `8 October to 3 December 2024`."""
    if start == end:
        return day(start)
    first = day(start) if start.year != end.year else f"{start.day} {start:%B}"
    return f"{first} to {day(end)}"


def listing(names: Iterable[str], most: int | None = None) -> str:
    """Names as a list in a sentence: `a, b and c`; past `most` the rest is counted."""
    all_names = list(names)
    if most is not None and len(all_names) > most:
        rest = len(all_names) - most
        all_names = [*all_names[:most], f"{rest} more"]
    if len(all_names) < 2:
        return "".join(all_names)
    return f"{', '.join(all_names[:-1])} and {all_names[-1]}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: `1 origin`, `3 origins`, `no origin`."""
    if number == 0:
        return f"no {noun}"
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is a name or an abbreviation."""
    first = text.split(" ", 1)[0]
    bare = first.removesuffix("'s").removesuffix("’s")
    is_name = first[1:].lower() != first[1:] or bare in NAMES or bare in single_words()
    return text if is_name else text[:1].lower() + text[1:]


def in_midsentence(name: str) -> str:
    """The name of a source without the capital that only its place in a sentence gave it."""
    first, space, rest = name.partition(" ")
    return f"{first.lower()}{space}{rest}" if first in STARTERS else name


def upper_first(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """The text as a sentence: stripped, with one full stop where it has no end mark."""
    text = flat(text)
    return text if text.endswith((".", "!", "?", ".”", "?”", "!”")) else f"{text}."


def unended(text: str) -> str:
    """The text without its full stop, for the middle of a sentence."""
    return flat(text).rstrip(".")


def tight(text: str) -> str:
    """Our own words with `42 %` written as `42%`; quotations are left as they are."""
    pieces = re.split("(“[^”]*”)", text)
    return "".join(piece if piece.startswith("“") else re.sub(r"(\d) %", r"\1%", piece) for piece in pieces)


def flat(text: str) -> str:
    """The text on one line: every run of white space is one space."""
    return " ".join(text.split())


def quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Words of a source between quotation marks, on one line and cut at a word when long.

    Quotation marks of the source's own that have no partner would end the quotation early, so the
    longest stretch without them is taken; every character shown stands in the source.
    """
    line = flat(text).removeprefix("that ")
    if not is_balanced(line):
        line = max(re.split("[“”]", line), key=len).strip()
    if len(line) <= longest:
        return f"“{line}”"
    cut = line[:longest].rsplit(" ", 1)[0].rstrip(" ,;:")
    if not is_balanced(cut):
        cut = cut.rsplit("“", 1)[0].rstrip()
    return f"“{cut} …”"


def is_balanced(text: str) -> bool:
    """Whether curly quotation marks open and close in order, at most one deep."""
    depth = 0
    for mark in re.findall("[“”]", text):
        depth += 1 if mark == "“" else -1
        if depth not in (0, 1):
            return False
    return depth == 0


def quotations(text: str) -> list[str]:
    """What stands between curly quotation marks in `text`, outermost first."""
    return [match.group(1) for match in QUOTATION.finditer(text)]


def without_quotations(text: str) -> str:
    """The text with its quotations taken out, so that rules see our own words only."""
    return QUOTATION.sub("“”", text)


def sentences(text: str) -> list[str]:
    """The text cut after each sentence; quotations that hold several are not expected here."""
    line, pieces, start = flat(text), [], 0
    for match in BREAK.finditer(line):
        pieces.append(line[start : match.end()].strip())
        start = match.end()
    return [*pieces, line[start:].strip()]


def sentence_count(texts: Sequence[str]) -> int:
    """How many sentences a reader counts in the texts, quotations aside."""
    return sum(1 + len(BREAK.findall(without_quotations(text))) for text in texts if text.strip())


QUOTATION = re.compile("“([^“”]*(?:“[^“”]*”[^“”]*)*)”")
BREAK = re.compile(r"(?<=[a-z0-9%)”])[.!?](?=\s+[A-Z“])")
# Countries, peoples and capitals come from the reference.
NAMES = frozenset(["Kim", "European", "Western", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday"])
NAMES |= {"Friday", "Saturday", "North", "South", "Yellow", "United", "Burkina", "Saudi", "Hong", "Sri"}
STARTERS = frozenset(
    [
        *(
            "The",
            "A",
            "An",
            "Both",
            "Some",
            "Several",
            "Many",
            "Other",
            "One",
            "Two",
            "Three",
            "Four",
            "Five",
        ),
        *("Unnamed", "Officials", "Analysts", "Experts", "Diplomats", "Residents", "This", "That", "These"),
        *("Those", "It", "He", "She", "They", "His", "Her", "Its", "Their", "Senior", "Former", "Another"),
    ]
)

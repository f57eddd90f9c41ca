"""One line of a brief before it has a number: what it is, what it says, what it rests on.

Comes in: a text and evidence ids. Goes out: a `Line` of one of three kinds, which look different on
every page. Knows nothing about parts or pages.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from tocsin.brief.wording import ended, tight

Kind = Literal["information", "assumption", "judgement"]


class Line(NamedTuple):
    """A sentence without its id."""

    kind: Kind
    text: str
    evidence: tuple[str, ...]


def information(text: str, evidence: Iterable[str]) -> Line:
    """What is on record: said by a source, counted, or computed from the record."""
    return _line("information", text, evidence)


def assumption(text: str, evidence: Iterable[str] = ()) -> Line:
    """What is supposed, or was written down beforehand by the desk."""
    return _line("assumption", text, evidence)


def judgement(text: str, evidence: Iterable[str] = ()) -> Line:
    """What we conclude."""
    return _line("judgement", text, evidence)


def _line(kind: Kind, text: str, evidence: Iterable[str]) -> Line:
    return Line(kind, ended(tight(text)), tuple(dict.fromkeys(evidence)))

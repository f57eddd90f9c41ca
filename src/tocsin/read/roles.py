"""Decode what the encoder tells of words: acts with their class and status, who acts, on whom.

What was seen of a text's words comes in; deeds of a sentence come out, in token numbers. A word names an act
where that is likelier than a threshold; each word around it is then weighed as part of who acts and of who is
acted on. It does not know names, countries or warning kinds.
"""

import bisect
from collections.abc import Iterator, Sequence
from typing import NamedTuple, get_args

import numpy as np

from tocsin.read.encoder import Floats, Seen
from tocsin.read.tokens import Tokens
from tocsin.reference.kinds import PloverClass
from tocsin.terms import Status

CLASSES: tuple[PloverClass, ...] = get_args(PloverClass)
STATUSES: tuple[Status, ...] = ("occurred", "ongoing", "planned", "possible", "conditional", "did-not-occur")
_GAP = 2  # words within a part that may be taken for none
_LISTS = frozenset([",", "and", "or", "&", ";"])
WIDTH = 48  # of the vectors whose product says which words act in, or are acted on by, which act
FAINT = 0.1  # chance from which a word may name an act, if other signs are there too


class Told(NamedTuple):
    """What the encoder tells of the words of a text, a row a word, in text order."""

    starts: list[int]  # where each word starts in the text
    degrees: Floats
    chances: Floats  # words x 17: of naming no act, or one of each class
    statuses: Floats
    roles: Floats
    named: list[int]  # the rows of words that may name an act


class Deed(NamedTuple):
    """An act: the words that name it, its likeliest class and its status, in token numbers of its table."""

    first: int
    last: int
    class_: PloverClass
    chance: float  # that the words name an act at all
    classes: Floats  # chance of each class
    status: Status
    row: int  # of the word that names it best, among the words told of


class Parts(NamedTuple):
    """Who acts and who is acted on, in token numbers."""

    actors: tuple[tuple[int, int], ...]
    recipients: tuple[tuple[int, int], ...]


def gather(seen: Sequence[Seen]) -> Told:
    """All that was seen of a text's words, put together."""
    starts = [start for one in seen for start in one.part.tokens.starts[one.part.first : one.part.end]]
    scores = _put_together([one.acts for one in seen], 1 + len(CLASSES))
    raised = np.exp(scores - scores.max(1, keepdims=True))
    chances = raised / raised.sum(1, keepdims=True)
    return Told(
        starts,
        _put_together([one.degrees for one in seen], 2),
        chances,
        _put_together([one.statuses for one in seen], len(STATUSES)),
        _put_together([one.roles for one in seen], 8 * WIDTH + 4),
        np.flatnonzero(chances[:, 0] < 1 - FAINT).tolist(),
    )


def _put_together(columns: list[Floats], width: int) -> Floats:
    return np.concatenate(columns) if columns else np.zeros((0, width), dtype=np.float32)


def find_deeds(told: Told, tokens: Tokens, start: int, end: int) -> list[Deed]:
    """The acts that words of the sentence `tokens[start:end]` may name, in order."""
    rows = _rows(told, tokens, start, end)
    found = []
    for group, own in _groups(told, rows):
        row = min(group, key=lambda row: told.chances[row, 0])
        status = STATUSES[int(told.statuses[row].argmax())]
        first, last = start + group[0] - rows.start, start + group[-1] - rows.start
        chances = told.chances[row]
        found.append(Deed(first, last, CLASSES[own], 1 - float(chances[0]), chances[1:], status, row))
    return found


def _groups(told: Told, rows: slice) -> Iterator[tuple[list[int], int]]:
    """Neighbouring rows that may name one act, of one class, with the number of the class."""
    first, last = bisect.bisect_left(told.named, rows.start), bisect.bisect_left(told.named, rows.stop)
    group: list[int] = []
    of = -1
    for row in told.named[first:last]:
        own = int(told.chances[row, 1:].argmax())
        if group and (row > group[-1] + 1 or own != of):
            yield group, of
            group = []
        group.append(row)
        of = own
    if group:
        yield group, of


def find_parts(told: Told, tokens: Tokens, start: int, end: int, deed: Deed) -> Parts:
    """Who acts and who is acted on in a deed of the sentence `tokens[start:end]`."""
    rows = _rows(told, tokens, start, end)
    roles, by = told.roles[rows], told.roles[deed.row, : 4 * WIDTH].reshape(4, WIDTH)
    around = roles[:, 4 * WIDTH : 8 * WIDTH].reshape(len(roles), 4, WIDTH)
    scores = np.einsum("rd,wrd->wr", by, around) / WIDTH**0.5 + roles[:, 8 * WIDTH :]
    own = np.zeros((len(roles), 2, 3), dtype=np.float32)
    own[:, :, 1:] = scores.reshape(len(roles), 2, 2)
    tags = own.argmax(2)
    return Parts(*(tuple(_fragments(tags[:, role].tolist(), tokens, start)) for role in (0, 1)))


def _rows(told: Told, tokens: Tokens, start: int, end: int) -> slice:
    first = bisect.bisect_left(told.starts, tokens.starts[start])
    return slice(first, bisect.bisect_left(told.starts, tokens.starts[end - 1] + 1, first))


def _fragments(tags: list[int], tokens: Tokens, start: int) -> Iterator[tuple[int, int]]:
    """Runs of words that are part, joined over a word or two left out ("head of the army")."""
    found: list[tuple[int, int]] = []
    for k in np.flatnonzero(tags).tolist():
        here = start + k
        between = tokens.low[found[-1][1] + 1 : here] if found else _LISTS
        if not between or (len(between) <= _GAP and tags[k] == 2 and _LISTS.isdisjoint(between)):
            found[-1] = found[-1][0], here
        else:
            found.append((here, here))
    yield from found

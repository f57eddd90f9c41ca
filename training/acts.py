"""Read sentences with the acts in them: of whom, on whom, of which PLOVER class; pack them for training.

The project's own sentences (every act marked), PLV sentences (one act, its words not marked) and sentences
with actors alone come in; windows of wordpieces with labels a word come out. It knows the three layouts and
nothing about the network.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tocsin.read.roles import CLASSES, STATUSES
from tocsin.read.segments import paragraphs
from tocsin.read.tables import tables
from tocsin.read.tokens import Tokens, classes
from tocsin.read.wordpieces import WINDOW, Part, Splitter, cut
from tocsin.terms import Status
from training.factuality import printed
from training.marked_events import event_sentences

_Spans = tuple[tuple[int, int], ...]
_YIELD = ("CONCEDE", "RETREAT")  # one class in PLV
_SAME = 50  # letters by which a sentence is known again
_OWN = 3  # times the project's own sentences are seen for once of the others
_SHORTEST = 40  # wordpieces of a window that is left short on purpose


class Act(NamedTuple):
    """One act: the classes it may be of, the words that name it (none: not marked), its status and parts."""

    classes: tuple[str, ...]
    trigger: _Spans
    status: Status | None
    parts: tuple[_Spans, _Spans]  # who acts, who is acted on; none: not marked


class Acted(NamedTuple):
    """A sentence with the acts that are marked in it; `is_whole` where all are."""

    text: str
    acts: tuple[Act, ...]
    is_whole: bool


class Deed(NamedTuple):
    """An act in word numbers of its stretch: rows of roles are 0, or 1 and 2 for first and further words."""

    classes: list[int]
    words: list[int]  # that name it, or that may
    is_known: bool  # whether `words` are known to name it
    status: int  # -1: not marked
    roles: tuple[list[int], list[int]]
    has_roles: tuple[bool, bool]


class ActedStretch(NamedTuple):
    """Pieces of a sentence and its deeds; of each word the class it names and how sure that is (0 to 1)."""

    ids: list[int]
    kinds: list[int]
    firsts: list[int]
    tags: list[int]
    sure: list[float]
    deeds: list[Deed]


def read_acted(folder: Path, *, others: float) -> Iterator[tuple[Acted, float]]:
    """All sentences to train on, with the certainty that a word not marked in a PLV sentence names no act.

    `folder` holds plover/train.jsonl and spans/train.conll; every fifth PLV sentence is left out.
    """
    for sentence in [one for one in event_sentences(held=False) for _ in range(_OWN)]:
        acts = tuple(Act((e.class_,), e.trigger, e.status, (e.actors, e.recipients)) for e in sentence.events)
        yield Acted(sentence.text, acts, is_whole=True), 1.0
    kept, held = list[Acted](), set[str]()
    for row in map(json.loads, (folder / "plover" / "train.jsonl").read_text("utf8").splitlines()):
        if int(row["id"].rsplit("-", 1)[1]) % 5 == 0:
            held.add(_key(row["text"]))
            continue
        own = _YIELD if row["class"] == "YIELD" else (row["class"],)
        parts = tuple(tuple((a, b) for a, b in row[side]["spans"]) for side in ("source", "target"))
        kept.append(Acted(row["text"], (Act(own, (), None, (parts[0], parts[1])),), is_whole=False))
    known = held | {_key(one.text) for one in kept}
    kept += [one for one in _of_spans(folder / "spans" / "train.conll") if _key(one.text) not in known]
    yield from ((one, others) for one in kept)


def _key(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())[:_SAME]


def _of_spans(path: Path) -> Iterator[Acted]:
    """Sentences a word a line, with S and T for who acts and who is acted on."""
    for block in path.read_text("utf8").split("\n\n"):
        rows = [line.rsplit(" ", 1) for line in block.splitlines() if " " in line]
        if not rows:
            continue
        text, starts = printed([word for word, _ in rows])
        parts: dict[str, list[tuple[int, int]]] = {"S": [], "T": []}
        for (word, mark), start in zip(rows, starts, strict=True):
            if mark[0] == "B":
                parts.setdefault(mark[2:], []).append((start, start + len(word)))
            elif mark[0] == "I" and parts.get(mark[2:]):
                parts[mark[2:]][-1] = (parts[mark[2:]][-1][0], start + len(word))
        yield Acted(text, (Act(CLASSES, (), None, (tuple(parts["S"]), tuple(parts["T"]))),), is_whole=False)


def stretches(acted: Acted, others: float, words: Splitter) -> Iterator[ActedStretch]:
    """The tables of a sentence as stretches."""
    for tokens in tables(acted.text, paragraphs(acted.text)):
        for part, pieces in cut(Part(tokens, 0, len(tokens)), words):
            yield ActedStretch(*pieces, *_labels(tokens, part.first, part.end, acted, others))


def _labels(
    tokens: Tokens, first: int, end: int, acted: Acted, others: float
) -> tuple[list[int], list[float], list[Deed]]:
    tags, sure, deeds = [0] * (end - first), [1.0] * (end - first), list[Deed]()
    for act in acted.acts:
        roles = [_role(tokens, first, end, spans) for spans in act.parts]
        ids = [1 + CLASSES.index(name) for name in act.classes]
        if act.trigger:
            inside = [k - first for a, b in act.trigger for k in _inside(tokens, a, b, first, end)]
            for k in inside:
                tags[k] = ids[0]
        else:
            free = (k for k in range(first, end) if not any(role[k - first] for role in roles))
            inside = [k - first for k in free if _may_name(tokens, k)]
            for k in inside:
                sure[k] = others
        if inside:
            status = -1 if act.status is None else STATUSES.index(act.status)
            known = (acted.is_whole or any(roles[0]), acted.is_whole or any(roles[1]))
            deeds.append(Deed(ids, inside, bool(act.trigger), status, (roles[0], roles[1]), known))
    return tags, sure, deeds


def _role(tokens: Tokens, first: int, end: int, spans: _Spans) -> list[int]:
    tags = [0] * (end - first)
    for a, b in spans:
        inside = _inside(tokens, a, b, first, end)
        for k in inside:
            tags[k - first] = 1 + (k != inside[0])
    return tags


def _inside(tokens: Tokens, a: int, b: int, first: int, end: int) -> list[int]:
    """The tokens of a span without marks and articles at its edges."""
    inside = [k for k in range(first, end) if tokens.starts[k] < b and tokens.ends[k] > a]
    words = [k for k in inside if tokens.low[k][0].isalnum() and tokens.low[k] not in classes().articles]
    return list(range(words[0], words[-1] + 1)) if words else inside


def _may_name(tokens: Tokens, k: int) -> bool:
    """Whether a word could name an act: no mark, no number, no word of a closed class."""
    word, known = tokens.low[k], classes()
    return word[0].isalpha() and not any(
        word in group
        for group in (
            known.pronouns, known.determiners, known.auxiliaries, known.modals, known.prepositions,
            known.subordinators, known.days, known.months, known.adverbs, known.possessives, known.relatives,
        )
    )  # fmt: skip


def windows(some: list[ActedStretch], chance: random.Random) -> Iterator[list[ActedStretch]]:
    """Stretches in an order by chance, as many to a window as a length by chance allows."""
    held, length = list[ActedStretch](), 1
    limit = chance.randint(_SHORTEST, WINDOW)
    for stretch in chance.sample(some, len(some)):
        if held and length + len(stretch.ids) + 1 > limit:
            yield held
            held, length, limit = [], 1, chance.randint(_SHORTEST, WINDOW)
        held.append(stretch)
        length += len(stretch.ids) + 1
    if held:
        yield held

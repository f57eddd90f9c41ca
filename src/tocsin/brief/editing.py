"""Takes a brief apart into a text that a person can edit, and puts the edited text back.

Comes in: a brief, and a text with a sentence a line, each behind its id. Goes out: that text; a brief of a
new version with the sentences as edited, on the evidence that they had; what differs between two versions,
word by word. No number, date or grade can be edited: they belong to records. Knows nothing about who edits.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from tocsin.brief.draft import HEADINGS
from tocsin.brief.naming import brief_id
from tocsin.brief.wording import flat
from tocsin.errors import ConfigurationError
from tocsin.terms import Brief, Part, Sentence, identify

_LINE = re.compile(r"\[(s\d+)\]\s*(.*)")
Kind = Literal["same", "gone", "added"]


class Piece(NamedTuple):
    """Words that both versions have, or one of them."""

    kind: Kind
    words: str


class Difference(NamedTuple):
    """A sentence that is not the same in two versions; `id`: in the newer, or in the older if it is gone."""

    id: str
    part: Part
    pieces: tuple[Piece, ...]


def to_draft(brief: Brief) -> str:
    """The brief's sentences, each on a line behind its id, under the headings of their parts."""
    lines: list[str] = []
    for part, heading in HEADINGS.items():
        told = [sentence for sentence in brief.sentences if sentence.part == part]
        if told:
            lines += [f"## {heading}", *(f"[{each.id}] {flat(each.text)}" for each in told), ""]
    return "\n".join(lines).rstrip() + "\n"


def apply_draft(brief: Brief, draft: str) -> Brief:
    """The brief with its sentences as the draft has them; one whose line is gone is left out.

    A sentence keeps its part, its kind and its evidence. A brief with nothing edited is given back as it is.

    Raises:
        ConfigurationError: a line has no id of the brief, or one that stands there twice; or it is signed.
    """
    if brief.signature:
        raise ConfigurationError(
            f"brief {brief.version}", "is signed and stays as it is", "edit the version that was looked over"
        )
    told = _read(brief, draft)
    kept = [
        each if flat(each.text) == told[each.id] else each.model_copy(update={"text": told[each.id]})
        for each in brief.sentences
        if each.id in told
    ]
    if kept == list(brief.sentences):
        return brief
    version = identify(brief.version, [(each.id, each.text) for each in kept])
    sentences = tuple(_renamed(each, brief_id(brief.version), brief_id(version)) for each in kept)
    return brief.model_copy(update={"version": version, "sentences": sentences})


def compare_sentences(before: Brief, after: Brief) -> tuple[Difference, ...]:
    """The sentences that differ between two versions, part by part, in the order of the newer."""
    return tuple(
        difference
        for part in HEADINGS
        for difference in _compare_part(
            part,
            [each for each in before.sentences if each.part == part],
            [each for each in after.sentences if each.part == part],
        )
    )


def _read(brief: Brief, draft: str) -> dict[str, str]:
    known, told = {sentence.id for sentence in brief.sentences}, dict[str, str]()
    for number, line in enumerate(draft.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        where = f"line {number}"
        if found is None:
            remedy = (
                "put the number of the sentence in front, such as [s3]; what is new needs evidence of its own"
            )
            raise ConfigurationError(where, "belongs to no sentence of the brief", remedy)
        if found[1] not in known:
            raise ConfigurationError(
                where, f"names {found[1]}, which the brief does not have", "mend the number"
            )
        if found[1] in told:
            raise ConfigurationError(where, f"is the second to name {found[1]}", "leave one of them")
        if found[2]:
            told[found[1]] = flat(found[2])
    return told


def _renamed(sentence: Sentence, old: str, new: str) -> Sentence:
    evidence = tuple(new if id_ == old else id_ for id_ in sentence.evidence)
    return sentence.model_copy(update={"evidence": evidence})


def _compare_part(part: Part, before: Sequence[Sentence], after: Sequence[Sentence]) -> Iterator[Difference]:
    """Sentences of one part, paired in order by how they read: ids are given anew in each version."""
    olds, news = [flat(each.text) for each in before], [flat(each.text) for each in after]
    matcher = difflib.SequenceMatcher(None, olds, news, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            continue
        paired = min(b - a, d - c)
        for step in range(paired):
            yield Difference(after[c + step].id, part, tuple(_words(olds[a + step], news[c + step])))
        for each in before[a + paired : b]:
            yield Difference(each.id, part, (Piece("gone", flat(each.text)),))
        for each in after[c + paired : d]:
            yield Difference(each.id, part, (Piece("added", flat(each.text)),))


def _words(old: str, new: str) -> Iterator[Piece]:
    olds, news = old.split(" "), new.split(" ")
    for what, a, b, c, d in difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece("same", " ".join(olds[a:b]))
            continue
        if b > a:
            yield Piece("gone", " ".join(olds[a:b]))
        if d > c:
            yield Piece("added", " ".join(news[c:d]))

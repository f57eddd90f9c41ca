"""Gives the documents of a group, parted anew, their homes: stories keep their ids as they grow.

Marks with the homes they had and the new parts come in; homes, and what became of the stories, go out. It
does not know why a part is one.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from tocsin.terms import Document, Marks, StoryChange, identify


class Homes(NamedTuple):
    """Where each document is at home now, what became of stories, and where each that is no more led."""

    of: dict[str, str]
    changes: list[StoryChange]
    redirects: dict[str, str]


def story_id(document: str, *again: int) -> str:
    """The id of the story that a document began; `again` tells apart several that one began."""
    return identify("story", document, *again)


def settle_homes(
    members: Sequence[Marks],
    parts: Sequence[Sequence[str]],
    new: Sequence[Document],
    is_taken: Callable[[str], bool],
) -> Homes:
    """The homes of documents after new ones came in.

    A part keeps the id of the story that most of its documents come from; a part that is left without one
    is a new story under the id of its earliest document. A story whose documents are all elsewhere is no
    more, and leads to where most of them are.

    Args:
        members: the documents of the group, with their homes so far.
        parts: their ids, a list for each story, the earliest first.
        new: the documents that came in.
        is_taken: whether a story has, or had, this id.
    """
    before = {marks.document: marks.story for marks in members if marks.story}
    ids = _ids(parts, before, is_taken)
    homes = {document: story for story, part in zip(ids, parts, strict=True) for document in part}
    went: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for document, old in before.items():
        went[old][homes[document]].append(document)
    changes = [
        change for old in sorted(went) for change in _changes(old, went[old], set(before.values()), new)
    ]
    redirects = {
        old: min(went[old], key=lambda new: (-len(went[old][new]), new)) for old in went if old not in ids
    }
    return Homes(homes, changes, redirects)


def _ids(
    parts: Sequence[Sequence[str]], before: Mapping[str, str], is_taken: Callable[[str], bool]
) -> list[str]:
    shared = Counter(
        (before[document], place)
        for place, part in enumerate(parts)
        for document in part
        if document in before
    )
    kept: dict[int, str] = {}
    for story, place in sorted(shared, key=lambda pair: (-shared[pair], pair[1], pair[0])):
        if place not in kept and story not in kept.values():
            kept[place] = story
    used = {*kept.values(), *before.values()}
    return [kept.get(place) or _new_id(part[0], used, is_taken) for place, part in enumerate(parts)]


def _new_id(document: str, used: set[str], is_taken: Callable[[str], bool]) -> str:
    """An id that no story has or had; every document begins one part at the most, so it stays its own."""
    tried, again = story_id(document), 1
    while tried in used or is_taken(tried):
        tried, again = story_id(document, again), again + 1
    return tried


def _changes(
    old: str, went: Mapping[str, Sequence[str]], stories: set[str], causes: Sequence[Document]
) -> list[StoryChange]:
    """What became of one story: merged into another, split, or some of its documents moved."""
    moved = {new: documents for new, documents in went.items() if new != old}
    if not moved:
        return []
    if old not in went and len(went) == 1:
        (new,) = went
        return [
            _change("merged", (new, old), (new,), went[new], causes, "their documents are alike on average")
        ]
    begun = tuple(sorted(new for new in moved if new not in stories))
    found = []
    if begun or old not in went:
        parts = tuple(sorted(went)) if old not in went else (old, *begun)
        gone = [document for new in parts if new != old for document in went[new]]
        found.append(_change("split", (old,), parts, gone, causes, "its parts are not alike on average"))
    if old in went:
        found += [
            _change("moved", (old,), (new,), documents, causes, "they are more like that story")
            for new, documents in sorted(moved.items())
            if new in stories
        ]
    return found


def _change(
    kind: str,
    from_: tuple[str, ...],
    to: tuple[str, ...],
    documents: Sequence[str],
    causes: Sequence[Document],
    reason: str,
) -> StoryChange:
    return StoryChange.model_validate(
        {
            "kind": kind,
            "from": from_,
            "to": to,
            "documents": tuple(sorted(documents)),
            "causes": tuple(sorted(document.id for document in causes)),
            "seen": max((d.first_seen for d in causes if d.first_seen), default=None),
            "reason": reason,
        }
    )

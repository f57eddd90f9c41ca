"""Groups documents into stories: those about one matter within a few days of each other.

Marks of documents and the copies among them come in; rough groups, the stories in them and guests go out.
It compares the telling words of headline and opening, and knows nothing about what is claimed.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, TypeVar

import numpy as np

from tocsin.terms import Edge, Marks
from tocsin.trace.marks import keys_of, stacked
from tocsin.trace.parting import ALIKE, LARGEST, affinities, likenesses, part
from tocsin.trace.parting import LINKED as LINKS
from tocsin.trace.shelf import Shelf
from tocsin.trace.timing import moment_key

LINKED = 0.10  # likeness needed where one credits the outlet that the other credits or comes from
WIRED = 0.15  # the same where that outlet is an agency, which everybody credits for everything
WINDOW = 10  # days between a document and one of the group
GUEST = 0.25  # mean likeness from which a document bears on a second story too
FAINT = GUEST / LINKS  # by the words alone; where they are less alike, no credit could raise it enough
SURE_COPY = 0.9  # a copy so sure goes where the copied text is
_ROUGHLY = 0.75  # share of the likeness needed at first; rough groups are then parted
_FEWEST = 2  # documents of a story that takes a guest


T = TypeVar("T")


class Grouping(NamedTuple):
    """Stories as places of their documents; guests as (place, number of the story that is not its home)."""

    stories: list[list[int]]
    guests: list[tuple[int, int]]


def group_stories(marks: Sequence[Marks], copies: Sequence[Edge] = (), *, alike: float = ALIKE) -> Grouping:
    """The stories of all documents at once, in an order that the order of the documents does not change.

    A document joins the rough group that it is most like beyond what is needed, no more than ten days from
    one of its documents; a copy goes where the copied text is. Rough groups are then parted.
    """
    order = sorted(range(len(marks)), key=lambda place: moment_key(marks[place]))
    places = {marks[place].document: place for place in order}
    partners = copied_with(copies)
    shelf, others = Shelf(), dict[int, list[int]]()
    for place in order:
        new = marks[place]
        keys = keys_of(new)
        near = shelf.near(keys, new.moment)
        ranked = Ranked(new, near)
        group = shelf.group_of(partners.get(new.document, ())) or ranked.nearest(alike)
        shelf.put(new._replace(group=group or shelf.next_group()), keys)
        others[place] = ranked.others()
    stories = [
        [places[document] for document in story]
        for members in shelf.groups()
        for story in part_group(members, partners, alike)
    ]
    return Grouping(stories, _guests(marks, stories, others, shelf))


class Ranked:
    """The groups near a document, by how alike it is with each."""

    def __init__(self, new: Marks, near: Mapping[int, Sequence[Marks]]) -> None:
        self._new, self._near = new, near
        members = [marks for each in near.values() for marks in each]
        self._row = likenesses(new, members) if members else np.empty(0)
        self._starts = np.cumsum([0, *(len(each) for each in near.values())])

    def nearest(self, alike: float = ALIKE) -> int | None:
        """The group that the document is most like beyond what is needed; None where it begins one.

        Groups are looked at from the one that could be nearest on; of equals the last given is taken.
        """
        best, found, least = (0.0, -1), None, min(LINKED, WIRED, alike * _ROUGHLY)
        shared, groups = self._over_groups(np.add), list(self._near.items())
        # Of each group: how alike the document were with it, were its documents nothing like each other.
        most = [total / math.sqrt(len(each)) for total, (_, each) in zip(shared, groups, strict=True)]
        for place in sorted(range(len(groups)), key=lambda place: -most[place]):
            group, members = groups[place]
            if most[place] < least + best[0]:
                break
            likeness = shared[place] / _length(members)
            if likeness < least + best[0]:
                continue
            beyond = (likeness - _needed(self._new, members, alike), place)
            if beyond >= best and _is_in_time(self._new, members):
                best, found = beyond, group
        return found

    def others(self) -> list[int]:
        """Groups in which a story may be that the document bears on, at home or as a guest."""
        most = self._over_groups(np.maximum)
        return [group for group, each in zip(self._near, most, strict=True) if each >= FAINT]

    def beside(self) -> dict[str, float]:
        """The documents of these groups, with how alike each is by its words."""
        others, row, found = {*self.others()}, self._row.tolist(), dict[str, float]()
        for (group, members), start in zip(self._near.items(), self._starts, strict=False):
            if group in others:
                found |= zip((m.document for m in members), row[start:], strict=False)
        return found

    def _over_groups(self, reduce: np.ufunc) -> list[float]:
        """A sum or the like over the documents of each group."""
        found: list[float] = reduce.reduceat(self._row, self._starts[:-1]).tolist() if self._near else []
        return found


def part_group(
    members: Sequence[Marks], partners: Mapping[str, Collection[str]], alike: float = ALIKE
) -> list[list[str]]:
    """A rough group as the stories in it, alike on average; documents by their ids, the earliest first."""
    members = sorted(members, key=moment_key)
    ids = [marks.document for marks in members]
    if len(members) == 1 or len(members) > LARGEST:
        return [ids]
    places = {document: place for place, document in enumerate(ids)}
    copied = [
        (places[one], places[other]) for one in ids for other in partners.get(one, ()) if other in places
    ]
    return [[ids[place] for place in story] for story in part(affinities(members, copied), alike)]


def find_hosts(
    new: Marks, stories: Mapping[T, Sequence[Marks]], known: Mapping[str, float] = MappingProxyType({})
) -> list[T]:
    """Of stories that are not its home, those that a document bears on too, as a guest.

    `known`: how alike it is with each document by its words, where that was computed before.
    """
    enough = {story: members for story, members in stories.items() if len(members) >= _FEWEST}
    members = [marks for each in enough.values() for marks in each]
    if not members:
        return []
    is_known = all(marks.document in known for marks in members)
    row = np.array([known[m.document] for m in members]) if is_known else likenesses(new, members)
    sizes = np.array([len(each) for each in enough.values()])
    means = np.add.reduceat(row, np.cumsum([0, *sizes[:-1]])) / sizes
    likely = [story for story, mean in zip(enough, means.tolist(), strict=True) if mean >= FAINT]
    return [s for s in likely if float(affinities([new, *enough[s]])[0, 1:].mean()) >= GUEST]


def copied_with(copies: Iterable[Edge]) -> dict[str, list[str]]:
    """For each document the ones that it surely copies or is copied by."""
    partners: dict[str, list[str]] = defaultdict(list)
    for edge in copies:
        if edge.probability >= SURE_COPY:
            partners[edge.from_].append(edge.to)
            partners[edge.to].append(edge.from_)
    return partners


def _length(members: Sequence[Marks]) -> float:
    """Length of the sum of their words."""
    return _length_of(tuple(marks.words for marks in members))


@lru_cache(maxsize=1024)  # a group near one new document is near the next
def _length_of(packed: tuple[bytes, ...]) -> float:
    words, _ = stacked(packed)
    total = np.bincount(np.unique(words.hashes, return_inverse=True)[1], words.weights)
    return math.sqrt(float((total * total).sum()))


def _needed(new: Marks, members: Sequence[Marks], alike: float) -> float:
    """How alike a document must be: less where a credit leads from one to the other."""
    credited = {house for marks in members for house in marks.credited}
    own = {house for marks in members for house in marks.own}
    linked = ({*new.credited} & (credited | own)) | ({*new.own} & credited)
    if not linked:
        return alike * _ROUGHLY
    return WIRED if linked <= {*new.agencies} else LINKED


def _is_in_time(new: Marks, members: Sequence[Marks]) -> bool:
    if new.moment is None:
        return True
    apart = (abs((new.moment - m.moment).total_seconds()) if m.moment else 0.0 for m in members)
    return min(apart) <= WINDOW * 86400


def _guests(
    marks: Sequence[Marks], stories: Sequence[Sequence[int]], others: Mapping[int, list[int]], shelf: Shelf
) -> list[tuple[int, int]]:
    """Each document with every story, not its home, of the groups near it on which it bears too."""
    home = {marks[place].document: number for number, story in enumerate(stories) for place in story}
    guests = []
    for place, groups in others.items():
        new = marks[place]
        within = [home[m.document] for group in groups for m in shelf.members(group)]
        near = sorted({*within} - {home[new.document]})
        hosts = find_hosts(new, {number: [marks[p] for p in stories[number]] for number in near})
        guests += [(place, number) for number in hosts]
    return guests

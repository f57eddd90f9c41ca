"""The corridor's step through trace when documents come one by one: each changes only the stories near it.

Documents with their readings come in, stories that changed go out, by way of a shelf: the store, or
memory. It knows the order of the steps and nothing of their insides; no step looks at more than what the
shelf finds near a document.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from tocsin.errors import ConfigurationError
from tocsin.store import Store
from tocsin.store.growing import GrowingStories, Told
from tocsin.store.recalled import Recalled
from tocsin.terms import Correction, Document, Lineage, Marks, Reading
from tocsin.trace.copies import find_copies_of, is_worth_comparing, shingle
from tocsin.trace.homes import settle_homes
from tocsin.trace.lineage import at_home, credits_of, number_origins, trace_story
from tocsin.trace.marks import Counts, count_words, keys_of, mark
from tocsin.trace.memory import Memory
from tocsin.trace.stories import FAINT, Ranked, copied_with, find_hosts, part_group
from tocsin.trace.timing import age_key, moment_key

TOGETHER = 50  # documents that are placed before groups are parted anew
AT_ONCE = 100  # documents taken into the store's stories in one transaction
COUNTED_AT_ONCE = 300  # documents of stories that are counted anew in one

Shelf = Memory | GrowingStories  # they answer the same questions


def follow(
    shelf: Shelf, documents: Sequence[Document], readings: Mapping[str, Reading], *, seed: int = 0
) -> list[str]:
    """Take documents into the stories, the earliest first, and count anew every story that changed.

    The shelf must hold the documents and readings already. Words are weighed by how often they were met up
    to these documents; a document that was placed before stays in its group. Gives the ids of the stories.
    """
    standing = place(shelf, documents, readings)
    count_anew(shelf, shelf.all_told_in(standing), seed=seed)
    return standing


def place(shelf: Shelf, documents: Sequence[Document], readings: Mapping[str, Reading]) -> list[str]:
    """Take documents into the stories without counting these; the ids of those that changed and stand."""
    counts = {document.id: count_words(document) for document in documents}
    placed = shelf.marks(counts)
    shelf.count(words for document, words in counts.items() if document not in placed)
    changed: dict[str, None] = {}
    order = sorted(documents, key=age_key)
    for start in range(0, len(order), TOGETHER):
        changed |= dict.fromkeys(_take_in(shelf, order[start : start + TOGETHER], readings, counts))
    told = shelf.all_told_in(changed)
    return [story for story in changed if told[story][0]]


def follow_store(store: Store, goes_on: Callable[[], bool] = lambda: True) -> set[str]:
    """Take every document of the store that waits into its stories; then count those anew that changed.

    Gives the ids of the stories that changed; stops between two lots where `goes_on` says so, and the next
    call goes on there.
    """
    return Following(store, goes_on).finish()


class Following:
    """Takes a store's documents into its stories, a lot in one transaction, also while later ones are read.

    A document waits since it was read, or since something else became known of it; one in whose place
    another stands leaves its stories. Each lot is the earliest that wait, so that the stories come out the
    same whether documents are taken in along with reading, after it, or in a run that was killed between.
    """

    def __init__(self, store: Store, goes_on: Callable[[], bool] = lambda: True) -> None:
        self._store, self._goes_on = store, goes_on
        self._recalled, self._changed = Recalled(), set[str]()

    def along(self, read: Iterable[Document]) -> Iterator[Document]:
        """Documents as they are read, the earliest first; full lots go into the stories as they come by."""
        for number, document in enumerate(read, 1):
            yield document
            if number % AT_ONCE == 0:
                self._take_lot(until=age_key(document))

    def finish(self) -> set[str]:
        """Take in what waits still, then count the stories that changed; their ids."""
        while self._goes_on() and self._take_lot():
            pass
        while self._goes_on() and self._count_lot():
            pass
        return self._changed

    def _take_lot(self, until: tuple[str, str] | None = None) -> bool:
        """Take in the earliest that wait; with `until` only a full lot of them. Whether the lot was full."""
        with self._store.growing(self._recalled) as shelf:
            gone, waiting = shelf.waiting(AT_ONCE, until)
            is_full = len(gone) + len(waiting) == AT_ONCE
            if not is_full and until is not None:
                return False
            left = dict.fromkeys(story for document in gone for story in shelf.forget(document))
            came = place(shelf, shelf.documents(waiting), shelf.readings(waiting)) if waiting else []
            shelf.changed([*left, *came])
            shelf.traced(waiting)
        self._changed.update(left, came)
        return is_full

    def _count_lot(self) -> bool:
        """Count some of the changed stories anew; whether there were any."""
        with self._store.growing(self._recalled) as shelf:
            stories = shelf.uncounted(COUNTED_AT_ONCE)
            standing = {story: told for story, told in stories.items() if told[0]}
            count_anew(shelf, standing)
            shelf.counted(stories)
        self._changed.update(standing)
        return bool(stories)


def correct_store(store: Store, correction: Correction, *, story: str | None = None) -> list[str]:
    """Keep an analyst's word and count anew the stories that it changes; their ids.

    Raises:
        ConfigurationError: it is not told who says so or when, or the document named is not in the store
            (or not in `story`).
    """
    where = f"{correction.document}={correction.to}"
    if not correction.by:
        raise ConfigurationError(where, "nobody says so", "name who corrects with --by")
    if correction.at is None:
        raise ConfigurationError(where, "it is not said when", "give the moment of the correction")
    document = store.find_document(correction.document)
    if document is None:
        remedy = "give the id, name or label of a document in the store"
        raise ConfigurationError(where, f"{correction.document} is no document of the store", remedy)
    other = store.find_document(correction.to)
    with store.growing() as shelf:
        own = shelf.stories_of([document.id])
        if story is not None and story not in own:
            remedy = f"it is in {', '.join(own) or 'none'}"
            raise ConfigurationError(where, f"{correction.document} is not in story {story}", remedy)
        shelf.put_correction(correction, document.id)
        changed = shelf.all_told_in([*own, *shelf.stories_of([other.id] if other else [])])
        count_anew(shelf, changed)
    return list(changed)


def lineage_of(store: Store) -> Lineage:
    """The lineage that the store holds, with origins numbered across its stories."""
    return number_origins(store.stories())


def count_anew(shelf: Shelf, stories: Mapping[str, Told], *, seed: int = 0) -> None:
    """Trace stories again, each from all documents that are in it now: those at home, and guests."""
    ids = list(dict.fromkeys(id_ for homes, guests in stories.values() for id_ in (*homes, *guests)))
    documents = dict(zip(ids, shelf.documents(ids), strict=True))
    readings, corrections = shelf.readings(ids), shelf.corrections()
    copies = {edge.from_: edge for edge in shelf.copies(ids)}
    traced = []
    for story, (homes, guests) in stories.items():
        told = [*homes, *guests]
        among = [copies[document] for document in sorted(told) if document in copies]
        here = [documents[document] for document in told]
        traced.append(trace_story(here, readings, among, corrections, id=story, guests=guests, seed=seed))
    shelf.put_stories(traced)


def _take_in(
    shelf: Shelf, new: Sequence[Document], readings: Mapping[str, Reading], counts: Mapping[str, Counts]
) -> list[str]:
    """Place documents, and part anew the groups that they came into; the stories that changed."""
    groups: dict[int, list[Document]] = {}
    beside: dict[str, dict[str, float]] = {}
    for document in new:
        group, near = _place(shelf, document, readings.get(document.id), counts[document.id])
        groups.setdefault(group, []).append(document)
        beside[document.id] = near
    settled = [story for group, came in groups.items() for story in _settle(shelf, group, came)]
    return settled + [story for document in new for story in _host(shelf, document.id, beside[document.id])]


def _place(
    shelf: Shelf, document: Document, reading: Reading | None, counts: Counts
) -> tuple[int, dict[str, float]]:
    """Mark a document, find what it copies or is copied by, and put it into its group.

    Gives the group, and the documents whose stories it may bear on too with how alike they are.
    """
    home, (held, total) = at_home(document), shelf.frequencies(counts)
    new = mark(home, credits_of(home, reading), counts, held, total, shingle(document.text))
    partners = _find_copies(shelf, home, new)
    before = shelf.marks([document.id]).get(document.id)
    copied = [marks for marks in shelf.marks(partners).values() if marks.group]
    group = before.group if before else copied[0].group if copied else None
    keys = keys_of(new)
    near = shelf.near(keys, new.moment)
    ranked = Ranked(new, near)
    group = group or ranked.nearest() or shelf.next_group()
    shelf.put(new._replace(group=group, story=before.story if before else None), keys)
    return group, ranked.beside()


def _find_copies(shelf: Shelf, document: Document, new: Marks) -> list[str]:
    """Keep the edges that a document brings; the documents to and from which sure ones lead."""
    shared = shelf.sharing(new).items()
    alike = [other for other, (runs, all_) in shared if is_worth_comparing(runs, len(new.runs), all_)]
    near = dict.fromkeys([*alike, *_versions(shelf.namesakes(document), document)])
    others = [at_home(other) for other in shelf.documents(near) if other.id != document.id]
    known = shelf.copies([document.id, *(other.id for other in others)])
    parents = shelf.marks(edge.to for edge in known)
    ages = {parent: moment_key(marks) for parent, marks in parents.items()}
    found = find_copies_of(document, others, known, ages)
    shelf.put_copies(found)
    return copied_with([*known, *found]).get(document.id, [])


def _versions(namesakes: Sequence[tuple[int, str]], document: Document) -> list[str]:
    """Of texts under one name the version before the document's and the one after it."""
    before = [other for version, other in namesakes if version <= document.version]
    after = [other for version, other in namesakes if version > document.version]
    return [*before[-1:], *after[:1]]


def _settle(shelf: Shelf, group: int, new: Sequence[Document]) -> list[str]:
    """Part a group anew after documents came in; the stories that changed."""
    members = shelf.reach(group, [document.id for document in new])
    copies = shelf.copies(marks.document for marks in members)
    homes = settle_homes(members, part_group(members, copied_with(copies)), new, shelf.has_story)
    before = {marks.document: marks.story for marks in members}
    moved = {document: home for document, home in homes.of.items() if before[document] != home}
    shelf.settle(moved, homes.redirects, homes.changes)
    left = [story for document in moved if (story := before[document]) and story not in homes.redirects]
    return [*left, *moved.values(), *(homes.of[document.id] for document in new)]


def _host(shelf: Shelf, document: str, beside: Mapping[str, float]) -> list[str]:
    """Find the stories besides its home that a document bears on, and keep them."""
    alike = shelf.marks([document, *(other for other, likeness in beside.items() if likeness >= FAINT)])
    new = alike.pop(document)
    likely = {marks.story for marks in alike.values()} - {new.story, None}
    stories: dict[str, list[Marks]] = {}
    for marks in shelf.marks(beside).values() if likely else ():
        if marks.story and marks.story in likely:
            stories.setdefault(marks.story, []).append(marks)
    hosts = sorted(find_hosts(new, stories, beside))
    shelf.put_guest(document, hosts)
    return hosts

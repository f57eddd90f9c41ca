"""Traces documents to their origins: copies, stories, and who stands behind each story.

Documents and their readings come in, a `Lineage` goes out. It decides nothing itself: each step has a
module of its own.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from tocsin.reference.phrases import Phrases
from tocsin.terms import Correction, Document, Edge, Lineage, Marks, Reading, Story
from tocsin.trace.case import Account
from tocsin.trace.copies import find_copies
from tocsin.trace.corrections import correct_copies, corrections_to
from tocsin.trace.credits import Credit, find_credits, host_of
from tocsin.trace.homes import story_id
from tocsin.trace.marks import count_words, mark
from tocsin.trace.mastheads import told_at_home, with_own_outlet
from tocsin.trace.origins import resolve_story
from tocsin.trace.stories import Grouping, group_stories
from tocsin.trace.timing import age_key
from tocsin.trace.unlisted import unlisted_names
from tocsin.trace.versions import find_changes


def trace_documents(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    *,
    one_story: bool = False,
    seed: int = 0,
    corrections: Sequence[Correction] = (),
) -> Lineage:
    """Who the documents really rest on, story by story; the same for every order of the documents.

    Args:
        documents: what was read; a document given twice counts once.
        readings: their claims, in any order; a document without a reading is traced by its words alone.
        one_story: take all documents as one story.
        seed: of the draws that turn uncertain edges into an interval of counts.
        corrections: links that an analyst cut or added; they go before what is found.
    """
    documents = list({document.id: document for document in documents}.values())
    by_document = {reading.document: reading for reading in readings}
    homes = [at_home(document) for document in documents]
    copies = find_copies(homes)
    corrected, _ = correct_copies(copies, documents, corrections)
    whole = Grouping([list(range(len(documents)))] if documents else [], [])
    grouping = whole if one_story else group_stories(_marks(homes, by_document), corrected)
    stories: list[Story] = []
    for number, places in enumerate(grouping.stories):
        guests = [place for place, host in grouping.guests if host == number]
        story = trace_story(
            [documents[place] for place in (*places, *guests)],
            by_document,
            copies,
            corrections,
            guests=[documents[place].id for place in guests],
            seed=seed,
        )
        stories.append(story)
    order = {document.id: age_key(document) for document in documents}
    return number_origins(
        sorted(stories, key=lambda story: min(order[d] for d in story.documents if d not in story.guests))
    )


def trace_story(
    documents: Sequence[Document],
    readings: Mapping[str, Reading],
    copies: Sequence[Edge],
    corrections: Sequence[Correction] = (),
    *,
    id: str | None = None,
    guests: Collection[str] = (),
    seed: int = 0,
) -> Story:
    """One story of these documents; its origins are numbered from o1 on.

    Args:
        documents: all of the story, guests among them.
        readings: by document; of some there may be none.
        copies: edges between documents; those that lead out of the story are passed over.
        corrections: links that an analyst cut or added.
        id: of the story, if it has one; else it is that of the earliest document that is no guest.
        guests: ids of documents whose home is another story.
        seed: of the draws.
    """
    copies, to_origins = correct_copies(copies, documents, corrections)
    names = unlisted_names(documents, [readings[d.id] for d in documents if d.id in readings])
    documents, credits_ = _all_at_home(documents, readings, names)
    accounts = [
        Account(document, readings.get(document.id), each, corrections_to(document, to_origins))
        for document, each in zip(documents, credits_, strict=True)
    ]
    members = {document.id for document in documents}
    among = [edge for edge in copies if edge.from_ in members and edge.to in members]
    first = min((d for d in documents if d.id not in guests), key=age_key)
    story = resolve_story(accounts, among, names, id=id or story_id(first.id), seed=seed)
    changes = find_changes(among, {document.id: document for document in documents}, readings)
    return story.model_copy(update={"guests": tuple(sorted(guests)), "changes": tuple(changes)})


def number_origins(stories: Sequence[Story]) -> Lineage:
    """The stories with origin ids that are unique across them: o1 to on, in the order of the stories."""
    numbered, before = [], 0
    for story in stories:
        ids = {origin.id: f"o{before + n}" for n, origin in enumerate(story.origins, 1)}
        origins = tuple(o.model_copy(update={"id": ids[o.id]}) for o in story.origins)
        edges = tuple(e.model_copy(update={"to": ids.get(e.to, e.to)}) for e in story.edges)
        numbered.append(story.model_copy(update={"origins": origins, "edges": edges}))
        before += len(origins)
    return Lineage(stories=tuple(numbered))


def at_home(document: Document) -> Document:
    """The document, with the outlet that its text calls its own where none was given."""
    return document if document.outlet else with_own_outlet(document, unlisted_names([document], []))


def credits_of(document: Document, reading: Reading | None) -> list[Credit]:
    """What a document credits, as far as it shows by itself."""
    return find_credits(document, reading, unlisted_names([document], [reading] if reading else []))


def _marks(documents: Sequence[Document], readings: Mapping[str, Reading]) -> list[Marks]:
    counts = [count_words(document) for document in documents]
    held = Counter(word for each in counts for word in each)
    return [
        mark(document, credits_of(document, readings.get(document.id)), count, held, len(documents))
        for document, count in zip(documents, counts, strict=True)
    ]


def _all_at_home(
    documents: Sequence[Document], readings: Mapping[str, Reading], names: Phrases[str]
) -> tuple[list[Document], list[list[Credit]]]:
    """The documents, with the outlet that a text calls its own where none was given, and their credits."""
    named = [with_own_outlet(document, names) for document in documents]
    sites = {host_of(d.url): d.outlet for d in named if d.url and d.outlet}
    credits_ = [find_credits(document, readings.get(document.id), names, sites) for document in named]
    for place, home in enumerate(told_at_home(named, credits_)):
        if home:
            named[place] = named[place].model_copy(update={"outlet": home})
            credits_[place] = find_credits(named[place], readings.get(named[place].id), names, sites)
    return named, credits_

"""Traces documents to their origins: copies, stories, and who stands behind each story.

Documents and their readings come in, a `Lineage` goes out. It decides nothing itself: each step has a
module of its own.
"""

from collections.abc import Sequence

from tocsin.terms import Document, Edge, Lineage, Reading
from tocsin.trace.copies import find_copies
from tocsin.trace.origins import resolve_story
from tocsin.trace.stories import group_stories


def trace_documents(
    documents: Sequence[Document], readings: Sequence[Reading], *, one_story: bool = False, seed: int = 0
) -> Lineage:
    """Who the documents really rest on, story by story; the same for every order of the documents.

    Args:
        documents: what was read; ids are distinct.
        readings: their claims, in any order; a document without a reading is traced by its words alone.
        one_story: take all documents as one story.
        seed: of the draws that turn uncertain edges into an interval of counts.
    """
    by_document = {reading.document: reading for reading in readings}
    copies = find_copies(documents)
    groups = [list(range(len(documents)))] if one_story and documents else group_stories(documents, copies)
    stories, origins = [], 0
    for group in groups:
        members = [documents[index] for index in group]
        story = resolve_story(
            members,
            [by_document.get(document.id) for document in members],
            _among(copies, members),
            seed=seed,
            first_origin=origins + 1,
        )
        stories.append(story)
        origins += len(story.origins)
    return Lineage(stories=tuple(stories))


def _among(copies: Sequence[Edge], members: Sequence[Document]) -> list[Edge]:
    ids = {document.id for document in members}
    return [edge for edge in copies if edge.from_ in ids and edge.to in ids]

"""Traces documents to their origins: copies, stories, and who stands behind each story.

Documents and their readings come in, a `Lineage` goes out. It decides nothing itself: each step has a
module of its own.
"""

from collections.abc import Mapping, Sequence

from tocsin.reference.outlets import find_outlet
from tocsin.reference.phrases import Phrases
from tocsin.terms import Document, Lineage, Reading
from tocsin.trace.case import Account
from tocsin.trace.copies import find_copies
from tocsin.trace.corrections import Correction, correct_copies, corrections_to
from tocsin.trace.credits import Credit, find_credits
from tocsin.trace.houses import house_of
from tocsin.trace.mastheads import told_at_home, with_own_outlet
from tocsin.trace.origins import resolve_story
from tocsin.trace.stories import OPENING, Houses, group_stories
from tocsin.trace.unlisted import unlisted_names


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
    names = unlisted_names(documents, readings)
    documents, credits_ = _at_home(documents, by_document, names)
    copies, to_origins = correct_copies(find_copies(documents), documents, corrections)
    groups = [list(range(len(documents)))] if one_story and documents else []
    houses = [_houses(document, each) for document, each in zip(documents, credits_, strict=True)]
    stories, origins = [], 0
    for group in groups or group_stories(documents, houses, copies):
        accounts = [
            Account(d, by_document.get(d.id), credits_[i], corrections_to(d, to_origins))
            for i, d in ((i, documents[i]) for i in group)
        ]
        members = {documents[i].id for i in group}
        among = [edge for edge in copies if edge.from_ in members and edge.to in members]
        stories.append(resolve_story(accounts, among, names, seed=seed, first_origin=origins + 1))
        origins += len(stories[-1].origins)
    return Lineage(stories=tuple(stories))


def _at_home(
    documents: Sequence[Document], readings: Mapping[str, Reading], names: Phrases[str]
) -> tuple[list[Document], list[list[Credit]]]:
    """The documents, with the outlet that a text calls its own where none was given, and their credits."""
    named = [with_own_outlet(document, names) for document in documents]
    credits_ = [find_credits(document, readings.get(document.id), names) for document in named]
    for place, home in enumerate(told_at_home(named, credits_)):
        if home:
            named[place] = named[place].model_copy(update={"outlet": home})
            credits_[place] = find_credits(named[place], readings.get(named[place].id), names)
    return named, credits_


def _houses(document: Document, credits_: Sequence[Credit]) -> Houses:
    """Whom the document credits in its opening, and its own house."""
    opening = [credit for credit in credits_ if credit.span.start < OPENING and not credit.is_own]
    listed = {credit.family: find_outlet(credit.name) for credit in opening}
    agencies = {
        family for family, outlet in listed.items() if outlet and outlet.kind in ("agency", "state-media")
    }
    own = frozenset({house_of(document.outlet)}) if document.outlet else frozenset[str]()
    return Houses(frozenset(listed), own, frozenset(agencies))

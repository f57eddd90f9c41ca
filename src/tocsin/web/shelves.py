"""The pages of lists: stories, briefs, and what a search finds.

Comes in: a shelf, a brief's version, words. Goes out: the pages' contents as records. Knows nothing about
how they look.
"""

import datetime as dt

from tocsin.store.pages import BriefLine, Sighting, StoryLine
from tocsin.terms import Brief, Record
from tocsin.web.shelf import Shelf

MOST_HITS = 40


class StoriesPage(Record):
    """The newest stories."""

    stories: tuple[StoryLine, ...]


class BriefsPage(Record):
    """The last brief, and all of them by name."""

    brief: Brief | None
    others: tuple[BriefLine, ...]


class Found(Record):
    """A document that holds the words, with a passage of it."""

    document: Sighting
    snippet: str


class SearchPage(Record):
    """What a search finds."""

    words: str
    found: tuple[Found, ...]
    is_cut: bool  # there may be more


def show_stories(shelf: Shelf) -> StoriesPage:
    """The newest stories."""
    return StoriesPage(stories=tuple(shelf.store.newest_stories(100)))


def show_briefs(shelf: Shelf, version: str | None) -> BriefsPage | None:
    """The brief of that version, or the last; None where the version is not there."""
    brief = shelf.store.brief(version) if version else shelf.store.last_brief()
    if version and brief is None:
        return None
    return BriefsPage(brief=brief, others=tuple(shelf.store.brief_lines()))


def show_search(shelf: Shelf, words: str, as_of: dt.date | None) -> SearchPage:
    """Documents that hold all the words, best first."""
    hits = shelf.store.search(words, limit=MOST_HITS, as_of=as_of)
    found = [Found(document=_sighting(hit.document), snippet=hit.snippet) for hit in hits]
    return SearchPage(words=words, found=tuple(found), is_cut=len(hits) == MOST_HITS)


def _sighting(document: object) -> Sighting:
    return Sighting.model_validate({name: getattr(document, name) for name in Sighting.model_fields})

"""Finds the letter that a person gave a source: on this topic before all topics, the last word before others.

Grades that people gave and an item come in; the grade that holds goes out, or none. It proposes no letter
itself and knows no outlet by name.
"""

import re
from collections.abc import Iterable, Sequence

from tocsin.reference.outlets import family_of
from tocsin.terms import SourceGrade, Watch
from tocsin.weigh.items import Item

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


class Letters:
    """The letters that hold on a watch, by source; a topic is the watch's id or one of its keywords."""

    def __init__(self, given: Sequence[SourceGrade], watch: Watch) -> None:
        topics = {watch.id.casefold(), *(word.casefold() for word in watch.keywords)}
        self._general = _last(each for each in given if each.topic is None)
        self._topical = _last(each for each in given if each.topic and each.topic.casefold() in topics)

    def of(self, item: Item) -> SourceGrade | None:
        """The letter of whoever says it; of the outlet, for the author's own statement.

        Whoever speaks unnamed has none: a letter belongs to one whose record can be kept.
        """
        if item.is_unnamed:
            return None
        names = _names_of(item)
        for letters in (self._topical, self._general):
            if found := next((letters[name] for name in names if name in letters), None):
                return found
        return None


def source_key(name: str) -> str:
    """A source's name as letters are looked up by: no article, no capitals, an outlet by its family."""
    bare = _ARTICLE.sub("", " ".join(name.split()))
    return family_of(bare).casefold()


def _last(given: Iterable[SourceGrade]) -> dict[str, SourceGrade]:
    return {source_key(each.source): each for each in sorted(given, key=lambda each: each.at)}


def _names_of(item: Item) -> Sequence[str]:
    if item.source is None:
        return [source_key(item.document.outlet)] if item.document.outlet else []
    return [source_key(name) for name in (item.source.name, item.source.refers_to) if name]

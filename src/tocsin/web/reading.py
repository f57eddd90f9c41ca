"""The pages where the words stand: a story with its documents, and one document with its claims marked.

Comes in: a shelf and an id. Goes out: the pages' contents as records; None where nothing has that id.
Knows nothing about how they look, except where in a text a mark begins and ends.
"""

from collections.abc import Iterator

from tocsin.brief.marks import Mark
from tocsin.brief.pointer import anchor
from tocsin.store.pages import Sighting, StoryLine
from tocsin.terms import Claim, Correction, Document, Edge, Event, Reading, Record, Story
from tocsin.web.shelf import Shelf

OPEN_DOCUMENTS = 12  # of a story, whose whole text is on its page; the others are links


class Told(Record):
    """A document with what was read in it."""

    document: Document
    reading: Reading


class StoryPage(Record):
    """A story: its documents, the origins they rest on, who says what."""

    story: Story
    told: tuple[Told, ...]
    others: tuple[Sighting, ...]  # documents of the story that are not shown in full
    named: dict[str, Sighting]  # every document of the story, by id
    corrections: tuple[Correction, ...]  # what people cut and added in its documents, the latest first
    markings: tuple[str, ...]


class DocumentPage(Record):
    """One document."""

    told: Told
    stories: tuple[StoryLine, ...]
    versions: tuple[str, ...]  # labels of other texts of the same name
    edges: tuple[Edge, ...]  # what it rests on, the surest first
    rests_on: dict[str, float]  # the same in words, each once, with how surely


def show_story(shelf: Shelf, id: str) -> StoryPage | None:
    """The story of that id."""
    story = shelf.store.story(id)
    if story is None:
        return None
    sightings = shelf.store.sightings(story.documents)
    # a newest-first order would open with rewrites: the oldest stand nearest to the origin
    ordered = sorted(sightings.values(), key=lambda s: (s.published is None, s.published, s.label))
    told = [_told(shelf, each.id) for each in ordered[:OPEN_DOCUMENTS]]
    markings = dict.fromkeys(each.marking for each in ordered if each.marking)
    return StoryPage(
        story=story,
        told=tuple(each for each in told if each is not None),
        others=tuple(ordered[OPEN_DOCUMENTS:]),
        named=sightings,
        corrections=tuple(_corrections(shelf, sightings)),
        markings=tuple(markings),
    )


def show_document(shelf: Shelf, name_or_id: str) -> DocumentPage | None:
    """The document of that id, name or label."""
    told = _told(shelf, name_or_id)
    if told is None:
        return None
    document = told.document
    stories = shelf.store.story_lines_of([document.id])
    whole = [story for line in stories if (story := shelf.store.story(line.id))]
    mine = [edge for story in whole for edge in story.edges if edge.from_ == document.id]
    edges = tuple(sorted(mine, key=lambda edge: -edge.probability))
    named = {origin.id: origin.name for story in whole for origin in story.origins}
    seen = shelf.store.sightings([edge.to for edge in edges])
    return DocumentPage(
        told=told,
        stories=tuple(stories),
        versions=tuple(_versions(shelf, document)),
        edges=edges,
        rests_on=_rests_on(edges, named | {each.id: each.outlet or each.label for each in seen.values()}),
    )


def marks_of(told: Told, edges: tuple[Edge, ...] = ()) -> Iterator[Mark]:
    """Where the words of claims, who says them, how, events, and credits to others stand in the text."""
    for claim in told.reading.claims:
        look = "content" if claim.source or claim.cue else "plain"
        for number, span in enumerate(claim.content):
            name = anchor("c", claim.key) if number == 0 else None
            yield Mark(span, look, name, say_claim(claim))
        yield from (Mark(span, "source", None, "who") for span in (claim.source or _NOBODY).spans)
        yield from (Mark(span, "cue", None, "how it is said") for span in claim.cue)
    for event in told.reading.events:
        yield Mark(event.trigger, "event", anchor("c", event.key), f"event: {event_name(event)}")
    for edge in edges:
        yield from (Mark(span, "credit", None, f"credit: {edge.relation}") for span in edge.evidence)


def chain_of(claim: Claim) -> str:
    """Who says it, outermost first."""
    return " → ".join(claim.chain) or "the author"


def say_claim(claim: Claim) -> str:
    """One claim in a line: who says it through whom, how, of what status, how surely it sounds."""
    told = [claim.stance, "hedged" if claim.hedged else "", claim.status.replace("-", " ")]
    if claim.certainty:
        low, high = round(claim.certainty.low * 100), round(claim.certainty.high * 100)
        told.append(f"“{claim.certainty.words}” is heard as {low} to {high}%")
    return f"{claim.id}: {chain_of(claim)}; {', '.join(each for each in told if each)}"


def event_name(event: Event) -> str:
    """What kind of event it is, in words."""
    return (event.kind or event.class_ or "event").replace("-", " ").lower()


def _rests_on(edges: tuple[Edge, ...], named: dict[str, str]) -> dict[str, float]:
    told: dict[str, float] = {}
    for edge in edges:
        told.setdefault(f"{edge.relation} {named.get(edge.to, 'another document')}", edge.probability)
    return told


def _corrections(shelf: Shelf, sightings: dict[str, Sighting]) -> Iterator[Correction]:
    names = {name for each in sightings.values() for name in (each.id, each.label)}
    for correction in reversed(shelf.store.corrections()):
        if correction.document in names:
            yield correction


class _Nobody(Record):
    spans: tuple[()] = ()


_NOBODY = _Nobody()


def _told(shelf: Shelf, name_or_id: str) -> Told | None:
    document = shelf.store.find_document(name_or_id)
    if document is None:
        return None
    reading = shelf.store.reading_of(document.id) or Reading(document=document.id)
    return Told(document=document, reading=reading)


def _versions(shelf: Shelf, document: Document) -> Iterator[str]:
    """Labels of the texts of the same name before and after this one."""
    for version in range(1, document.version + 2):
        label = document.name if version == 1 else f"{document.name}~{version}"
        other = shelf.store.find_document(f"{document.name}~{version}")
        if other is not None and other.version != document.version:
            yield label

"""The store: every record of every room, in one database file; records go in and records come out.

Comes in: records. Goes out: records, and one clear StoreError for whatever a database can suffer. Each
call is one short transaction, and doing a thing twice changes nothing. Knows nothing about rooms, files
or the clock.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from tocsin.store import (
    briefs,
    channels,
    corrections,
    documents,
    judgements,
    lineages,
    readings,
    showing,
    track_record,
    trail,
    verdicts,
    words,
)
from tocsin.store.accounts import Accounts
from tocsin.store.assisted import Assisted
from tocsin.store.changing import Changing
from tocsin.store.coded import Coded
from tocsin.store.desk import Desk
from tocsin.store.growing import GrowingStories
from tocsin.store.listing import Listing
from tocsin.store.merging import Merging
from tocsin.store.news import Telling
from tocsin.store.recalled import Recalled
from tocsin.store.words import Hit
from tocsin.store.workbench import Workbench
from tocsin.terms import (
    Brief,
    Capture,
    Channel,
    ChannelState,
    Claim,
    Correction,
    Covered,
    Document,
    Event,
    MatchDecision,
    Outlook,
    Plan,
    Reading,
    SettledQuestion,
    SourceGrade,
    Story,
    StoryChange,
    Weighing,
)

_BATCH = 100  # documents in memory at once


class Store(Desk, Workbench, Coded, Accounts, Merging, Changing, Listing, Telling, Assisted):
    """An open database; close it, or use it in a `with` statement.

    `Store("tocsin.db")` makes the file where there is none and brings an older one up to date. Every
    method raises StoreError when the database cannot do what is asked. `read_only` lets nothing be
    changed, once the tables are up to date.
    """

    def open_again(self) -> "Store":
        """Another opening of the same database, to write into."""
        return Store(self._engine.url.render_as_string(hide_password=False))

    # --- collect ---

    def put_document(
        self,
        document: Document,
        kept: bytes | None = None,
        reading: Reading | None = None,
        *,
        code_version: str = "",
    ) -> Document:
        """Store a document with the bytes it came in and, if given, its reading, all or nothing.

        The answer carries the version under which the store knows it.
        """
        with self._write() as connection:
            stored = documents.put_document(connection, document, kept)
            if reading is not None:
                readings.put_readings(connection, [reading], code_version)
            return stored

    def put_documents(self, found: Sequence[tuple[Document, bytes | None]]) -> list[Document]:
        """Store documents with the bytes they came in, all or nothing, as `put_document` stores one."""
        with self._write() as connection:
            return [documents.put_document(connection, document, kept) for document, kept in found]

    def documents(self, as_of: dt.date | None = None) -> Iterator[Document]:
        """Documents by publication date, name and version; with `as_of`, as a reader of that day had them."""
        with self._read() as connection:
            ids = documents.list_ids(connection, as_of)
        return self.stream(ids)

    def unread_documents(self, code_version: str = "") -> Iterator[Document]:
        """Documents that this version of the code has not read, the earliest first."""
        with self._read() as connection:
            ids = documents.list_unread(connection, code_version)
        return self.stream(ids)

    def stream(self, ids: Sequence[str]) -> Iterator[Document]:
        """The documents with these ids, a hundred at a time: memory stays flat, no transaction stays open."""
        waiting = iter(ids)
        while batch := list(islice(waiting, _BATCH)):
            with self._read() as connection:
                found = list(documents.get_documents(connection, batch))
            yield from found

    def latest_documents(self, limit: int, as_of: dt.date | None = None) -> Iterator[Document]:
        """The documents that came in last, in the order of `documents`."""
        with self._read() as connection:
            ids = documents.list_latest(connection, limit, as_of)
        return self.stream(ids)

    def some_documents(self, ids: Iterable[str]) -> list[Document]:
        """The documents with these ids, each once."""
        with self._read() as connection:
            return list(documents.get_documents(connection, list(dict.fromkeys(ids))))

    def find_document(self, name_or_id: str) -> Document | None:
        """The document with this id, name (its newest version) or label (`a17~2`)."""
        with self._read() as connection:
            return documents.find_document(connection, name_or_id)

    def kept(self, document: Document) -> bytes | None:
        """The bytes that the document came in."""
        if document.kept_hash is None:
            return None
        with self._read() as connection:
            return documents.get_kept(connection, document.kept_hash)

    def search(self, words_: str, *, limit: int = 20, as_of: dt.date | None = None) -> list[Hit]:
        """Documents whose title and text hold all the words, best first, each with a passage."""
        with self._read() as connection:
            return words.search(connection, words_, limit, documents.is_current(as_of))

    # --- channels ---

    def put_channel(self, channel: Channel) -> None:
        """Store a channel in place of what was known of it."""
        with self._write() as connection:
            channels.put_channel(connection, channel)

    def channels(self, *, with_removed: bool = False) -> tuple[Channel, ...]:
        """The channels in the order in which they were added; those that were removed only if asked for."""
        with self._read() as connection:
            return channels.list_channels(connection, with_removed=with_removed)

    def channel_state(self, channel: str) -> ChannelState | None:
        """Where collection stands with the channel of this id."""
        with self._read() as connection:
            return channels.get_state(connection, channel)

    def put_fetched(
        self,
        found: Sequence[tuple[Document, bytes]],
        captures: Sequence[Capture],
        state: ChannelState,
    ) -> tuple[Document, ...]:
        """Store what a channel gave and where collection stands then, all or nothing.

        The answer holds the documents that the store did not have, with their versions here. One that it
        had keeps the moment when it was first seen.
        """
        with self._write() as connection:
            return channels.put_fetched(connection, found, captures, state)

    def is_taken(self, name: str, channel: str) -> bool:
        """Whether a document of this name is stored that did not come through this channel."""
        with self._read() as connection:
            return channels.is_taken(connection, name, channel)

    def captures(self, channel: str | None = None) -> Iterator[tuple[Capture, bytes]]:
        """How each page was fetched, with the bytes kept of it, oldest first; of one channel or of all."""
        with self._read() as connection:
            keys = channels.list_captures(connection, channel)
        for key in keys:
            with self._read() as connection:
                yield channels.get_capture(connection, key)

    def coverage(
        self,
        start: dt.datetime,
        end: dt.datetime,
        *,
        channel: str | None = None,
        as_of: dt.datetime | None = None,
    ) -> tuple[Covered, ...]:
        """Which channels could have shown what came out between two moments, as known by a third."""
        with self._read() as connection:
            return channels.list_coverage(connection, start, end, channel, as_of)

    # --- read ---

    def put_reading(self, reading: Reading, *, code_version: str = "") -> None:
        """Store a reading in place of the document's earlier one."""
        self.put_readings([reading], code_version=code_version)

    def put_readings(self, read: Sequence[Reading], *, code_version: str = "") -> None:
        """Store readings of different documents in place of their earlier ones, all or nothing."""
        with self._write() as connection:
            readings.put_readings(connection, read, code_version)

    def reading_of(self, document: str) -> Reading | None:
        """The reading of the document with this id."""
        with self._read() as connection:
            return readings.get_reading(connection, document)

    def readings_of(self, ids: Sequence[str]) -> list[Reading]:
        """The readings of documents, in their order; an empty one for what was not read."""
        found: dict[str, Reading] = {}
        for start in range(0, len(ids), _BATCH):
            with self._read() as connection:
                found |= readings.get_readings(connection, ids[start : start + _BATCH])
        return [found.get(id_) or Reading(document=id_) for id_ in ids]

    def claim(self, key: str) -> Claim | None:
        """The claim with this key."""
        with self._read() as connection:
            return readings.get_claim(connection, key)

    def event(self, key: str) -> Event | None:
        """The event with this key."""
        with self._read() as connection:
            return readings.get_event(connection, key)

    # --- trace ---

    @contextmanager
    def growing(self, recalled: Recalled | None = None) -> Iterator[GrowingStories]:
        """The stories while documents are taken into them: one transaction, all or nothing.

        `recalled` carries what was looked up from one transaction to the next.
        """
        recalled = recalled or Recalled()
        try:
            with self._write() as connection:
                yield GrowingStories(connection, recalled)
        except BaseException:
            recalled.forget()  # what was undone must not be recalled
            raise

    def stories(self) -> list[Story]:
        """All stories, the earliest first; origin ids are unique within each."""
        with self._read() as connection:
            return lineages.get_stories(connection)

    def find_story(self, id: str) -> str | None:
        """The id under which a story stands now: its own, or that of the story that it went into."""
        with self._read() as connection:
            return lineages.find_story(connection, id)

    def story_changes(self, as_of: dt.date | None = None) -> list[StoryChange]:
        """Which stories merged and split, when and why; with a day, what was known by its end."""
        with self._read() as connection:
            return lineages.get_changes(connection, as_of)

    def corrections(self, as_of: dt.date | None = None) -> list[Correction]:
        """What analysts cut and added, with who and when; with a day, by its end."""
        with self._read() as connection:
            return corrections.get_corrections(connection, as_of)

    # --- weigh, forecast, plan ---

    def put_weighing(self, watch: str, as_of: dt.date, weighing: Weighing) -> None:
        """Store a weighing in place of the watch's earlier one of that day."""
        with self._write() as connection:
            judgements.put_weighing(connection, watch, as_of, weighing)

    def weighing(self, watch: str, as_of: dt.date) -> Weighing | None:
        """The watch's weighing of that day."""
        with self._read() as connection:
            return judgements.get_weighing(connection, watch, as_of)

    def put_outlook(self, watch: str, outlook: Outlook) -> None:
        """Add an outlook as the day's next revision, unless nothing changed."""
        with self._write() as connection:
            judgements.put_outlook(connection, watch, outlook)

    def outlook(self, watch: str, as_of: dt.date, revision: int | None = None) -> Outlook | None:
        """The watch's outlook of that day: its last revision, or the one named."""
        with self._read() as connection:
            return judgements.get_outlook(connection, watch, as_of, revision)

    def put_plans(self, watch: str, as_of: dt.date, plans: Sequence[Plan]) -> None:
        """Store the plans in place of the watch's earlier ones of that day."""
        with self._write() as connection:
            judgements.put_plans(connection, watch, as_of, plans)

    def plans(self, watch: str, as_of: dt.date) -> tuple[Plan, ...]:
        """The watch's plans of that day."""
        with self._read() as connection:
            return judgements.get_plans(connection, watch, as_of)

    # --- what people judge ---

    def put_source_grade(self, grade: SourceGrade) -> None:
        """Add a person's letter for a source; earlier ones stay."""
        with self._write() as connection:
            verdicts.put_source_grade(connection, grade)

    def source_grades(self, as_of: dt.date | None = None) -> tuple[SourceGrade, ...]:
        """All letters that people gave, in order; with a day, those given by its end."""
        with self._read() as connection:
            return verdicts.get_source_grades(connection, as_of)

    def put_match_decision(self, decision: MatchDecision) -> None:
        """Add a person's word on a suggested match; earlier ones stay."""
        with self._write() as connection:
            verdicts.put_match_decision(connection, decision)

    def match_decisions(self, watch: str, as_of: dt.date | None = None) -> tuple[MatchDecision, ...]:
        """The watch's decisions on matches, in order; with a day, those made by its end."""
        with self._read() as connection:
            return verdicts.get_match_decisions(connection, watch, as_of)

    def count_verdicts(self) -> int:
        """How many letters and decisions people have given: it grows with each."""
        with self._read() as connection:
            return verdicts.count_verdicts(connection)

    # --- settling ---

    def put_settled(self, settled: Sequence[SettledQuestion]) -> None:
        """Add outcomes to the track record; StoreError where one is there with another outcome."""
        with self._write() as connection:
            track_record.put_settled(connection, settled)

    def settled(self, watch: str, *, as_of: dt.date | None = None) -> tuple[SettledQuestion, ...]:
        """The watch's track record, as it stood on a day if one is named."""
        with self._read() as connection:
            return track_record.get_settled(connection, watch, as_of)

    # --- brief ---

    def put_brief(self, brief: Brief, *, at: dt.datetime | None = None) -> None:
        """Freeze a published brief; StoreError if its version stands there with other contents.

        One with parts missing goes into the audit trail with who published it, as of `at`.
        """
        with self._write() as connection:
            briefs.put_brief(connection, brief, at)

    def put_signed(self, brief: Brief) -> None:
        """Freeze a brief that somebody signed, with an entry in the audit trail; twice is once."""
        assert brief.signature is not None, "an unsigned brief is put with put_brief"
        with self._write() as connection:
            if briefs.get_brief(connection, brief.version) is None:
                signed = brief.signature
                briefs.put_brief(connection, brief, signed.at)
                trail.add_entry(
                    connection,
                    at=signed.at,
                    who=signed.analyst,
                    what="signed",
                    record=f"brief {brief.version}",
                    content=signed.model_dump_json(),
                )

    def brief(self, version: str) -> Brief | None:
        """The published brief of this version."""
        with self._read() as connection:
            return briefs.get_brief(connection, version)

    def latest_brief(
        self, watch: str | None, *, before: str | None = None, as_of: dt.date | None = None
    ) -> Brief | None:
        """The watch's last published brief, or the last before a version or up to a day."""
        with self._read() as connection:
            return briefs.latest_brief(connection, watch, before, as_of)

    def briefs(self, watch: str | None = None) -> list[Brief]:
        """Every published brief, of one watch if it is named, in the order of publishing."""
        with self._read() as connection:
            return briefs.get_briefs(connection, watch)

    def last_brief(self) -> Brief | None:
        """The brief that was published last, of whatever watch."""
        with self._read() as connection:
            return briefs.last_brief(connection)

    # --- views ---

    def views(self) -> dict[str, tuple[str, ...]]:
        """The views for people with their columns, as docs/store.md describes them."""
        with self._read() as connection:
            return showing.list_views(connection)

    def stream_view(self, name: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        """These columns of every row of one of `views`, as they stand at this moment."""
        with self._read() as connection:
            yield from showing.stream_view(connection, name, columns)

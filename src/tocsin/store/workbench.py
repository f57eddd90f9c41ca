"""What the workbench and its alerts ask of the store, and what alerts put into it.

Comes in: names of watches, days, keys, alerts. Goes out: records cut to what a page shows, and one clear
StoreError for whatever a database can suffer. Each call is one short transaction. Knows nothing about pages,
receivers or the clock.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from tocsin.store import lineages, outbox, pages, placed, triage
from tocsin.store.connected import Connected
from tocsin.store.outbox import Posted, Waiting
from tocsin.store.pages import (
    BriefLine,
    CoursePoint,
    Holdings,
    IndicatorDay,
    OutletLine,
    Passage,
    Sighting,
    StoryLine,
)
from tocsin.store.placed import Placed
from tocsin.store.triage import Triaged, TriageState
from tocsin.terms import Alert, ChannelState, Story, Told, WatchState


class Workbench(Connected):
    """The methods of a store that serve its pages and alerts."""

    # --- pages ---

    def watched(self) -> list[tuple[str, dt.date]]:
        """Every watch that has an outlook, with the last day of one."""
        with self._read() as connection:
            return pages.list_watched(connection)

    def days(self, watch: str, *, up_to: dt.date | None = None, limit: int = 30) -> list[dt.date]:
        """The last days of which the watch has an outlook, newest first."""
        with self._read() as connection:
            return pages.list_days(connection, watch, up_to, limit)

    def state(self, watch: str, as_of: dt.date) -> WatchState | None:
        """All that the watch concluded as of that day."""
        with self._read() as connection:
            return pages.get_state(connection, watch, as_of)

    def course(self, watch: str, since: dt.date) -> list[CoursePoint]:
        """What was held of each scenario as of each day since then."""
        with self._read() as connection:
            return pages.list_course(connection, watch, since)

    def indicator_days(self, watch: str, since: dt.date) -> list[IndicatorDay]:
        """The state of each indicator as of each day since then."""
        with self._read() as connection:
            return pages.list_indicator_days(connection, watch, since)

    def passages(self, keys: Iterable[str]) -> dict[str, Passage]:
        """The words behind claim and event keys, by key."""
        with self._read() as connection:
            return pages.list_passages(connection, keys)

    def sightings(self, ids: Sequence[str]) -> dict[str, Sighting]:
        """The documents with these ids, without their texts."""
        with self._read() as connection:
            return pages.list_sightings(connection, ids)

    def newest_documents(self, limit: int = 20) -> list[Sighting]:
        """The documents first seen last, without their texts."""
        with self._read() as connection:
            return pages.list_newest(connection, limit)

    def story(self, id: str) -> Story | None:
        """The story of that id, or the one that it went into."""
        with self._read() as connection:
            now = lineages.find_story(connection, id)
            return lineages.get_stories(connection, [now])[0] if now else None

    def story_lines_of(self, documents_: Sequence[str]) -> list[StoryLine]:
        """The stories that these documents tell, the widest told first."""
        with self._read() as connection:
            return pages.list_stories(connection, documents_)

    def newest_stories(self, limit: int = 20) -> list[StoryLine]:
        """The stories told by the documents first seen last."""
        with self._read() as connection:
            return pages.list_newest_stories(connection, limit)

    def origins_behind(self, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Claim or event key -> the name of the origin that it rests on, and its story."""
        with self._read() as connection:
            return pages.list_origins_behind(connection, keys)

    def outlets(self) -> list[OutletLine]:
        """Every outlet with how much of it came, and when last."""
        with self._read() as connection:
            return pages.list_outlets(connection)

    def channel_states(self) -> dict[str, ChannelState]:
        """Where collection stands with each channel, by its id, without the items that it has seen."""
        with self._read() as connection:
            return pages.list_channel_states(connection)

    def brief_lines(self, limit: int = 50) -> list[BriefLine]:
        """The published briefs, the last first."""
        with self._read() as connection:
            return pages.list_briefs(connection, limit)

    def holdings(self) -> Holdings:
        """How much the store holds, how new it is, and every marking in it."""
        with self._read() as connection:
            return pages.survey(connection)

    def markings(self) -> tuple[str, ...]:
        """Every marking in the store: whatever is made from all of it carries them all."""
        with self._read() as connection:
            return pages.list_markings(connection)

    def placed(self, documents_: Sequence[str]) -> list[Placed]:
        """The events in these documents that are said to be anywhere."""
        with self._read() as connection:
            return placed.list_placed(connection, documents_)

    # --- the inbox ---

    def put_triage(self, person: str, story: str, state: TriageState | None, *, at: dt.datetime) -> None:
        """Lay a story away for a person; None takes it out again."""
        with self._write() as connection:
            now = lineages.find_story(connection, story)
            if now is None:
                return
            if state is None:
                triage.drop_triage(connection, person, now)
                return
            told = lineages.get_stories(connection, [now])[0].documents
            triage.put_triage(connection, person, now, state, len(told), at)

    def triage(self, person: str) -> dict[str, Triaged]:
        """What the person has read and set aside, by story."""
        with self._read() as connection:
            return triage.get_triage(connection, person)

    def homes(self, documents_: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Document -> the stories that tell it."""
        with self._read() as connection:
            return triage.list_homes(connection, documents_)

    def newest_of(self, stories: Iterable[str]) -> dict[str, dt.datetime]:
        """Story -> when the newest of its documents was first seen."""
        with self._read() as connection:
            return triage.list_newest_of(connection, stories)

    # --- alerts ---

    def put_alert(
        self,
        alert: Alert | None,
        told: Told | None,
        receivers: Sequence[str],
        *,
        at: dt.datetime,
        due: dt.datetime | None = None,
    ) -> bool:
        """Put an alert on its way and move on what was told, all or nothing; whether the alert is new.

        `due`: when it may go out, if not at once.
        """
        with self._write() as connection:
            return outbox.put_alert(connection, alert, told, receivers, at, due)

    def told(self, watch: str) -> Told | None:
        """What readers of the watch's alerts were last told."""
        with self._read() as connection:
            return outbox.get_told(connection, watch)

    def lease_delivery(self, receivers: Sequence[str], *, at: dt.datetime) -> Waiting | None:
        """The oldest delivery that is due, held back from other senders for five minutes."""
        with self._write() as connection:
            return outbox.lease_next(connection, receivers, at)

    def mark_sent(self, alert: str, receiver: str, *, at: dt.datetime, note: str | None = None) -> None:
        """The receiver has the alert, or need not have it: it is never sent there again."""
        with self._write() as connection:
            outbox.mark_sent(connection, alert, receiver, at, note)

    def mark_failed(self, alert: str, receiver: str, fault: str, next_try: dt.datetime | None) -> None:
        """The receiver did not get the alert: when to try again, or None to give up."""
        with self._write() as connection:
            outbox.mark_failed(connection, alert, receiver, fault, next_try)

    def retry_deliveries(self, receivers: Sequence[str], *, at: dt.datetime) -> int:
        """Put everything unsent on its way again now; how many."""
        with self._write() as connection:
            return outbox.retry_given_up(connection, receivers, at)

    def alerts(self, watch: str | None = None, *, limit: int = 20) -> list[Posted]:
        """The last alerts with how it stands with each receiver, newest first."""
        with self._read() as connection:
            return outbox.list_alerts(connection, watch, limit)

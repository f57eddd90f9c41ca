"""A store as seen by a person who may see some problems only: it gives these, and refuses what it cannot cut.

Comes in: an open store and ids of watches. Goes out: the same records, without those of other problems. Every
method that is named neither here nor in `SHARED` is refused, so that a new page cannot leak by oversight.
Knows nothing about people.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from tocsin.errors import StoreError
from tocsin.store import listing, sight
from tocsin.store.listing import Filter
from tocsin.store.news import News, Place, list_news
from tocsin.store.outbox import Posted
from tocsin.store.pages import (
    BriefLine,
    CoursePoint,
    Holdings,
    IndicatorDay,
    Passage,
    Sighting,
    StoryLine,
)
from tocsin.store.placed import Placed
from tocsin.store.store import Store
from tocsin.store.triage import TriageState
from tocsin.store.words import Hit
from tocsin.terms import (
    Brief,
    Claim,
    Correction,
    Document,
    MatchDecision,
    Outlook,
    Plan,
    PlanOrder,
    Reading,
    SettledQuestion,
    Stance,
    Status,
    Story,
    Suggestion,
    WatchState,
    Weighing,
)

MOST_HITS = 1_000  # looked through for those that may be seen

# What is the whole desk's: which channels there are and how they do, letters of sources, markings (everything
# made from the store carries them all), and what a person adds.
SHARED = frozenset(
    {
        "address",
        "briefs_version",
        "channel_states",
        "channels",
        "close",
        "coverage",
        "file",
        "is_file",
        "latest_moment",
        "markings",
        "note",
        "outlets",
        "put_match_decision",
        "put_plan_order",
        "put_signed",
        "put_source_grade",
        "run_lock",
        "source_grades",
        "version",
        "drop_token",
        "password_hash",
        "person",
        "put_channel",
        "put_token",
        "set_password",
        "tokens",
        "newest_of",
        "triage",
    }
)


class NotForYou(StoreError):
    """Something that a person may not see who may see some problems only."""


class Narrowed(Store):
    """A store cut to some problems; it shares the whole one's connections and is closed with it."""

    def __init__(self, whole: Store, watches: Collection[str]) -> None:
        self.address = whole.address
        self._engine = whole._engine
        self._whole = whole
        self._watches = tuple(sorted(watches))

    def __getattribute__(self, name: str) -> object:
        if not name.startswith("_") and name not in SHARED and name not in Narrowed.__dict__:
            raise NotForYou(name, "is for those who may see every problem", "ask an admin of this desk")
        return super().__getattribute__(name)

    def version(self) -> int:
        """Another number after each change."""
        return self._whole.version()

    def close(self) -> None:
        """Nothing: the whole store is closed by whoever opened it."""

    # --- problems ---

    def watched(self) -> list[tuple[str, dt.date]]:
        """Every watch that has an outlook and may be seen."""
        return [each for each in self._whole.watched() if each[0] in self._watches]

    def days(self, watch: str, *, up_to: dt.date | None = None, limit: int = 30) -> list[dt.date]:
        """The last days of a watch that may be seen."""
        return self._whole.days(watch, up_to=up_to, limit=limit) if watch in self._watches else []

    def state(self, watch: str, as_of: dt.date) -> WatchState | None:
        """All that a watch concluded that may be seen."""
        return self._whole.state(watch, as_of) if watch in self._watches else None

    def course(self, watch: str, since: dt.date) -> list[CoursePoint]:
        """What was held of each scenario of a watch that may be seen."""
        return self._whole.course(watch, since) if watch in self._watches else []

    def indicator_days(self, watch: str, since: dt.date) -> list[IndicatorDay]:
        """The states of the indicators of a watch that may be seen."""
        return self._whole.indicator_days(watch, since) if watch in self._watches else []

    def weighing(self, watch: str, as_of: dt.date) -> Weighing | None:
        """The weighing of a watch that may be seen."""
        return self._whole.weighing(watch, as_of) if watch in self._watches else None

    def outlook(self, watch: str, as_of: dt.date, revision: int | None = None) -> Outlook | None:
        """The outlook of a watch that may be seen."""
        return self._whole.outlook(watch, as_of, revision) if watch in self._watches else None

    def plans(self, watch: str, as_of: dt.date) -> tuple[Plan, ...]:
        """The plans of a watch that may be seen."""
        return self._whole.plans(watch, as_of) if watch in self._watches else ()

    def last_judged(
        self, watch: str, as_of: dt.date
    ) -> tuple[Weighing | None, Outlook | None, tuple[Plan, ...]]:
        """What stands for a watch that may be seen."""
        return self._whole.last_judged(watch, as_of) if watch in self._watches else (None, None, ())

    def match_decisions(self, watch: str, as_of: dt.date | None = None) -> tuple[MatchDecision, ...]:
        """The decisions on matches of a watch that may be seen."""
        return self._whole.match_decisions(watch, as_of) if watch in self._watches else ()

    def plan_orders(self, watch: str, as_of: dt.date | None = None) -> tuple[PlanOrder, ...]:
        """What people decided about the plans of a watch that may be seen."""
        return self._whole.plan_orders(watch, as_of) if watch in self._watches else ()

    def settled(self, watch: str, *, as_of: dt.date | None = None) -> tuple[SettledQuestion, ...]:
        """The track record of a watch that may be seen."""
        return self._whole.settled(watch, as_of=as_of) if watch in self._watches else ()

    def alerts(self, watch: str | None = None, *, limit: int = 20) -> list[Posted]:
        """The last alerts of the watches that may be seen."""
        asked = self._watches if watch is None else [each for each in self._watches if each == watch]
        found = [posted for each in asked for posted in self._whole.alerts(each, limit=limit)]
        return sorted(found, key=lambda posted: posted.made_at, reverse=True)[:limit]

    # --- briefs ---

    def brief_lines(self, limit: int = 50) -> list[BriefLine]:
        """The published briefs of the watches that may be seen."""
        found = self._whole.brief_lines(10 * limit)
        return [line for line in found if line.watch in self._watches][:limit]

    def brief(self, version: str) -> Brief | None:
        """The brief of this version, if its watch may be seen."""
        return self._seen(self._whole.brief(version))

    def last_brief(self) -> Brief | None:
        """The brief that was published last of those that may be seen."""
        last = self.brief_lines(1)
        return self._whole.brief(last[0].version) if last else None

    def latest_brief(
        self, watch: str | None, *, before: str | None = None, as_of: dt.date | None = None
    ) -> Brief | None:
        """The last brief of a watch that may be seen."""
        return self._seen(self._whole.latest_brief(watch, before=before, as_of=as_of))

    def briefs(self, watch: str | None = None) -> list[Brief]:
        """The briefs of watches that may be seen."""
        return [brief for brief in self._whole.briefs(watch) if brief.watch in self._watches]

    # --- documents and stories ---

    def search(self, words_: str, *, limit: int = 20, as_of: dt.date | None = None) -> list[Hit]:
        """Documents that hold all the words and may be seen."""
        hits = self._whole.search(words_, limit=MOST_HITS, as_of=as_of)
        seen = self._among(hit.document.id for hit in hits)
        return [hit for hit in hits if hit.document.id in seen][:limit]

    def find_document(self, name_or_id: str) -> Document | None:
        """The document of that name or id, if it may be seen."""
        found = self._whole.find_document(name_or_id)
        return found if found is not None and self._among([found.id]) else None

    def suggestion(self, id: str) -> Suggestion | None:
        """What a model proposed of a document, and for a watch, that may be seen."""
        found = self._whole.suggestion(id)
        if found is None or not self._among([found.document]):
            return None
        return found if found.watch is None or found.watch in self._watches else None

    def decide_suggestion(
        self, id: str, *, is_accepted: bool, by: str, reason: str, at: dt.datetime
    ) -> Suggestion:
        """Accept or reject what a model proposed, if it may be seen."""
        if self.suggestion(id) is None:
            raise NotForYou(id, "is no suggestion that you may see", "ask an admin of this desk")
        return self._whole.decide_suggestion(id, is_accepted=is_accepted, by=by, reason=reason, at=at)

    def reading_of(self, document: str) -> Reading | None:
        """The reading of a document that may be seen."""
        return self._whole.reading_of(document) if self._among([document]) else None

    def passages(self, keys: Iterable[str]) -> dict[str, Passage]:
        """The words behind keys, of documents that may be seen."""
        return self._whole.passages(self._keys(keys))

    def origins_behind(self, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
        """On whom keys rest, of documents that may be seen."""
        return self._whole.origins_behind(self._keys(keys))

    def sightings(self, ids: Sequence[str]) -> dict[str, Sighting]:
        """Those of the documents that may be seen."""
        seen = self._among(ids)
        return self._whole.sightings([each for each in ids if each in seen])

    def newest_documents(self, limit: int = 20) -> list[Sighting]:
        """The documents first seen last of those that may be seen."""
        with self._read() as connection:
            return sight.newest_documents(connection, self._watches, limit)

    def story(self, id: str) -> Story | None:
        """The story of that id, if it may be seen."""
        return self._whole.story(id) if self.find_story(id) else None

    def find_story(self, id: str) -> str | None:
        """The id under which a story stands now, if it may be seen."""
        with self._read() as connection:
            return next(iter(sight.among_stories(connection, self._watches, [id])), None)

    def story_lines_of(self, documents_: Sequence[str]) -> list[StoryLine]:
        """The stories that these documents tell and that may be seen."""
        found = self._whole.story_lines_of(documents_)
        with self._read() as connection:
            seen = sight.among_stories(connection, self._watches, [line.id for line in found])
        return [line for line in found if line.id in seen]

    def newest_stories(self, limit: int = 20) -> list[StoryLine]:
        """The stories told by the documents first seen last of those that may be seen."""
        with self._read() as connection:
            return sight.newest_stories(connection, self._watches, limit)

    def placed(self, documents_: Sequence[str]) -> list[Placed]:
        """Where events are said to be, in documents that may be seen."""
        seen = self._among(documents_)
        return self._whole.placed([each for each in documents_ if each in seen])

    def homes(self, documents_: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The stories that tell documents that may be seen."""
        return self._whole.homes(self._among(documents_))

    def corrections(self, as_of: dt.date | None = None) -> list[Correction]:
        """What people cut and added in documents that may be seen."""
        return [each for each in self._whole.corrections(as_of) if self.find_document(each.document)]

    def put_triage(self, person: str, story: str, state: TriageState | None, *, at: dt.datetime) -> None:
        """Lay a story away that may be seen."""
        if self.find_story(story):
            self._whole.put_triage(person, story, state, at=at)

    def list_documents(
        self, asked: Filter, *, after: str | None, limit: int
    ) -> tuple[Sequence[Sighting], str | None]:
        """Documents in use that may be seen."""
        with self._read() as connection:
            return listing.list_documents(connection, asked, after, limit, self._watches)

    def list_stories(
        self, watch: str | None, *, after: str | None, limit: int
    ) -> tuple[Sequence[Story], str | None]:
        """Stories that may be seen."""
        with self._read() as connection:
            return listing.list_stories(connection, watch, after, limit, self._watches)

    def list_claims(
        self,
        document: str,
        *,
        stance: Stance | None,
        status: Status | None,
        after: str | None,
        limit: int,
    ) -> tuple[Sequence[Claim], str | None]:
        """The claims of a document that may be seen."""
        if not self._among([document]):
            return [], None
        return self._whole.list_claims(document, stance=stance, status=status, after=after, limit=limit)

    def claim(self, key: str) -> Claim | None:
        """The claim with this key, of a document that may be seen."""
        return self._whole.claim(key) if self._keys([key]) else None

    def news_end(self) -> Place:
        """The place behind all that there is."""
        return self._whole.news_end()

    def news(self, after: Place) -> tuple[list[News], Place]:
        """What came after a place, of the problems that may be seen."""
        with self._read() as connection:
            return list_news(connection, after, self._watches)

    def holdings(self) -> Holdings:
        """How much there is that may be seen, and every marking in the store."""
        newest = self.newest_documents(1)
        with self._read() as connection:
            number = sight.count_documents(connection, self._watches)
        return Holdings(
            documents=number,
            newest=newest[0].first_seen if newest else None,
            markings=self._whole.markings(),
        )

    def _seen(self, brief: Brief | None) -> Brief | None:
        return brief if brief is not None and brief.watch in self._watches else None

    def _among(self, ids: Iterable[str]) -> set[str]:
        with self._read() as connection:
            return sight.among_documents(connection, self._watches, ids)

    def _keys(self, keys: Iterable[str]) -> list[str]:
        asked = list(dict.fromkeys(keys))
        seen = self._among(key.partition("#")[0] for key in asked)
        return [key for key in asked if key.partition("#")[0] in seen]

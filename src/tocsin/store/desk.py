"""What a desk does with its store beside storing records: runs, watches' documents, copies, erasure, audit.

Comes in: records, moments and names of people. Goes out: records, and one clear StoreError for whatever a
database can suffer. Knows nothing about rooms or the clock: every moment is handed in.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tocsin.errors import StoreError
from tocsin.store import (
    backups,
    bearings,
    briefs,
    checking,
    documents,
    erasing,
    judgements,
    lineages,
    observations,
    plan_orders,
    runs,
    trail,
)
from tocsin.store.bearings import Reach
from tocsin.store.connected import Connected
from tocsin.store.erasing import Erased, Pruned
from tocsin.store.faults import naming_faults
from tocsin.store.runs import Lock, Owner
from tocsin.terms import (
    AuditEntry,
    Brief,
    Document,
    Observation,
    Outlook,
    Plan,
    PlanOrder,
    RunSummary,
    Story,
    Weighing,
)


class Desk(Connected):
    """The methods of a store that serve the desk around it."""

    # --- the run ---

    def take_run(self, owner: Owner, now: dt.datetime, is_alive: Callable[[Owner], bool]) -> Lock | None:
        """Hold the store against a second runner; the answer is a dead run's lock that was taken over.

        Raises:
            RunUnderway: another run is alive.
        """
        with self._write() as connection:
            return runs.take_lock(connection, owner, now, is_alive)

    def keep_run(self, owner: Owner, now: dt.datetime) -> bool:
        """Give a sign of life; False if another has taken the run over."""
        with self._write() as connection:
            return runs.keep_lock(connection, owner, now)

    def free_run(self, owner: Owner) -> None:
        """Let the next runner in."""
        with self._write() as connection:
            runs.free_lock(connection, owner)

    def run_lock(self) -> Lock | None:
        """Who is running on this store, if anyone."""
        with self._read() as connection:
            return runs.get_lock(connection)

    def latest_moment(self) -> dt.datetime | None:
        """The latest moment that a run has told the store: its end, or its last sign of life."""
        with self._read() as connection:
            return runs.latest_moment(connection)

    def put_run(self, run: RunSummary) -> None:
        """Add a run's summary, and its entry in the audit trail."""
        with self._write() as connection:
            number = runs.put_summary(connection, run)
            what = "ran" if run.is_finished else "ran until it was asked to stop"
            content = run.model_dump_json()
            trail.add_entry(
                connection, at=run.ended, who="tocsin run", what=what, record=f"run {number}", content=content
            )

    def runs(self, limit: int = 20) -> list[RunSummary]:
        """The last runs, the newest first."""
        with self._read() as connection:
            return runs.list_runs(connection, limit)

    # --- watches and their documents ---

    def next_documents(self, watch: str, fingerprint: str, limit: int) -> Sequence[tuple[int, str]]:
        """Number and id of the next documents that were not looked at for the watch as it is now."""
        with self._write() as connection:
            number = bearings.looked_until(connection, watch, fingerprint)
            return bearings.list_after(connection, number, limit)

    def put_bearings(self, watch: str, found: Iterable[tuple[str, dt.date | None]], until: int) -> None:
        """Note which documents bear on a watch, and up to which number all were looked at."""
        with self._write() as connection:
            bearings.put_bearings(connection, watch, found, until)

    def bearing_on(self, watch: str, *, since: dt.date, as_of: dt.date | None = None) -> Sequence[str]:
        """Ids of documents that bear on a watch and are of `since` or later, or undated, in reading order."""
        with self._read() as connection:
            return bearings.list_bearing(connection, watch, since, as_of)

    def in_use(self, ids: Sequence[str], as_of: dt.date | None = None) -> Sequence[str]:
        """Those of the documents that are in use, each once, in reading order."""
        with self._read() as connection:
            return documents.list_in_use(connection, ids, as_of)

    def newest_day(self, until: dt.date) -> dt.date | None:
        """The newest day, not after `until`, on which a document was published or was really first seen."""
        with self._read() as connection:
            return documents.newest_day(connection, until)

    def stories_telling(self, ids: Sequence[str]) -> list[Story]:
        """Stories that tell any of the documents, the earliest first; origins are numbered within each."""
        with self._read() as connection:
            told = lineages.list_stories_of(connection, ids)
            parts = (told[start : start + 500] for start in range(0, len(told), 500))
            return [story for part in parts for story in lineages.get_stories(connection, part)]

    def reach(self, watch: str) -> Reach:
        """How many documents bear on a watch, of how many there are."""
        with self._read() as connection:
            return bearings.count_bearing(connection, watch)

    def newest_number(self) -> int:
        """The highest number of a document: it grows with each that comes in or gets another title."""
        with self._read() as connection:
            return bearings.newest_number(connection)

    def weighed_as(self, watch: str) -> str | None:
        """What the watch was last weighed on."""
        with self._read() as connection:
            return bearings.weighed_as(connection, watch)

    def last_judged(
        self, watch: str, as_of: dt.date
    ) -> tuple[Weighing | None, Outlook | None, tuple[Plan, ...]]:
        """What stands for a watch as of a day: its last weighing, outlook and plans up to then."""
        with self._read() as connection:
            day = judgements.last_day(connection, watch, as_of)
            if day is None:
                return None, None, ()
            return (
                judgements.get_weighing(connection, watch, day),
                judgements.get_outlook(connection, watch, day),
                judgements.get_plans(connection, watch, day),
            )

    def put_judged(
        self,
        watch: str,
        *,
        weighing: Weighing,
        outlook: Outlook,
        plans: Sequence[Plan],
        brief: Brief | None,
        weighed: str,
        at: dt.datetime | None = None,
    ) -> None:
        """Store all that was concluded for a watch as of a day, and on what (`weighed`), all or nothing.

        `at`: now; needed where the brief was published with parts missing.
        """
        with self._write() as connection:
            judgements.put_weighing(connection, watch, outlook.as_of, weighing)
            judgements.put_outlook(connection, watch, outlook)
            judgements.put_plans(connection, watch, outlook.as_of, plans)
            if brief is not None:
                briefs.put_brief(connection, brief, at)
            bearings.put_weighed(connection, watch, weighed)

    # --- plans ---

    def put_plan_order(self, order: PlanOrder) -> None:
        """Add a person's word on a plan's state, and its entry in the audit trail."""
        with self._write() as connection:
            plan_orders.put_plan_order(connection, order)
            trail.add_entry(
                connection,
                at=order.at,
                who=order.by,
                what=f"set plan {order.plan} to {order.state}",
                record=f"watch {order.watch}",
                content=order.model_dump_json(),
            )

    def plan_orders(self, watch: str, as_of: dt.date | None = None) -> tuple[PlanOrder, ...]:
        """What people decided about the watch's plans, the earliest first, up to the end of a day."""
        with self._read() as connection:
            return plan_orders.get_plan_orders(connection, watch, as_of)

    def count_plan_orders(self, watch: str) -> int:
        """How many times anyone decided about the watch's plans."""
        with self._read() as connection:
            return plan_orders.count_plan_orders(connection, watch)

    # --- observations ---

    def put_observation(self, document: Document, observation: Observation, *, at: dt.datetime) -> Document:
        """Store an observation with the document of its words, and who entered it in the audit trail."""
        with self._write() as connection:
            stored = documents.put_document(connection, document, None)
            observations.put_observation(connection, observation)
            trail.add_entry(
                connection,
                at=at,
                who=observation.entered_by,
                what="entered an observation",
                record=f"document {document.id}",
                content=document.text + observation.model_dump_json(),
            )
            return stored

    def observations_in(self, ids: Sequence[str]) -> list[Observation]:
        """The observations among documents."""
        with self._read() as connection:
            return [
                each
                for start in range(0, len(ids), 500)
                for each in observations.get_observations(connection, ids[start : start + 500])
            ]

    # --- what keeps the store sound ---

    def note(self, *, at: dt.datetime, who: str, what: str, record: str, content: str = "") -> None:
        """Add a person's decision to the audit trail; of the content only the hash is kept."""
        with self._write() as connection:
            trail.add_entry(connection, at=at, who=who, what=what, record=record, content=content)

    def audit(self, limit: int | None = None) -> list[AuditEntry]:
        """The audit trail, the newest entry first."""
        with self._read() as connection:
            return trail.list_entries(connection, limit)

    def audit_end(self) -> tuple[int, str]:
        """How many entries the trail has, and the hash of the last."""
        with self._read() as connection:
            return trail.last_hash(connection)

    def audit_breaks(self) -> tuple[str, ...]:
        """A line for each link of the trail that does not hold; nothing if it is whole."""
        with self._read() as connection:
            return tuple(trail.find_breaks(connection))

    def integrity_check(self) -> tuple[str, ...]:
        """What is wrong with the database, a line each; nothing if it is sound."""
        with self._read() as connection:
            return tuple(checking.find_faults(connection))

    def back_up(self, copy: Path) -> int:
        """Write a checked copy while others read and write; its size in bytes."""
        return backups.copy_to(self.file, copy)

    def erased_among(self, found: Sequence[Document]) -> set[str]:
        """Ids of those of the documents whose text was erased on request, under whatever name."""
        hashes = {document.id: documents.hash_text(document.text) for document in found}
        with self._read() as connection:
            erased = erasing.list_erased(connection, set(hashes.values()))
        return {id_ for id_, text_hash in hashes.items() if text_hash in erased}

    def erase(self, document: str, *, at: dt.datetime, by: str, reason: str) -> Erased:
        """Erase a document on request, from every page of the file; the audit trail stays whole.

        Raises:
            StoreError: there is no such document.
        """
        with self._write() as connection:
            known = documents.find_document(connection, document)
            if known is None:
                raise StoreError(document, "is no document of this store", "look for it with tocsin search")
            erasing.overwrite(connection)
            erased = erasing.erase_document(connection, known.id, at, by, reason)
            record = f"document {known.id}"
            trail.add_entry(
                connection, at=at, who=by, what=f"erased: {reason}", record=record, content=known.text
            )
        with naming_faults(self.address):
            erasing.sweep(self._engine)
        return erased

    def find_prunable(self, before: dt.date) -> Pruned:
        """What `prune` would let go of."""
        with self._read() as connection:
            return erasing.find_prunable(connection, before)

    def prune(self, before: dt.date, *, at: dt.datetime, by: str) -> Pruned:
        """Let go of the kept bytes of documents that were all first seen before a day."""
        with self._write() as connection:
            pruned = erasing.prune_kept(connection, before)
            record = f"kept bytes before {before}"
            trail.add_entry(connection, at=at, who=by, what="pruned", record=record, content=repr(pruned))
            return pruned

"""Joins alerts that waited for one receiver into one digest: one entry a problem, each thing told once.

Comes in: alerts, oldest first. Goes out: a digest. What moved and came back while it waited is left out,
since nothing is other than it was last told. Knows nothing about receivers, stores or the clock.
"""

from collections.abc import Iterable, Sequence

from tocsin.brief.wording import count
from tocsin.terms import Alert, Change, Digest, identify


def join_alerts(alerts: Sequence[Alert]) -> Digest | None:
    """The alerts as one digest; None where nothing of them is left."""
    joined = [each for each in map(_join, _by_watch(alerts)) if each.changes or each.kind != "changes"]
    if not joined:
        return None
    changes = sum(len(each.changes) for each in joined)
    problems = len({each.watch for each in joined if each.watch})
    first = f"{count(changes, 'change')} on {count(problems, 'problem')}" if changes else joined[0].headline
    return Digest(
        id=identify("digest", *sorted(each.id for each in alerts)),
        as_of=max(each.as_of for each in joined),
        headline=f"Digest: {first}",
        alerts=tuple(joined),
        markings=tuple(dict.fromkeys(marking for each in joined for marking in each.markings)),
    )


def _by_watch(alerts: Iterable[Alert]) -> list[list[Alert]]:
    """Alerts of one problem together, and every notice by itself."""
    groups: dict[str, list[Alert]] = {}
    for alert in alerts:
        groups.setdefault(alert.watch or alert.id, []).append(alert)
    return list(groups.values())


def _join(alerts: Sequence[Alert]) -> Alert:
    """The last alert with all changes in it, from what was told before the first to where they stand now."""
    last = alerts[-1]
    if len(alerts) == 1:
        return last
    changes = tuple(_fold(change for alert in alerts for change in alert.changes))
    telling = {(change.kind, change.id) for change in changes}
    beside = _fold(change for alert in alerts for change in alert.beside)
    number = count(len(changes), "change")
    return last.model_copy(
        update={
            "headline": f"{last.title}: {number} since the last digest",
            "changes": changes,
            "beside": tuple(each for each in beside if (each.kind, each.id) not in telling),
            "markings": tuple(dict.fromkeys(m for alert in alerts for m in alert.markings)),
            "precision": max(alerts, key=lambda each: len(each.precision)).precision,
        }
    )


def _fold(changes: Iterable[Change]) -> list[Change]:
    """Each thing once: from its first `before` to its last `after`, unless it came back."""
    folded: dict[tuple[str, str], Change] = {}
    for change in changes:
        earlier = folded.get((change.kind, change.id))
        before = earlier.before if earlier else change.before
        folded[change.kind, change.id] = change.model_copy(update={"before": before})
    return [each for each in folded.values() if not _came_back(each)]


def _came_back(change: Change) -> bool:
    same = (f"{change.before} by", f"{change.before},")  # a date or a due day may follow
    return change.after == change.before or change.after.startswith(same)

"""Says how earlier alerts of a kind did: how many were followed by what they warned of, within its window.

Comes in: a watch's earlier alerts and its settled questions. Goes out: counts, and a sentence. An alert is
judged by the questions that the brief of its own day asked, so that its window begins the day after and ends
with the question's date. Knows nothing about stores or receivers.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tocsin.brief.wording import count
from tocsin.terms import Alert, ChangeKind, PastPrecision, SettledQuestion

LEAST = 10  # judged alerts below which no share is given
KINDS: tuple[ChangeKind, ...] = ("status", "probability", "plan", "indicator")
_WORDS: dict[ChangeKind, str] = {
    "status": "a rise of the status",
    "probability": "a rise of a probability",
    "plan": "a plan that became due",
    "indicator": "an indicator that was observed",
}


class _Judged(NamedTuple):
    """What became of one alert: whether it was followed, how likely that was, whether foreseen at all."""

    is_followed: bool
    expected: float
    is_illustration: bool


def with_precision(alert: Alert, earlier: Sequence[Alert], settled: Sequence[SettledQuestion]) -> Alert:
    """The alert with the counts of each kind of change in it that warns of something."""
    kinds = [kind for kind in KINDS if any(c.kind == kind and c.warns_of for c in alert.changes)]
    counted = tuple(count_followed(kind, earlier, settled) for kind in kinds)
    return alert.model_copy(update={"precision": counted})


def count_followed(
    kind: ChangeKind, earlier: Sequence[Alert], settled: Sequence[SettledQuestion]
) -> PastPrecision:
    """How many of the alerts that warned by a change of this kind were followed by what they warned of.

    Where an alert warned of several scenarios, one of them is enough; it is open until all are settled or
    one came. `expected` is the sum, over the judged, of 1 - prod(1 - base rate).

    Example: two judged alerts on a scenario of base rate .3, one followed: 1 of 2, .6 to be expected.
    """
    known = {(each.question.scenario, str(each.question.as_of)): each for each in settled}
    warned = [alert for alert in earlier if alert.kind == "changes" and _warns_of(kind, alert)]
    judged = [found for alert in warned if (found := _judge(kind, alert, known))]
    return PastPrecision(
        kind=kind,
        followed=sum(each.is_followed for each in judged),
        judged=len(judged),
        expected=sum(each.expected for each in judged),
        open=len(warned) - len(judged),
        illustrations=sum(each.is_illustration for each in judged),
    )


def say_precision(found: PastPrecision) -> str:
    """The counts in a sentence, with a share only where enough alerts were judged."""
    after = f"for {_WORDS[found.kind]}"
    still = f"; {found.open} still open" if found.open else ""
    if found.judged == 0:
        return f"{after}: too few to say, none judged so far{still}."
    told = (
        f"{found.followed} of {count(found.judged, 'earlier alert')} followed by what was warned of in time"
    )
    alone = f"{found.expected:.1f} to be expected from the record alone"
    seen = f"; {found.illustrations} of them illustrations, no foresight" if found.illustrations else ""
    if found.judged < LEAST:
        return f"{after}: too few to say ({told}, {alone}{still}{seen}); a share is given from {LEAST} on."
    share = f"{found.followed / found.judged:.0%}"
    return f"{after}: {share} ({told}, {alone}{still}{seen})."


def _warns_of(kind: ChangeKind, alert: Alert) -> list[str]:
    return [id_ for change in alert.changes if change.kind == kind for id_ in change.warns_of]


def _judge(
    kind: ChangeKind, alert: Alert, known: Mapping[tuple[str, str], SettledQuestion]
) -> _Judged | None:
    """What became of what it warned of; None while that is open."""
    asked = dict.fromkeys(_warns_of(kind, alert))
    found = [known.get((scenario, str(alert.as_of))) for scenario in asked]
    settled = [each for each in found if each is not None and each.outcome is not None]
    is_followed = any(each.outcome for each in settled)
    if not settled or (len(settled) < len(found) and not is_followed):
        return None
    quiet = 1.0
    for rate in _rates(settled):
        quiet *= 1 - rate
    return _Judged(is_followed, 1 - quiet, any(each.illustration for each in settled))


def _rates(settled: Sequence[SettledQuestion]) -> Iterator[float]:
    for each in settled:
        yield each.question.base_rate

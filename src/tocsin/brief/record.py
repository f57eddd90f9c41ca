"""Writes dissent, track record and the yardstick: who disagrees, how we did, what our words mean.

Comes in: the material. Goes out: lines. Knows nothing about how a question is settled or scored.
"""

from collections.abc import Iterator
from itertools import pairwise

from tocsin.brief.explanations import write_disagreements
from tocsin.brief.judge import judged
from tocsin.brief.line import Line, information
from tocsin.brief.material import Material
from tocsin.brief.naming import brief_id
from tocsin.brief.signing import UNREVIEWED
from tocsin.brief.wording import count, listing, unended
from tocsin.reference.words import scale_title, yardstick
from tocsin.terms import TrackRecord

BOUND = "A bound belongs to the higher word"


def write_dissent(material: Material) -> Iterator[Line]:
    """Where analysts differ on the explanations; an unattended run has no other dissent and says why."""
    if material.weighing and material.weighing.comparison:
        yield from write_disagreements(material.weighing.comparison, [brief_id(material.version)])
    yield information(UNREVIEWED, [brief_id(material.version)])


def write_track_record(material: Material) -> Iterator[Line]:
    """The number of settled questions comes first; with none there is no score."""
    cases, record = judged(material), material.track_record
    opened = f"; {count(len(cases), 'question')} {'is' if len(cases) == 1 else 'are'} open" if cases else ""
    if record.settled:
        yield information(f"{_settled(record)}{opened}", [each.id for each in record.settled])
        yield from _scores(record)
    else:
        text = f"No settled question yet on this problem, so there is no score to show{opened}"
        yield information(text, [case.id for case in cases] or [brief_id(material.version)])
    if material.watch and material.watch.outcome_known:
        note = unended(material.watch.outcome_known)
        yield information(f"How the watch was written: {note}", [brief_id(material.version)])


def _settled(record: TrackRecord) -> str:
    number = len(record.settled)
    briefs = len({each.question.brief for each in record.settled})
    came = sum(bool(each.outcome) for each in record.settled)
    said = f"{count(number, 'question')} of {count(briefs, 'earlier brief')} {'is' if number == 1 else 'are'}"
    text = f"{said} settled, {came} with yes and {number - came} with no"
    later = sum(each.illustration is not None for each in record.settled)
    return f"{text}, {later} of them with a watch that was written afterwards" if later else text


def _scores(record: TrackRecord) -> Iterator[Line]:
    if not record.means:
        return
    told = listing(f"{each.brier:.3f} ({each.method})" for each in record.means)
    number = count(record.means[0].questions, "question")
    text = f"Mean Brier score on the same {number}, 0 being best and 1 worst: {told}"
    yield information(text, [each.id for each in record.settled])


def write_yardstick(material: Material) -> Iterator[Line]:
    """The scale's one row, and how numbers are shown."""
    run = [brief_id(material.version)]
    rows = yardstick(material.scale)
    row = ", ".join(f"{each.words} {each.low:.0%} to {each.high:.0%}" for each in rows)
    yield information(f"Words are derived from numbers by {scale_title(material.scale)}: {row}", run)
    has_gaps = any(each.high < after.low for each, after in pairwise(rows))
    bounds = "A number between two bands is given both their words" if has_gaps else BOUND
    text = f"{bounds}; open questions are shown within 1% and 99%"
    yield information(f"{text}, and stored numbers are not changed", run)

"""Dates in words, sixty of our own: each comes out as its reason says (tests/gold/anchor_cases.yaml)."""

import datetime as dt
from pathlib import Path
from typing import Any

import yaml

from tocsin.read.document import read_document
from tocsin.terms import Document

CASES = Path(__file__).parents[1] / "gold/anchor_cases.yaml"


def cases() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(CASES.read_text("utf-8"))
    return [row for row in rows if "text" in row]


def asked(case: dict[str, Any]) -> tuple[dt.date | None, ...]:
    start, end = case.get("days", (None, None))
    return start, end, case.get("earliest"), case.get("latest")


def found(case: dict[str, Any]) -> tuple[tuple[dt.date | None, ...], set[str | None]]:
    """The time of the event that has a kind, and the named dates of the sentence."""
    reading = read_document(Document(id="d", name="d", text=case["text"], published=case["seen"]))
    event = next(event for event in reading.events if event.kind)
    time = event.time
    days = (time.start, time.end, time.earliest, time.latest) if time else (None,) * 4
    return days, {time.anchor for time in reading.times}


def test_sixty_dates_in_words_come_out_as_their_reasons_say() -> None:
    assert len(cases()) >= 60
    wrong = []
    for case in cases():
        days, anchors = found(case)
        if days != asked(case) or case.get("anchor") not in anchors | {None}:
            wrong.append((case["text"], str(case["seen"]), [str(day) for day in days], case["why"]))
    assert wrong == []


def test_each_date_has_its_reason_and_either_days_or_none() -> None:
    for case in cases():
        assert case["why"], case["text"]
        assert case.get("none", False) == (asked(case) == (None,) * 4), case["text"]

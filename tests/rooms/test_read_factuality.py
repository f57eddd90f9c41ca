"""The encoder's word on an event is heard where the table says so, and nowhere else."""

import numpy as np
import pytest

from tocsin.read.document import read_document
from tocsin.read.factuality import Degrees, Factuality, Reading, gathered, settle, table
from tocsin.terms import Document, Status


@pytest.mark.parametrize(
    ("reading", "rules", "author", "happened", "status"),
    [
        ("events", "planned", 2.9, 2.5, "occurred"),  # "decided on the attack", told of what was done
        ("events", "planned", 2.0, -2.0, "planned"),
        (
            "events",
            "conditional",
            2.9,
            -1.0,
            "conditional",
        ),  # what the author is sure of may not have been yet
        ("events", "occurred", 2.0, -2.0, "possible"),
        ("events", "did-not-occur", -2.0, -2.0, "did-not-occur"),
        ("claims", "possible", 2.8, 2.5, "occurred"),
        ("claims", "planned", 2.8, 2.5, "planned"),
        ("claims", "general", 2.8, 2.8, "general"),
    ],
)
def test_a_status_is_overruled_only_by_a_row_of_the_table(
    reading: Reading, rules: Status, author: float, happened: float, status: Status
) -> None:
    assert settle(reading, rules, Degrees(author, happened)) == status


def test_what_was_not_read_keeps_the_status_of_the_rules() -> None:
    assert settle("events", "planned", None) == "planned"


def test_no_row_gives_what_it_overrules() -> None:
    assert all(entry.gives not in entry.rules for rows in table().values() for entry in rows)


def test_degrees_are_those_of_the_word_that_holds_a_place() -> None:
    factuality = gathered([0, 4, 9], [np.array([[1, 2], [3, -1]]), np.array([[0, 0.5]])])
    assert factuality.at(6) == (3, -1)
    assert factuality.at(9) == (0, 0.5)
    assert Factuality([5], np.zeros((1, 2), dtype=np.float32)).at(2) is None


def test_what_must_still_be_done_is_not_taken_for_done() -> None:
    text = "Ministers met on Friday. Any withdrawal of troops must be approved by both parliaments."
    events = read_document(Document(id="d", name="d", text=text)).events
    assert [e.status for e in events if e.trigger.start > 25] == ["possible"]

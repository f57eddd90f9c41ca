"""The page of reports of reports says what the program gives, in every order of its parts."""

from pathlib import Path

import pytest

from tocsin.read.claims import find_claims
from tocsin.terms import Document

PAGE = Path(__file__).resolve().parents[2] / "docs/rooms/chains.md"
ROWS = [line.strip("| \n").split(" | ") for line in PAGE.read_text("utf8").splitlines() if " > " in line]


def test_the_page_shows_thirty_sentences() -> None:
    assert len(ROWS) >= 30


@pytest.mark.parametrize(("sentence", "chains"), ROWS)
def test_nobody_is_lost_between_an_outlet_and_its_sources(sentence: str, chains: str) -> None:
    claims = find_claims(Document(id="d", name="d", text=sentence))
    assert sorted(" > ".join(c.chain) for c in claims if c.cue) == sorted(chains.split("; "))

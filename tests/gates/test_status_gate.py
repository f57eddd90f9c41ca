"""Gate: how near the encoder's degrees come to what people take to be fact; the floors may rise, not fall."""

from pathlib import Path

from benchmarks.status import measure

MOST = {"uw_mae": 0.472, "uds_mae": 0.932}  # measured .462 and .921
LEAST = {"uw_r": 0.716, "uds_r": 0.778}  # measured .726 and .788


def test_what_is_told_as_fact_is_known_from_what_is_not(shared: Path) -> None:
    figures = measure(shared / "data/status", "dev")
    assert {key: figures[key] for key, most in MOST.items() if (figures[key] or 9) > most} == {}, figures
    assert {key: figures[key] for key, least in LEAST.items() if (figures[key] or 0) < least} == {}, figures

"""Gate: how near the encoder's degrees come to what people take to be fact; the floors may rise, not fall."""

from pathlib import Path

from benchmarks.status import measure

MOST = {"uw_mae": 0.43, "uds_mae": 0.876}  # measured .420 and .866
LEAST = {"uw_r": 0.786, "uds_r": 0.804}  # measured .796 and .814


def test_what_is_told_as_fact_is_known_from_what_is_not(shared: Path) -> None:
    figures = measure(shared / "data/status", "dev")
    assert {key: figures[key] for key, most in MOST.items() if (figures[key] or 9) > most} == {}, figures
    assert {key: figures[key] for key, least in LEAST.items() if (figures[key] or 0) < least} == {}, figures

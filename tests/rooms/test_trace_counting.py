"""Counting: an interval that leaves a possible witness out, or a ring counted as many, misleads a desk."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tocsin.trace.counting import DRAWS, Lead, Sheet, Tally, Target, summarize

BODY, TV = Target("body", "Joint Staff"), Target("outlet", "harbour")


def share(tally: Tally, document: str, target: Target) -> float:
    draws = tally.reach(document, "asserts").get(target)
    return 0.0 if draws is None else float(draws.mean())


def test_a_report_ends_where_the_cited_article_ends() -> None:
    article = Sheet("a", "harbour", (Lead(BODY, "asserts", 1.0),))
    rewrite = Sheet("b", "courier", (Lead(TV, "asserts", 1.0),))
    tally = Tally([article, rewrite], seed=1)
    assert share(tally, "b", BODY) == 1.0
    assert share(tally, "b", TV) == 0.0


def test_an_outlet_whose_article_shows_nobody_is_itself_the_end() -> None:
    tally = Tally([Sheet("a", "harbour", ()), Sheet("b", "courier", (Lead(TV, "asserts", 1.0),))], seed=1)
    assert share(tally, "b", TV) == 1.0


def test_a_ring_with_one_way_out_ends_there() -> None:
    courier, mail = Target("outlet", "courier"), Target("outlet", "mail")
    ring = [
        Sheet("a", "mail", (Lead(courier, "asserts", 1.0),)),
        Sheet("b", "courier", (Lead(mail, "asserts", 1.0), Lead(BODY, "asserts", 1.0))),
    ]
    tally = Tally(ring, seed=1)
    assert tally.ring_of("mail") == {"mail", "courier"}
    assert share(tally, "a", BODY) == 1.0


def test_copies_of_copies_and_copies_in_a_circle_come_to_an_end() -> None:
    sheets = [
        Sheet("a", None, (Lead(BODY, "asserts", 1.0),)),
        Sheet("b", None, (), (("a", 1.0),)),
        Sheet("c", None, (), (("b", 1.0),)),
        Sheet("x", None, (), (("y", 1.0),)),
        Sheet("y", None, (), (("x", 1.0),)),
    ]
    tally = Tally(sheets, seed=1)
    assert share(tally, "c", BODY) == 1.0
    assert tally.reach("x", "asserts") == {}


def test_sides_never_mix() -> None:
    tally = Tally([Sheet("a", None, (Lead(BODY, "denies", 1.0),))], seed=1)
    assert tally.reach("a", "asserts") == {}
    assert BODY in tally.reach("a", "denies")


def test_the_same_seed_draws_the_same() -> None:
    sheets = [Sheet("a", None, (Lead(BODY, "asserts", 0.5),))]
    one, same, other = (Tally(sheets, seed).reach("a", "asserts")[BODY] for seed in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).any()


@given(st.lists(st.floats(0, 1), max_size=6), st.integers(0, 9))
def test_the_median_lies_in_the_interval_and_the_interval_among_the_possible(
    ps: list[float], seed: int
) -> None:
    random = np.random.default_rng(seed)
    count = summarize([random.random(DRAWS) < p for p in ps])
    assert 0 <= count.low <= count.median <= count.high <= len(ps)

"""What only the workbench draws and reckons: calibration, coverage, the map, need, what moved a number."""

import datetime as dt
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from tests.rooms.brief_sample import OUTLOOK
from tests.rooms.weigh_sample import indicator

from tocsin.terms import LedgerStep
from tocsin.triaging import Touch, need_of
from tocsin.web.calibration import fill_word_bins
from tocsin.web.charts import draw_calibration, draw_coverage, draw_map
from tocsin.web.charts.map import Area, Spot, outlines
from tocsin.web.moving import find_shifts
from tocsin.web.settings import choose_look

MARKING = "EXERCISE: synthetic reporting"
AT = dt.datetime(2031, 5, 1, tzinfo=dt.UTC)
SOHAE = Spot(1, "Sohae", 39.66, 124.71, 3)


def whole(drawing: str) -> str:
    """The drawing, which is whole SVG with a title and the marking."""
    root = ElementTree.fromstring(drawing)
    assert [child.tag.rpartition("}")[2] for child in root][:2] == ["title", "desc"]
    assert MARKING in drawing
    return drawing


# --- calibration -----------------------------------------------------------------------------------


def test_answers_are_gathered_by_word_with_their_count_and_what_chance_alone_would_give():
    [unlikely, even] = fill_word_bins([(0.3, False), (0.4, True)] + [(0.5, True)] * 100)
    assert (unlikely.words, unlikely.count, unlikely.came) == ("unlikely", 2, 0.5)
    assert unlikely.said == pytest.approx(0.35)
    assert (even.words, even.count) == ("roughly even chance", 100)
    assert (even.low, even.high) == pytest.approx((0.41776, 0.58224), abs=1e-4)  # the worked number


def test_certain_answers_have_a_bin_too():
    assert [b.count for b in fill_word_bins([(0.0, False), (1.0, True)])] == [1, 1]


def test_each_mark_of_the_diagram_carries_its_count():
    drawn = whole(draw_calibration(fill_word_bins([(0.3, False)] * 7), id="c", markings=[MARKING]))
    assert ">7</text>" in drawn and "7 answers" in drawn


# --- coverage --------------------------------------------------------------------------------------


def test_a_channel_that_was_never_read_has_no_bar_and_is_counted_aloud():
    end = AT + dt.timedelta(days=10)
    rows = [("read", [(AT, end)]), ("never <read>", [])]
    drawn = whole(draw_coverage(rows, AT, end, id="coverage", markings=[MARKING]))
    assert len(re.findall("<rect", drawn)) == 1
    assert "1 never in that time" in drawn and "never &lt;read&gt;" in drawn


# --- the map ---------------------------------------------------------------------------------------


def test_a_country_that_is_named_alone_gets_no_point():
    drawn = whole(draw_map([], [Area(1, "UKR", 2)], ["UKR"], id="m", markings=[MARKING]))
    assert "<circle" not in drawn and "url(#map-hatch)" in drawn


def test_a_place_far_from_where_most_is_told_is_on_the_map_of_the_world_alone():
    spots = [SOHAE, Spot(2, "Kharkiv", 49.99, 36.23, 1)]
    near = whole(draw_map(spots, [], ["PRK"], id="m", markings=[MARKING]))
    assert near.count("<circle") == 1 and "Sohae" in near and "Kharkiv" not in near
    world = whole(draw_map(spots, [], ["PRK"], is_world=True, id="m", markings=[MARKING]))
    assert world.count("<circle") == 2


def test_outlines_are_coarse_whole_and_name_the_countries_that_watches_are_about():
    codes = {each.code for each in outlines()}
    assert {"PRK", "KOR", "CHN", "TWN", "MLI", "NER", "BFA", "USA", "RUS", "JPN"} <= codes
    for each in outlines():
        for ring in each.rings:
            steps = [abs(a[0] - b[0]) for a, b in pairwise(ring)]
            assert max(steps, default=0) < 180, f"{each.name}: a line across the whole map"


# --- need and moves --------------------------------------------------------------------------------


def touch(strength: float) -> Touch:
    return Touch(watch="w", indicator="i", name="I", strength=strength, state="observed", is_accepted=False)


def test_an_indicator_that_every_scenario_expects_alike_adds_no_need():
    told = indicator(likelihood={"s": 0.4}, otherwise=0.1)
    alike = indicator(likelihood={"s": 0.4}, otherwise=0.4)
    assert need_of([touch(0.5)], {("w", "i"): told}) == pytest.approx(0.5 * 1.3863, abs=1e-3)
    assert need_of([touch(1.0)], {("w", "i"): alike}) == 0


def test_what_moved_a_number_names_steps_that_came_went_and_changed_and_no_other():
    one = OUTLOOK.forecasts[0]

    def step(name: str, size: float) -> LedgerStep:
        return LedgerStep(step="indicator", name=name, log_odds=size, evidence=("a#c1", name), note="")

    before = one.model_copy(update={"ledger": (step("gone", 0.2), step("same", 0.3), step("grew", 0.1))})
    after = one.model_copy(update={"ledger": (step("same", 0.3), step("grew", 0.5), step("new", -0.3))})
    told = [(s.name, s.before, s.after, s.indicator) for s in find_shifts(before, after)]
    assert told == [
        ("grew", 0.1, 0.5, "grew"),
        ("new", None, -0.3, "new"),
        ("gone", 0.2, None, "gone"),
    ]


def test_a_look_that_there_is_not_is_the_system_s():
    assert [choose_look(each) for each in ("dark", "light", "", "pink")] == [
        "dark",
        "light",
        "system",
        "system",
    ]

"""Competing hypotheses: what counts, what never lifts, what the order rests on (rules H1 to H4)."""

import datetime as dt
import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.weigh_sample import indicator, origin, report, watch, weigh

from tocsin.brief.explanations import write_disagreements, write_explanations
from tocsin.brief.matrix import to_matrix_page, to_matrix_text
from tocsin.brief.speech import number_in
from tocsin.errors import ConfigurationError
from tocsin.terms import Comparison, Hypothesis, Matrix, MatrixRow
from tocsin.watches import load_watch, packaged_watches
from tocsin.watches.matrices import with_matrix, write_matrix
from tocsin.weigh.hypotheses import compare_hypotheses
from tocsin.weigh.hypotheses_overlap import find_overlaps

DAY = dt.date(2024, 5, 25)
ACT = Hypothesis(id="act", name="Acts", statement="An attack is being prepared.", kind="act")
SIGNAL = Hypothesis(id="signal", name="Signals", statement="Drills answer allied exercises.", kind="signal")
STAGED = Hypothesis(id="staged", name="Staged", statement="Somebody wants this to be seen.", kind="deception")
QUIET = Hypothesis(id="quiet", name="Nothing", statement="Routine; no grave event follows.", kind="nothing")
ALL = (ACT, SIGNAL, STAGED, QUIET)
RATINGS = ("CC", "C", "N", "I", "II", "NA")


def row(id: str, ratings: str, analyst: str = "desk", **fields: object) -> MatrixRow:
    """A row rated "I C N CC" for act, signal, staged and quiet."""
    given = dict(zip(("act", "signal", "staged", "quiet"), ratings.split(), strict=True))
    return MatrixRow.model_validate({"id": id, "statement": id, "ratings": {analyst: given}} | fields)


def compare(*rows: MatrixRow, **origins: str) -> Comparison:
    matrix = Matrix(watch="korea", as_of=DAY, rows=rows)
    return compare_hypotheses(ALL, matrix, {id_: frozenset(o.split()) for id_, o in origins.items()})


def scores(made: Comparison) -> dict[str, float]:
    return {each.hypothesis: each.score for each in made.orders[0].scores}


def test_h2_consistency_never_lifts():
    """Ten rows that fit an explanation must not lift it above one that merely has nothing against it."""
    fitting = [row(f"r{number}", "CC N N N") for number in range(10)]
    made = compare(*fitting, row("against", "I N N N"))
    assert scores(made) == {"act": -1, "signal": 0, "staged": 0, "quiet": 0}
    assert made.orders[0].scores[-1].hypothesis == "act"


def test_h2_ratings_and_weights_are_those_of_the_published_tool():
    made = compare(
        row("a", "II I N C", credibility="high", relevance="low"),
        row("b", "N II NA CC", credibility="high", relevance="high"),
        row("c", "I N N N", credibility="low"),
    )
    assert scores(made)["act"] == pytest.approx(-2 - 1 / math.sqrt(2), abs=1e-3)
    assert scores(made)["signal"] == pytest.approx(-1 - 4, abs=1e-3)
    assert scores(made)["staged"] == scores(made)["quiet"] == 0


def test_h2_a_row_is_filled_across_all_hypotheses_or_refused(tmp_path):
    file = tmp_path / "matrix.yaml"
    file.write_text(
        "watch: korean-peninsula\nas_of: 2024-05-25\nrows:\n- id: a\n  statement: A\n"
        "  ratings:\n    desk: {prepares-act: C, false-alarm: N}\n"
    )
    with pytest.raises(ConfigurationError, match=r"matrix\.yaml:7: .*leaves out .*nothing-by-date"):
        with_matrix(load_watch("korean-peninsula"), file)


@given(
    st.lists(st.lists(st.sampled_from(RATINGS), min_size=4, max_size=4), min_size=1, max_size=6), st.data()
)
def test_h2_no_rating_lifts_any_hypothesis_above_zero_and_a_graver_one_never_helps(rated, data):
    rows = [row(f"r{number}", " ".join(each)) for number, each in enumerate(rated)]
    made = compare(*rows)
    assert all(score <= 0 for score in scores(made).values())
    counted = [number for number, each in enumerate(made.rows) if each.diagnosticity]
    if counted:
        number = data.draw(st.sampled_from(counted))
        worse = [*rated[number]]
        worse[0] = "II"
        changed = compare(*rows[:number], row(f"r{number}", " ".join(worse)), *rows[number + 1 :])
        if changed.rows[number].diagnosticity:
            assert scores(changed)["act"] <= scores(made)["act"] + 1e-9


def test_h3_a_row_that_fits_all_alike_does_not_count():
    made = compare(row("alike", "I I I I"), row("telling", "I N N C"))
    by_row = {each.row: each.diagnosticity for each in made.rows}
    assert by_row["alike"] == 0
    assert by_row["telling"] > 0
    assert scores(made)["quiet"] == 0


def test_h3_rows_of_one_origin_count_once():
    """Three rewrites of one broadcaster's story must not triple what speaks against an explanation."""
    rows = [row("a", "I N N N"), row("b", "I N N N"), row("c", "II N N N")]
    once = compare(*rows, a="o1", b="o1", c="o1 o2")
    assert scores(once)["act"] == -2
    assert {each.group for each in once.rows} == {"c"}
    assert scores(compare(*rows, a="o1", b="o2", c="o3"))["act"] == -4
    assert scores(compare(*rows))["act"] == -4  # nobody in particular: each argument for itself


def test_h4_leave_one_out_names_what_the_order_rests_on():
    made = compare(row("crucial", "N I I I"), row("other", "I N N N", credibility="low"))
    assert made.orders[0].leaders == ("act",)
    assert [each.rows for each in made.rests_on] == [("crucial",)]
    assert made.rests_on[0].leaders == ("signal", "staged", "quiet")
    told = " ".join(line.text for line in write_explanations(made, ("brief:v",)))
    assert 'without "crucial"' in told


def test_h4_leave_one_out_takes_all_rows_of_one_origin_too():
    rows = [row("a", "N I I I"), row("b", "N I I I"), row("c", "I N N N", credibility="low")]
    made = compare(*rows, a="o1", b="o1")
    assert [each.rows for each in made.rests_on] == [("a", "b")]


def test_h4_analysts_who_disagree_are_both_kept_and_shown():
    first = row("a", "CC I N N", analyst="first")
    both = first.model_copy(update={"ratings": first.ratings | row("a", "II C N N", "second").ratings})
    made = compare(both)
    assert [order.analyst for order in made.orders] == [None, "first", "second"]
    assert scores(made) == {"act": -1, "signal": -0.5, "staged": 0, "quiet": 0}
    assert [each.hypothesis for each in made.disagreements] == ["act", "signal"]
    assert made.disagreements[0].ratings == {"first": "CC", "second": "II"}
    told = [line.text for line in write_disagreements(made, ("brief:v",))]
    assert any("first rates it CC and second rates it II" in text for text in told)


def test_h4_the_matrix_gives_an_order_and_never_a_percentage():
    made = compare(row("a", "II I N C"), row("b", "N II NA CC", credibility="high"))
    lines = [*write_explanations(made, ("brief:v",)), *write_disagreements(made, ("brief:v",))]
    assert not any(number_in(line.text) for line in lines)
    text = to_matrix_text(made)
    page = to_matrix_page(made, title="t", as_of=DAY, markings=("EXERCISE: made up",))
    assert "%" not in text
    assert "%" not in page.partition("<main")[2]
    assert "mixed results" in " ".join(text.split())
    assert "mixed results" in page
    assert "EXERCISE: made up" in page


def test_h4_a_suggestion_gives_way_to_any_analyst():
    suggested = dict(zip(("act", "signal", "staged", "quiet"), ("II", "N", "N", "N"), strict=True))
    made = compare(row("a", "N I N N", suggested=suggested))
    assert scores(made) == {"act": 0, "signal": -1, "staged": 0, "quiet": 0}
    assert not made.is_suggested


def test_h1_explanations_that_overlap_are_warned_of():
    twin = Hypothesis(id="twin", name="Twin", statement="Drills answer exercises of the allies.", kind="act")
    matrix = Matrix(watch="korea", as_of=DAY, rows=(row("a", "I C N N"),))
    filled = matrix.rows[0].model_copy(
        update={"ratings": {"desk": matrix.rows[0].ratings["desk"] | {"twin": "C"}}}
    )
    made = compare_hypotheses((*ALL, twin), matrix.model_copy(update={"rows": (filled,)}), {})
    assert 'no row tells "Staged" from "Nothing"' in made.warnings
    assert any('"Signals"' in warning and '"Twin"' in warning for warning in made.warnings)


@pytest.mark.parametrize("name", packaged_watches())
def test_h1_packaged_hypotheses_hold_deception_a_signal_influence_and_nothing_and_do_not_overlap(name):
    hypotheses = load_watch(name).hypotheses
    assert {"deception", "signal", "influence", "nothing"} <= {each.kind for each in hypotheses}
    assert not list(find_overlaps(hypotheses))


def test_suggestions_are_marked_and_come_from_no_likelihood():
    """Changing every likelihood of the watch must leave the matrix as it is."""
    reports = [report("a"), report("b", source=None)]
    on = watch(hypotheses=ALL)
    made = weigh(reports, origin("o1", "a"), origin("o2", "b"), on=on).comparison
    other = watch(indicator(likelihood={"island": 0.01}, otherwise=0.9), hypotheses=ALL)
    assert made is not None
    assert made.is_suggested
    assert made.rows[0].raters == ()
    assert weigh(reports, origin("o1", "a"), origin("o2", "b"), on=other).comparison == made
    assert made.matrix.rows[0].suggested["quiet"] == "I"
    assert made.matrix.rows[0].suggested["staged"] == "I"  # two independent origins: hard to stage


def test_a_matrix_of_a_later_day_is_not_used_for_an_earlier_brief():
    matrix = Matrix(watch="korea", as_of=DAY, rows=(row("a", "I N N N", indicators=("shelling",)),))
    on = watch(hypotheses=ALL, matrix=matrix)
    told = weigh([report("a")], origin("o1", "a"), on=on).comparison
    assert told is not None
    assert told.matrix == matrix
    early = [report("a", day=dt.date(2024, 5, 1))]
    earlier = weigh(early, origin("o1", "a"), on=on, as_of=dt.date(2024, 5, 2)).comparison
    assert earlier is not None
    assert earlier.is_suggested


def test_what_the_analyst_has_not_rated_is_named():
    matrix = Matrix(watch="korea", as_of=DAY, rows=(row("a", "I N N N"),))
    made = weigh([report("a")], origin("o1", "a"), on=watch(hypotheses=ALL, matrix=matrix)).comparison
    assert made is not None
    assert made.warnings[-1] == "seen and in no row of the matrix: shelling"


def test_a_written_matrix_is_read_back_as_it_was(tmp_path):
    used = load_watch("korean-peninsula")
    ids = [each.id for each in used.hypotheses]
    rated = MatrixRow(
        id="a",
        statement="Guns: moved, “again”",
        indicators=("coastal-artillery",),
        credibility="high",
        ratings={"desk": dict.fromkeys(ids, "NA")},
    )
    matrix = Matrix(watch=used.id, as_of=DAY, rows=(rated,))
    file = tmp_path / "matrix.yaml"
    file.write_text(write_matrix(matrix), encoding="utf-8")
    assert with_matrix(used, file).matrix == matrix


FAULTS = [
    ("watch: elsewhere", "watch: .*is 'elsewhere'|elsewhere"),
    ("rows: []", "rows has no entry"),
    ("rows: [{id: a, statement: A}]", "has no rating"),
    ("rows: [{id: a, statement: A, indicators: [no-such], ratings: {}, suggested: {}}]", "no such indicator"),
    ("rows: [{id: a, statement: A, ratings: {desk: {prepares-act: X}}}]", "write 'CC', 'C'"),
    ("rows: [{id: a, statment: A}]", "write 'statement'"),
    ("as_of: soon", "YYYY-MM-DD"),
]


@pytest.mark.parametrize(("line", "told"), FAULTS)
def test_a_wrong_matrix_is_refused_in_one_line_with_file_and_line(tmp_path, line, told):
    values = {"watch": "watch: korean-peninsula", "as_of": "as_of: 2024-05-25", "rows": "rows: []"}
    values[line.partition(":")[0]] = line
    file = tmp_path / "matrix.yaml"
    file.write_text("\n".join(values.values()) + "\n")
    with pytest.raises(ConfigurationError, match=told) as refused:
        with_matrix(load_watch("korean-peninsula"), file)
    assert str(refused.value).startswith(f"{file}:")
    assert "\n" not in str(refused.value)


def test_ranks_are_shared_by_hypotheses_that_are_even():
    made = compare(row("a", "I I N N"))
    assert [each.rank for each in made.orders[0].scores] == [1, 1, 3, 3]
    assert all(one.score >= other.score for one, other in pairwise(made.orders[0].scores))


def test_h1_a_set_without_a_signal_or_an_attempt_to_influence_is_warned_of():
    made = compare(row("a", "I C N N"))
    assert "no explanation is an attempt to influence a vote or a government" in made.warnings
    assert not any(
        "deception" in warning and warning.startswith("no explanation") for warning in made.warnings
    )

"""An exercise: a wrong file stops at its line, what comes in counts like reporting, and all is marked."""

import datetime as dt
from pathlib import Path

import pytest
from tests.rooms.forecast_sample import watch

from tocsin.brief.exercise import to_exercise_html, to_exercise_markdown
from tocsin.errors import ConfigurationError
from tocsin.exercise_files import load_exercise
from tocsin.injecting import CONTROL, bring, say_inject
from tocsin.terms import (
    Beside,
    Evidence,
    ExerciseReport,
    ExerciseTurn,
    IndicatorState,
    Inject,
    InjectedEvent,
    InjectedOutcome,
    InjectedReport,
    InjectedState,
    Move,
    Weighing,
)
from tocsin.watches import load_watch
from tocsin.weigh import set_states

DAY = dt.date(2024, 5, 27)
MARK = "EXERCISE: a try; no report on real events"
KOREA = load_watch("korean-peninsula")

GOOD = """\
title: A try
watch: korean-peninsula
as_of: 2024-05-25
injects:
  - at: 2024-05-27
    time: "06:10"
    outcome: {kind: satellite-launch}
"""


def refusal(folder: Path, good: str, bad: str) -> str:
    assert good in GOOD
    (folder / "e.yaml").write_text(GOOD.replace(good, bad), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_exercise(folder / "e.yaml")
    return str(caught.value).removeprefix(f"{folder}/")


def test_a_good_file_loads_with_its_watch(tmp_path: Path) -> None:
    (tmp_path / "e.yaml").write_text(GOOD, encoding="utf-8")
    exercise, watch = load_exercise(tmp_path / "e.yaml")
    assert (exercise.title, watch.id, exercise.injects[0].at) == ("A try", "korean-peninsula", DAY)
    assert exercise.marking == "EXERCISE: A try; no report on real events"


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ("title: A try\n", "", "e.yaml:1: title is missing"),
        ("as_of: 2024-05-25", "as_of: 2024-06-01", "e.yaml:5: injects[0].at is 2024-05-27, before as_of"),
        ('time: "06:10"', 'time: "25:10"', "e.yaml:6: injects[0].time is '25:10'"),
        ("satellite-launch", "satelite-launch", "injects[0].outcome.kind is 'satelite-launch'"),
        ("outcome: {kind: satellite-launch}", "ask: [Why]", "e.yaml:5: injects[0] brings in nothing"),
        ("{kind: satellite-launch}", "{kind: satellite-launch, on: 2024-05-20}", "not after as_of"),
        ("outcome: {kind: satellite-launch}", "indicator: {id: guns}", "injects[0].indicator.id is 'guns'"),
        ("outcome: {kind: satellite-launch}", "event: {kind: war}", "injects[0].event.kind is 'war'"),
        ("outcome:", "outcom:", "injects[0].outcom is not a key known here; write 'outcome'"),
        ("watch: korean-peninsula", "watch: nowhere", "no such watch"),
    ],
)
def test_a_wrong_file_is_refused_with_line_key_and_remedy(
    tmp_path: Path, good: str, bad: str, told: str
) -> None:
    assert told in refusal(tmp_path, good, bad)


def test_a_report_is_read_like_any_other_and_bears_the_marking() -> None:
    words = "Artillery was fired on Monday, the Joint Chiefs of Staff said."
    inject = Inject(at=DAY, time="06:10", report=InjectedReport(text=words, outlet="Harbour TV"))
    found = bring(inject, KOREA, MARK)
    assert (found.documents[0].marking, found.documents[0].published) == (MARK, DAY)
    assert any(claim.source and "Joint Chiefs" in claim.source.name for claim in found.readings[0].claims)
    assert say_inject(inject).startswith("Report by Harbour TV: Artillery")


def test_an_event_is_what_control_says_with_its_day_and_doer() -> None:
    event = InjectedEvent(kind="artillery-fire", on=DAY, by="PRK")
    found = bring(Inject(at=DAY, event=event), KOREA, MARK)
    handed = found.readings[0].events[-1]
    assert (handed.kind, handed.status, handed.time.start) == ("artillery-fire", "occurred", DAY)  # type: ignore[union-attr]
    assert handed.actors[0].country == "PRK"
    assert found.observations[0].origin == CONTROL
    assert handed.id in found.readings[0].claims[0].events


def test_an_outcome_enters_the_record_and_is_an_event_where_plans_can_look_for_it() -> None:
    found = bring(Inject(at=DAY, outcome=InjectedOutcome(kind="satellite-launch")), KOREA, MARK)
    assert [(row.kind, row.start, row.source) for row in found.history] == [
        ("satellite-launch", DAY, CONTROL)
    ]
    assert found.readings[0].events[-1].kind == "satellite-launch"


def test_an_observed_indicator_has_words_and_an_origin_and_another_state_has_none() -> None:
    seen = bring(Inject(at=DAY, indicator=InjectedState(id="island-warning")), KOREA, MARK)
    assert seen.observations[0].indicator == "island-warning"
    absent = InjectedState(id="island-warning", state="absent-covered")
    assert bring(Inject(at=DAY, indicator=absent), KOREA, MARK) == ((), (), (), ())


def test_a_state_that_is_set_says_so_and_what_spoke_for_another_counts_no_longer() -> None:
    name = KOREA.indicators[0].id
    weighing = Weighing(
        indicators=(IndicatorState(id=name, state="observed", reason="seen"),),
        evidence=(Evidence(indicator=name, state="observed", strength=1, note="seen"),),
    )
    found = set_states(KOREA, weighing, {name: "absent-covered"})
    assert found.indicators[0].reason.startswith("set by exercise control")
    assert [each.state for each in found.evidence] == ["absent-covered"]
    assert set_states(KOREA, weighing, {name: "not-looked"}).evidence == ()
    assert set_states(watch(), weighing, {}) == weighing


def test_page_and_markdown_bear_the_marking_first_and_last_and_escape_what_comes_from_outside() -> None:
    move = Move(
        watch="w", as_of=DAY, kind="plan", id="p", name="Shelter", before="standing-by", after="active",
        reason="guns are heard.",
    )  # fmt: skip
    rows = (
        Beside(kind="probability", name="Launch", without="36 %", following="43 %", is_moved=True),
        Beside(kind="plan", name="Shelter", without="standing by", following="standing by", is_moved=False),
    )
    turn = ExerciseTurn(
        number=1, at=DAY, time="06:10", injects=("Report by <b>X</b>",), ask=("Who decides?",), moves=(move,),
        rows=rows, line_without=("It is quiet.",), line_with=("It is not.",), folder="a", folder_without="b",
    )  # fmt: skip
    report = ExerciseReport(
        title="a try", watch="w", problem="The strait", markings=(MARK,), as_of=DAY, code_version="1",
        turns=(turn,),
    )  # fmt: skip
    page, text = to_exercise_html(report), to_exercise_markdown(report)
    assert page.count(MARK) == 2 and text.count(MARK) == 2
    assert "<b>X</b>" not in page and "&lt;b&gt;X" in page
    for shown in (page, text):
        for part in ("27 May 2024, 06:10", "Who decides?", "It is not.", "Plan: Shelter", "43 %"):
            assert part in shown, part
        assert "Shelter: from standing by to active. Guns are heard." in shown

"""Watch files: a wrong one stops before any work, in one line that says where and what to do."""

import datetime as dt
import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.errors import ConfigurationError
from tocsin.reference.anchors import anchor_dates, anchors
from tocsin.reference.kinds import kinds
from tocsin.watches import check_watch, load_watch, packaged_watches, watch_schema
from tocsin.watches.schema import NOT_IN_FILE, PARTS, field_table, meanings

DOCS = Path(__file__).parents[2] / "docs"

# The watch that docs/watch-files.md shows; every test below breaks one line of it.
SHORTEST = re.search(r"```yaml\n(.*?)```", (DOCS / "watch-files.md").read_text(encoding="utf-8"), re.DOTALL)
assert SHORTEST
GOOD = SHORTEST.group(1)

YEARS_OF_RECORD = (dt.date(1976, 1, 1), dt.date(2026, 4, 19))

PLAN = """\
id: ships
title: Ships held back
scenario: closure
triggers: [{indicator: mines, state: observed}]
lead_time_days: 2
owner: maritime liaison
actions:
  - {order: 1, what: Call the ships., owner: maritime liaison}
exit: Ships pass again.
"""


def write_watch(folder: Path, text: str = GOOD, plan: str | None = None) -> Path:
    (folder / "watch.yaml").write_text(text, encoding="utf-8")
    if plan is not None:
        (folder / "plans").mkdir()
        (folder / "plans" / "ships.yaml").write_text(plan, encoding="utf-8")
    return folder


def refusal(folder: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load_watch(str(folder))
    return str(caught.value).removeprefix(f"{folder}/")


def line_of(part: str, text: str = GOOD) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_shortest_watch_of_the_page_loads_by_folder_and_by_file(tmp_path: Path) -> None:
    folder = write_watch(tmp_path, plan=PLAN)
    watch = load_watch(str(folder))
    assert watch == load_watch(str(folder / "watch.yaml"))
    assert [s.id for s in watch.scenarios] == ["closure"]
    assert watch.playbooks[0].actions[0].owner == "maritime liaison"
    assert check_watch(str(folder)) == ()


# one line of a good watch changed -> what a user reads, without the folder
BROKEN = [
    (
        "likelihood: {closure: 0.6}",
        "likelihood: {closure: 1.3}",
        "indicators[0].likelihood.closure is 1.3; write a probability above 0 and below 1",
    ),
    ("otherwise: 0.1", "otherwise: 1.3", "indicators[0].otherwise is 1.3; write a number below 1"),
    (
        "likelihood: {closure: 0.6}",
        "likelihood: {closing: 0.6}",
        "indicators[0].likelihood.closing is 'closing', and there is no such scenario; write 'closure'",
    ),
    (
        "lead_time_days: 3",
        "lead_tme_days: 3",
        "indicators[0].lead_tme_days is not a key known here; write 'lead_time_days'",
    ),
    (
        "match: {kinds: [mine-laying]}",
        "match: {kinds: [mine-lying]}",
        "indicators[0].match.kinds[0] is 'mine-lying', and there is no such warning kind; write",
    ),
    (
        "reference_class: closures",
        "reference_class: closure",
        "scenarios[0].reference_class is 'closure', and there is no such reference class; write 'closures'",
    ),
    ("    reference_class: closures\n", "", "scenarios[0] has no rate; give it kinds of the history"),
    (
        "severity: high",
        "severity: hihg",
        "scenarios[0].severity is 'hihg'; write 'low', 'moderate', 'high' or 'extreme'",
    ),
    (
        "last_review: 2026-11-24",
        "last_review: last week",
        "indicators[0].last_review is 'last week'; write a date",
    ),
    ("kind: deception", "kind: signal", "hypotheses has none of kind 'deception'; add one that says"),
    (
        "{id: nothing,",
        "{id: act,",
        "hypotheses[2].id is 'act', which stands above already; choose another id",
    ),
    (
        "rate_mid: 0.2",
        "rate_mid: 2",
        "reference_classes[0].rate_mid is 2, not between 0.05 and 1; order the three",
    ),
    ("keywords: [strait]", "keywords: strait", "keywords is 'strait'; write a list, one `- item` a line"),
]


@pytest.mark.parametrize(("good", "bad", "message"), BROKEN)
def test_i1_a_wrong_line_is_named_with_key_value_and_remedy(
    tmp_path: Path, good: str, bad: str, message: str
) -> None:
    text = GOOD.replace(good, bad, 1)
    told = refusal(write_watch(tmp_path, text))
    number, _, rest = told.removeprefix("watch.yaml:").partition(": ")
    assert rest.startswith(message)
    shown = text.splitlines()[int(number) - 1]
    first_key = re.findall(r"[a-z_]+", message.split(" ")[0])[-1] if bad else "closure"
    assert first_key in shown or bad.strip() in shown


@pytest.mark.parametrize(
    ("added", "message"),
    [
        ("horizon_days: 0\n", "horizon_days is 0; write a whole number of at least 1"),
        (
            "triggers:\n  - {id: vote, name: vote, anchor: us-presidential-election, days_after: -3}\n",
            "triggers[0].days_after is -3; write a whole number of at least 0",
        ),
    ],
)
def test_a_number_of_days_that_cannot_be_is_refused(tmp_path: Path, added: str, message: str) -> None:
    assert message in refusal(write_watch(tmp_path, GOOD + added))


def test_a_fault_is_laid_on_its_own_line_and_not_on_that_of_its_part(tmp_path: Path) -> None:
    text = GOOD.replace("otherwise: 0.1", "otherwise: 1.3")
    assert refusal(write_watch(tmp_path, text)).startswith(f"watch.yaml:{line_of('otherwise')}: ")


def test_fewer_than_three_hypotheses_are_refused(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("hypotheses:")]
    assert "hypotheses has 0 of at least 3 entries" in refusal(write_watch(tmp_path, text))


def test_a_plan_without_owner_is_named_by_its_own_file(tmp_path: Path) -> None:
    plan = PLAN.replace("owner: maritime liaison\n", "", 1)
    told = refusal(write_watch(tmp_path, plan=plan))
    assert told == "plans/ships.yaml:1: owner is missing; add the line `owner: ...`"


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("indicator: mines", "indicator: mine", "plans/ships.yaml:4: triggers[0].indicator is 'mine'"),
        ("state: observed", "state: seen", "plans/ships.yaml:4: triggers[0].state is 'seen'"),
        (
            "{indicator: mines, state: observed}",
            "{within_days: 30}",
            "plans/ships.yaml:4: triggers[0] is never met",
        ),
        (
            "{indicator: mines, state: observed}",
            "{event: mines}",
            "plans/ships.yaml:4: triggers[0].event is 'mines'",
        ),
        ("order: 1", "order: 2", "plans/ships.yaml:7: actions are not numbered 1, 2, 3"),
        ("what: Call the ships., ", "", "plans/ships.yaml:8: actions[0].what is missing"),
    ],
)
def test_a_wrong_plan_is_named_by_file_and_line(tmp_path: Path, good: str, bad: str, message: str) -> None:
    assert refusal(write_watch(tmp_path, plan=PLAN.replace(good, bad, 1))).startswith(message)


def test_a_plan_for_a_scenario_that_the_watch_has_not_is_a_gap_and_not_a_stop(tmp_path: Path) -> None:
    folder = write_watch(tmp_path, plan=PLAN.replace("scenario: closure", "scenario: closing", 1))
    (warning,) = check_watch(str(folder))
    assert not warning.fatal
    assert str(warning).startswith(f"{folder}/plans/ships.yaml:3: scenario is 'closing'")
    assert load_watch(str(folder)).playbooks[0].scenario == "closing"


def test_a_trigger_with_two_horizons_is_refused(tmp_path: Path) -> None:
    two = "{probability: 0.2, within_days: 30, by: 2030-01-01}"
    told = refusal(write_watch(tmp_path, plan=PLAN.replace("{indicator: mines, state: observed}", two, 1)))
    assert "names both within_days and by" in told


def test_a_trigger_on_an_unknown_date_is_refused_before_a_forecast_needs_it(tmp_path: Path) -> None:
    text = GOOD + "triggers:\n  - {id: vote, name: vote, anchor: us-presidental-election}\n"
    assert "triggers[0].anchor is 'us-presidental-election'" in refusal(write_watch(tmp_path, text))
    assert "write 'us-presidential-election'" in refusal(tmp_path)


def test_an_indicator_that_tells_nothing_apart_is_a_warning_and_not_a_stop(tmp_path: Path) -> None:
    folder = write_watch(tmp_path, GOOD.replace("otherwise: 0.1", "otherwise: 0.55"))
    (warning,) = check_watch(str(folder))
    assert not warning.fatal
    assert str(warning).startswith(f"{folder}/watch.yaml:{line_of('likelihood')}: indicators[0].likelihood")
    assert load_watch(str(folder)).indicators[0].otherwise == 0.55


def test_a_question_that_nobody_can_settle_is_a_warning(tmp_path: Path) -> None:
    text = GOOD.replace("Will ships be kept from passing for a day or more", "Will the neighbour escalate")
    (warning,) = check_watch(str(write_watch(tmp_path, text)))
    assert "scenarios[0].question asks whether something will 'escalate'" in str(warning)
    assert not warning.fatal


def test_all_faults_are_counted_and_the_first_of_the_file_is_told(tmp_path: Path) -> None:
    text = GOOD.replace("closure: 0.6", "closure: 1.3").replace("[mine-laying]", "[mines]")
    told = refusal(write_watch(tmp_path, text))
    assert told.startswith(f"watch.yaml:{line_of('likelihood')}: indicators[0].likelihood")
    assert told.endswith("(and 1 more faults)")
    assert len(check_watch(str(tmp_path))) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id: [\n", "not valid YAML"),
        ("id:\n", "id is empty; write text"),
        ("- a\n", "the file is not a mapping of keys"),
        ("", "the file is not a mapping of keys"),
        (GOOD.replace("keywords:", "id: twice\nkeywords:"), "the key 'id' stands twice here"),
        (
            GOOD.replace("written: 2026-11-24", "written: 2026-13-24"),
            "'2026-13-24' is not a value that exists",
        ),
        (GOOD.replace("[strait]", "&names [strait]") + "countries: *names\n", "used twice through an alias"),
        (GOOD + "history: []\n", "history does not belong in this file"),
        (
            GOOD.replace("title: Closure", "title: !!python/name:os.system Closure"),
            "is not a value that exists",
        ),
    ],
)
def test_a_file_that_is_not_plain_yaml_is_refused_with_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    told = refusal(write_watch(tmp_path, text))
    assert re.match(r"watch\.yaml:\d+: ", told)
    assert message in told


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_a_place_of_a_watch_it_loads_or_is_refused_in_one_line(
    tmp_path: Path, data: st.DataObject
) -> None:
    values = yaml.safe_load(GOOD)
    part = data.draw(
        st.sampled_from([values, *(item for v in values.values() if isinstance(v, list) for item in v)])
    )
    if isinstance(part, dict):
        part[data.draw(st.sampled_from(sorted(part)))] = data.draw(ANYTHING)
    write_watch(tmp_path, yaml.safe_dump(values, allow_unicode=True))
    try:
        load_watch(str(tmp_path))
    except ConfigurationError as error:
        assert "\n" not in str(error)
        assert re.match(rf"{re.escape(str(tmp_path))}/watch\.yaml(:\d+)?: ", str(error))


def test_a_watch_that_is_not_there_names_the_packaged_one() -> None:
    with pytest.raises(ConfigurationError, match="write 'korean-peninsula'"):
        load_watch("korean-peninsular")


def test_a_watch_in_another_encoding_is_told_and_not_garbled(tmp_path: Path) -> None:
    (tmp_path / "watch.yaml").write_bytes("title: Größe".encode("latin-1"))
    assert "not UTF-8" in refusal(tmp_path)


# --- the packaged watch -------------------------------------------------------------------------------


PACKAGED = ("korean-peninsula", "sahel-coups", "taiwan-strait")


def test_the_packaged_watches_have_no_fault_and_no_indicator_that_tells_nothing_apart() -> None:
    assert packaged_watches() == PACKAGED
    assert [check_watch(name) for name in PACKAGED] == [(), (), ()]


def test_the_packaged_watch_has_what_a_desk_needs() -> None:
    watch = load_watch("korean-peninsula")
    assert len(watch.scenarios) >= 8
    assert len(watch.indicators) >= 25
    assert {indicator.domain for indicator in watch.indicators} == {
        "capability",
        "intent",
        "preparation",
        "opportunity",
    }
    assert len(watch.hypotheses) >= 5 and len(watch.assumptions) >= 5
    planned = {playbook.scenario for playbook in watch.playbooks}
    assert planned >= {
        "island-attack",
        "dmz-clash",
        "nuclear-test",
        "ballistic-missile-test",
        "satellite-launch",
    }
    assert [scenario.id for scenario in watch.scenarios if scenario.complement] == ["nothing-grave"]


@pytest.mark.parametrize("name", PACKAGED)
def test_grave_means_of_high_or_extreme_severity(name: str) -> None:
    for scenario in load_watch(name).scenarios:
        assert scenario.grave == (scenario.severity in ("high", "extreme")), scenario.id


@pytest.mark.parametrize("name", PACKAGED)
def test_every_scenario_but_the_complement_is_moved_by_indicators_and_borne_on_by_known_kinds(
    name: str,
) -> None:
    watch = load_watch(name)
    moved = {scenario for indicator in watch.indicators for scenario in indicator.likelihood}
    for scenario in watch.scenarios:
        if not scenario.complement:
            assert scenario.id in moved
            assert scenario.event_kinds and set(scenario.event_kinds) <= set(kinds())


def test_every_trigger_of_the_packaged_watch_has_dates_in_the_years_of_the_record() -> None:
    for trigger in load_watch("korean-peninsula").triggers:
        assert trigger.anchor in anchors()
        assert anchor_dates(trigger.anchor, *YEARS_OF_RECORD)


@pytest.mark.parametrize("name", PACKAGED)
def test_words_of_indicators_do_not_match_ordinary_short_words(name: str) -> None:
    """Words match in any case: `US` would be found in "told us", `TEL` in "Tel Aviv"."""
    for indicator in load_watch(name).indicators:
        assert not {"us", "tel", "it", "un", "mines"} & {word.casefold() for word in indicator.match.words}


@pytest.mark.parametrize("name", ["sahel-coups", "taiwan-strait"])
def test_a_watch_without_a_history_borrows_every_rate_and_says_so(name: str) -> None:
    watch = load_watch(name)
    assert not watch.history.events and watch.history_note and "no history" in watch.history_note
    assert all(scenario.reference_class for scenario in watch.scenarios if not scenario.complement)
    for borrowed in watch.reference_classes:
        assert borrowed.rate_high / borrowed.rate_low >= 5, f"{borrowed.id}: a guess with a narrow band"


def test_the_watch_says_that_its_numbers_were_set_with_the_outcome_known() -> None:
    watch = load_watch("korean-peninsula")
    assert watch.outcome_known and "2024" in watch.outcome_known and watch.written.year == 2026
    assert all(playbook.notice == "not a government's plan, not advice" for playbook in watch.playbooks)


# --- the form, for editors and people -----------------------------------------------------------------


def test_the_published_schema_is_the_one_that_the_records_give() -> None:
    published = json.loads((DOCS / "watch.schema.json").read_text(encoding="utf-8"))
    assert published == watch_schema(), "run: python -m tocsin.watches > docs/watch.schema.json"


def test_the_packaged_files_satisfy_the_published_schema_and_a_wrong_one_does_not() -> None:
    schema = watch_schema()
    folder = Path(load_watch.__code__.co_filename).parent / "korean-peninsula"
    watch = as_json(folder / "watch.yaml")
    jsonschema.Draft202012Validator(schema).validate(watch)
    plan_schema = {**schema, **schema["$defs"]["Playbook"]}
    for plan in sorted((folder / "plans").glob("*.yaml")):
        jsonschema.Draft202012Validator(plan_schema).validate(as_json(plan))
    watch["indicators"][0]["likelihood"]["satellite-launch"] = 1.3
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(watch)


def as_json(file: Path) -> dict:  # type: ignore[type-arg]
    return json.loads(json.dumps(yaml.safe_load(file.read_text(encoding="utf-8")), default=str))


def test_every_key_of_a_watch_file_is_explained_once() -> None:
    assert set(meanings()) == {part.__name__ for part in PARTS}
    for part in PARTS:
        assert set(meanings()[part.__name__]) == set(part.model_fields) - NOT_IN_FILE


def test_the_page_shows_the_table_of_keys_as_it_is() -> None:
    page = (DOCS / "watch-files.md").read_text(encoding="utf-8")
    assert field_table().strip() in page, "run: python -m tocsin.watches --table, and paste"


def test_the_faults_that_the_page_shows_are_what_a_user_gets(tmp_path: Path) -> None:
    page = (DOCS / "watch-files.md").read_text(encoding="utf-8")
    text = GOOD.replace("closure: 0.6", "closure: 1.3").replace(
        "reference_class: closures", "reference_class: closure"
    )
    write_watch(tmp_path, text, plan=PLAN.replace("owner: maritime liaison\n", "", 1))
    (missing,) = check_watch(str(tmp_path))
    assert str(missing).replace(f"{tmp_path}/plans/ships", "my-watch/plans/port") in page
    (tmp_path / "plans" / "ships.yaml").unlink()
    for problem in check_watch(str(tmp_path)):
        assert str(problem).replace(str(tmp_path), "my-watch") in page

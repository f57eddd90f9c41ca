"""What leaves for other programs validates, keeps its markings, and passes no likelihood for confidence."""

import csv
import datetime as dt
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from stix2validator import ValidationOptions, validate_string
from tests.rooms.brief_sample import MARKING, sample_brief, sample_without_watch

from tocsin.brief.signing import sign_brief
from tocsin.errors import ConfigurationError
from tocsin.exchange import (
    FORMS,
    carried_by_stix,
    is_stix,
    read_stix,
    tables_of,
    to_cap,
    to_feed,
    to_stix,
    write_tables,
)
from tocsin.terms import Brief, Dissent, Signature

CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def brief() -> Brief:
    return sample_brief()


@pytest.fixture(scope="module")
def objects(brief: Brief) -> list[dict[str, Any]]:
    return list(json.loads(to_stix(brief))["objects"])


def of(objects: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [each for each in objects if each["type"] == kind]


def extension_of(told: dict[str, Any]) -> dict[str, Any]:
    (ours,) = told["extensions"].values()
    return dict(ours)


# --- STIX ---


def test_another_program_may_rely_on_our_stix(brief: Brief) -> None:
    # Ids are computed (UUID 5) so that a second export changes nothing; the standard advises UUID 4.
    options = ValidationOptions(version="2.1", disabled=["uuid-check"])
    for made in (brief, sample_without_watch()):
        result = validate_string(to_stix(made), options)
        assert result.is_valid, [str(error) for error in result.errors]
        assert not result.warnings


def test_exporting_twice_gives_the_same_bytes(brief: Brief) -> None:
    assert to_stix(brief) == to_stix(Brief.model_validate_json(brief.model_dump_json()))


def test_confidence_is_analytic_confidence_and_never_a_likelihood(
    brief: Brief, objects: list[dict[str, Any]]
) -> None:
    rated = {each["id"]: each["confidence"] for each in objects if "confidence" in each}
    judged = [each for each in of(objects, "note") if extension_of(each)["record"] == "judgement"]
    assert rated.keys() == {each["id"] for each in judged}
    assert len(judged) == len(brief.judgements) > 0
    for told, judgement in zip(judged, brief.judgements, strict=True):
        assert told["confidence"] == {"low": 15, "moderate": 50, "high": 85}[judgement.confidence]
        assert extension_of(told)["judgement"]["probability"] == judgement.probability
        assert f"{judgement.probability:.0%}" in told["content"]  # for readers without the extension


def test_our_indicators_are_no_patterns_to_look_for(objects: list[dict[str, Any]]) -> None:
    kinds = {each["type"] for each in objects}
    assert "indicator" not in kinds
    assert kinds >= {"report", "grouping", "note", "identity", "course-of-action", "extension-definition"}


def test_the_report_names_all_that_belongs_to_it(brief: Brief, objects: list[dict[str, Any]]) -> None:
    (report,) = of(objects, "report")
    theirs = ("note", "grouping", "course-of-action", "opinion")
    assert {each["id"] for each in objects if each["type"] in theirs} <= set(report["object_refs"])
    addressed = {each["external_id"]: each for each in report["external_references"]}
    assert addressed.keys() == {each.id for each in brief.documents}
    assert addressed["h1"]["source_name"] == "Harbour TV"


def test_the_words_of_other_peoples_pages_stay_at_home(brief: Brief) -> None:
    assert brief.documents[5].text == "The town orchestra will play in the park on Sunday."
    assert "town orchestra will play in the park on Sunday." not in to_stix(brief)


def test_every_object_is_under_the_marking(objects: list[dict[str, Any]]) -> None:
    (statement,) = of(objects, "marking-definition")
    assert statement["definition"] == {"statement": MARKING}
    bare = {"marking-definition", "extension-definition"}
    for each in objects:
        if each["type"] not in bare and each.get("identity_class") != "system":
            assert statement["id"] in each["object_marking_refs"], each["id"]


def test_a_traffic_light_in_a_marking_is_one_in_stix() -> None:
    marked = sample_brief().model_copy(update={"markings": ("TLP:AMBER+STRICT, Exercise Sparrow",)})
    bundle = json.loads(to_stix(marked))["objects"]
    lights = [
        each["name"] for each in of(bundle, "marking-definition") if each.get("definition_type") == "tlp"
    ]
    assert lights == ["TLP:AMBER"]
    assert len(of(bundle, "report")[0]["object_marking_refs"]) == 2
    assert read_stix(to_stix(marked).encode(), "x").markings == marked.markings


def test_an_exercise_without_a_marking_line_is_marked_all_the_same() -> None:
    bare = sample_brief().model_copy(update={"markings": ()})
    (statement,) = of(json.loads(to_stix(bare))["objects"], "marking-definition")
    assert statement["definition"] == {"statement": "EXERCISE"}


def test_a_dissent_is_an_opinion_on_what_it_disputes_and_no_dissent_is_none(
    brief: Brief, objects: list[dict[str, Any]]
) -> None:
    assert not of(objects, "opinion")
    words = "The moves are routine."
    dissents = (
        Dissent(by="The harbour analyst", text=words, scenario="closure"),
        Dissent(by="B", text="No."),
    )
    bundle = json.loads(to_stix(signed(brief, dissents)))["objects"]
    about, whole = of(bundle, "opinion")
    assert (about["opinion"], about["explanation"], about["authors"]) == (
        "disagree",
        words,
        ["The harbour analyst"],
    )
    (note,) = [each for each in bundle if each["id"] in about["object_refs"]]
    assert extension_of(note)["judgement"]["scenario"] == "closure"
    assert whole["object_refs"] == [of(bundle, "grouping")[0]["id"]]


def signed(brief: Brief, dissents: tuple[Dissent, ...] = ()) -> Brief:
    at = dt.datetime(2031, 5, 20, 16, 30, tzinfo=dt.UTC)
    return sign_brief(brief, Signature(analyst="D. Officer", at=at, dissents=dissents))


def test_a_signed_brief_is_its_analysts_and_comes_back_signed(brief: Brief) -> None:
    made = signed(brief, (Dissent(by="B", text="No."),))
    bundle = json.loads(to_stix(made))["objects"]
    (report,) = of(bundle, "report")
    (author,) = [each for each in bundle if each["id"] == report["created_by_ref"]]
    assert (author["name"], author["identity_class"]) == ("D. Officer", "individual")
    assert report["published"] == "2031-05-20T16:30:00Z"
    assert read_stix(to_stix(made).encode(), "b.json") == carried_by_stix(made)


def test_a_brief_comes_back_with_all_that_was_carried(brief: Brief) -> None:
    data = to_stix(brief).encode()
    assert is_stix(data)
    back = read_stix(data, "b.json")
    assert back == carried_by_stix(brief)
    assert back.judgements == brief.judgements and back.sentences == brief.sentences
    assert back.claims == brief.claims and back.edges == brief.edges


def test_a_program_in_between_may_put_the_objects_in_another_order(brief: Brief) -> None:
    bundle = json.loads(to_stix(brief))
    bundle["objects"].reverse()
    assert read_stix(json.dumps(bundle).encode(), "b.json") == carried_by_stix(brief)


@pytest.mark.parametrize(
    ("objects", "said"),
    [
        ([], "b.json: carries no brief of Tocsin; other programs' reports are read with tocsin read"),
        ([{"type": "note"}, 7], "carries no brief"),
    ],
)
def test_a_bundle_without_a_brief_of_ours_says_what_to_do(objects: list[Any], said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_stix(json.dumps({"type": "bundle", "objects": objects}).encode(), "b.json")
    assert said in str(refused.value)


def test_a_brief_that_was_changed_beyond_reading_is_one_line(brief: Brief) -> None:
    broken = to_stix(brief).replace('"record": "claim"', '"record": "plan"', 1)
    with pytest.raises(ConfigurationError, match="carries a brief that cannot be read"):
        read_stix(broken.encode(), "b.json")
    twice = json.loads(to_stix(brief))
    twice["objects"] *= 2
    with pytest.raises(ConfigurationError, match="carries 2 briefs"):
        read_stix(json.dumps(twice).encode(), "b.json")


@pytest.mark.parametrize(
    ("module", "write", "extra"), [("stix2.v21", to_stix, "interop"), ("pyarrow", None, "parquet")]
)
def test_a_missing_extra_is_one_clear_line(
    module: str, write: Any, extra: str, brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)  # what an absent package looks like to import
    with pytest.raises(ConfigurationError) as refused:
        write(brief) if write else write_tables(tables_of([brief]), "parquet", tmp_path / "out")
    assert f'pip install "tocsin[{extra}]"' in str(refused.value)


# --- CAP: to_cap itself refuses what the OASIS schema does ---


def cap(brief: Brief, **options: Any) -> ElementTree.Element:
    return ElementTree.fromstring(to_cap(brief, **options))


def texts(element: ElementTree.Element, name: str) -> list[str | None]:
    return [each.text for each in element.iter(CAP + name)]


def plain(brief: Brief) -> Brief:
    return brief.model_copy(update={"exercise": False, "markings": ()})


def test_nothing_is_an_actual_alert_until_a_named_person_signs(brief: Brief) -> None:
    assert texts(cap(plain(brief)), "status") == ["Draft"]
    answered = cap(signed(plain(brief)))
    assert texts(answered, "status") == ["Actual"]
    assert set(texts(answered, "senderName")) == {"D. Officer"}
    assert texts(answered, "sent") == ["2031-05-20T16:30:00-00:00"]
    assert texts(cap(brief), "status") == ["Exercise"]


def test_an_exercise_stays_one_whoever_signs(brief: Brief) -> None:
    made = cap(signed(brief))
    assert texts(made, "status") == ["Exercise"]
    assert all(str(headline).startswith(f"[{MARKING}]") for headline in texts(made, "headline"))


def test_certainty_is_coarse_and_the_number_is_exact(brief: Brief) -> None:
    at = [0.5, 0.5000001, 0.97]
    judged = [
        each.model_copy(update={"probability": p, "parts": ()})
        for each, p in zip(brief.judgements, at, strict=False)
    ]
    made = cap(brief.model_copy(update={"judgements": tuple(judged)}))
    assert texts(made, "certainty") == ["Possible", "Likely", "Likely"]
    values = {"probability": [], "analytic-confidence": []}  # type: dict[str, list[str | None]]
    for parameter in made.iter(CAP + "parameter"):
        name = parameter.findtext(CAP + "valueName")
        if name in values:
            values[name].append(parameter.findtext(CAP + "value"))
    assert values["probability"] == [str(p) for p in at]
    assert values["analytic-confidence"] == [each.confidence for each in judged]


def test_severity_is_the_scenarios_and_calm_is_no_hazard(brief: Brief) -> None:
    made = cap(brief)
    shown = [each for each in brief.judgements if not each.parts]
    assert len(shown) < len(brief.judgements)
    assert texts(made, "event") == [each.name for each in shown]
    assert texts(made, "severity") == ["Severe", "Extreme", "Moderate"]


def test_an_update_names_the_alert_before_it(brief: Brief) -> None:
    earlier = plain(brief).model_copy(update={"version": "aaaa", "as_of": dt.date(2031, 5, 1)})
    made = cap(plain(brief), previous=earlier, sender="desk.example")
    assert texts(made, "msgType") == ["Update"]
    assert texts(made, "references") == ["desk.example,tocsin-aaaa,2031-05-01T00:00:00-00:00"]
    first = cap(earlier, sender="desk.example")
    known = ",".join(str(texts(first, name)[0]) for name in ("sender", "identifier", "sent"))
    assert texts(made, "references") == [known]


def test_likelihood_and_confidence_are_apart_in_the_words_too(brief: Brief) -> None:
    for told in texts(cap(brief), "description"):
        for line in str(told).splitlines():
            assert not ("onfidence" in line and "probability of" in line), line


# --- Atom ---


def test_a_feed_of_briefs_is_newest_first_and_marked(brief: Brief) -> None:
    later = brief.model_copy(update={"version": "bbbb", "as_of": dt.date(2031, 6, 1)})
    feed = ElementTree.fromstring(to_feed([brief, later]))
    assert [each.findtext(ATOM + "id") for each in feed.iter(ATOM + "entry")] == [
        "urn:tocsin:brief:bbbb",
        f"urn:tocsin:brief:{brief.version}",
    ]
    assert feed.findtext(ATOM + "updated") == "2031-06-01T00:00:00+00:00"
    for entry in feed.iter(ATOM + "entry"):
        assert str(entry.findtext(ATOM + "title")).startswith(f"[{MARKING}]")
        assert brief.sentences[0].text in str(entry.findtext(ATOM + "content"))


# --- tables ---


@pytest.mark.parametrize("form", FORMS)
def test_every_row_of_every_form_carries_the_marking(form: str, brief: Brief, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    rows = 0
    for name, table in read_back(form, brief, tmp_path).items():
        for row in table:
            assert row["marking"] == MARKING and row["brief"] == brief.version, name
            rows += 1
    assert rows == sum(len(list(table.rows)) for table in tables_of([brief])) > 50


def read_back(form: str, brief: Brief, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """What another program finds in the files, by table."""
    written = write_tables(tables_of([brief]), form, folder / "out")
    if form == "csv":
        return {path.stem: list(csv.DictReader(path.open(encoding="utf-8"))) for path in written}
    if form == "parquet":
        from pyarrow import parquet

        return {path.stem: parquet.read_table(path).to_pylist() for path in written}
    if form == "sqlite":
        database = sqlite3.connect(written[0])
        database.row_factory = sqlite3.Row
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {n: [dict(r) for r in database.execute(f'SELECT * FROM "{n}"')] for (n,) in map(tuple, names)}
    found: dict[str, list[dict[str, Any]]] = {}
    for line in written[0].read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found.setdefault(row.pop("table"), []).append(row)
    return found


@pytest.mark.parametrize("form", ["jsonl", "parquet", "sqlite"])
def test_a_number_is_a_number_where_the_form_has_numbers(form: str, brief: Brief, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    found = read_back(form, brief, tmp_path)
    assert [row["probability"] for row in found["judgements"]] == [j.probability for j in brief.judgements]
    assert [row["credibility"] for row in found["claims"]] == [c.grade.credibility for c in brief.claims]
    until = [str(j.covered_until) if j.covered_until else None for j in brief.judgements]
    assert [row["covered_until"] for row in found["judgements"]] == until  # unknown is empty, never 0
    assert None in until


def test_reliability_and_credibility_stay_two_columns(brief: Brief) -> None:
    claims = next(table for table in tables_of([brief]) if table.name == "claims")
    assert {"reliability", "credibility"} < set(claims.columns)
    assert "grade" not in claims.columns


def test_a_spreadsheet_runs_no_words_of_a_report(brief: Brief, tmp_path: Path) -> None:
    named = brief.claims[0].model_copy(update={"text": '=HYPERLINK("http://a.example")'})
    made = brief.model_copy(update={"claims": (named,)})
    write_tables(tables_of([made]), "csv", tmp_path)
    (row,) = csv.DictReader((tmp_path / "claims.csv").open(encoding="utf-8"))
    assert row["text"] == '\'=HYPERLINK("http://a.example")'
    ledger = (tmp_path / "ledger.csv").read_text(encoding="utf-8")
    assert ",-" in ledger and ",'-" not in ledger  # a negative number is a number


def test_whole_documents_are_in_the_tables_only_where_asked_for(brief: Brief) -> None:
    def columns(**options: bool) -> tuple[str, ...]:
        return next(table.columns for table in tables_of([brief], **options) if table.name == "documents")

    assert "text" not in columns()
    assert columns(with_text=True)[-2:] == ("text", "marking")
    told = next(table for table in tables_of([brief], with_text=True) if table.name == "documents")
    assert [row[-2] for row in told.rows] == [each.text for each in brief.documents]


def test_a_sqlite_file_answers_the_usual_questions_at_once(brief: Brief, tmp_path: Path) -> None:
    (path,) = write_tables(tables_of([brief]), "sqlite", tmp_path / "b.db")
    database = sqlite3.connect(path)
    views = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert views == ["v_judgements", "v_claims", "v_indicators", "v_origins"]
    for view in views:
        assert database.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0, view
    by_name = dict(database.execute("SELECT name, percent FROM v_judgements"))
    assert by_name == {j.name: round(100 * j.probability, 1) for j in brief.judgements}


def test_a_failed_export_leaves_the_old_files_alone(brief: Brief, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "claims.csv").write_text("old\n")
    tables = tables_of([brief])
    broken = [*tables[:-1], tables[-1]._replace(rows=(1 / 0 for _ in range(1)))]
    with pytest.raises(ZeroDivisionError):
        write_tables(broken, "csv", tmp_path / "out")
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["claims.csv"]
    assert (tmp_path / "out" / "claims.csv").read_text() == "old\n"

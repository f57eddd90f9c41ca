from pathlib import Path
from typing import Any

import pytest

from tocsin.errors import ConfigurationError
from tocsin.reference.inflection import inflect, plural
from tocsin.reference.kinds import kind_and_broader, kinds, read_kinds


def entry(**changes: Any) -> dict[str, Any]:
    return {"id": "x", "name": "X", "class": "AID", "cameo": "070", "words": [{"verbs": ["send"]}]} | changes


def test_the_table_holds_the_kinds_that_a_watch_may_name() -> None:
    wanted = {
        "missile-test",
        "icbm-test",
        "cruise-missile-test",
        "nuclear-test",
        "satellite-launch",
        "launch-preparation",
        "artillery-fire",
        "border-incursion",
        "naval-clash",
        "dmz-clash",
        "exercise",
        "arms-transfer",
        "technology-transfer",
        "sanctions-shielding",
        "sanction",
        "force-movement",
        "mobilization",
        "cyber-attack",
        "jamming",
        "threat",
        "denial",
        "contingency-planning",
        "evacuation",
        "balloon-launch",
        "leaflet",
        "loudspeaker",
        "drone-incursion",
        "infiltration",
        "abduction",
        "detention",
        "assassination",
        "election-interference",
        "protest",
        "coup",
        "talks",
        "summit",
        "agreement",
        "agreement-withdrawal",
        "aid",
        "troop-deployment",
        "weapons-deployment",
        "reactor-activity",
        "tunnel-activity",
        "airspace-violation",
        "blockade",
        "seizure",
        "island-assault",
        "assessment",
    }
    assert not wanted - set(kinds())


def test_narrow_kinds_know_the_wider_ones() -> None:
    assert kind_and_broader("icbm-test") == ("icbm-test", "ballistic-missile-test", "missile-test")


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ([entry(), entry()], "'x' stands twice"),
        ([entry(**{"class": "FIGHT"})], "kind 'x': class_"),
        ([entry(words=[])], "'x' has no words"),
        ([entry(words=[{"verb": ["send"]}])], "kind 'x': verb"),
        ([entry(cameo="aid")], "no number"),
        ([entry(broader="y")], "unknown broader kind 'y'"),
        ([{"name": "nameless"}], "kind 'number 1'"),
        ([entry(words=[{"verbs": ["send"], "not": [False]}])], "kind 'x': not_"),
    ],
)
def test_a_wrong_table_is_refused_with_the_kind_named(table: list[dict[str, Any]], complaint: str) -> None:
    with pytest.raises(ConfigurationError, match=complaint):
        read_kinds({"kinds": table})


def test_verbs_and_nouns_bend_by_rule() -> None:
    assert [word for word, _ in inflect("launch")] == ["launch", "launches", "launched", "launching"]
    assert [word for word, _ in inflect("fire")] == ["fire", "fires", "fired", "firing"]
    assert [word for word, _ in inflect("supply")] == ["supply", "supplies", "supplied", "supplying"]
    assert inflect("send", ["sends", "sent", "sending"])[2] == ("sent", "past")
    assert (plural("delivery"), plural("clash"), plural("drill")) == ("deliveries", "clashes", "drills")


def test_the_page_of_kinds_is_the_table(root: Path) -> None:
    page = (root / "docs/warning-kinds.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    wanted = [
        f"| `{kind.id}` | {kind.name} | {kind.class_ or ''} | {kind.mode or ''} | {kind.cameo} "
        f"| {f'`{kind.broader}`' if kind.broader else ''} |"
        for kind in kinds().values()
    ]
    assert rows == wanted
    assert f"{len(wanted)} kinds" in page

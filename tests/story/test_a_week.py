"""A week at a desk: one report and twenty rewrites of it; the watch moves once, and one alert arrives."""

import datetime as dt
import json
from pathlib import Path

import pytest
from tests.receiving import Mails, Posts, mail_server, web_receiver

from tocsin import pipeline
from tocsin.collect import collect_paths
from tocsin.config import Settings
from tocsin.sending import send_alerts
from tocsin.store import Store
from tocsin.terms import Problem, Watch
from tocsin.watches import load_watch

MONDAY = dt.date(2031, 5, 19)
MARKING = "EXERCISE: synthetic reporting"
WATCH = """
id: strait
title: Closure of the Amber Strait
problem: The strait may be closed to ships.
keywords: [strait, minelayers]
written: 2031-05-01
scenarios:
  - id: closure
    name: Closure of the strait
    question: Will ships be kept from passing the strait for a day or more by the deadline?
    settlement: {criteria: No passage for 24 hours, source: Port notices, settler: watch officer}
    severity: high
    consequences: Fuel and food arrive late.
    reference_class: closures
reference_classes:
  - {id: closures, name: closures of straits, rate_low: 0.05, rate_mid: 0.2, rate_high: 1, basis: Test}
indicators:
  - id: minelayers
    name: Minelayers leave their berths
    statement: Minelayers are seen to leave their berths.
    domain: preparation
    likelihood: {closure: 0.6}
    otherwise: 0.05
    match: {words: [minelayers]}
    coverage: {topics: [strait, minelayers]}
    lead_time_days: 3
    owner: watch officer
    last_review: 2031-05-01
hypotheses:
  - {id: act, name: Means it, statement: The closure is being prepared., kind: act}
  - {id: bluff, name: Deception, statement: The preparation is staged., kind: deception}
  - {id: nothing, name: Nothing, statement: Nothing comes of it by the date., kind: nothing}
"""
PLAN = """
id: closure-plan
title: Closure of the strait
scenario: closure
triggers: [{indicator: minelayers, state: observed}]
lead_time_days: 3
owner: watch desk
actions: [{order: 1, what: Call the port authority, owner: watch officer}]
exit: ships pass freely for a week
"""
FIRST = (
    "The Lorn navy said on Tuesday that three minelayers had left their berths near the Amber Strait. "
    "A navy spokesperson told Harbour TV that the ships had sailed at dawn."
)
QUIET = "The harbour orchestra will play on Sunday. Tickets for the strait ferry cost less this year."
REWRITES = (
    "Harbour TV reported on {day} that three minelayers had left their berths near the Amber Strait.",
    "Three minelayers have left their berths near the Amber Strait, Harbour TV reported on {day}.",
    "Minelayers left their berths near the strait, according to Harbour TV.",
    "According to a Harbour TV report, three minelayers are no longer at their berths.",
)


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    folder = tmp_path / "strait"
    (folder / "plans").mkdir(parents=True)
    (folder / "watch.yaml").write_text(WATCH)
    (folder / "plans/closure.yaml").write_text(PLAN)
    return load_watch(str(folder))


def publish(folder: Path, day: dt.date, number: int, outlet: str, text: str) -> None:
    """One report, as a feed would bring it on that day."""
    told = {
        "id": f"{day}-{number}",
        "text": text,
        "outlet": outlet,
        "published": str(day),
        "marking": MARKING,
    }
    (folder / f"{day}-{number}.json").write_text(json.dumps(told))


def publish_day(folder: Path, day: dt.date) -> None:
    """Monday is quiet, Tuesday has the report, each day after it rewrites by others: twenty in all."""
    since = (day - MONDAY).days
    publish(folder, day, 0, "Town Gazette", QUIET)
    if since == 1:
        publish(folder, day, 1, "Harbour TV", FIRST)
    if since >= 2:
        for number, text in enumerate(REWRITES, start=1):
            outlet = f"Coast Paper {4 * since + number}"
            publish(folder, day, number, outlet, text.format(day=f"{day - dt.timedelta(days=since - 1):%A}"))


def run_day(store: Store, folder: Path, day: dt.date, watch: Watch, settings: Settings) -> int:
    """What `tocsin run` does once a day; how many alerts it made."""
    at = dt.datetime.combine(day, dt.time(18), dt.UTC)
    found = collect_paths([str(folder)], outlet=None, published=None, today=day, max_bytes=10**6, stdin=None)  # type: ignore[arg-type]
    collected = [item for item in found if not isinstance(item, Problem)]
    list(pipeline.keep(store, collected, report=lambda problem: pytest.fail(str(problem))))
    name = str(folder.parent / "strait")
    assert pipeline.walk_store(store, name, as_of=day, today=day) is not None
    return send_alerts(store, [(watch, day)], settings, at=at).made


def test_a_story_and_its_rewrites_over_a_week_move_the_watch_once(tmp_path: Path, watch: Watch) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    with Store(tmp_path / "t.db") as store, mail_server() as mails, web_receiver() as posts:
        settings = _settings(mails, posts)
        made = []
        for day in (MONDAY + dt.timedelta(days=since) for since in range(7)):
            publish_day(folder, day)
            made.append(run_day(store, folder, day, watch, settings))
        assert len(list(store.documents())) == 7 + 1 + 20
        assert store.state("strait", day) is not None
        told = store.alerts("strait")
    assert made == [0, 1, 0, 0, 0, 0, 0], [posted.alert.headline for posted in told]
    (mail,) = mails.mails
    assert MARKING in mail["Subject"] and "status up from quiet to raised" in mail["Subject"]
    text = mail.get_content()
    assert "Minelayers leave their berths: from" in text and "to observed" in text
    assert "http://127.0.0.1:8642/problem/strait/indicator/minelayers" in text
    ((_, body),) = posts.posts
    assert {change["kind"] for change in json.loads(body)["changes"]} >= {"status", "plan", "indicator"}


def _settings(mails: Mails, posts: Posts) -> Settings:
    return Settings.model_validate(
        {
            "smtp_host": "127.0.0.1",
            "smtp_port": mails.port,
            "smtp_security": "none",
            "mail_from": "tocsin@desk.example",
            "mail_to": "a@desk.example",
            "webhook_urls": posts.url,
            "webhook_secret": "a-long-shared-secret-of-the-desk",
            "site_address": "http://127.0.0.1:8642",
        }
    )

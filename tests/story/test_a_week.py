"""A week at a desk: one report and twenty rewrites of it; the watch moves once, and one alert arrives."""

import datetime as dt
import json
from pathlib import Path

import pytest
from tests.loopback import Said, Site, sites
from tests.receiving import Mails, Posts, mail_server, web_receiver

from tocsin.collect.web import Limits, Web
from tocsin.config import Settings
from tocsin.gathering import gather, make_channel
from tocsin.holding import hold_run
from tocsin.running import Asked, run_once
from tocsin.sending import send_alerts
from tocsin.store import Store
from tocsin.terms import Problem, Watch
from tocsin.watches import load_watch

MONDAY = dt.date(2031, 5, 19)
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
    "The Lorn navy said on Tuesday that three minelayers had left their berths near the Amber Strait."
    "A navy spokesperson told Harbour TV that the ships had sailed at dawn."
)
QUIET = (
    "The harbour orchestra will play in the park on the {number}th evening of the festival. Tickets for the "
    "ferry over the Amber Strait cost less this year, the mayor said, and the town expects many visitors."
)
REWRITES = (  # what Harbour TV said, and a word of the paper's own that is none on the matter
    "Harbour TV reported on Tuesday that three minelayers had left their berths near the Amber Strait.",
    "Three minelayers have left their berths near the Amber Strait, Harbour TV reported on Tuesday.",
    "Minelayers left their berths near the Amber Strait this week, according to Harbour TV.",
    "According to a Harbour TV report, three minelayers are not at their berths near the strait.",
)
OWN = "{paper} could not reach the navy. Readers at the harbour know the ships from the parade."
HTML = {"Content-Type": "text/html; charset=utf-8"}
LIMITS = Limits(pace=0.0)


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    folder = tmp_path / "strait"
    (folder / "plans").mkdir(parents=True)
    (folder / "watch.yaml").write_text(WATCH)
    (folder / "plans/closure.yaml").write_text(PLAN)
    return load_watch(str(folder))


class Wire:
    """A news site on this machine: a feed that grows, and a page for each of its items."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.items: list[str] = []
        self.refresh()

    def publish(self, day: dt.date, outlet: str, text: str) -> None:
        """One more report, of an outlet that the feed names as its source."""
        path = f"/a/{len(self.items)}"
        page = f"<html lang='en'><head><title>{text[:40]}</title></head><body><article><p>{text}</p>"
        self.site.routes[path] = Said(f"{page}</article></body></html>".encode(), headers=HTML)
        moment = dt.datetime.combine(day, dt.time(9, len(self.items)), dt.UTC)
        self.items.insert(
            0,
            f"<item><title>{text[:40]}</title><link>{self.site.url(path)}</link>"
            f"<pubDate>{moment:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
            f"<source url='https://{len(self.items)}.example/'>{outlet}</source></item>",
        )
        self.refresh()

    def publish_day(self, day: dt.date) -> None:
        """Monday is quiet, Tuesday has the report, each day after it rewrites by others: twenty in all."""
        since = (day - MONDAY).days
        self.publish(day, "Town Gazette", QUIET.format(number=since + 2))
        if since == 1:
            self.publish(day, "Harbour TV", FIRST)
        for number, text in enumerate(REWRITES if since >= 2 else (), start=1):
            paper = f"Coast Paper {4 * since + number}"
            self.publish(day, paper, f"{text} {OWN.format(paper=paper)}")

    def refresh(self) -> None:
        head = "<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title>"
        feed = f"{head}{''.join(self.items)}</channel></rss>"
        self.site.routes["/feed.xml"] = Said(feed.encode(), headers={"Content-Type": "application/rss+xml"})


def run_day(store: Store, day: dt.date, watch: Watch, web: Web, settings: Settings) -> int:
    """What `tocsin run` does, once on that day; how many alerts it made."""
    at = dt.datetime.combine(day, dt.time(18), dt.UTC)
    asked = Asked(command="run", watches=[watch], is_live=True)
    with hold_run(store, lambda: at, fail) as hold:
        ran = run_once(
            store,
            [],
            asked,
            hold=hold,
            clock=lambda: at,
            problems=[],
            report=fail,
            ask=lambda moment: gather(store, now=moment, web=web, workers=4),
        )
    assert ran.summary.as_of == day and ran.summary.taken_in > 0
    return send_alerts(store, [(watch, day)], settings, at=at).made


def fail(problem: Problem) -> None:
    pytest.fail(str(problem))


def test_a_story_and_its_rewrites_over_a_week_move_the_watch_once(tmp_path: Path, watch: Watch) -> None:
    days = [MONDAY + dt.timedelta(days=since) for since in range(7)]
    with (
        Store(tmp_path / "t.db") as store,
        mail_server() as mails,
        web_receiver() as posts,
        sites(1) as (site,),
        Web(LIMITS) as web,
    ):
        settings = _settings(mails, posts)
        wire = Wire(site)
        added = dt.datetime.combine(MONDAY, dt.time(8), dt.UTC)
        store.put_channel(make_channel(site.url("/feed.xml"), added=added, allow_private=True))
        made = []
        for day in days:
            wire.publish_day(day)
            made.append(run_day(store, day, watch, web, settings))
        assert len({document.outlet for document in store.documents()}) == 1 + 1 + 20
        told = store.alerts("strait")
        levels = [state.indicators[0].state for day in days if (state := store.state("strait", day))]
    assert made == [0, 1, 0, 0, 0, 0, 0], [posted.alert.headline for posted in told]
    assert levels[0] != "observed" and levels[1:] == ["observed"] * 6
    (mail,) = mails.mails
    assert "status up from quiet to raised" in mail["Subject"]
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

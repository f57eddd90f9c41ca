"""Quiet hours, digests, CAP and services against real receivers: each change reaches each of them once."""

import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from tests.contracts.store_records import ALERT, CHANGE, OUTLOOK, PLANS, WEIGHING
from tests.contracts.test_sending import SECRET, mail_settings, web_settings
from tests.receiving import free_port, mail_server, web_receiver

from tocsin.config import Settings
from tocsin.errors import ConfigurationError
from tocsin.exchange.cap_alerts import alert_to_cap
from tocsin.sending import send_alerts, send_waiting
from tocsin.sending.hours import read_hours, when_due
from tocsin.sending.outbox import CAME_BACK, PAUSES
from tocsin.sending.receivers import find_receivers
from tocsin.store import Store
from tocsin.terms import Alert, Change
from tocsin.watches import load_watch

pytest.importorskip("apprise")
NIGHT = dt.datetime(2024, 5, 25, 23, tzinfo=dt.UTC)
MORNING = dt.datetime(2024, 5, 26, 7, tzinfo=dt.UTC)
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(str(tmp_path / "t.db")) as opened:
        yield opened


def alert(id: str, *changes: tuple[str, str]) -> Alert:
    made = [
        CHANGE.model_copy(update={"kind": "status", "id": "korea", "before": before, "after": after})
        for before, after in changes
    ]
    return ALERT.model_copy(update={"id": id, "changes": tuple(made), "beside": ()})


def put(store: Store, told: Alert, settings: Settings, at: dt.datetime) -> None:
    names = [receiver.name for receiver in find_receivers(settings)]
    store.put_alert(told, None, names, at=at, due=when_due(told, read_hours(settings), at))


def test_what_comes_at_night_waits_and_goes_out_as_one_in_the_morning(store):
    with mail_server() as server, web_receiver() as receiver:
        given = mail_settings(server.port, alert_quiet="22:00-07:00").model_dump()
        settings = Settings.model_validate(given | {"webhook_urls": receiver.url, "webhook_secret": SECRET})
        put(store, alert("a1", ("quiet", "moving")), settings, NIGHT)
        put(store, alert("a2", ("moving", "raised")), settings, NIGHT + dt.timedelta(hours=1))
        assert send_waiting(store, settings, at=NIGHT + dt.timedelta(hours=2)).sent == 0
        assert send_waiting(store, settings, at=MORNING) == (0, 2, ())
        assert send_waiting(store, settings, at=MORNING + dt.timedelta(days=1)).sent == 0
    (mail,), ((headers, body),) = server.mails, receiver.posts
    assert "Digest: 1 change on 1 problem" in mail["Subject"]
    assert mail["Subject"].strip().startswith("[EXERCISE: synthetic reporting]")
    assert "from quiet to raised" in mail.get_content()
    told = json.loads(body)
    assert told["kind"] == "digest" and len(told["alerts"]) == 1 and headers["Tocsin-Id"] == told["id"]
    assert {d.state for posted in store.alerts() for d in posted.deliveries} == {"sent"}


def test_what_is_urgent_goes_out_at_night_and_takes_along_what_waited(store):
    with web_receiver() as receiver:
        settings = web_settings(receiver.url, alert_quiet="22:00-07:00", alert_digest="daily")
        put(store, alert("a1", ("quiet", "moving")), settings, NIGHT)
        put(store, alert("a2", ("moving", "high")), settings, NIGHT)
        assert send_waiting(store, settings, at=NIGHT).sent == 1
        assert send_waiting(store, settings, at=MORNING).sent == 0, "told once, and not again in the digest"
    ((_, body),) = receiver.posts
    (told,) = json.loads(body)["alerts"]
    assert [(c["before"], c["after"]) for c in told["changes"]] == [("quiet", "high")]


def test_what_came_back_in_the_night_is_not_sent_and_the_list_says_so(store):
    with web_receiver() as receiver:
        settings = web_settings(receiver.url, alert_quiet="22:00-07:00")
        put(store, alert("a1", ("quiet", "moving")), settings, NIGHT)
        put(store, alert("a2", ("moving", "quiet")), settings, NIGHT)
        assert send_waiting(store, settings, at=MORNING).sent == 0
    assert receiver.posts == []
    assert {d.fault for posted in store.alerts() for d in posted.deliveries} == {CAME_BACK}


def test_a_failure_in_the_evening_is_not_tried_again_at_night(store):
    settings = web_settings(f"http://127.0.0.1:{free_port()}/x", alert_quiet="22:00-07:00")
    evening = dt.datetime(2024, 5, 25, 21, 59, 30, tzinfo=dt.UTC)
    put(store, alert("a1", ("quiet", "moving")), settings, evening)
    assert send_waiting(store, settings, at=evening).faults
    assert store.alerts()[0].deliveries[0].next_try == MORNING


def test_one_change_reaches_every_channel_once_whatever_starts_again(store, tmp_path):
    """Runs that overlap, a program that is started again, a digest after an urgent alert: one each."""
    watch = load_watch("korean-peninsula").model_copy(update={"id": "korea"})
    states = ["standing-by", "advised", "advised", "active", "active"]
    with mail_server() as server, web_receiver() as receiver, web_receiver() as service:
        given = mail_settings(server.port, alert_digest="hourly").model_dump()
        given |= {"webhook_urls": receiver.url, "webhook_secret": SECRET}
        given |= {"apprise_urls": service.url.replace("http", "json", 1).replace("/hook", "/bell")}
        settings = Settings.model_validate(given)
        for number, state in enumerate(states):
            with Store(tmp_path / "t.db") as again:
                day = OUTLOOK.as_of + dt.timedelta(days=number // 3)
                again.put_outlook("korea", OUTLOOK.model_copy(update={"as_of": day}))
                again.put_weighing("korea", day, WEIGHING)
                again.put_plans("korea", day, [plan.model_copy(update={"state": state}) for plan in PLANS])
                moment = NIGHT + dt.timedelta(hours=12 * (number // 3), minutes=7 * number)
                for _ in range(2):
                    send_alerts(again, [(watch, day)], settings, at=moment)
        for hour in (13, 14, 40):
            with Store(tmp_path / "t.db") as again:
                send_alerts(again, [(watch, day)], settings, at=NIGHT + dt.timedelta(hours=hour))
    assert len(server.mails) == len(receiver.posts) == len(service.posts) == 1
    texts = [mail.get_content() for mail in server.mails]
    assert sum(text.count("- Status: from quiet to high") for text in texts) == 1
    assert sum(text.count("- Island: from standing by to active") for text in texts) == 1


# --- CAP ---


def test_an_alert_as_cap_is_an_exercise_or_draft_with_exact_probability_and_updates_the_one_before(store):
    reached = {"probability": 0.0612345, "low": 0.02, "high": 0.11, "base_rate": 0.04}
    change = Change.model_validate(
        CHANGE.model_dump()
        | {"kind": "probability", "id": "nuclear-test", "warns_of": ("nuclear-test",)}
        | {"reached": reached | {"by": dt.date(2024, 11, 30), "severity": "extreme"}}
    )
    told = ALERT.model_copy(update={"changes": (change,), "beside": ()})
    before = alert("a0", ("quiet", "moving"))
    with web_receiver() as receiver:
        settings = web_settings(receiver.url, webhook_form="cap", alert_sender="desk.example")
        put(store, before, settings, NIGHT)
        put(store, told, settings, NIGHT + dt.timedelta(hours=1))
        assert send_waiting(store, settings, at=MORNING).sent == 2
    (_, first), (headers, second) = receiver.posts
    assert headers["Content-Type"].startswith("application/cap+xml")
    root = etree.fromstring(second)
    assert root.findtext(f"{CAP}status") == "Exercise" and root.findtext(f"{CAP}msgType") == "Update"
    earlier = etree.fromstring(first)
    sent = earlier.findtext(f"{CAP}sent")
    assert root.findtext(f"{CAP}references") == f"desk.example,tocsin-alert-a0,{sent}"
    values = {p[0].text: p[1].text for p in root.iter(f"{CAP}parameter")}
    assert values["probability"] == "0.0612345" and values["by"] == "2024-11-30"
    info = root.find(f"{CAP}info")
    assert info is not None and info.findtext(f"{CAP}severity") == "Extreme"
    assert info.findtext(f"{CAP}certainty") == "Possible"
    unmarked = told.model_copy(update={"markings": ()})
    assert "<status>Draft</status>" in alert_to_cap(unmarked, NIGHT)


@pytest.mark.parametrize("kind", ["silence", "test"])
def test_notices_as_cap_hold_to_the_schema_too(kind):
    notice = ALERT.model_copy(update={"kind": kind, "changes": (), "beside": (), "watch": None})
    odd = notice.model_copy(update={"headline": "a < b & \x00 c " + "x" * 500})
    assert "<info>" in alert_to_cap(odd, NIGHT)


def test_a_mail_carries_cap_files_where_they_are_asked_for(store):
    with mail_server() as server:
        settings = mail_settings(server.port, mail_cap=True, alert_quiet="22:00-07:00")
        put(store, alert("a1", ("quiet", "moving")), settings, NIGHT)
        put(store, alert("a2", ("moving", "raised")), settings, NIGHT)
        send_waiting(store, settings, at=MORNING)
    files = list(server.mails[0].iter_attachments())
    assert [part.get_filename() for part in files] == ["tocsin-a1.cap.xml", "tocsin-a2.cap.xml"]
    assert files[0].get_content_type() == "application/cap+xml"
    assert etree.fromstring(files[0].get_content()).tag == f"{CAP}alert"


# --- services ---


def service(url: str, **more: object) -> Settings:
    return Settings.model_validate({"apprise_urls": url} | more)


def test_a_service_gets_the_markings_first_and_the_words_of_the_mail(store):
    with web_receiver() as receiver:
        settings = service(receiver.url.replace("http", "json", 1))
        put(store, ALERT, settings, NIGHT)
        assert send_waiting(store, settings, at=NIGHT) == (0, 1, ())
    ((_, body),) = receiver.posts
    told = json.loads(body)
    assert told["title"].startswith("[EXERCISE: synthetic reporting] Korea: status up")
    assert "from not looked for to observed" in told["message"]


@pytest.mark.parametrize("status", [302, 500])
def test_a_service_that_refuses_is_tried_again_and_its_secret_is_not_told(store, status, capfd):
    with web_receiver() as receiver, web_receiver() as elsewhere:
        receiver.answer, receiver.to = status, elsewhere.url
        settings = service(receiver.url.replace("http", "json", 1))
        put(store, ALERT, settings, NIGHT)
        (fault,) = send_waiting(store, settings, at=NIGHT).faults
        receiver.answer, receiver.to = 200, ""
        assert send_waiting(store, settings, at=NIGHT + PAUSES[0]).sent == 1
    assert "did not take it" in fault and elsewhere.posts == []
    said = "".join(capfd.readouterr()) + fault + repr(find_receivers(settings)) + repr(store.alerts())
    assert "secret-path" not in said


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("json://chat.example/x", "in the clear"),
        ("nothing", "no address of a service"),
        ("mailtos://u:p@desk.example?to=a@desk.example", "names a receiver that mail or a webhook names"),
    ],
)
def test_a_service_named_wrongly_or_twice_stops_before_any_work(url, words):
    given = mail_settings(25).model_dump() | {"apprise_urls": url}
    with pytest.raises(ConfigurationError, match=words) as refused:
        find_receivers(Settings.model_validate(given))
    assert "u:p" not in str(refused.value)


def test_a_webhook_and_a_service_at_one_place_would_tell_twice(store):
    given = web_settings("http://127.0.0.1:8000/hook").model_dump()
    with pytest.raises(ConfigurationError, match="name it once"):
        find_receivers(Settings.model_validate(given | {"apprise_urls": "json://127.0.0.1:8000/hook/"}))


def test_without_apprise_the_setting_says_what_to_install():
    words = "import sys; sys.modules['apprise'] = None; import importlib.util as u; "
    words += "find = u.find_spec; u.find_spec = lambda n, *a: None if n == 'apprise' else find(n, *a); "
    words += "from tocsin.config import Settings; from tocsin.sending.receivers import find_receivers; "
    words += "find_receivers(Settings(apprise_urls='slack://a/b/c'))"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, timeout=60)
    assert re.search(r"pip install 'tocsin\[alerts\]'", done.stderr)

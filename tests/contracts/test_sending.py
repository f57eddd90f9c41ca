"""Alerts against a real mail server and a real web server: taken once, later if need be, no secret told."""

import datetime as dt
import hashlib
import hmac
import json
import shutil
import sqlite3
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.contracts.store_records import ALERT, OUTLOOK, PLANS, TOLD, WEIGHING
from tests.receiving import free_port, mail_server, web_receiver

from tocsin.config import Settings
from tocsin.errors import ConfigurationError
from tocsin.exchange.newsfeed import NAMESPACE
from tocsin.sending import note_silence, send_alerts, send_waiting
from tocsin.sending.atom import to_atom
from tocsin.sending.outbox import PAUSES
from tocsin.sending.receivers import find_receivers
from tocsin.store import Store
from tocsin.terms import Channel, ChannelState
from tocsin.watches import load_watch

AT = dt.datetime(2024, 5, 25, 18, tzinfo=dt.UTC)
SECRET = "a-long-shared-secret-of-the-desk"
PASSWORD = "open-sesame-4711"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(str(tmp_path / "t.db")) as opened:
        yield opened


def mail_settings(port: int, **more: object) -> Settings:
    """Mail to a server on this machine."""
    given = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_security": "none",
        "mail_from": "Tocsin <tocsin@desk.example>",
        "mail_to": "a@desk.example, b@desk.example",
        "site_address": "https://desk.example/",
    }
    return Settings.model_validate(given | more)


def web_settings(url: str, **more: object) -> Settings:
    return Settings.model_validate({"webhook_urls": url, "webhook_secret": SECRET} | more)


def put(store: Store, settings: Settings) -> None:
    store.put_alert(ALERT, TOLD, [receiver.name for receiver in find_receivers(settings)], at=AT)


def test_a_mail_carries_marking_headline_reasons_and_the_way_back_to_every_reader(store):
    with mail_server() as server:
        settings = mail_settings(server.port)
        put(store, settings)
        assert send_waiting(store, settings, at=AT) == (0, 1, ())
        assert send_waiting(store, settings, at=AT + dt.timedelta(days=1)) == (0, 0, ())
    (mail,) = server.mails
    assert mail["Subject"].strip().startswith("[EXERCISE: synthetic reporting] Tocsin: Korea: status up")
    assert mail["Message-ID"] == "<a1@tocsin.desk.example>"
    text = mail.get_content()
    assert "from not looked for to observed" in text and "2 reports from 1 independent origin" in text
    assert "https://desk.example/problem/korea/indicator/i1" in text
    assert server.readers == [["a@desk.example", "b@desk.example"]]


def test_a_post_is_signed_so_that_the_receiver_can_check_it(store):
    with web_receiver() as receiver:
        settings = web_settings(receiver.url)
        put(store, settings)
        assert send_waiting(store, settings, at=AT).sent == 1
    ((headers, body),) = receiver.posts
    signed = headers["Tocsin-Timestamp"].encode() + b"." + body
    assert (
        headers["Tocsin-Signature"] == "v1=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    )
    assert headers["Tocsin-Timestamp"] == str(int(AT.timestamp())) and headers["Tocsin-Id"] == "a1"
    told = json.loads(body)
    assert told["headline"] == ALERT.headline and told["markings"] == ["EXERCISE: synthetic reporting"]


def test_a_receiver_that_is_down_gets_it_later_once_and_the_other_is_not_held_up(store):
    with web_receiver() as receiver, mail_server() as server:
        server.refusing = True
        given = web_settings(receiver.url).model_dump() | mail_settings(server.port).model_dump(
            include={"smtp_host", "smtp_port", "smtp_security", "mail_from", "mail_to"}
        )
        settings = Settings.model_validate(given)
        put(store, settings)
        first = send_waiting(store, settings, at=AT)
        assert first.sent == 1 and first.faults == (
            "mail: the mail server answered with code 451; it is tried again later",
        )
        assert send_waiting(store, settings, at=AT).faults == (), "not again before its time"
        server.refusing = False
        assert send_waiting(store, settings, at=AT + PAUSES[0]).sent == 1
    assert len(receiver.posts) == 1 and len(server.mails) == 1


def test_after_days_of_failure_a_delivery_is_given_up_and_stays_listed(store):
    settings = web_settings(f"http://127.0.0.1:{free_port()}/x")
    put(store, settings)
    at = AT
    for pause in (*PAUSES, dt.timedelta()):
        (fault,) = send_waiting(store, settings, at=at).faults
        at += pause
    assert "given up" in fault
    assert store.alerts()[0].deliveries[0].state == "given-up"


@pytest.mark.parametrize("status", [302, 404, 500])
def test_no_answer_but_a_good_one_counts_and_redirects_are_not_followed(store, status):
    with web_receiver() as receiver, web_receiver() as elsewhere:
        receiver.answer, receiver.to = status, elsewhere.url
        settings = web_settings(receiver.url)
        put(store, settings)
        (fault,) = send_waiting(store, settings, at=AT).faults
    assert f"status {status}" in fault and elsewhere.posts == []


def test_no_secret_reaches_the_store_a_fault_or_a_listing(store, tmp_path):
    """A backup of the store, a log or a screenshot must give nothing away."""
    with web_receiver() as receiver, mail_server() as server:
        receiver.answer, server.refusing = 500, True
        given = mail_settings(server.port).model_dump() | {
            "webhook_urls": receiver.url,
            "webhook_secret": SECRET,
            "smtp_password": PASSWORD,
        }
        settings = Settings.model_validate(given)
        put(store, settings)
        told = repr(send_waiting(store, settings, at=AT)) + repr(settings) + repr(find_receivers(settings))
    told += "\n".join(sqlite3.connect(tmp_path / "t.db").iterdump())
    for secret in (SECRET, PASSWORD, "secret-path"):
        assert secret not in told


def test_a_sign_in_over_tls_with_a_certificate_of_ones_own(store, tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext"
    made = [*words.split(), "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    (tmp_path / "password").write_text(PASSWORD + "\n")
    with mail_server(PASSWORD, context) as server:
        over = {"smtp_security": "starttls", "smtp_user": "desk"}
        trusting = mail_settings(
            server.port, **over, smtp_password_file=tmp_path / "password", certificates_file=certificate
        )
        put(store, trusting)
        distrustful = mail_settings(server.port, **over, smtp_password=PASSWORD)
        (fault,) = send_waiting(store, distrustful, at=AT).faults
        assert "SSLCertVerificationError" in fault
        wrong = mail_settings(server.port, **over, smtp_password="wrong", certificates_file=certificate)
        (fault,) = send_waiting(store, wrong, at=AT + dt.timedelta(hours=1)).faults
        assert "refused the sign-in" in fault
        assert send_waiting(store, trusting, at=AT + dt.timedelta(days=1)).sent == 1
    assert len(server.mails) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"mail_to": "a@x.example"}, "TOCSIN_SMTP_HOST: is not set"),
        ({"smtp_host": "mail.example", "mail_from": "t@x.example"}, "TOCSIN_MAIL_TO: names nobody"),
        (
            {"smtp_host": "mail.example", "mail_from": "t@x", "mail_to": "a@x", "smtp_security": "none"},
            "this machine only",
        ),
        ({"webhook_urls": "http://chat.example/x", "webhook_secret": SECRET}, "in the clear"),
        ({"webhook_urls": "ftp://chat.example/x", "webhook_secret": SECRET}, "no https address"),
        ({"webhook_urls": "https://chat.example/x"}, "TOCSIN_WEBHOOK_SECRET: is shorter than 16"),
        ({"webhook_urls": "https://c.example/x", "webhook_secret_file": "/nowhere"}, "cannot be read"),
    ],
)
def test_half_a_receiver_stops_before_any_work_in_one_line_without_a_secret(given, said):
    with pytest.raises(ConfigurationError) as refused:
        find_receivers(Settings.model_validate(given))
    assert said in str(refused.value) and SECRET not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_walk_s_difference_is_made_and_sent_once_and_written_as_a_feed(store, tmp_path):
    day = OUTLOOK.as_of
    store.put_outlook("korea", OUTLOOK)
    store.put_weighing("korea", day, WEIGHING)
    store.put_plans("korea", day, [plan.model_copy(update={"state": "standing-by"}) for plan in PLANS])
    with web_receiver() as receiver:
        settings = web_settings(receiver.url, feed_folder=tmp_path / "feeds")
        judged = [(load_watch("korean-peninsula").model_copy(update={"id": "korea"}), day)]
        assert send_alerts(store, judged, settings, at=AT) == (0, 0, ()), "telling begins here"
        store.put_plans("korea", day, [plan.model_copy(update={"state": "active"}) for plan in PLANS])
        assert send_alerts(store, judged, settings, at=AT) == (1, 1, ())
        assert send_alerts(store, judged, settings, at=AT) == (0, 0, ())
    assert len(receiver.posts) == 1
    feed = ElementTree.parse(tmp_path / "feeds/korea.atom").getroot()
    (entry,) = feed.findall(f"{{{NAMESPACE}}}entry")
    assert "status up" in (entry.findtext(f"{{{NAMESPACE}}}title") or "")


def test_silence_is_told_once_and_only_after_its_hours(store):
    """A dead collector looks like a quiet world: nothing comes, and nobody asks why."""
    channel = Channel(id="c1", address="https://wire.example/feed", added=AT - dt.timedelta(days=9))
    with web_receiver() as receiver:
        settings = web_settings(receiver.url)
        assert not note_silence(store, settings, at=AT), "a store filled by hand has no silence"
        store.put_channel(channel)
        read = ChannelState(channel="c1", tried=AT, succeeded=AT - dt.timedelta(hours=23), failures=3)
        store.put_fetched([], [], read)
        assert not note_silence(store, settings, at=AT)
        assert send_alerts(store, [], settings, at=AT + dt.timedelta(hours=2)).made == 1
        assert send_alerts(store, [], settings, at=AT + dt.timedelta(days=2)).made == 0
        store.put_fetched([], [], read.model_copy(update={"succeeded": AT + dt.timedelta(days=2)}))
        assert send_alerts(store, [], settings, at=AT + dt.timedelta(days=4)).made == 1, (
            "a silence of its own"
        )
    assert [json.loads(body)["kind"] for _, body in receiver.posts] == ["silence", "silence"]


def test_a_channel_that_never_answered_is_a_silence_too(store):
    store.put_channel(Channel(id="c1", address="https://wire.example/feed", added=AT - dt.timedelta(days=2)))
    store.put_channel(
        Channel(id="c2", address="https://b.example/feed", added=AT - dt.timedelta(days=9), paused=True)
    )
    assert note_silence(store, Settings(), at=AT)


def test_a_feed_holds_any_text_and_its_ids_stay_when_the_site_moves(store):
    odd = ALERT.model_copy(update={"headline": "a < b & c \x00\x0b ]]> “q”"})
    store.put_alert(odd, TOLD, [], at=AT)
    here = ElementTree.fromstring(
        to_atom("korea", "Korea & more", store.alerts("korea"), "https://a.example")
    )
    there = ElementTree.fromstring(to_atom("korea", "Korea & more", store.alerts("korea"), ""))
    ids = [root.findtext(f"{{{NAMESPACE}}}entry/{{{NAMESPACE}}}id") for root in (here, there)]
    assert ids == ["urn:tocsin:alert:a1", "urn:tocsin:alert:a1"]
    assert here.findtext(f"{{{NAMESPACE}}}updated") == "2024-05-25T18:00:00+00:00"
    link = here.find(f"{{{NAMESPACE}}}entry/{{{NAMESPACE}}}link")
    assert link is not None and link.get("href") == "https://a.example/problem/korea"

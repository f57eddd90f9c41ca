"""An alert that is lost is worse than none; one that comes twice is switched off."""

import datetime as dt

from tests.contracts.store_records import ALERT, TOLD

from tocsin.store import Store
from tocsin.store.outbox import LEASE

AT = dt.datetime(2024, 5, 25, 18, tzinfo=dt.UTC)


def test_an_alert_and_what_was_told_come_back_whole(store):
    assert store.told("korea") is None
    assert store.put_alert(ALERT, TOLD, ["mail", "webhook x"], at=AT)
    assert store.told("korea") == TOLD
    (posted,) = store.alerts("korea")
    assert posted.alert == ALERT and posted.made_at == AT
    assert [(d.receiver, d.state) for d in posted.deliveries] == [
        ("mail", "waiting"),
        ("webhook x", "waiting"),
    ]
    assert store.alerts("another") == []


def test_the_same_alert_put_twice_is_sent_once(store):
    assert store.put_alert(ALERT, TOLD, ["mail"], at=AT)
    assert not store.put_alert(ALERT, TOLD, ["mail"], at=AT)
    assert store.lease_delivery(["mail"], at=AT) is not None
    assert store.lease_delivery(["mail"], at=AT) is None


def test_two_senders_at_once_never_hold_the_same_delivery(store, address):
    store.put_alert(ALERT, TOLD, ["mail"], at=AT)
    with Store(address) as other:
        assert store.lease_delivery(["mail"], at=AT) is not None
        assert other.lease_delivery(["mail"], at=AT) is None
        assert other.lease_delivery(["mail"], at=AT + LEASE) is not None, "a sender that died lets go"


def test_what_was_sent_is_never_sent_again(store):
    store.put_alert(ALERT, TOLD, ["mail"], at=AT)
    store.lease_delivery(["mail"], at=AT)
    store.mark_sent(ALERT.id, "mail", at=AT)
    assert store.lease_delivery(["mail"], at=AT + dt.timedelta(days=9)) is None
    assert store.retry_deliveries(["mail"], at=AT) == 0


def test_what_failed_comes_again_in_its_time_and_what_was_given_up_when_asked(store):
    store.put_alert(ALERT, TOLD, ["mail"], at=AT)
    store.lease_delivery(["mail"], at=AT)
    store.mark_failed(ALERT.id, "mail", "the mail server was away", AT + dt.timedelta(minutes=1))
    assert store.lease_delivery(["mail"], at=AT) is None
    again = store.lease_delivery(["mail"], at=AT + dt.timedelta(minutes=1))
    assert again is not None and again.attempts == 2
    store.mark_failed(ALERT.id, "mail", "the mail server was away", None)
    assert store.alerts()[0].deliveries[0].state == "given-up"
    assert store.lease_delivery(["mail"], at=AT + dt.timedelta(days=9)) is None
    assert store.retry_deliveries(["mail"], at=AT) == 1
    assert store.lease_delivery(["mail"], at=AT) is not None


def test_a_receiver_that_is_no_longer_named_gets_nothing_and_holds_nobody_up(store):
    store.put_alert(ALERT, TOLD, ["webhook gone", "mail"], at=AT)
    waiting = store.lease_delivery(["mail"], at=AT)
    assert waiting is not None and waiting.receiver == "mail"

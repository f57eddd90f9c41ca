"""How an act was done, and its warning kind, where the words show it and not where they do not."""

import pytest
import yaml

from tocsin.read import eventmodes
from tocsin.read.document import read_document
from tocsin.reference.kinds import class_kinds, kinds
from tocsin.terms import Document, Event


def only(text: str) -> Event:
    (event,) = read_document(Document(id="d", name="d", text=text)).events
    return event


@pytest.mark.parametrize(
    ("text", "mode", "kind"),
    [
        ("Russian forces shelled Kharkiv on Friday.", "heavy-weapons", "artillery-fire"),
        ("Gunmen killed four Malian soldiers with rifles.", "firearms", "attack"),
        ("A suicide bomber attacked the Pakistani embassy in Kabul.", "suicide-attack", "attack"),
        ("Police in Tehran detained two dozen students.", "arrest", "detention"),
        ("Thousands rallied in Tbilisi against the government.", "demo", "protest"),
        ("China condemned Japan over the islands.", "disapprove", "accusation"),
        ("North Korea conducted a nuclear test.", "weapons", "nuclear-test"),
        ("Iran launched a satellite into orbit.", "weapons", "satellite-launch"),
        ("The United States and South Korea began a joint military exercise.", "troops", "exercise"),
        ("Ethiopia attacked Eritrea.", None, "attack"),
    ],
)
def test_mode_and_kind_come_from_the_words(text: str, mode: str | None, kind: str | None) -> None:
    event = only(text)
    assert (event.mode, event.kind) == (mode, kind)


def test_every_kind_that_a_mode_names_is_in_the_table() -> None:
    raw = yaml.safe_load((eventmodes.files("tocsin.read") / "lexicon/modes.yaml").read_text("utf-8"))
    assert set(raw) <= set(class_kinds())
    for entries in raw.values():
        for entry in entries:
            assert entry.get("kind") in {None, *kinds()}, entry
            assert set(entry) <= {"mode", "kind", "words", "near"}, entry
            assert entry.get("words") or entry.get("near"), entry

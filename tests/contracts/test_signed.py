"""A brief that somebody signed, in the store: once, with who and when, and the chain of the trail whole."""

import datetime as dt

from tests.rooms.brief_sample import sample_brief
from tests.running import tocsin

from tocsin.brief import sign_brief, to_json
from tocsin.store import Store
from tocsin.terms import Brief, Signature


def test_it_is_kept_once_with_an_entry_in_the_trail(tmp_path):
    signature = Signature(analyst="R. Desk", at=dt.datetime(2031, 6, 2, 9, tzinfo=dt.UTC))
    brief = sign_brief(sample_brief(), signature)
    with Store(str(tmp_path / "desk.db")) as store:
        store.put_signed(brief)
        store.put_signed(brief)
        entries = [(entry.who, entry.what, entry.record) for entry in store.audit()]
        assert entries == [("R. Desk", "signed", f"brief {brief.version}")]
        assert store.brief(brief.version) == brief
    checked = tocsin("check", "--db", str(tmp_path / "desk.db"), cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_by_command_a_signed_brief_is_written_and_wrong_words_are_one_line(root, tmp_path):
    (tmp_path / "brief.json").write_text(to_json(sample_brief()), encoding="utf-8")
    words = ["sign", "brief.json", "--analyst", "R. Desk", "--dissent", "T. Analyst: it may be a bluff"]
    done = tocsin(*words, "--keep", "--db", "desk.db", "--out", "signed", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made = Brief.model_validate_json((tmp_path / "signed/brief.json").read_bytes())
    assert (made.analyst, made.signature.dissents[0].by) == ("R. Desk", "T. Analyst")
    for more, line in (
        (["--confidence", "closure"], "--confidence closure: sets no confidence; write it as"),
        (["--dissent", "just words"], "--dissent just words: does not say who differs; write it as"),
        (["--confidence", "flood=low: x"], "flood: this brief judges no such scenario; name one of:"),
    ):
        refused = tocsin("sign", "brief.json", "--analyst", "R. Desk", *more, cwd=tmp_path)
        assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
        assert line in refused.stderr

"""What keeps a store sound: the audit trail, backups, restoring, checking, pruning, erasing on request."""

import datetime as dt
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.contracts.meddling import Refused, another_program, meddle
from tests.contracts.store_records import BRIEF, DAY, OUTLOOK, STORIES, WEIGHING, document
from tests.running import EXAMPLE, tocsin

from tocsin.collect import Collected, observe
from tocsin.errors import StoreError
from tocsin.running import take_in
from tocsin.store import Store, put_in_place
from tocsin.terms import Brief, Problem, Reading

NOW = dt.datetime(2026, 5, 24, 12, tzinfo=dt.UTC)
SECRET = "zebrafinch quarterdeck"  # words that stand in no other text


# --- the audit trail ---------------------------------------------------------------------------------


def test_the_database_refuses_to_change_drop_or_misplace_an_entry(store: Store, address: str) -> None:
    for number in range(3):
        store.note(at=NOW, who="Ann", what="decided", record=f"claim {number}", content="a")
    statements = (
        "UPDATE audit SET who = 'Bob' WHERE number = 2",
        "DELETE FROM audit WHERE number = 3",
        (
            "INSERT INTO audit SELECT number + 2, at, who, what, record, content_hash, hash, 'x' FROM audit"
            " WHERE number = 3"
        ),
        (
            "INSERT INTO audit SELECT number, at, 'Bob', what, record, content_hash, previous,"
            " hash FROM audit WHERE number = 2 ON CONFLICT (number) DO UPDATE SET who = excluded.who"
        ),
    )
    for statement in statements:
        with pytest.raises(Refused, match="entry of the audit trail"):
            meddle(address, statement)
    assert [entry.who for entry in store.audit()] == ["Ann"] * 3
    assert store.integrity_check() == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE audit SET who = 'Bob' WHERE number = 2", "entry 2 was changed"),
        ("DELETE FROM audit WHERE number = 2", "entry 2 is missing"),
        ("UPDATE audit SET previous = 'x' WHERE number = 3", "entry 3 does not follow"),
    ],
)
def test_whoever_gets_round_the_triggers_is_found_out(
    store: Store, address: str, change: str, said: str
) -> None:
    for number in range(3):
        store.note(at=NOW, who="Ann", what="decided", record=f"claim {number}")
    with another_program(address) as other:
        for trigger in ("audit_is_never_changed", "audit_never_forgets") if other.is_file else ():
            other.ask(f"DROP TRIGGER {trigger}")
        if not other.is_file:
            other.ask("SET session_replication_role = replica")  # which only its administrator may
        other.ask(change)
    assert any(said in fault for fault in store.integrity_check())


def test_a_cut_end_shows_beside_the_hash_that_a_backup_printed(store: Store) -> None:
    store.note(at=NOW, who="Ann", what="decided", record="claim 1")
    first = store.audit_end()
    store.note(at=NOW, who="Ann", what="decided", record="claim 2")
    assert first[0] == 1 and store.audit_end()[0] == 2
    assert store.audit()[0].previous == first[1]


def test_who_published_a_brief_with_parts_missing_stands_in_the_trail_once(store: Store) -> None:
    incomplete = BRIEF.model_copy(update={"incomplete": "Ann"})
    store.put_brief(incomplete, at=NOW)
    store.put_brief(incomplete, at=NOW)
    store.put_brief(BRIEF.model_copy(update={"version": "whole", "incomplete": None}), at=NOW)
    (entry,) = store.audit()
    assert (entry.at, entry.who, entry.record) == (NOW, "Ann", f"brief {BRIEF.version}")
    assert entry.what == "published a brief with parts missing"
    assert store.integrity_check() == ()


def test_what_people_decide_on_the_command_line_stands_in_the_trail(tmp_path: Path, root: Path) -> None:
    """An incomplete brief and a cut link: who, when, what, under hashes that `tocsin check` follows."""
    db = str(tmp_path / "desk.db")
    made = (EXAMPLE, "--keep", "--incomplete", "Ann", "--out", str(tmp_path / "out"), "--db", db)
    done = tocsin("brief", *made, cwd=root)
    assert done.returncode == 0, done.stderr
    with Store(db) as store:
        name = next(iter(store.documents())).name
    done = tocsin("trace", "--cut", f"{name}=Harbour TV", "--by", "Bob", "--db", db, cwd=root)
    assert done.returncode == 0, done.stderr
    assert tocsin("check", "--db", db, cwd=root).stdout.startswith("sound; audit trail of 2 entries")
    with Store(db) as store:
        told = [(entry.who, entry.what) for entry in reversed(store.audit())]
    assert told == [("Ann", "published a brief with parts missing"), ("Bob", "cut a link")]


# --- backups -----------------------------------------------------------------------------------------


def test_a_backup_is_of_one_moment_and_does_not_stand_in_the_way_of_writing(tmp_path: Path) -> None:
    store = Store(tmp_path / "t.db")
    for number in range(20):
        store.put_document(document(f"d{number}", f"Text {number}."))
    with store._read() as _:  # a reader that is at work all the while
        store.back_up(tmp_path / "copy.db")
        store.put_document(document("later", "Later."))
    with Store(tmp_path / "copy.db") as copy:
        assert len(list(copy.documents())) == 20
        assert copy.integrity_check() == ()
    assert not (tmp_path / "copy.db.part").exists()


def test_a_backup_that_cannot_be_written_leaves_the_earlier_one_whole(tmp_path: Path) -> None:
    store = Store(tmp_path / "t.db")
    store.back_up(tmp_path / "copy.db")
    before = (tmp_path / "copy.db").read_bytes()
    (tmp_path / "copy.db.part").mkdir()  # where the next one would be made
    with pytest.raises(StoreError, match=r"copy\.db: cannot be written"):
        store.back_up(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == before


def test_restoring_keeps_what_was_there_and_no_old_log_is_left_to_spoil_it(tmp_path: Path) -> None:
    desk, copy = tmp_path / "desk.db", tmp_path / "copy.db"
    with Store(desk) as store:
        store.put_document(document("old", "Old."))
        store.back_up(copy)
        store.put_document(document("new", "New."))
        aside = put_in_place(copy, desk)  # while it is open: its log is not folded in yet
    assert aside is not None
    with Store(desk) as restored, Store(aside) as kept:
        assert [each.name for each in restored.documents()] == ["old"]
        assert [each.name for each in kept.documents()] == ["new", "old"]
        assert restored.integrity_check() == kept.integrity_check() == ()


def test_what_is_no_backup_is_refused_and_the_store_stays(tmp_path: Path) -> None:
    desk, other = tmp_path / "desk.db", tmp_path / "other.db"
    with Store(desk) as store:
        store.put_document(document("a", "Text."))
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    for wrong in (tmp_path / "nothing.db", other):
        with pytest.raises(StoreError, match=r"no such file|no whole backup"):
            put_in_place(wrong, desk)
    with Store(desk) as store:
        assert [each.name for each in store.documents()] == ["a"]


# --- erasing and pruning -----------------------------------------------------------------------------


def fill(store: Store) -> tuple[str, str]:
    """Two documents, one of which must go, in a story, a reading and a published brief."""
    gone = document("gone", f"A {SECRET} was seen at the pier on Friday by two officials.", title=SECRET)
    stays = document("stays", "Nothing was seen at the pier.")
    for each in (gone, stays):
        store.put_document(each, each.text.encode(), Reading(document=each.id), code_version="1")
    with store.growing() as growing:
        story = STORIES[0].model_copy(update={"documents": (gone.id, stays.id), "claim": f"A {SECRET}"})
        growing.put_stories([story])
    sentence = BRIEF.sentences[0]
    told = (
        sentence.model_copy(update={"id": "s1", "text": f"A {SECRET}.", "evidence": (f"{gone.id}#c1",)}),
        sentence.model_copy(update={"id": "s2", "evidence": (f"{stays.id}#c1",)}),
        sentence.model_copy(
            update={
                "id": "s3",
                "text": "Told: \u201cseen at the pier on Friday by two\u201d.",
                "evidence": (),
            }
        ),
    )
    store.put_brief(BRIEF.model_copy(update={"documents": (gone, stays), "sentences": told}))
    return gone.id, stays.id


def test_an_erased_document_is_in_no_byte_of_the_files_and_the_trail_holds(
    store: Store, address: str, read_files: Callable[[str], bytes]
) -> None:
    gone, stays = fill(store)
    erased = store.erase("gone", at=NOW, by="Ann", reason="the publisher asked")
    assert (erased.documents, erased.files, erased.briefs) == (1, 1, 1)
    store.close()
    left = read_files(address)
    packed = zlib.compress(f"A {SECRET} was seen at the pier on Friday by two officials.".encode())
    assert SECRET.split()[0].encode() not in left and packed not in left
    with Store(address) as opened:
        assert [each.id for each in opened.documents()] == [stays]
        assert opened.search("zebrafinch") == [] and opened.search("pier") != []
        brief = opened.last_brief()
        assert isinstance(brief, Brief)
        assert [s.text for s in brief.sentences] == ["[erased on request]", "Quiet.", "[erased on request]"]
        assert opened.integrity_check() == ()
        assert [(e.who, e.what, e.record) for e in opened.audit()] == [
            ("Ann", "erased: the publisher asked", f"document {gone}")
        ]


def test_an_erasure_reaches_what_was_weighed_of_the_document(
    store: Store, address: str, read_files: Callable[[str], bytes]
) -> None:
    """Comparisons hold words of claims, and relations the names of who denies: they must not outlive it."""
    gone, _ = fill(store)
    (said,) = WEIGHING.superlatives
    said = said.model_copy(update={"document": gone, "claim": f"{gone}#c1", "words": f"the first {SECRET}"})
    (pair,) = WEIGHING.relations
    act = pair.acts[0].model_copy(update={"denied_by": (f"a {SECRET}",), "items": (f"{gone}#e1",)})
    weighed = {
        "relevant_documents": (gone,),
        "superlatives": (said,),
        "relations": (pair.model_copy(update={"acts": (act,)}),),
    }
    store.put_weighing("korea", DAY, WEIGHING.model_copy(update=weighed))
    check = OUTLOOK.superlatives[0].model_copy(update={"superlative": said})
    store.put_outlook("korea", OUTLOOK.model_copy(update={"superlatives": (check,)}))
    store.erase("gone", at=NOW, by="Ann", reason="asked")
    store.close()
    left = read_files(address)
    assert SECRET.split()[0].encode() not in left


def test_an_erased_text_is_not_taken_in_again_under_another_name(store: Store) -> None:
    fill(store)
    text = store.find_document("gone")
    assert text is not None
    store.erase("gone", at=NOW, by="Ann", reason="asked")
    again = document("another", text.text)
    said: list[Problem] = []
    assert list(take_in(store, [Collected(again, b"")], report=said.append)) == []
    assert "erased from this store on request" in said[0].what


def test_only_an_erasure_changes_a_published_brief(store: Store, address: str) -> None:
    fill(store)
    store.erase("gone", at=NOW, by="Ann", reason="asked")
    with pytest.raises(Refused, match="never changed"):
        meddle(address, "UPDATE briefs SET title = 'x'")


def test_pruning_lets_old_bytes_go_and_nothing_else(store: Store) -> None:
    old = document("old", "Old.", first_seen=NOW - dt.timedelta(days=100))
    new = document("new", "New.", first_seen=NOW)
    undated = document("undated", "Undated.")
    for each in (old, new, undated):
        store.put_document(each, each.text.encode())
    before = (NOW - dt.timedelta(days=30)).date()
    assert store.find_prunable(before).files == 1
    assert store.prune(before, at=NOW, by="Ann").files == 1
    assert [store.kept(each) for each in (old, new, undated)] == [None, b"New.", b"Undated."]
    assert len(list(store.documents())) == 3
    assert store.integrity_check() == () and store.audit()[0].what == "pruned"


# --- observations ------------------------------------------------------------------------------------


def test_an_observation_weighs_by_the_grade_and_origin_given_and_shows_in_the_brief(
    root: Path, tmp_path: Path
) -> None:
    rows = tmp_path / "calls.csv"
    rows.write_text(
        "text,origin,kind,at,known,grade,watch,indicator\n"
        '"Nobody answered the line, three times.",Liaison desk,call,2024-05-24,2024-05-24T18:00Z,B2,'
        "korean-peninsula,hotlines-silent\n"
        "Seen.,Somebody,rumour,,,,,\n",
        encoding="utf-8",
    )
    db = str(tmp_path / "desk.db")
    done = tocsin("observe", "--csv", str(rows), "--by", "duty officer", "--db", db, cwd=root)
    assert done.returncode == 1 and "'rumour' is no kind of observation" in done.stderr
    done = tocsin("run", EXAMPLE, "--as-of", "2024-05-25", "--db", db, cwd=root)
    assert "indicator Hotlines cut: observed" in done.stdout, done.stderr
    with Store(db) as store:
        brief = store.last_brief()
        assert brief is not None
        claim = next(each for each in brief.claims if each.text.startswith("Nobody answered"))
        assert (claim.grade.reliability, claim.grade.credibility) == ("B", 2)
        assert "duty officer" in claim.grade.reasons[0]
        assert next(o.name for o in brief.origins if o.id == claim.origin) == "Liaison desk"
        assert store.audit()[-1].who == "duty officer"
        assert store.integrity_check() == ()


def test_an_observation_is_not_known_before_it_was_entered(store: Store) -> None:
    """One that was entered today must not enter a replay of the day that it speaks of."""
    made = observe(
        {"text": "A quake.", "origin": "Network", "at": "2024-05-24"}, by="Ann", now=NOW, where="x"
    )
    store.put_observation(made.document, made.observation, at=NOW)
    assert list(store.documents(dt.date(2024, 5, 25))) == []
    assert store.observations_in([made.document.id]) == [made.observation]

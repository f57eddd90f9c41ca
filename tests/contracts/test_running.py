"""The run: one at a time, ended cleanly, said in one summary; and on a machine that misbehaves."""

import datetime as dt
import json
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.contracts.killing import contents, write_corpus
from tests.contracts.store_records import document
from tests.running import EXAMPLE, tocsin

from tocsin.collect import Collected
from tocsin.errors import RunUnderway, StoreError
from tocsin.holding import Hold, hold_run, is_alive, this_process
from tocsin.running import Asked, Ran, run_once, settle_moment
from tocsin.store import Owner, Store
from tocsin.terms import Problem

NOON = dt.datetime(2026, 5, 24, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "t.db") as opened:
        yield opened


def collected(name: str, text: str, moment: dt.datetime) -> Collected:
    made = document(name, text, first_seen=moment)
    return Collected(made, text.encode())


def carry(store: Store, now: dt.datetime, said: list[Problem], *items: Collected) -> Ran:
    def clock() -> dt.datetime:
        return now

    with hold_run(store, clock, said.append) as hold:
        asked = Asked("run", watches=())
        return run_once(store, items, asked, hold=hold, clock=clock, problems=said, report=said.append)


# --- one at a time -----------------------------------------------------------------------------------


def test_a_second_runner_is_told_who_runs_and_does_nothing(store: Store) -> None:
    with hold_run(store, lambda: NOON, [].append):
        other = Owner(socket.gethostname(), 1, "another boot")
        with pytest.raises(RunUnderway, match=f"process {os.getpid()} on .* is running on this store"):
            store.take_run(other, NOON, is_alive)
    assert store.run_lock() is None


def test_a_dead_runs_lock_is_taken_over_and_said(store: Store) -> None:
    """After a kill -9 nobody should have to remove anything by hand."""
    store.take_run(Owner(socket.gethostname(), 2**22 + 1, "x"), NOON, is_alive)
    said: list[Problem] = []
    with hold_run(store, lambda: NOON + HOUR, said.append):
        assert "ended without letting go" in said[0].what and not said[0].fatal


def test_a_later_process_with_the_dead_ones_number_is_not_taken_for_it() -> None:
    assert is_alive(this_process())
    assert not is_alive(this_process()._replace(born="another boot:1"))


@pytest.mark.parametrize(("minutes", "is_free"), [(9, False), (11, True)])
def test_a_run_on_another_machine_counts_as_dead_after_ten_silent_minutes(
    store: Store, minutes: int, is_free: bool
) -> None:
    store.take_run(Owner("elsewhere", 1, "x"), NOON, is_alive)
    later = NOON + dt.timedelta(minutes=minutes)
    if is_free:
        assert store.take_run(this_process(), later, is_alive) is not None
    else:
        with pytest.raises(RunUnderway):
            store.take_run(this_process(), later, is_alive)


def test_a_run_that_was_taken_over_while_it_slept_stops(store: Store) -> None:
    now = [NOON]
    hold = Hold(store, this_process(), lambda: now[0])
    store.take_run(Owner("elsewhere", 1, "x"), NOON, is_alive)
    assert hold.goes_on()
    now[0] += HOUR
    with pytest.raises(RunUnderway, match="taken over"):
        hold.goes_on()


def test_exit_75_says_try_later_and_2_says_mend_it(root: Path, tmp_path: Path) -> None:
    db = tmp_path / "desk.db"
    with Store(db) as store, hold_run(store, lambda: NOON, [].append):
        done = tocsin("run", EXAMPLE, "--db", str(db), cwd=root)
    assert (done.returncode, len(done.stderr.splitlines())) == (75, 1)
    assert tocsin("run", EXAMPLE, "--every", "soon", cwd=root).returncode == 2
    assert tocsin("run", "--format", "xml", cwd=root).returncode == 2


# --- ended cleanly -----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_ends_after_the_document_at_hand_and_the_next_run_goes_on(
    root: Path, tmp_path: Path, number: signal.Signals
) -> None:
    db = tmp_path / "desk.db"
    command = [sys.executable, "-m", "tocsin.cli", "run", EXAMPLE, "--as-of", "2024-05-25", "--db", str(db)]
    run = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_for_a_reading(db)
    run.send_signal(number)
    out, err = run.communicate(timeout=60)
    assert run.returncode == 1 and "stopped on request; run again to go on" in out, err
    with Store(db) as store:
        assert store.run_lock() is None
        assert not store.runs()[0].is_finished
    done = tocsin(*command[3:], cwd=root)
    assert done.returncode == 0
    whole = tmp_path / "whole.db"
    tocsin(*command[3:-1], str(whole), cwd=root)
    assert contents(db) == contents(whole)


def wait_for_a_reading(db: Path) -> None:
    for _ in range(2400):
        time.sleep(0.05)
        try:
            with sqlite3.connect(db) as connection:
                if connection.execute("SELECT count(*) FROM readings").fetchone()[0]:
                    return
        except sqlite3.Error:
            pass
    raise AssertionError("nothing was read in two minutes")


def test_every_so_often_it_runs_again_takes_in_what_is_new_and_stops_well(root: Path, tmp_path: Path) -> None:
    inputs, db = tmp_path / "in", tmp_path / "desk.db"
    inputs.mkdir()
    (inputs / "a.txt").write_text("Officials said on Friday that talks had failed.")
    command = [sys.executable, "-m", "tocsin.cli", "run", str(inputs), "--db", str(db), "--format", "json"]
    run = subprocess.Popen([*command, "--every", "10s"], cwd=root, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    assert json.loads(run.stdout.readline())["taken_in"] == 1
    (inputs / "b.txt").write_text("The ministry denied on Friday that talks had failed.")
    second = json.loads(run.stdout.readline())
    assert (second["taken_in"], second["read"], second["is_finished"]) == (1, 1, True)
    assert dt.datetime.fromisoformat(second["started"]).date().isoformat() == second["as_of"]
    run.send_signal(signal.SIGTERM)
    assert run.wait(timeout=30) == 0


# --- said in one summary -----------------------------------------------------------------------------


def test_the_summary_counts_moves_and_gives_the_reasons_of_what_failed(root: Path, tmp_path: Path) -> None:
    bad = tmp_path / "empty.txt"
    bad.write_text(" ")
    words = ("run", EXAMPLE, str(bad), "--as-of", "2024-05-25", "--db", str(tmp_path / "t.db"))
    done = tocsin(*words, "--format", "json", cwd=root)
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert (told["taken_in"], told["read"], told["is_finished"]) == (30, 30, True)
    assert told["stories_changed"] > 0 and told["indicators_moved"] > 0 and told["plans_moved"] > 0
    assert [problem["what"] for problem in told["problems"]] == ["holds white space only"]
    moved = next(move for move in told["moves"] if move["kind"] == "forecast")
    assert moved["before"] != moved["after"] and moved["reason"] and moved["step"]
    with Store(tmp_path / "t.db") as store:
        assert store.runs()[0].problems[0].what == "holds white space only"
        assert store.audit()[0].record == "run 1"
    again = tocsin(*words, cwd=root)
    assert "0 taken in, 0 read, 0 stories changed, 0 indicators moved" in again.stdout
    assert "1 x holds white space only" in again.stdout


def test_each_watch_that_is_named_is_weighed_and_two_of_one_id_are_refused(
    root: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    packaged = root / "src/tocsin/watches/korean-peninsula"
    own.mkdir()
    for file in packaged.glob("*.*"):
        if file.suffix != ".py":
            text = file.read_text(encoding="utf-8")
            (own / file.name).write_text(text.replace("id: korean-peninsula", "id: own", 1), encoding="utf-8")
    (own / "plans").mkdir()
    for file in (packaged / "plans").iterdir():
        (own / "plans" / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    words = ("run", EXAMPLE, "--as-of", "2024-05-25", "--db", str(tmp_path / "t.db"), "--watch", str(own))
    done = tocsin(*words, "--watch", "korean-peninsula", "--out", str(tmp_path / "out"), cwd=root)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/own/brief.json").exists()
    assert (tmp_path / "out/korean-peninsula/brief.json").exists()
    assert tocsin(*words, "--watch", str(own), cwd=root).returncode == 2


# --- when the machine misbehaves ----------------------------------------------------------------------


def test_a_clock_that_runs_back_is_said_and_takes_no_first_sight_along(store: Store) -> None:
    said: list[Problem] = []
    carry(store, NOON, said, collected("a", "Talks failed on Friday.", NOON))
    assert said == []
    ran = carry(store, NOON - HOUR, said)
    assert "60 minutes before what this store was last told" in said[0].what and not said[0].fatal
    assert ran.summary.started == ran.summary.ended == NOON
    assert settle_moment(store, NOON + HOUR, said.append) == NOON + HOUR
    assert len(said) == 1, "nothing is said once the clock is right again"


def test_a_document_keeps_the_moment_of_its_first_sight_whatever_is_told_later(store: Store) -> None:
    for moment in (NOON, NOON + HOUR, NOON - HOUR):
        store.put_document(document("a", "Text.", first_seen=moment))
    store.put_document(document("a", "Text.", outlet="Harbour TV", first_seen=NOON + 2 * HOUR))
    assert [each.first_seen for each in store.documents()] == [NOON]
    assumed = document("b", "Text.", first_seen=NOON - HOUR, first_seen_assumed=True)
    store.put_document(assumed)
    store.put_document(document("b", "Text.", first_seen=NOON))
    found = store.find_document("b")
    assert found is not None and (found.first_seen, found.first_seen_assumed) == (NOON, False)


def test_a_day_forward_is_a_run_a_day_later_and_nothing_is_lost_when_it_is_put_right(store: Store) -> None:
    said: list[Problem] = []
    carry(store, NOON + 24 * HOUR, said)
    ran = carry(store, NOON, said, collected("a", "Talks failed on Friday.", NOON))
    assert ran.summary.taken_in == 1 and ran.summary.started == NOON + 24 * HOUR
    assert "24 hours before" in said[0].what


def test_a_full_disk_is_one_line_and_the_run_goes_on_when_there_is_room(root: Path, tmp_path: Path) -> None:
    """The limit on a file's size stands for the disk: the write fails as it does when that is full."""
    write_corpus(tmp_path / "in", root, 60)
    db, whole = tmp_path / "desk.db", tmp_path / "whole.db"
    words = ["run", str(tmp_path / "in"), "--as-of", "2024-05-25", "--db"]
    full = subprocess.run(
        [sys.executable, "-m", "tocsin.cli", *words, str(db)],
        cwd=root,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000)),
    )
    assert full.returncode == 2, full.stdout
    assert len(full.stderr.splitlines()) == 1 and "Traceback" not in full.stderr
    assert "cannot be" in full.stderr and str(db) in full.stderr
    with Store(db) as store:
        assert len(list(store.documents())) > 0 and store.integrity_check() == ()
    assert tocsin(*words, str(db), cwd=root).returncode == 0
    assert tocsin(*words, str(whole), cwd=root).returncode == 0
    assert contents(db) == contents(whole)


def test_a_read_only_file_is_one_line_and_nothing_is_lost(unprivileged_folder: Path) -> None:
    file, said = unprivileged_folder / "t.db", list[Problem]()
    with Store(file) as store:
        carry(store, NOON, said, collected("a", "Talks failed on Friday.", NOON))
    file.chmod(0o444)
    with pytest.raises(StoreError, match="read-only; change its permissions"), Store(file) as store:
        carry(store, NOON, said, collected("b", "Talks failed again.", NOON))
    file.chmod(0o644)
    with Store(file) as store:
        carry(store, NOON, said, collected("b", "Talks failed again.", NOON))
        assert [each.name for each in store.documents()] == ["a", "b"]


def test_a_locked_file_is_one_line_and_the_run_goes_on_when_it_is_free(store: Store) -> None:
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(store.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="in use by another run"):
        carry(store, NOON, [], collected("a", "Talks failed on Friday.", NOON))
    other.execute("COMMIT")
    other.close()
    ran = carry(store, NOON, [], collected("a", "Talks failed on Friday.", NOON))
    assert (ran.summary.taken_in, ran.summary.read) == (1, 1)


def test_readers_never_hold_the_writer_up_and_see_one_moment(store: Store) -> None:
    store.put_document(document("a", "Text."))
    with Store(store.file) as other, other._read() as reading:
        before = reading.exec_driver_sql("SELECT count(*) FROM documents").scalar_one()
        with store._engine.connect() as writing:
            writing.exec_driver_sql("PRAGMA busy_timeout = 0")  # not for a moment
        store.put_document(document("b", "Text."))
        assert reading.exec_driver_sql("SELECT count(*) FROM documents").scalar_one() == before == 1
    assert len(list(store.documents())) == 2

"""A store that moves must say the same afterwards, to the last digit, or not have moved at all."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.contracts.meddling import another_program, dump
from tests.contracts.store_records import NOON, document
from tests.postgres import Server
from tests.running import EXAMPLE, tocsin

from tocsin.errors import StoreError
from tocsin.store import Store
from tocsin.store.moving import count_rows, move_store

AT = dt.datetime(2026, 5, 24, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, root: Path) -> str:
    """A file that a run has filled."""
    db = str(tmp_path_factory.mktemp("desk") / "desk.db")
    done = tocsin("run", EXAMPLE, "--as-of", "2024-05-25", "--db", db, cwd=root)
    assert done.returncode == 0, done.stderr
    with Store(db) as store:
        store.put_document(document("a", "Text.", outlet="One"))
        store.put_document(document("a", "Text.", outlet="Two"))  # stands in the place of the one before
        store.put_document(document("한", "북한 \U0001f680", first_seen=NOON))
    return db


@pytest.fixture
def there(server: Server) -> Iterator[str]:
    database = server.take_store()
    yield server.address(database)
    server.give_back(database)


def without_trail(address: str) -> dict[str, list[tuple[object, ...]]]:
    return {name: rows for name, rows in dump(address).items() if name not in ("audit", "run_lock")}


def test_a_store_goes_to_a_server_and_back_and_says_the_same(
    desk: str, there: str, tmp_path: Path, root: Path
) -> None:
    back = str(tmp_path / "back.db")
    done = tocsin("move", desk, there, "--by", "Ann", cwd=root)
    assert done.returncode == 0 and "each the same on both sides" in done.stdout, done.stderr
    with Store(there) as moved, Store(desk) as left, Store(back) as returned:
        assert moved.integrity_check() == ()
        assert (moved.audit()[0].who, moved.audit()[0].record) == ("Ann", desk)
        assert moved.search("북한")[0].document.name == "한"
        assert moved.briefs() == left.briefs() and moved.briefs()
        move_store(moved, returned, at=AT, by="Bob")
        assert returned.integrity_check() == ()
        assert [entry.who for entry in returned.audit(2)] == ["Bob", "Ann"]
        assert [hit.document for hit in returned.search("missile")] == [
            hit.document for hit in left.search("missile")
        ]
    assert without_trail(desk) == without_trail(there) == without_trail(back)
    run = tocsin("run", EXAMPLE, "--as-of", "2024-05-25", "--db", there, cwd=root)
    assert "0 taken in, 2 read" in run.stdout, run.stderr  # the two that were put in above


def test_what_holds_records_is_not_moved_into(desk: str, tmp_path: Path, root: Path) -> None:
    """Two stores are merged by bundles; a move would mix their numbers."""
    full = str(tmp_path / "full.db")
    with Store(full) as store:
        store.put_document(document("mine", "Mine."))
    before = dump(full)
    done = tocsin("move", desk, full, "--by", "Ann", cwd=root)
    assert done.returncode == 2 and "holds records already; move into a new file" in done.stderr
    assert dump(full) == before
    assert "there is no such file" in tocsin("move", "nothing.db", full, "--by", "Ann", cwd=root).stderr
    assert "names nobody" in tocsin("move", desk, full, cwd=root).stderr


def test_a_move_that_breaks_off_or_comes_out_changed_leaves_nothing(
    desk: str, make_address: Callable[[], str]
) -> None:
    target = make_address()
    counted = 0

    def stop(rows: int) -> None:
        nonlocal counted
        counted += rows
        if counted > 50:
            raise KeyboardInterrupt

    with Store(desk, read_only=True) as from_, Store(target) as to:
        with pytest.raises(KeyboardInterrupt):
            move_store(from_, to, at=AT, by="Ann", told=stop)
        assert count_rows(to) == 0
        with another_program(target) as other:  # a database that rounds
            name = "rounded" if other.is_file else "rounded()"
            body = "UPDATE claims SET hedged = 1 - hedged WHERE id = NEW.id"
            if other.is_file:
                other.ask(f"CREATE TRIGGER rounded AFTER INSERT ON claims BEGIN {body}; END")
            else:
                other.ask(
                    f"CREATE FUNCTION {name} RETURNS trigger LANGUAGE plpgsql AS"
                    f" $$ BEGIN {body}; RETURN NEW; END $$"
                )
                other.ask(
                    f"CREATE TRIGGER rounded AFTER INSERT ON claims FOR EACH ROW EXECUTE FUNCTION {name}"
                )
        with pytest.raises(StoreError, match="of claims came out changed; nothing was moved"):
            move_store(from_, to, at=AT, by="Ann")
        assert count_rows(to) == 0 and to.audit() == []

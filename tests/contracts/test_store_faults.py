"""Whatever is wrong with a database, the user gets one line that says what, where and what to do."""

import os
import sqlite3
from pathlib import Path

import pytest
from tests.contracts.store_records import document

from tocsin.errors import StoreError
from tocsin.store import Store
from tocsin.store.migrations import VERSION


def refusal(address: str | Path) -> str:
    with pytest.raises(StoreError) as caught:
        Store(str(address))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert f"the folder {tmp_path / 'no'} does not exist; make it" in refusal(tmp_path / "no" / "t.db")


def test_a_folder_is_not_a_database(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("These are my notes, and they are longer than a database's header. " * 20)
    before = file.read_bytes()
    assert "is not a database" in refusal(file)
    assert file.read_bytes() == before


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    assert "another program's" in refusal(file)
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "t.db"
    Store(str(file)).close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE schema_version SET version = ?", (VERSION + 1,))
    assert "newer Tocsin" in refusal(file)
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT version FROM schema_version").fetchall() == [(VERSION + 1,)]


@pytest.mark.parametrize("address", ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "nonsense://"])
def test_other_addresses_are_refused(address: str) -> None:
    assert "give a file, such as tocsin.db" in refusal(address)


def test_an_sqlite_address_is_taken(tmp_path: Path) -> None:
    Store(f"sqlite:///{tmp_path / 't.db'}").close()
    assert (tmp_path / "t.db").exists()


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    """What a program killed at its very start leaves behind."""
    (tmp_path / "t.db").touch()
    with Store(str(tmp_path / "t.db")) as store:
        assert list(store.documents()) == []


def test_a_read_only_database_is_named(tmp_path: Path) -> None:
    with Store(str(tmp_path / "t.db")) as store:
        with store._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="is read-only; change its permissions"):
            store.put_document(document("a", "Text."))


def test_a_read_only_file_is_named(unprivileged_folder: Path) -> None:
    file = unprivileged_folder / "t.db"
    Store(str(file)).close()
    file.chmod(0o444)
    with pytest.raises(StoreError, match="read-only"), Store(str(file)) as store:
        store.put_document(document("a", "Text."))


def test_a_full_disk_is_named_and_what_was_stored_stays(tmp_path: Path) -> None:
    with Store(str(tmp_path / "t.db")) as store:
        store.put_document(document("a", "Text."))
        with store._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match="the disk is full; make room"):
            store.put_document(document("b", "Long text. " * 10_000))
        assert [one.name for one in store.documents()] == ["a"]


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "t.db"
    with Store(str(file)) as store:
        for number in range(50):
            store.put_document(document(f"d{number}", f"Text {number}. " * 50))
    data = bytearray(file.read_bytes())
    data[4096 : len(data) - 4096] = os.urandom(len(data) - 8192)
    file.write_bytes(data)
    with pytest.raises(StoreError, match="is damaged"), Store(str(file)) as store:
        list(store.documents())


def test_a_database_in_use_for_too_long_is_named(tmp_path: Path) -> None:
    file = tmp_path / "t.db"
    with Store(str(file)) as store:
        with store._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 10")
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="in use by another run"):
            store.put_document(document("a", "Text."))
        other.execute("COMMIT")
        other.close()
        store.put_document(document("a", "Text."))


def test_two_stores_on_one_file_take_turns(tmp_path: Path) -> None:
    with Store(str(tmp_path / "t.db")) as first, Store(str(tmp_path / "t.db")) as second:
        for number in range(10):
            (first if number % 2 else second).put_document(document("a17", f"Text {number}."))
        assert [one.version for one in first.documents()] == list(range(1, 11))


def test_a_reading_of_an_unknown_document_is_our_own_mistake_and_loud(tmp_path: Path) -> None:
    from tocsin.terms import Reading

    with Store(str(tmp_path / "t.db")) as store, pytest.raises(StoreError, match="FOREIGN KEY"):
        store.put_reading(Reading(document="nobody"))

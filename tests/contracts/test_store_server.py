"""What a server can do to a desk: be away, break off, be asked by many at once; and what then still holds."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.contracts.meddling import meddle
from tests.contracts.store_records import document
from tests.postgres import Server
from tests.running import EXAMPLE, tocsin

from tocsin.errors import StoreError
from tocsin.store import Store
from tocsin.store.migrations import VERSION
from tocsin.store.translating import translate_step

END = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = '{}'"
)


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    name = server.take_store()
    Store(server.address(name)).close()
    yield name
    server.give_back(name)


@pytest.fixture
def address(server: Server, database: str) -> str:
    return server.address(database)


def refusal(address: str) -> str:
    with pytest.raises(StoreError) as caught:
        Store(address)
    assert "\n" not in str(caught.value) and "secret" not in str(caught.value)
    return str(caught.value)


def test_a_server_that_is_away_is_named_without_user_and_password() -> None:
    said = refusal("postgresql://desk:secret@127.0.0.1:1/tocsin")
    assert said.startswith("postgresql://127.0.0.1:1/tocsin: cannot be reached; check host and port")


def test_what_is_wrong_with_an_address_is_said_in_a_line(server: Server) -> None:
    there = f"127.0.0.1:{server.port}"
    assert "a database that the server does not have; make it: createdb" in refusal(server.address("nothing"))
    assert "does not know this user, or not this password" in refusal(f"postgresql://desk:secret@{there}/x")
    assert "asks for a password; give it in PGPASSWORD" in refusal(f"postgresql://desk@{there}/x")
    assert "names no database" in refusal(f"postgres://desk:secret@{there}")
    assert refusal("postgresql://desk:secret@[::1/x").startswith("postgresql://: is not an address")


def test_what_is_not_ours_or_newer_is_left_alone(server: Server, address: str, database: str) -> None:
    other = server.address(server.make_database())
    meddle(other, "CREATE TABLE recipes (name TEXT)")
    assert "is another program's database" in refusal(other)
    meddle(address, f"UPDATE schema_version SET version = {VERSION + 1}")
    assert "newer Tocsin" in refusal(address)
    meddle(address, f"UPDATE schema_version SET version = {VERSION}")
    server.ask("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    assert "holds texts as LATIN1, not as UTF-8" in refusal(server.address("latin"))


def test_a_connection_that_broke_while_nobody_used_it_is_made_anew(
    server: Server, address: str, database: str
) -> None:
    with Store(address) as store:
        store.put_document(document("a", "Text."))
        server.ask(END.format(database))
        store.put_document(document("b", "More."))
        server.ask(END.format(database))
        assert [one.name for one in store.documents()] == ["a", "b"]


def test_a_connection_that_breaks_in_the_midst_leaves_nothing_by_half(
    server: Server, address: str, database: str
) -> None:
    with Store(address) as store:
        story = store.put_document(document("a", "Text.")).id
        with pytest.raises(StoreError) as caught, store.growing() as growing:
            growing.changed([story])
            server.ask(END.format(database))
            growing.changed(["another"])
        assert str(caught.value) == (
            f"{store.address}: was lost in the midst of work; run again when the server is back;"
            " what was stored is kept, and nothing is stored by half"
        )
        with pytest.raises(StoreError, match="lost in the midst"), store._write() as connection:
            connection.exec_driver_sql("INSERT INTO uncounted VALUES ('x')")
            server.ask(END.format(database))
        with store.growing() as growing:
            assert growing.uncounted(9) == {}


def test_a_server_that_goes_and_comes_back_is_taken_up_again(
    server: Server, address: str, tmp_path: Path, root: Path
) -> None:
    with Store(address) as store:
        store.put_document(document("a", "Text."))
        server.stop()
        try:
            with pytest.raises(StoreError, match=r"cannot be reached|lost in the midst"):
                store.put_document(document("b", "More."))
            done = tocsin("search", "text", "--db", address, cwd=root)
            assert done.returncode == 2 and done.stderr.count("\n") == 1
            assert "cannot be reached" in done.stderr and "Traceback" not in done.stderr
        finally:
            server.start()
        store.put_document(document("b", "More."))
        assert len(list(store.documents())) == 2 and store.integrity_check() == ()


WRITER = """
import datetime as dt, sys
from tests.contracts.store_records import document
from tocsin.store import Store
with Store(sys.argv[1]) as store:
    for number in range(25):
        store.put_document(document("a17", f"Text {sys.argv[2]} {number}."))
        store.note(at=dt.datetime.now(dt.UTC), who=sys.argv[2], what="decided", record=str(number))
"""


def test_several_who_write_at_once_take_turns_and_the_trail_stays_one_chain(address: str, root: Path) -> None:
    """Two desks that write in the same second must not give one number twice, nor break the chain."""
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, address, name], cwd=root) for name in ("Ann", "Bob")
    ]
    with Store(address, read_only=True) as reader:
        while any(writer.poll() is None for writer in writers):
            with reader._read() as connection:  # one moment throughout, whatever comes in meanwhile
                counts = {
                    connection.exec_driver_sql("SELECT count(*) FROM documents").scalar() for _ in range(3)
                }
            assert len(counts) == 1
    assert [writer.wait() for writer in writers] == [0, 0]
    with Store(address) as store:
        assert sorted(one.version for one in store.documents()) == list(range(1, 51))
        assert store.audit_end()[0] == 50 and store.integrity_check() == ()
    assert [n for (n,) in meddle(address, "SELECT number FROM documents ORDER BY number")] == list(
        range(1, 51)
    )


def test_who_waits_too_long_for_another_writer_is_told(address: str) -> None:
    with Store(address) as store, Store(address) as other:
        with store._engine.connect() as connection:
            connection.exec_driver_sql("SET lock_timeout = 50")
            connection.commit()
        with other._write(), pytest.raises(StoreError, match="in use by another run"):
            store.put_document(document("a", "Text."))
        store.put_document(document("a", "Text."))


def test_what_was_looked_up_is_forgotten_when_another_wrote(address: str) -> None:
    """A story grown from what another desk has changed meanwhile would be a wrong one."""
    from tocsin.store.driven import written_by_others

    with Store(address) as store, Store(address) as other:

        def seen() -> tuple[int, int]:
            with store._write() as connection:
                return written_by_others(connection)

        first = seen()
        assert seen() == first
        other.put_document(document("a", "Text."))
        assert seen() != first


def test_a_text_with_nul_is_refused_in_a_line(address: str) -> None:
    with Store(address) as store:
        with pytest.raises(StoreError, match="NUL character"):
            store.put_document(document("a", "Te\0xt."))
        assert list(store.documents()) == []


def test_a_brief_from_a_server_is_the_one_from_a_file_byte_for_byte(
    address: str, tmp_path: Path, root: Path
) -> None:
    made = (EXAMPLE, "--watch", "korean-peninsula", "--as-of", "2024-05-25", "--keep")
    for db, out in ((address, "there"), (str(tmp_path / "t.db"), "here")):
        done = tocsin("brief", *made, "--db", db, "--out", str(tmp_path / out), cwd=root)
        assert done.returncode == 0, done.stderr
    here, there = (
        {path.name: path.read_bytes() for path in (tmp_path / out).iterdir()} for out in ("here", "there")
    )
    assert here == there and "brief.json" in here


def test_what_only_a_file_can_do_is_said_for_a_server(address: str, tmp_path: Path, root: Path) -> None:
    for words in (("backup", str(tmp_path / "x")), ("restore", str(tmp_path / "x"), "--by", "Ann")):
        done = tocsin(*words, "--db", address, cwd=root)
        assert done.returncode == 2 and "is a server, not a file; use pg_" in done.stderr
    assert "opens, its tables are up to date" in tocsin("doctor", "--db", address, cwd=root).stdout


def test_a_long_text_is_found_by_its_last_words(address: str) -> None:
    """PostgreSQL keeps no place beyond the 16,383rd word, and no index of more than a megabyte."""
    with Store(address) as store:
        store.put_document(document("long", " ".join(f"word{n}" for n in range(30_000)) + " a co-operation"))
        assert [hit.document.name for hit in store.search("word29999 co-operation")] == ["long"]
        store.put_document(document("longer", " ".join(f"term{n}" for n in range(200_000))))
        assert [hit.document.name for hit in store.search("term777")] == ["longer"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "CREATE TABLE t (a INTEGER, PRIMARY KEY (a)) WITHOUT ROWID",
            "CREATE TABLE t (a BIGINT, PRIMARY KEY (a))",
        ),
        ("CREATE INDEX i ON t (a) WHERE a IS NOT NULL", "CREATE INDEX i ON t (a) WHERE a IS NOT NULL"),
        ("ALTER TABLE t ADD COLUMN c REAL", "ALTER TABLE t ADD COLUMN c DOUBLE PRECISION"),
        ("DROP TRIGGER t_is_frozen", "DROP FUNCTION t_is_frozen() CASCADE"),
    ],
)
def test_a_step_is_said_in_the_servers_words(written: str, said: str) -> None:
    assert list(translate_step(written)) == [said]

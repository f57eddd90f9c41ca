"""A real PostgreSQL server of our own, for the tests: in a folder of its own, on a socket in it."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from tests.running import die_with_parent

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_connections": "50",
    "shared_buffers": "32MB",
}


def find_programs() -> Path | None:
    """The folder of the server's programs; Debian keeps them off the path."""
    found = [path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else (found[-1] if found else None)


class Server:
    """A server that can be stopped and started; its databases are made from one that has all tables."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self._data = folder / "data"
        self._user = _unprivileged()
        self._count, self._empty = 0, list[str]()
        self.port = 54_000 + os.getpid() % 5_000
        access = ("--auth-local=trust", "--auth-host=scram-sha-256", "--username=desk")
        self._run("initdb", "--no-sync", *access, "--encoding=UTF8", "--locale=C.UTF-8")
        with (self._data / "postgresql.conf").open("a") as settings:
            settings.writelines(f"{name} = '{value}'\n" for name, value in _SETTINGS.items())
        self.start()

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [self._programs / "postgres", "-D", self._data, "-k", self._folder, "-p", str(self.port)]
        log = (self._folder / "log").open("a")
        self._process = subprocess.Popen(
            command, stdout=log, stderr=log, preexec_fn=die_with_parent, **self._as_user()
        )
        for _ in range(200):
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.address("postgres")).close()
                return
            time.sleep(0.05)
        raise AssertionError((self._folder / "log").read_text())

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop: whoever is connected loses the connection; SIGQUIT leaves things as they lie."""
        self._process.send_signal(how)
        self._process.wait(timeout=60)

    def address(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://desk@/{database}?host={self._folder}&port={self.port}"

    def ask(self, query: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """What another program gets that puts a statement to a database."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else []

    def make_database(self) -> str:
        """A new database without anything in it; its name."""
        self._count += 1
        name = f"desk{self._count}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE template0")
        return name

    def take_store(self) -> str:
        """A database that has all tables, and nothing in them."""
        return self._empty.pop() if self._empty else self.make_database()

    def give_back(self, database: str) -> None:
        """Empty a database's tables, past the triggers that forbid it, for whoever takes it next."""
        tables = self.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", database)
        kept = {"schema_version"}
        emptied = (f'DELETE FROM "{name}"' for (name,) in tables if name not in kept)
        self.ask("; ".join(["SET session_replication_role = replica", *emptied]), database)
        self._empty.append(database)

    def read_files(self, address: str) -> bytes:
        """Every byte of the files of a database, once what is in memory is written to them."""
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            ((oid,),) = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        return b"".join(path.read_bytes() for path in (self._data / "base" / str(oid)).iterdir())

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._programs / program), "-D", str(self._data), *words]
        done = subprocess.run(command, capture_output=True, text=True, **self._as_user())
        assert done.returncode == 0, done.stderr

    def _as_user(self) -> dict[str, object]:
        """The server refuses to run as root."""
        if self._user is None:
            return {"cwd": self._folder}
        return {
            "cwd": self._folder,
            "user": self._user,
            "group": pwd.getpwuid(self._user).pw_gid,
            "extra_groups": [],
        }


def run_server(programs: Path) -> Iterator[Server]:
    """A server, stopped and gone with its folder in the end."""
    folder = Path(tempfile.mkdtemp(prefix="tocsin-pg-"))
    if (user := _unprivileged()) is not None:
        os.chown(folder, user, pwd.getpwuid(user).pw_gid)
    server = Server(programs, folder)
    try:
        yield server
    finally:
        server.stop(signal.SIGQUIT)
        shutil.rmtree(folder)


def _unprivileged() -> int | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return names.get("postgres", names["nobody"])

"""A cluster gives what one process gives, byte for byte, whatever happens to its machines."""

import datetime as dt
import io
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.clusters import Cluster, run_cluster
from tests.contracts.killing import write_corpus
from tests.running import tocsin

from tocsin.clusters import hire
from tocsin.collect import Collected
from tocsin.contract import reading_line
from tocsin.errors import ConfigurationError, TocsinError
from tocsin.pipeline import collect
from tocsin.reading import read_documents
from tocsin.terms import Document
from tocsin.work import map_in_order


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two workers; the last tests of this file take one and then the scheduler away."""
    with run_cluster() as started:
        yield started


def fill_disk(number: int) -> int:
    with Path("/dev/full").open("w") as file:
        file.write(str(number))
    return number


def load(folder: Path) -> list[Document]:
    today = dt.date(2024, 6, 1)
    found = collect(
        [str(folder)], outlet=None, published=None, today=today, max_bytes=10**6, stdin=io.BytesIO()
    )
    return [item.document for item in found if isinstance(item, Collected)]


def compare(cluster: Cluster, folder: Path, kill_after: int) -> None:
    """Read a folder here and there, ending a worker on the way; both must say the same."""
    documents = load(folder)
    here = [reading_line(*pair) for pair in read_documents(documents, report=print)]
    there: list[str] = []
    with hire(cluster.address, 1) as crew:
        for pair in read_documents(documents, **crew._asdict(), report=print):
            there.append(reading_line(*pair))
            if len(there) == kill_after:
                cluster.kill_worker()
    assert there == here and len(there) == len(documents)


def test_the_command_line_gives_the_same_by_a_cluster(cluster: Cluster, root: Path) -> None:
    words = ("read", "examples/korea-2024", "--format", "jsonl")
    here, there = tocsin(*words, cwd=root), tocsin(*words, "--cluster", cluster.address, cwd=root)
    assert there.stdout == here.stdout and json.loads(here.stdout.splitlines()[0]), there.stderr
    assert there.returncode == here.returncode == 0


def test_a_workers_full_disk_is_a_line(cluster: Cluster) -> None:
    with (
        pytest.raises(TocsinError, match="a worker's disk is full; make room there"),
        hire(cluster.address, 1) as crew,
    ):
        list(map_in_order(fill_disk, range(3), **crew._asdict()))


def test_a_cluster_that_is_not_there_or_has_nobody_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.clusters._PATIENCE", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(ConfigurationError, match="cannot be reached"), hire(address, 1):
        pass
    with (
        run_cluster(workers=0) as empty,
        pytest.raises(ConfigurationError, match="has no workers; start some"),
        hire(empty.address, 1),
    ):
        pass


def test_a_worker_that_dies_midway_costs_nothing_and_doubles_nothing(
    cluster: Cluster, root: Path, tmp_path: Path
) -> None:
    write_corpus(tmp_path / "c", root, 160)
    compare(cluster, tmp_path / "c", kill_after=20)


@pytest.mark.soak
def test_a_hundred_thousand_documents_with_a_worker_killed(root: Path, tmp_path: Path) -> None:
    write_corpus(tmp_path / "c", root, 100_000)
    with run_cluster() as started:
        compare(started, tmp_path / "c", kill_after=30_000)


def test_a_scheduler_that_is_lost_is_a_line(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.clusters._PATIENCE", 2)
    with (
        pytest.raises(TocsinError, match="the scheduler was lost in the midst of work"),
        hire(cluster.address, 1) as crew,
    ):
        for number in map_in_order(abs, range(10_000), **crew._asdict(), chunk=1):
            if number == 20:
                cluster.stop_scheduler()

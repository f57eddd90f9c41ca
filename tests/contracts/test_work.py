"""map_in_order: the same results in the same order, however many processes do the work."""

import itertools
import os
import subprocess
import sys
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

from tocsin.errors import ConfigurationError, TocsinError
from tocsin.work import CHUNK, map_in_order


def square(number: int) -> int:
    if number % 7 == 0:
        time.sleep(0.001)  # let a later item overtake
    return number * number


def fail_at_forty(number: int) -> int:
    if number == 40:
        raise ValueError("item 40")
    return number


def die(number: int) -> int:
    os._exit(1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_do_not_depend_on_the_number_of_processes(jobs: int) -> None:
    assert list(map_in_order(square, range(100), jobs=jobs)) == [n * n for n in range(100)]


def test_no_items_no_results() -> None:
    assert list(map_in_order(square, [], jobs=2)) == []


def test_one_job_takes_an_item_only_when_its_result_is_asked_for() -> None:
    taken: list[int] = []
    results = map_in_order(square, (taken.append(n) or n for n in range(10)), jobs=1)
    assert next(results) == 0
    assert taken == [0]


def test_endless_input_streams_and_few_items_are_held() -> None:
    """Memory would grow with the input if all items were submitted at once."""
    taken = itertools.count()
    with ThreadPoolExecutor(2) as pool:
        results = map_in_order(square, taken, jobs=2, executor=pool)
        first = list(itertools.islice(results, 50))
    assert first == [n * n for n in range(50)]
    assert next(taken) <= 50 + (3 * 2 + 1) * CHUNK


def test_an_executor_handed_in_is_used_and_left_open() -> None:
    """A cluster's client is such an executor, and the run does not own it."""
    with ThreadPoolExecutor(2) as pool:
        executor: Executor = pool
        assert list(map_in_order(square, range(40), executor=executor)) == [n * n for n in range(40)]
        assert pool.submit(square, 3).result() == 9


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_comes_when_its_item_is_due(jobs: int) -> None:
    results = map_in_order(fail_at_forty, range(100), jobs=jobs)
    due = list(itertools.islice(results, 32))
    assert due == list(range(32))
    with pytest.raises(ValueError, match="item 40"):
        list(results)


def test_a_dead_worker_is_one_clear_line() -> None:
    with pytest.raises(TocsinError, match=r"worker process died.*fewer jobs"):
        list(map_in_order(die, range(3), jobs=2))


def test_no_processes_is_refused_before_any_work() -> None:
    with pytest.raises(ConfigurationError, match="--jobs"):
        map_in_order(square, [1], jobs=0)


def test_workers_end_when_their_parent_is_killed(tmp_path):
    """A desk that is killed every now and then must not fill the machine with what it left behind."""
    program = (
        "import os, sys, time\n"
        "from tocsin.work import map_in_order\n"
        "if __name__ == '__main__':\n"
        "    for found in map_in_order(abs, iter(int, 1), jobs=2):\n"
        "        print(found, flush=True)\n"
        "        time.sleep(60)\n"
    )
    (tmp_path / "endless.py").write_text(program)
    parent = subprocess.Popen([sys.executable, str(tmp_path / "endless.py")], stdout=subprocess.PIPE)
    assert parent.stdout is not None and parent.stdout.readline() == b"0\n"
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    assert len(children) >= 2
    parent.kill()
    parent.wait()
    for _ in range(200):
        if not [child for child in children if is_running(child)]:
            return
        time.sleep(0.05)
    raise AssertionError("workers are still there ten seconds after their parent was killed")


def is_running(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

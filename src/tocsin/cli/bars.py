"""Progress on a terminal, and nothing where stderr is a file or a pipe.

Items come in and go out as they are. It knows how many there are and nothing of what they are.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")


def reading_bar(items: "Iterator[Item]") -> "Iterator[Item]":
    """Count what has been read on a terminal; say nothing where stderr is a file or a pipe."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} documents read"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        for item in items:
            yield item
            bar.advance(task)


def day_bar(items: "Iterator[Item]", total: int, doing: str) -> "Iterator[Item]":
    """A progress bar with the time left, on a terminal; nothing where stderr is a file or a pipe."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, doing, total=total, console=Console(stderr=True), transient=True)


@contextmanager
def byte_bar(total: int, doing: str) -> "Iterator[Callable[[int], None]]":
    """A bar over the bytes of a file, on a terminal; what it gives is told how many more were read."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda count: bar.advance(task, count)

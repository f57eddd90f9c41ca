"""Look into a folder or file again and again: what is new in it, or was changed since.

Comes in: a channel whose address is a path, and what was seen in it. Goes out: the new documents. Knows
nothing about the network.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from tocsin.collect.answers import FetchFault
from tocsin.collect.collecting import collect_paths
from tocsin.collect.finding import find_files
from tocsin.collect.intake import Collected
from tocsin.collect.polled import Polled
from tocsin.collect.web import Web
from tocsin.terms import Channel, ChannelState, Problem, identify


def poll_files(channel: Channel, state: ChannelState, now: dt.datetime, web: Web) -> Polled:
    """What lies in a folder or file and was not taken: a file is looked at again once it changed."""
    path = channel.address.removeprefix("file://")
    if not Path(path).expanduser().exists():
        raise FetchFault(path, "no such file or folder", "check the path", is_passing=True)
    seen, more = set(state.seen), False
    documents: list[tuple[tuple[str, ...], Collected]] = []
    problems: list[Problem] = []
    noted: list[str] = []
    for file in find_files([str(Path(path).expanduser())]):
        if isinstance(file, Problem):
            problems.append(file)
            continue
        mark = _mark_file(file)
        if mark in seen:
            continue
        if len(documents) >= web.limits.items * 10:
            more = True
            break
        noted.append(mark)
        for found in _collect_file(file, channel, now, web.limits.max_bytes):
            if isinstance(found, Problem):
                problems.append(found)
            elif found.document.id not in seen:
                seen.add(found.document.id)
                documents.append(((found.document.id,), found))
    return Polled(
        channel,
        state,
        documents=tuple(documents),
        problems=tuple(problems),
        noted=tuple(noted),
        is_whole=True,
        more=more,
    )


def _collect_file(
    file: str, channel: Channel, now: dt.datetime, max_bytes: int
) -> Iterator[Collected | Problem]:
    """The file's documents; one that nobody dates was first seen now."""
    for found in collect_paths([file], outlet=channel.outlet, today=now.date(), max_bytes=max_bytes):
        if isinstance(found, Collected) and found.document.first_seen is None:
            found = Collected(found.document.model_copy(update={"first_seen": now}), found.kept)
        yield found


def _mark_file(file: str) -> str:
    """The id of a file as it stands: another one once it is written to."""
    try:
        found = Path(file).stat()
    except OSError:
        return identify(file, None)
    return identify(file, found.st_size, found.st_mtime_ns)

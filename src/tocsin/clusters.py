"""Other machines to work on: a Dask cluster, behind the standard library's Executor interface.

Comes in: the address of a scheduler. Goes out: an executor and how many tasks it takes at a time. A worker
that dies gives its work back to the others; results come once and in their order. Knows nothing about what
is worked on.
"""

import errno
import importlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, InvalidStateError
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from tocsin import __version__
from tocsin.errors import ConfigurationError, TocsinError

Client = Any  # of a package that has no annotations, and need not be installed
_PATIENCE = 10  # seconds to wait for a scheduler, and for its first worker
_DONE = "what was stored or written is kept"


class Crew(NamedTuple):
    """What works: so many processes here, or an executor that takes so many tasks at a time."""

    jobs: int
    executor: Executor | None = None


@contextmanager
def hire(cluster: str | None, jobs: int) -> Iterator[Crew]:
    """Processes on this machine, or the workers of a cluster where its address is given.

    Raises:
        ConfigurationError: the cluster cannot be reached, has no workers, or another Tocsin on them.
        TocsinError: it was lost in the midst of work.
    """
    if cluster is None:
        yield Crew(jobs)
        return
    with _naming(cluster), _join(cluster) as client, _Watched(client) as executor:
        yield Crew(sum(client.nthreads().values()), executor)


class _Watched(Executor):
    """The cluster's executor, whose tasks end when the scheduler is lost; by itself it might wait on."""

    def __init__(self, client: Client) -> None:
        self._client, self._inner = client, client.get_executor(pure=False)
        self._waiting: set[Future[Any]] = set()
        self._closed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self._client.status == "closed":
            raise CancelledError
        future: Future[Any] = self._inner.submit(function, *args, **kwargs)
        self._waiting.add(future)
        future.add_done_callback(self._waiting.discard)
        return future

    def shutdown(self, *_: object, **__: object) -> None:
        self._closed.set()

    def _watch(self) -> None:
        while not self._closed.wait(1):
            if self._client.status == "closed":
                for future in list(self._waiting):
                    with suppress(InvalidStateError):
                        future.set_exception(CancelledError())


@contextmanager
def _join(address: str) -> Iterator[Client]:
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        remedy = 'install it: pip install "tocsin[cluster]"'
        raise ConfigurationError(f"--cluster {address}", "needs the package distributed", remedy) from None
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as fault:
        what = f"cannot be reached ({type(fault).__name__})"
        remedy = "give a scheduler's address, such as tcp://host:8786, and check that it runs"
        raise ConfigurationError(f"--cluster {address}", what, remedy) from None
    try:
        _check_workers(address, client)
        yield client
    finally:
        client.close(timeout=_PATIENCE)


def _check_workers(address: str, client: Client) -> None:
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        remedy = "start some: dask worker ADDRESS"
        raise ConfigurationError(f"--cluster {address}", "has no workers", remedy) from None
    versions = client.run(_tell_version, on_error="return")
    for worker, version in versions.items():
        if version != __version__:
            told = version if isinstance(version, str) else "none that can be loaded"
            what = f"worker {worker} has Tocsin {told}, and this is {__version__}"
            raise ConfigurationError(f"--cluster {address}", what, "install the same on every machine")


def _tell_version() -> str:
    return __version__


@contextmanager
def _naming(address: str) -> Iterator[None]:
    """One line for what a cluster suffers."""
    try:
        yield
    except CancelledError:
        what = "the scheduler was lost in the midst of work"
        raise TocsinError(f"--cluster {address}", what, f"start it and run again; {_DONE}") from None
    except OSError as fault:
        if fault.errno != errno.ENOSPC or fault.filename is not None:
            raise
        what = "a worker's disk is full"
        raise TocsinError(f"--cluster {address}", what, f"make room there and run again; {_DONE}") from fault
    except Exception as fault:
        if type(fault).__name__ != "KilledWorker":  # of a package that need not be installed
            raise
        what = "workers died one after the other on the same documents, most likely for want of memory"
        raise TocsinError(f"--cluster {address}", what, f"give workers more memory; {_DONE}") from fault

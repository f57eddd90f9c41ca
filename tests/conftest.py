"""What every test stands on: no network beyond loopback, and the repository's root."""

import ipaddress
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
NOBODY = 65534

# How long an example takes says more about the machine than about the code: no deadline by the clock.
settings.register_profile("tocsin", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tocsin")


def _is_loopback(address: Any) -> bool:
    if not isinstance(address, tuple):  # a Unix socket is a file on this machine
        return True
    host = address[0]
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _stay_on_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test fails before any address other than loopback is contacted."""
    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Any, _original: Any = original) -> Any:
            if not _is_loopback(address):
                raise AssertionError(f"a test tried to reach {address!r}; only loopback is allowed")
            return _original(self, address)

        monkeypatch.setattr(socket.socket, name, guarded)
    original_lookup = socket.getaddrinfo

    def guarded_lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host is not None and not _is_loopback((host,)):
            raise AssertionError(f"a test tried to look up {host!r}; only loopback is allowed")
        return original_lookup(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", guarded_lookup)
    yield


@pytest.fixture(autouse=True)
def _clean_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the person who runs the tests do not change what the tests say."""
    for name in list(os.environ):
        if name.startswith("TOCSIN_") and name != "TOCSIN_NO_SKIPS":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data folder beside the checkout; a gate that needs it is skipped, aloud, where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs the data folder ../shared, which is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def example_store(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example carried through the rooms as of several days, once for all the tests that look at it."""
    path = tmp_path_factory.mktemp("example") / "example.db"
    words = [sys.executable, "-m", "tocsin.web.example", "examples/korea-2024", str(path)]
    subprocess.run(words, cwd=root, check=True, timeout=240, env={**os.environ})
    return path


@pytest.fixture
def unprivileged_folder() -> Iterator[Path]:
    """A folder, with the test run as a user whom permissions bind: root may read and write anything."""
    folder = Path(tempfile.mkdtemp(prefix="tocsin-"))
    folder.chmod(0o777)
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        if was_root:
            os.seteuid(0)
        shutil.rmtree(folder)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Skips are said aloud at the end of a run."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} skipped: see the reasons above")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With TOCSIN_NO_SKIPS=1 a skip that is not about ../shared is a failure."""
    if os.environ.get("TOCSIN_NO_SKIPS") != "1":
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = [r for r in reporter.stats.get("skipped", []) if "../shared" not in str(r.longrepr)]
    if skipped and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line(f"{len(skipped)} tests were skipped and TOCSIN_NO_SKIPS is set: a failure")

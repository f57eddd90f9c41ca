"""The example in a browser: first page at once, and small, as a laptop without a network needs it."""

import time
from pathlib import Path

import pytest
from tests.serving import Site, serving

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to measure by")


def peak_megabytes(process: int) -> float:
    """Peak resident memory of a running process."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def cpu_seconds(process: int) -> float:
    """User and system time that a running process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def test_the_example_answers_within_two_seconds_and_stays_under_300_megabytes(root):
    with serving("--demo", cwd=root) as site:
        cookie = site.sign_in()
        first = site.ask("/watch", cookie)
        taken = cpu_seconds(site.process.pid)
        assert first.status == 200 and "example" in first.text.lower()
        assert taken < 2, f"the first page took {taken:.1f} CPU seconds"
        _wait(site, cookie)
        for path in ("/problem/korean-peninsula", "/brief", "/stories", "/sources", "/search?q=missile"):
            assert site.ask(path, cookie).status == 200
        peak = peak_megabytes(site.process.pid)
    assert peak < 300, f"{peak:.0f} MB"


def _wait(site: Site, cookie: str) -> None:
    """Until the example is through the rooms."""
    for _ in range(240):
        if "North Korea" in site.ask("/watch", cookie).text:
            return
        time.sleep(0.5)
    raise AssertionError("the example was not ready after two minutes")

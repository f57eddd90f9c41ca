"""`tocsin sources` at a shell: subscribed, listed with its health, asked, exported; each fault one line."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.loopback import Said, Site, sites

from tocsin.cli import main

WORDS = "The ministry said on Friday that the vessel had left port and was under way to the north. " * 9


class Done(NamedTuple):
    """How a command ended."""

    status: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def tocsin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    """`tocsin WORDS` in a folder of its own; in this process, since a day has many commands."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOCSIN_FETCH_PACE_SECONDS", "0")

    def run(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["tocsin", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return Done(int(ended.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture
def site() -> Iterator[Site]:
    with sites(1) as (made,):
        text = (
            f"<item><title>One</title><link>{made.url('/1')}</link><description>{WORDS}</description></item>"
        )
        made.routes["/feed"] = Said(f"<rss version='2.0'><channel>{text}</channel></rss>".encode())
        yield made


def test_a_day_with_channels(site: Site, tocsin: Run) -> None:
    """Added, asked twice, listed, paused, exported, archived, removed: what a desk does in its first hour."""

    def run(*words: str, status: int = 0) -> str:
        done = tocsin("sources", *words)
        assert done.status == status, done.stderr
        return done.stdout

    run("add", site.url("/feed"), "--name", "Harbour", "--outlet", "Harbour TV", "--allow-private")
    run("add", site.url("/gone"), "--allow-private")
    assert [line.split()[0] for line in run().splitlines()] == ["new", "new"]
    assert run("check", "Harbour") == "Harbour: 1 new document\n"
    assert run("check", "Harbour") == "Harbour: no new documents\n"
    done = tocsin("sources", "check")
    assert done.status == 1
    assert (
        done.stderr
        == f"tocsin: {site.url('/gone')}: is not there (HTTP 404); check the address in a browser\n"
    )
    listed = json.loads(run("--format", "json"))
    assert [(each["name"], each["health"]["state"]) for each in listed] == [
        ("Harbour", "well"),
        (None, "failing"),
    ]
    assert "seen" not in listed[0]["state"]
    run("pause", site.url("/gone"))
    assert "paused" in run()
    assert run("check") == "Harbour: no new documents\n"
    run("resume", site.url("/gone"))
    run("export", "feeds.opml")
    assert run("archive", "kept.warc.gz") == "written: 1 captures to kept.warc.gz\n"
    run("remove", "Harbour")
    assert "Harbour" not in run()
    assert run("import", "feeds.opml", "--allow-private") == "added 1 of 2 channels\n"
    read = tocsin("read", "kept.warc.gz", "--format", "jsonl")
    assert json.loads(read.stdout)["document"]["words"] == len(WORDS.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "https://a:b@x.example/feed"), "--secret env:NAME"),
        (("add", "https://x.example/feed", "--secret", "hunter2"), "no reference to a secret"),
        (("add", "https://x.example/feed", "--kind", "fax"), "there is no such kind"),
        (("remove", "nothing"), "there is no such channel"),
        (("--format", "xml"), "use json or text"),
        (("import", "none.opml"), "cannot be read"),
        (("archive", "no/such/folder/x.warc"), "cannot be written"),
    ],
)
def test_what_will_not_do_is_one_line_and_exits_2(words: tuple[str, ...], said: str, tocsin: Run) -> None:
    done = tocsin("sources", *words)
    assert done.status == 2, done.stderr
    assert said in done.stderr and "hunter2" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_list_with_one_bad_address_is_taken_without_it(tocsin: Run, tmp_path: Path) -> None:
    feeds = '<outline xmlUrl="https://a.example/"/><outline xmlUrl="https://x.example/?token=s3cret"/>'
    (tmp_path / "feeds.opml").write_text(f"<opml><body>{feeds}</body></opml>")
    done = tocsin("sources", "import", "feeds.opml")
    assert done.stdout == "added 1 of 2 channels\n"
    assert "token=***" in done.stderr and "s3cret" not in done.stderr
    assert done.status == 1

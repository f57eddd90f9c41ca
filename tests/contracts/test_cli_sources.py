"""`tocsin sources` at a shell: subscribed, listed with its health, asked, exported; each fault one line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.loopback import Said, Site, sites
from tests.running import tocsin

WORDS = "The ministry said on Friday that the vessel had left port and was under way to the north. " * 9


@pytest.fixture
def site() -> Iterator[Site]:
    with sites(1) as (made,):
        text = (
            f"<item><title>One</title><link>{made.url('/1')}</link><description>{WORDS}</description></item>"
        )
        made.routes["/feed"] = Said(f"<rss version='2.0'><channel>{text}</channel></rss>".encode())
        yield made


def test_a_day_with_channels(site: Site, tmp_path: Path) -> None:
    """Added, asked twice, listed, paused, exported, archived, removed: what a desk does in its first hour."""

    def run(*words: str, status: int = 0) -> str:
        done = tocsin("sources", *words, cwd=tmp_path)
        assert done.returncode == status, done.stderr
        return done.stdout

    run("add", site.url("/feed"), "--name", "Harbour", "--outlet", "Harbour TV", "--allow-private")
    run("add", site.url("/gone"), "--allow-private")
    assert [line.split()[0] for line in run().splitlines()] == ["new", "new"]
    assert run("check", "Harbour") == "Harbour: 1 new document\n"
    assert run("check", "Harbour") == "Harbour: no new documents\n"
    done = tocsin("sources", "check", cwd=tmp_path)
    assert done.returncode == 1
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
    read = tocsin("read", "kept.warc.gz", "--format", "jsonl", cwd=tmp_path)
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
def test_what_will_not_do_is_one_line_and_exits_2(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = tocsin("sources", *words, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr and "hunter2" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_list_with_one_bad_address_is_taken_without_it(tmp_path: Path) -> None:
    feeds = '<outline xmlUrl="https://a.example/"/><outline xmlUrl="https://x.example/?token=s3cret"/>'
    (tmp_path / "feeds.opml").write_text(f"<opml><body>{feeds}</body></opml>")
    done = tocsin("sources", "import", "feeds.opml", cwd=tmp_path)
    assert done.stdout == "added 1 of 2 channels\n"
    assert "token=***" in done.stderr and "s3cret" not in done.stderr
    assert done.returncode == 1

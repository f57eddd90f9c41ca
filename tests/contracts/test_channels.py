"""Channels over a real server: nothing twice, nothing lost, nobody pestered, no secret let out."""

import base64
import datetime as dt
import ssl
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from tests.loopback import Asked, Said, Site, sites

from tocsin.collect.channels import Fetched, fetch_channel, fetch_channels
from tocsin.collect.opml import write_opml
from tocsin.collect.web import Limits, Web
from tocsin.gathering import Gathered, gather, list_standing, make_channel
from tocsin.store import Store
from tocsin.terms import Channel, ChannelState

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
LIMITS = Limits(max_bytes=500_000, seconds=2.0, pace=0.0, tries=2, backoff=0.01, longest_wait=0.5, items=10)
WORDS = "The ministry said on Friday that the vessel had left port and was under way to the north. "
PEM = Path(__file__).parent.parent / "loopback.pem"


@pytest.fixture
def site() -> Iterator[Site]:
    with sites(1) as (made,):
        yield made


@pytest.fixture
def web() -> Iterator[Web]:
    with Web(LIMITS) as made:
        yield made


def channel(site: Site, path: str = "/feed", **fields: Any) -> Channel:
    return make_channel(site.url(path), added=NOW, allow_private=True, **fields)


def rss(*items: str) -> Said:
    return Said(
        f"<rss version='2.0'><channel><title>Harbour TV</title>{''.join(items)}</channel></rss>".encode()
    )


def item(site: Site, number: int, description: str = "", **more: str) -> str:
    extra = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    link = f"<link>{site.url(f'/a/{number}')}</link>"
    return f"<item><title>No. {number}</title>{link}<description>{description}</description>{extra}</item>"


def page(words: str) -> Said:
    html = f"<html><head><title>T</title></head><body><article><p>{words}</p></article></body></html>"
    return Said(html.encode(), headers={"Content-Type": "text/html"})


def names(fetched: Fetched) -> list[str]:
    return [one.document.name.rpartition("/")[2] for one in fetched.documents]


def test_the_source_credit_and_dates_of_an_item_are_on_its_document(site: Site, web: Web) -> None:
    more = {"pubDate": "Sat, 25 May 2024 08:00:00 +0900", "source": "Coast Wire", "author": "N. N."}
    site.routes["/feed"] = rss(item(site, 1, WORDS * 9, **more))
    (one,) = fetch_channel(channel(site, outlet="Harbour TV"), None, now=NOW, web=web).documents
    document = one.document
    assert (document.outlet, document.byline, document.title) == ("Coast Wire", "N. N.", "No. 1")
    assert (document.published, document.first_seen) == (dt.date(2024, 5, 25), NOW)
    assert not document.first_seen_assumed
    assert document.url == site.url("/a/1")


def test_a_long_listing_is_taken_part_by_part_and_each_item_once(site: Site, web: Web) -> None:
    site.routes["/feed"] = rss(*(item(site, each, f"{WORDS * 9} {each}") for each in range(25)))
    state: ChannelState | None = None
    taken: list[list[str]] = []
    for _ in range(4):
        fetched = fetch_channel(channel(site), state, now=NOW, web=web)
        state = fetched.state
        taken.append(names(fetched))
    assert [len(each) for each in taken] == [10, 10, 5, 0]
    assert sorted(chain(*taken), key=int) == [str(each) for each in range(25)]


def test_a_page_that_fails_for_now_is_asked_for_again_and_its_summary_stands_in_at_last(
    site: Site, web: Web
) -> None:
    site.routes["/feed"] = rss(item(site, 1, WORDS), item(site, 2, WORDS * 9))
    site.routes["/a/1"] = Said(status=503)
    state: ChannelState | None = None
    told: list[tuple[list[str], list[str]]] = []
    for _ in range(4):
        fetched = fetch_channel(channel(site), state, now=NOW, web=web)
        state = fetched.state
        told.append((names(fetched), [problem.what for problem in fetched.problems]))
    assert [taken for taken, _ in told] == [["2"], [], ["1"], []]
    assert [len(problems) for _, problems in told] == [1, 1, 1, 0]
    assert "could not be taken" in told[2][1][0]


def test_a_dead_link_is_named_once_and_not_asked_for_again(site: Site, web: Web) -> None:
    site.routes["/feed"] = rss(item(site, 1), item(site, 2, WORDS * 9))
    first = fetch_channel(channel(site), None, now=NOW, web=web)
    assert [str(problem) for problem in first.problems] == [
        f"{site.url('/a/1')}: is not there (HTTP 404); check the address in a browser"
    ]
    second = fetch_channel(channel(site), first.state, now=NOW, web=web)
    assert second.items == ()
    assert site.asked["/a/1"] == 1


def test_a_page_that_robots_txt_forbids_is_not_fetched(site: Site, web: Web) -> None:
    site.routes["/robots.txt"] = Said(b"User-agent: *\nDisallow: /a/")
    site.routes["/feed"] = rss(item(site, 1, WORDS), item(site, 2))
    site.routes["/a/1"] = site.routes["/a/2"] = page(WORDS)
    fetched = fetch_channel(channel(site), None, now=NOW, web=web)
    assert (site.asked["/a/1"], site.asked["/a/2"], site.asked["/robots.txt"]) == (0, 0, 1)
    assert names(fetched) == ["1"]
    assert [problem.fatal for problem in fetched.problems] == [False, True]
    assert all("robots.txt" in problem.what for problem in fetched.problems)


def test_while_robots_txt_cannot_be_had_no_page_is_fetched_and_none_is_lost(site: Site, web: Web) -> None:
    site.routes["/robots.txt"] = Said(status=500)
    site.routes["/feed"] = rss(item(site, 1))
    site.routes["/a/1"] = page(WORDS)
    first = fetch_channel(channel(site), None, now=NOW, web=web)
    assert site.asked["/a/1"] == 0 and first.documents == ()
    site.routes["/robots.txt"] = Said(status=404)
    with Web(LIMITS) as later:
        assert names(fetch_channel(channel(site), first.state, now=NOW, web=later)) == ["1"]


def test_a_server_that_asks_for_an_hour_is_left_alone_for_an_hour(
    site: Site, web: Web, tmp_path: Path
) -> None:
    site.routes["/feed"] = Said(status=429, headers={"Retry-After": "3600"})
    with Store(tmp_path / "t.db") as store:
        store.put_channel(channel(site))
        for minutes, asked in ((0, 1), (50, 1), (61, 2)):
            list(gather(store, now=NOW + dt.timedelta(minutes=minutes), web=web))
            assert site.asked["/feed"] == asked
        (standing,) = list_standing(store, now=NOW + 1.1 * HOUR)
        assert standing.health.state == "waiting"


def test_an_article_that_is_changed_is_another_version_and_one_that_is_not_is_none(
    site: Site, web: Web, tmp_path: Path
) -> None:
    """The same entry with a new date and the same words is no news; with other words it is a finding."""

    def feed(updated: str, words: str) -> Said:
        entry = f"<entry><id>u:1</id><updated>{updated}</updated><link href='{site.url('/a/1')}'/>"
        text = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}<content>{words}</content></entry></feed>'
        return Said(text.encode())

    with Store(tmp_path / "t.db") as store:
        store.put_channel(channel(site, outlet="Harbour TV"))
        told = []
        for updated, words in (
            ("25T08", "Two ships. "),
            ("25T09", "Two ships. "),
            ("25T10", "Three ships. "),
        ):
            site.routes["/feed"] = feed(f"2024-05-{updated}:00:00Z", words + WORDS * 9)
            (gathered,) = gather(store, now=NOW, web=web, everything=True)
            told.append([document.version for document in gathered.documents])
        assert told[0] == [1] and told[2] == [2]
        current = [document.text[:5] for document in store.documents()]
        assert sorted(current) == ["Three", "Two s"]


def test_a_page_is_taken_again_when_its_words_change(site: Site, web: Web) -> None:
    site.routes["/status"] = page(WORDS)
    first = fetch_channel(channel(site, "/status", kind="page"), None, now=NOW, web=web)
    again = fetch_channel(channel(site, "/status", kind="page"), first.state, now=NOW + HOUR, web=web)
    site.routes["/status"] = page(WORDS + "It was seen again.")
    changed = fetch_channel(channel(site, "/status", kind="page"), again.state, now=NOW + 2 * HOUR, web=web)
    assert [len(each.documents) for each in (first, again, changed)] == [1, 0, 1]
    assert first.documents[0].document.name == changed.documents[0].document.name


def test_what_another_channel_or_run_took_is_not_taken_again(site: Site, web: Web) -> None:
    site.routes["/one"] = site.routes["/two"] = rss(item(site, 1, WORDS * 9))
    pair = [(channel(site, path), None) for path in ("/one", "/two")]
    assert [names(each) for each in fetch_channels(pair, now=NOW, web=web)] == [["1"], []]
    known = fetch_channel(
        channel(site, "/two"), None, now=NOW, web=web, known=lambda name, _: name.endswith("/a/1")
    )
    assert known.items == () and len(known.state.seen) > 0


def test_items_that_lead_to_one_page_are_told_apart_by_their_own_words(site: Site, web: Web) -> None:
    """A ministry's feed whose items all lead to its front page must not be one item for ever."""

    def notice(number: int) -> str:
        return item(site, 0, f"{WORDS} {number}", guid=f"n{number}")

    site.routes["/feed"] = rss(notice(1), notice(2))
    site.routes["/a/0"] = page(
        "The front page, where nothing stands that the feed does not say better, or not."
    )
    first = fetch_channel(channel(site), None, now=NOW, web=web)
    assert sorted(one.document.text[-1] for one in first.documents) == ["1", "2"]
    assert len({one.document.name for one in first.documents}) == 2
    site.routes["/feed"] = rss(notice(3), notice(2), notice(1))
    second = fetch_channel(channel(site), first.state, now=NOW + HOUR, web=web)
    assert [one.document.text[-1] for one in second.documents] == ["3"]
    assert site.asked["/a/0"] == 0


def test_a_new_item_that_leads_to_a_page_taken_before_is_a_new_version_of_it(
    site: Site, web: Web, tmp_path: Path
) -> None:
    with Store(tmp_path / "t.db") as store:
        store.put_channel(channel(site))
        told = []
        for number in (1, 2):
            site.routes["/feed"] = rss(item(site, 0, guid=f"n{number}"))
            site.routes["/a/0"] = page(f"{WORDS} Sighting {number}.")
            (gathered,) = gather(store, now=NOW, web=web, everything=True)
            told.append([document.version for document in gathered.documents])
        assert told == [[1], [2]]


def test_an_address_of_a_page_that_offers_a_feed_is_refused_with_the_feed_named(site: Site, web: Web) -> None:
    link = '<link rel="alternate" type="application/rss+xml" title="all" href="/feed?a=1&amp;b=2">'
    html = f"<html><head>{link}</head><body><article><p>{WORDS}</p></article></body></html>"
    site.routes["/"] = Said(html.encode(), headers={"Content-Type": "text/html"})
    (problem,) = fetch_channel(channel(site, "/"), None, now=NOW, web=web).problems
    assert f"offers the feed {site.url('/feed?a=1&b=2')}" in str(problem)
    assert len(fetch_channel(channel(site, "/", kind="page"), None, now=NOW, web=web).documents) == 1


def test_one_broken_sitemap_of_an_index_does_not_cost_the_others_and_is_read_anew(
    site: Site, web: Web
) -> None:
    places = "".join(f"<sitemap><loc>{site.url(f'/s{each}')}</loc></sitemap>" for each in (1, 2))
    site.routes["/feed"] = Said(f"<sitemapindex>{places}</sitemapindex>".encode())

    def sitemap(*numbers: int) -> Said:
        pages = "".join(f"<url><loc>{site.url(f'/a/{each}')}</loc></url>" for each in numbers)
        return Said(f"<urlset>{pages}</urlset>".encode())

    site.routes["/s2"] = sitemap(1)
    site.routes["/a/1"], site.routes["/a/2"] = page(WORDS), page(WORDS + "Again.")
    first = fetch_channel(channel(site), None, now=NOW, web=web)
    assert names(first) == ["1"]
    assert [problem.where for problem in first.problems] == [site.url("/s1")]
    site.routes["/s1"] = sitemap(2)
    assert names(fetch_channel(channel(site), first.state, now=NOW + HOUR, web=web)) == ["2"]
    site.routes["/s1"] = site.routes["/s2"] = Said(status=404)
    assert fetch_channel(channel(site), first.state, now=NOW + HOUR, web=web).state.failures == 1


def test_a_feed_that_moved_for_good_says_where_to(site: Site, web: Web, tmp_path: Path) -> None:
    site.routes["/feed"] = Said(status=301, headers={"Location": "/new"})
    site.routes["/new"] = rss(item(site, 1, WORDS * 9))
    with Store(tmp_path / "t.db") as store:
        store.put_channel(channel(site))
        list(gather(store, now=NOW, web=web))
        (standing,) = list_standing(store, now=NOW)
        assert (standing.health.state, standing.state and standing.state.moved_to) == (
            "moved",
            site.url("/new"),
        )


def test_a_mistake_of_ours_on_one_channel_does_not_cost_the_others(site: Site, web: Web) -> None:
    site.routes["/one"] = site.routes["/two"] = rss(item(site, 1, WORDS * 9))
    one, two = channel(site, "/one"), channel(site, "/two")
    broken = ChannelState(channel=one.id).model_copy(update={"seen": 5})
    found = list(fetch_channels([(one, broken), (two, None)], now=NOW, web=web))
    assert "mistake of ours" in str(found[0].problems[0])
    assert names(found[1]) == ["1"]


def test_pauses_between_tries_grow_and_are_the_same_for_the_same_seed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred clients that come back in step would knock a weak server down again."""
    site.routes["/feed"] = Said(status=503)

    def pauses(seed: int) -> list[float]:
        slept: list[float] = []
        monkeypatch.setattr("time.sleep", lambda seconds: slept.append(seconds))
        with Web(LIMITS._replace(tries=4), seed=seed) as web:
            fetch_channel(channel(site), None, now=NOW, web=web)
        return [seconds for seconds in slept if seconds > 0]

    first = pauses(1)
    assert len(first) == 3 and first[1] > first[0] * 0.6 and first[2] > first[1] * 0.6
    assert pauses(1) == first
    assert pauses(2) != first


# --- credentials ---


@pytest.mark.parametrize(
    ("path", "secret", "wanted"),
    [
        ("/feed", "s3cret-word", "Bearer s3cret-word"),
        ("/feed", "desk:s3cret-word", "Basic " + base64.b64encode(b"desk:s3cret-word").decode()),
        ("/feed?key={secret}", "s3cret-word", None),
    ],
)
def test_a_credential_goes_to_its_own_host_alone_and_is_never_kept_or_said(
    path: str, secret: str, wanted: str | None, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARBOUR_WORD", secret)
    seen: list[tuple[str, str | None]] = []
    with sites(2) as (site, other):

        def answer(asked: Asked) -> Said:
            seen.append(("home", asked.headers.get("authorization")))
            return rss(item(site, 1, WORDS * 9)) if asked.before == 0 else Said(status=403)

        site.routes[path.format(secret=secret)] = answer
        one = channel(site, path, secret="env:HARBOUR_WORD")
        with Store(tmp_path / "t.db") as store:
            store.put_channel(one)
            problems = []
            for _ in range(2):
                (gathered,) = gather(store, now=NOW, web=web, everything=True)
                problems += [str(problem) for problem in gathered.problems]
            opml = write_opml(store.channels())
        assert [header for _, header in seen] == [wanted, wanted]
        assert len(problems) == 1 and "s3cret" not in problems[0]
        assert b"s3cret" not in opml and b"HARBOUR_WORD" not in opml
        for file in tmp_path.iterdir():
            assert b"s3cret" not in file.read_bytes(), file
        site.routes[path.format(secret=secret)] = Said(
            status=301, headers={"Location": f"/y?k={secret}", "X": "y"}
        )
        site.routes[f"/y?k={secret}"] = rss(item(site, 7, WORDS * 9))._replace(headers={"X-Echo": secret})
        echoed = fetch_channel(one, None, now=NOW, web=web)
        assert len(echoed.documents) == 1 and "s3cret" not in repr((echoed.state, echoed.captures))
        site.routes[path.format(secret=secret)] = Said(status=302, headers={"Location": other.url("/x")})
        refused = fetch_channel(one, None, now=NOW, web=web)
        assert "inner address" in str(refused.problems[0]) and "s3cret" not in str(refused.problems[0])
        assert not other.asked


def test_a_credential_that_is_not_where_it_should_be_is_named_by_its_reference(site: Site, web: Web) -> None:
    fetched = fetch_channel(channel(site, secret="env:NONE_SUCH"), None, now=NOW, web=web)
    assert [str(problem) for problem in fetched.problems] == [
        f"{site.url('/feed')}: its env:NONE_SUCH holds no secret; set it and run again"
    ]
    assert site.asked["/feed"] == 0


# --- names and TLS ---


def test_a_name_is_looked_up_once_a_connection_and_goes_to_what_was_checked(site: Site) -> None:
    host, port = site.host.split(":")
    asked: list[str] = []

    def resolve(name: str, _: int) -> Sequence[str]:
        asked.append(name)
        return [host]

    seen: list[str] = []
    site.routes["/feed"] = lambda request: seen.append(request.headers["host"]) or rss()
    address = f"http://harbour.example:{port}/feed"
    with Web(LIMITS, resolve=resolve) as web:
        refused = fetch_channel(make_channel(address, added=NOW), None, now=NOW, web=web)
        assert "inner address 127.0.0.1" in str(refused.problems[0])
        assert (asked, seen) == (["harbour.example"], [])
        named = make_channel(address, added=NOW, allow_private=True)
        assert fetch_channel(named, None, now=NOW, web=web).problems == ()
    assert asked == ["harbour.example"] * 2
    assert seen == [f"harbour.example:{port}"]


def test_a_certificate_is_checked_against_the_name_though_the_address_is_pinned() -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(PEM)
    with sites(1, tls=tls) as (site,):
        host, port = site.host.split(":")
        site.routes["/feed"] = rss(item(site, 1, WORDS * 9))
        trusting = ssl.create_default_context(cafile=str(PEM))

        def ask(name: str, verify: ssl.SSLContext | None) -> list[str]:
            one = make_channel(f"https://{name}:{port}/feed", added=NOW, allow_private=True)
            with Web(LIMITS, resolve=lambda *_: [host], verify=verify) as web:
                fetched = fetch_channel(one, None, now=NOW, web=web)
            return [problem.what for problem in fetched.problems] or names(fetched)

        assert ask("harbour.example", trusting) == ["1"]
        assert ask("other.example", trusting) == ["its certificate is not valid"]
        assert ask("harbour.example", None) == ["its certificate is not valid"]


# --- folders ---


def test_a_folder_gives_what_is_new_in_it_and_a_missing_one_is_named(tmp_path: Path, web: Web) -> None:
    drop = tmp_path / "drop"
    one = make_channel(str(drop), added=NOW, outlet="Desk")
    missing = fetch_channel(one, None, now=NOW, web=web)
    assert "no such file or folder" in str(missing.problems[0])
    drop.mkdir()
    (drop / "a.txt").write_text(WORDS)
    first = fetch_channel(one, missing.state, now=NOW, web=web)
    (drop / "b.txt").write_text(WORDS + "Again.")
    (drop / "c.png").write_bytes(b"\x89PNG\r\n")
    second = fetch_channel(one, first.state, now=NOW + HOUR, web=web)
    third = fetch_channel(one, second.state, now=NOW + 2 * HOUR, web=web)
    assert [names(each) for each in (first, second, third)] == [["a"], ["b"], []]
    assert [len(each.problems) for each in (first, second, third)] == [0, 1, 0]
    document = second.documents[0].document
    assert (document.outlet, document.first_seen) == ("Desk", NOW + HOUR)


def test_a_run_that_breaks_off_between_two_channels_goes_on_where_it_was(
    site: Site, web: Web, tmp_path: Path
) -> None:
    for each in range(4):
        site.routes[f"/{each}"] = rss(item(site, each, f"{WORDS * 9} {each}"))
    with Store(tmp_path / "t.db") as store:
        for each in range(4):
            store.put_channel(channel(site, f"/{each}"))
        run: Iterator[Gathered] = gather(store, now=NOW, web=web)
        next(run), next(run)
        run.close()  # type: ignore[attr-defined]
        assert len(list(store.documents())) == 2
        rest = [
            document.name for gathered in gather(store, now=NOW, web=web) for document in gathered.documents
        ]
        assert len(rest) == 2
        assert len(list(store.documents())) == 4

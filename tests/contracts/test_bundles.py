"""Two desks that share what they have: each once, nothing overruled, nothing of a file that was changed."""

import datetime as dt
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contracts.meddling import dump
from tests.contracts.store_records import NOON, PLAN_ORDER, document, reading
from tests.running import tocsin

from tocsin.carrying import pack, take_in_bundle
from tocsin.exchange.bundles import BundleRefused, Desk, make_key, open_bundle, read_key, read_trusted
from tocsin.store import Store
from tocsin.terms import Correction, MatchDecision, Observation, SourceGrade

NOW = dt.datetime(2026, 5, 24, 12, tzinfo=dt.UTC)
GRADE = SourceGrade(source="Harbour TV", letter="B", by="Ann", because="was right twice", at=NOON)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    for name in ("North", "South"):
        make_key(folder / name, f"{name} desk")
    return folder


@pytest.fixture
def carry(keys: Path, tmp_path: Path) -> Callable[..., str]:
    """From one store to another, by a file; what came of it in short."""

    def carry(from_: Store, to: Store, desk: str = "North", now: dt.datetime = NOW) -> str:
        file = tmp_path / "bundle"
        pack(from_, file, key=keys / desk, now=NOW)
        trusted = [read_trusted(keys / f"{desk}.pub")]
        _, merged = take_in_bundle(to, file, trusted, now=now, by="Zoe")
        return f"{merged.documents}+{merged.observations}+{merged.said} new, {merged.known} known"

    return carry


@pytest.fixture
def other(make_address: Callable[[], str]) -> Store:
    return Store(make_address())


def fill(store: Store) -> str:
    """A desk with a document, its bytes, an observation, and a word of each kind; the document's id."""
    one = document("a17", "Officials said on Saturday that a test might follow.", first_seen=NOON)
    store.put_document(one, one.text.encode(), reading(one.id))
    call = document("call", "Nobody answered.", media_type="text/x-observation")
    store.put_observation(call, Observation(document=call.id, origin="Liaison", entered_by="Ann"), at=NOON)
    store.put_source_grade(GRADE)
    said = {
        "watch": "korea",
        "indicator": "i1",
        "item": f"{one.id}#c1",
        "by": "Ann",
        "because": "x",
        "at": NOON,
    }
    store.put_match_decision(MatchDecision.model_validate(said | {"is_accepted": True}))
    store.put_plan_order(PLAN_ORDER)
    with store.growing() as growing:
        cut = Correction(document="a17", to="Harbour TV", is_cut=True, by="Ann", at=NOON)
        growing.put_correction(cut, one.id)
    return one.id


def test_a_bundle_brings_everything_once_and_a_second_time_nothing(
    store: Store, other: Store, address: str, carry: Callable[..., str]
) -> None:
    fill(other)
    assert carry(other, store) == "2+1+4 new, 0 known"
    one = store.find_document("a17")
    assert one is not None and one.first_seen == NOON and store.kept(one) == one.text.encode()
    assert store.source_grades()[0].by == "Ann @ North desk"
    assert store.corrections()[0].by == "Ann @ North desk"
    assert [each.id for each in store.unread_documents("1")] == sorted(
        (each.id for each in store.documents()), key=lambda id_: id_ != one.id
    )
    assert store.audit()[0].what == (
        "took in a bundle of North desk: 2 documents, 1 observations, 4 words of people"
    )
    before = dump(address)
    assert carry(other, store) == "0+0+0 new, 7 known"
    assert dump(address) == before
    assert store.integrity_check() == ()


def test_what_comes_home_is_known_again(store: Store, other: Store, carry: Callable[..., str]) -> None:
    """A word that went to another desk and came back must not count as a second opinion."""
    fill(store)
    carry(store, other)
    assert carry(other, store, "South") == "0+0+0 new, 7 known"


def test_two_desks_that_differ_both_stay_heard_in_the_order_in_which_they_spoke(
    store: Store, other: Store, carry: Callable[..., str]
) -> None:
    """An older word that comes in later must not take the place of a newer one."""
    store.put_source_grade(GRADE.model_copy(update={"letter": "D", "by": "Bob", "at": NOON + HOUR}))
    other.put_source_grade(GRADE)
    other.put_document(document("a17", "A launch.", outlet="Harbour Television"))
    store.put_document(document("a17", "A launch.", outlet="Harbour TV"))
    other.put_document(document("b", "Theirs."))
    store.put_document(document("b", "Ours."))
    carry(other, store)
    assert [(each.letter, each.by) for each in store.source_grades()] == [
        ("B", "Ann @ North desk"),
        ("D", "Bob"),
    ]
    assert sorted((one.label, one.text, one.outlet) for one in store.documents()) == [
        ("a17", "A launch.", "Harbour TV"),
        ("b", "Ours.", None),
        ("b~2", "Theirs.", None),
    ]
    theirs = next(one for one in other.documents() if one.name == "a17")
    assert store.find_document(theirs.id) is not None  # their telling is kept beside ours


def test_what_was_erased_here_on_request_stays_out(
    store: Store, other: Store, carry: Callable[..., str]
) -> None:
    fill(store)
    fill(other)
    store.erase("a17", at=NOW, by="Ann", reason="asked")
    assert carry(other, store).startswith("0+0+")
    assert store.find_document("a17") is None


def test_a_clock_that_runs_ahead_is_named_and_no_moment_lies_in_the_future(
    store: Store, other: Store, carry: Callable[..., str]
) -> None:
    """A report that was first seen tomorrow would be missing from every question of today."""
    other.put_document(document("a", "Text.", first_seen=NOW + 5 * HOUR))
    with pytest.raises(
        BundleRefused, match="by a clock that is 3 hours ahead of ours; set one of the clocks"
    ):
        carry(other, store, now=NOW - 3 * HOUR)
    assert list(store.documents()) == [] and store.audit() == []
    assert carry(other, store).startswith("1+0+0")
    assert next(store.documents()).first_seen == NOW
    assert carry(other, store) == "0+0+0 new, 1 known"


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory, keys: Path) -> bytes:
    folder = tmp_path_factory.mktemp("packed")
    with Store(folder / "t.db") as store:
        fill(store)
        pack(store, folder / "b", key=keys / "North", now=NOW)
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith("b")) == ["b"]
    return (folder / "b").read_bytes()


def test_one_flipped_bit_and_nothing_is_taken_in(packed: bytes, keys: Path, tmp_path: Path) -> None:
    trusted, chance, file = [read_trusted(keys / "North.pub")], random.Random(3), tmp_path / "b"
    places = {*range(400), *chance.sample(range(len(packed)), 400), len(packed) - 1}
    with Store(tmp_path / "t.db") as store:
        for place in places:
            file.write_bytes(
                packed[:place] + bytes([packed[place] ^ 1 << chance.randrange(8)]) + packed[place + 1 :]
            )
            with pytest.raises(BundleRefused) as caught:
                take_in_bundle(store, file, trusted, now=NOW, by="Zoe")
            assert "\n" not in str(caught.value)
        for cut in (packed[:-1], packed[: len(packed) // 2], packed[:10], b"", packed + b"x"):
            file.write_bytes(cut)
            with pytest.raises(BundleRefused):
                take_in_bundle(store, file, trusted, now=NOW, by="Zoe")
        assert list(store.documents()) == [] and store.audit() == []


@settings(max_examples=200)
@given(st.binary(max_size=300), st.sampled_from([b"", b"tocsin bundle 1\n"]))
def test_any_bytes_are_refused_in_a_line(keys: Path, data: bytes, start: bytes) -> None:
    file = keys / "any"
    file.write_bytes(start + data)
    with pytest.raises(BundleRefused):
        open_bundle(file, [])


def test_a_bundle_of_a_desk_that_is_not_trusted_is_refused_by_name(
    packed: bytes, keys: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b"
    file.write_bytes(packed)
    with pytest.raises(BundleRefused, match=r"signed by 'North desk' with key \w{16}, which is not trusted"):
        open_bundle(file, [read_trusted(keys / "South.pub")])
    south = read_trusted(keys / "South.pub")
    with pytest.raises(BundleRefused, match="not trusted"):
        open_bundle(file, [Desk("North desk", south.public)])


def test_a_bundle_opens_in_any_zip_program(packed: bytes, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(packed)
    with zipfile.ZipFile(tmp_path / "b.zip") as opened:
        assert {"manifest.json", "documents.jsonl", "source_grades.jsonl"} <= set(opened.namelist())
        assert b"Officials said" in opened.read("documents.jsonl")


def test_a_key_is_its_owners_alone_and_never_written_over(tmp_path: Path) -> None:
    from tocsin.errors import ConfigurationError

    make_key(tmp_path / "k", "North desk")
    assert (tmp_path / "k").stat().st_mode & 0o077 == 0
    with pytest.raises(ConfigurationError, match="never written over"):
        make_key(tmp_path / "k", "North desk")
    (tmp_path / "other").write_text('{"desk": "x", "private": "zz"}')
    with pytest.raises(ConfigurationError, match="is no private key"):
        read_key(tmp_path / "other")


def test_two_desks_as_people_do_it(tmp_path: Path, root: Path) -> None:
    """Make a key, pack, hand over, take in, run."""
    north, south, key = str(tmp_path / "n.db"), str(tmp_path / "s.db"), str(tmp_path / "north.key")
    with Store(north) as store:
        fill(store)
    done = tocsin("bundle", key, "--new-key", "North desk", cwd=root)
    assert done.returncode == 0 and "give " in done.stdout, done.stderr
    file = str(tmp_path / "out.bundle")
    assert "--key: is needed" in tocsin("bundle", file, "--db", north, cwd=root).stderr
    done = tocsin("bundle", file, "--key", key, "--db", north, cwd=root)
    assert "signed by North desk: 2 documents, 1 observations" in done.stdout, done.stderr
    words = ("unbundle", file, "--by", "Zoe", "--db", south)
    assert "names no desk that is trusted" in tocsin(*words, cwd=root).stderr
    done = tocsin(*words, "--trust", f"{key}.pub", cwd=root)
    assert "2 documents, 1 observations, 4 words of people are new; 0 were known" in done.stdout, done.stderr
    assert done.stdout.endswith("next: tocsin run\n")

"""Files, folders and standard input become documents in order, and every bad input is one clear line."""

import datetime as dt
import hashlib
import io
import os
from pathlib import Path
from typing import Any

import pytest

from tocsin.collect import Collected, collect_paths
from tocsin.errors import ConfigurationError
from tocsin.terms import Document, Problem

TODAY = dt.date(2024, 6, 1)
# Each line merges the one before it twice: a reader that followed would be at it for longer than the sun.
MERGES = "b0: &b0 {x: 1}\n" + "".join(f"b{n}: &b{n} {{<<: [*b{n - 1}, *b{n - 1}]}}\n" for n in range(1, 60))


def collect(*paths: Path | str, **options: Any) -> tuple[list[Document], list[str], list[str]]:
    """The documents, the refusals and the reservations of one run."""
    found = list(collect_paths(paths, **{"today": TODAY, "max_bytes": 20_000_000, **options}))
    documents = [one.document for one in found if isinstance(one, Collected)]
    problems = [one for one in found if isinstance(one, Problem)]
    assert all("\n" not in str(problem) for problem in problems)
    return documents, [str(p) for p in problems if p.fatal], [str(p) for p in problems if not p.fatal]


def write(folder: Path, **files: str | bytes) -> Path:
    """Files by name, `a_txt` standing for a.txt."""
    for name, content in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


# --- which files, in which order, under which names ---


def test_a_folder_is_taken_whole_sorted_and_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", "c.md", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Text of {name}.")
    documents, refused, doubts = collect(tmp_path)
    assert [one.name for one in documents] == ["1", "2", "b", "c"]
    assert refused == doubts == []


def test_the_order_of_the_arguments_is_kept(tmp_path: Path) -> None:
    write(tmp_path, a_txt="First.", b_txt="Second.")
    assert [one.name for one in collect(tmp_path / "b.txt", tmp_path / "a.txt")[0]] == ["b", "a"]


def test_files_that_share_a_stem_are_told_apart_by_their_ending(tmp_path: Path) -> None:
    write(tmp_path, a17_txt="One.", a17_md="Two.", other_txt="Three.")
    assert [one.name for one in collect(tmp_path)[0]] == ["a17.md", "a17.txt", "other"]


def test_one_file_given_twice_is_one_document(tmp_path: Path) -> None:
    write(tmp_path, a_txt="One.")
    documents, refused, doubts = collect(tmp_path, tmp_path / "a.txt")
    assert [one.name for one in documents] == ["a"]
    assert refused == []
    assert "duplicate" in doubts[0]


def test_links_to_folders_do_not_lead_in_circles(tmp_path: Path) -> None:
    write(tmp_path, a_txt="One.")
    (tmp_path / "again").symlink_to(tmp_path)
    assert [one.name for one in collect(tmp_path)[0]] == ["a"]


def test_a_waiting_pipe_in_a_folder_does_not_stop_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path, a_txt="One.")
    assert [one.name for one in collect(tmp_path)[0]] == ["a"]


def test_a_file_name_that_is_no_text_can_still_be_written_and_printed(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))).write_text("A text.")
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/d\xe9.txt"))).touch()
    documents, refused, _ = collect(tmp_path)
    assert documents[0].name.encode() == b"caf\xef\xbf\xbd"
    assert refused[0].encode().endswith(b"/d?.txt: is empty; give it text or leave it out")


# --- plain text ---


@pytest.mark.parametrize(
    "text", ["  Two\r\nlines \r\n", "Title: no header\n\nText.\n", "\n\n\u2014 \U0001f680 \ufeff x"]
)
def test_the_text_of_a_text_file_is_the_file_to_the_character(tmp_path: Path, text: str) -> None:
    """One stripped space at the head would shift every span in the document."""
    (document,), _, _ = collect(write(tmp_path, a_txt=text))
    assert document.text == text
    assert document.title is None


@pytest.mark.parametrize(
    ("data", "doubt"),
    [
        ("\u201ccaf\u00e9\u201d text".encode(), None),
        (b"\xef\xbb\xbf" + "\u201ccaf\u00e9\u201d text".encode(), None),
        ("\u201ccaf\u00e9\u201d text".encode("utf-16"), None),
        ("\u201ccaf\u00e9\u201d text".encode("cp1252"), "not UTF-8 (byte 0): read as Windows-1252"),
    ],
)
def test_a_guessed_encoding_is_said(tmp_path: Path, data: bytes, doubt: str | None) -> None:
    (document,), _, doubts = collect(write(tmp_path, a_txt=data))
    assert document.text == "\u201ccaf\u00e9\u201d text"
    assert [doubt in said for said in doubts if doubt] == ([True] if doubt else [])


def test_the_bytes_are_kept_as_they_came(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbfA text.\r\n"
    (found,) = collect_paths([write(tmp_path, a_txt=data)], today=TODAY, max_bytes=100)
    assert isinstance(found, Collected)
    assert found.kept == data
    assert found.document.kept_hash == hashlib.sha256(data).hexdigest()


def test_an_unknown_ending_is_judged_by_its_bytes(tmp_path: Path) -> None:
    page = (
        "<!doctype html><html><body><p>"
        + "A launch was seen near the coast on Saturday. " * 5
        + "</p></body></html>"
    )
    documents, refused, _ = collect(
        write(tmp_path, a_log="A text.", b_xyz=page, c_bin=b"\x00\x01\x02", d="Bare.")
    )
    assert [(one.name, one.media_type) for one in documents] == [
        ("a", "text/plain"),
        ("b", "text/html"),
        ("d", "text/plain"),
    ]
    assert "c.bin: is binary, not text; export it" in refused[0]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Officials said on Saturday that the vehicle had been moved.", "en"),
        ("북한이 동해상으로 탄도미사일을 발사했다고 합동참모본부가 밝혔다.", "ko"),
        (
            "Les responsables ont dit samedi que le camion avait quitt\u00e9 la base.",
            "fr",
        ),
        ("Too short.", None),
        ("1234567890 " * 10, None),
    ],
)
def test_the_language_is_told_where_there_are_letters_enough(
    tmp_path: Path, text: str, language: str | None
) -> None:
    assert collect(write(tmp_path, a_txt=text))[0][0].language == language


# --- what the file does not say ---


def test_outlet_and_date_given_by_hand_stand_in_only_where_the_document_is_silent(tmp_path: Path) -> None:
    lines = (
        '{"id": "a", "text": "One."}\n'
        '{"id": "b", "text": "Two.", "outlet": "Harbour TV", "published": "2024-05-01"}'
    )
    given = {"outlet": "Given", "published": dt.date(2024, 5, 25)}
    first, second = collect(write(tmp_path, x_jsonl=lines), **given)[0]
    assert (first.outlet, first.published, first.unknown) == ("Given", dt.date(2024, 5, 25), ())
    assert (second.outlet, second.published) == ("Harbour TV", dt.date(2024, 5, 1))


def test_what_is_not_known_is_named(tmp_path: Path) -> None:
    (document,), _, _ = collect(write(tmp_path, a17_txt="A text."))
    assert document.unknown == ("publication date of a17", "outlet of a17")
    assert document.first_seen is None


def test_the_day_of_publication_is_assumed_to_be_when_we_saw_it(tmp_path: Path) -> None:
    (document,), _, _ = collect(write(tmp_path, a_txt="A text."), published=dt.date(2024, 5, 25))
    assert document.first_seen == dt.datetime(2024, 5, 25, tzinfo=dt.UTC)
    assert document.first_seen_assumed


def test_a_sidecar_says_what_the_text_cannot(tmp_path: Path) -> None:
    write(tmp_path, a17_txt="A text.", b_txt="Another.")
    (tmp_path / "a17.meta.yaml").write_text(
        "title: A launch\noutlet: Harbour TV\npublished: 2024-05-25\nbyline: A desk\ncredit: (c) Harbour\n"
        "url: https://harbour.example/1\nmarking: 'EXERCISE: synthetic reporting'\n"
        "first_seen: 2024-05-26T01:00:00Z\n"
    )
    (tmp_path / "b.meta.json").write_text('{"outlet": "Other Wire"}')
    (first, second), refused, doubts = collect(tmp_path)
    assert refused == doubts == []
    assert first.text == "A text."
    assert (first.title, first.outlet, first.byline, first.credit) == (
        "A launch",
        "Harbour TV",
        "A desk",
        "(c) Harbour",
    )
    assert (first.url, first.marking) == ("https://harbour.example/1", "EXERCISE: synthetic reporting")
    assert first.published == dt.date(2024, 5, 25)
    assert (first.first_seen, first.first_seen_assumed) == (dt.datetime(2024, 5, 26, 1, tzinfo=dt.UTC), False)
    assert second.outlet == "Other Wire"


@pytest.mark.parametrize(
    ("sidecar", "said"),
    [
        ("title: [", "cannot be read"),
        ("- a list", "cannot be read (not a list of fields)"),
        ("outlett: Harbour TV", "unknown field 'outlett'; use title, outlet"),
        ("published: 2024-13-45", "published '2024-13-45' is not a date"),
        ("title: {a: b}", '"title" is not text'),
        ("published: next week", "published 'next week' is not a date"),
        ("title: x" * 20_000, "over 100,000 bytes"),
        (b"\xff\xfe\x00", "cannot be read"),
        ("[" * 2000, "cannot be read"),
        ("outlet: null\ntitel: ~\n", "unknown field 'titel'"),
        ("".join(f"k{n}: v\n" for n in range(9)), "unknown field 'k0', 'k1', 'k2' and 6 more"),
        (MERGES, "has the unknown field 'b0', 'b1', 'b2' and 57 more"),
    ],
)
def test_a_wrong_sidecar_costs_its_fields_and_not_the_document(
    tmp_path: Path, sidecar: str | bytes, said: str
) -> None:
    write(tmp_path, a_txt="A text.")
    (tmp_path / "a.meta.yaml").write_bytes(sidecar.encode() if isinstance(sidecar, str) else sidecar)
    documents, refused, doubts = collect(tmp_path)
    assert [one.text for one in documents] == ["A text."]
    assert refused == []
    assert any(said in doubt for doubt in doubts), doubts


# --- dates ---


@pytest.mark.parametrize(
    ("given", "published", "at"),
    [
        ("2024-05-25", dt.date(2024, 5, 25), None),
        ("2024-05-25T08:00:00+09:00", dt.date(2024, 5, 25), dt.datetime(2024, 5, 24, 23, tzinfo=dt.UTC)),
        ("2024-05-25T08:00:00Z", dt.date(2024, 5, 25), dt.datetime(2024, 5, 25, 8, tzinfo=dt.UTC)),
        ("2024-05-25 08:00", dt.date(2024, 5, 25), None),  # no zone: the day is all that is said
        (
            "Sat, 25 May 2024 08:00:00 +0900",
            dt.date(2024, 5, 25),
            dt.datetime(2024, 5, 24, 23, tzinfo=dt.UTC),
        ),
    ],
)
def test_a_date_is_the_outlets_own_and_a_time_is_kept_where_its_zone_is_said(
    tmp_path: Path, given: str, published: dt.date, at: dt.datetime | None
) -> None:
    (document,), _, doubts = collect(
        write(tmp_path, x_jsonl=f'{{"id": "a", "text": "A.", "published": "{given}"}}')
    )
    assert (document.published, document.published_at, doubts) == (published, at, [])


def test_a_date_in_the_future_is_not_believed(tmp_path: Path) -> None:
    line = '{"id": "a", "text": "A.", "published": "2099-01-01", "first_seen": "2099-01-01"}'
    (document,), refused, doubts = collect(write(tmp_path, x_jsonl=line))
    assert (document.published, document.first_seen, refused) == (None, None, [])
    assert "x.jsonl:1: published 2099-01-01 lies in the future and was taken as unknown" in doubts[0]
    assert "--published" in doubts[0]
    assert "publication date of a" in document.unknown


def test_tomorrows_date_is_believed_for_it_is_tomorrow_in_seoul(tmp_path: Path) -> None:
    line = '{"id": "a", "text": "A.", "published": "2024-06-02"}'
    assert collect(write(tmp_path, x_jsonl=line))[0][0].published == dt.date(2024, 6, 2)


@pytest.mark.parametrize(
    "given", ["yesterday", "25/05/2024", "0000-00-00", "2024-02-30", "1" * 500, "0001-01-01"]
)
def test_what_is_no_date_is_said_to_be_none(tmp_path: Path, given: str) -> None:
    line = f'{{"id": "a", "text": "A.", "published": "{given}"}}'
    (document,), _, doubts = collect(write(tmp_path, x_jsonl=line))
    assert document.published is None
    assert "is not a date and was taken as unknown; write it as YYYY-MM-DD" in doubts[0]


def test_a_given_date_in_the_future_stops_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="--published"):
        collect_paths([tmp_path], published=dt.date(2099, 1, 1), today=TODAY, max_bytes=100)


# --- one name on several texts ---


def test_one_id_on_two_texts_is_two_versions_and_both_are_named(tmp_path: Path) -> None:
    lines = '{"id": "a17", "text": "One."}\n{"id": "a17", "text": "Two."}\n{"id": "a17", "text": "Three."}\n'
    documents, refused, doubts = collect(write(tmp_path, x_jsonl=lines))
    assert [one.label for one in documents] == ["a17", "a17~2", "a17~3"]
    assert len({one.id for one in documents}) == 3
    assert refused == []
    assert "x.jsonl:2: 'a17' already names another text, from" in doubts[0]
    assert "x.jsonl:1" in doubts[0]


def test_the_same_id_with_the_same_text_is_taken_once(tmp_path: Path) -> None:
    documents, refused, doubts = collect(write(tmp_path, x_jsonl='{"id": "a", "text": "One."}\n' * 2))
    assert [one.label for one in documents] == ["a"]
    assert refused == []
    assert "x.jsonl:2: duplicate: 'a'" in doubts[0]


def test_ids_are_the_same_on_every_run_and_differ_by_what_a_document_is(tmp_path: Path) -> None:
    write(tmp_path, a_txt="A text.")
    first, again = (collect(tmp_path)[0][0].id for _ in range(2))
    assert first == again
    assert collect(tmp_path, outlet="Harbour TV")[0][0].id != first


# --- standard input ---


def test_standard_input_may_be_a_text(tmp_path: Path) -> None:
    (document,), _, _ = collect("-", stdin=io.BytesIO(b" A text.\r\nMore.\n"))
    assert (document.name, document.text) == ("stdin", " A text.\r\nMore.\n")


@pytest.mark.parametrize(
    "data",
    [
        b'{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n',
        b'[{"id": "a", "text": "One."},\n {"id": "b", "text": "Two."}]',
    ],
)
def test_standard_input_may_be_records(data: bytes) -> None:
    assert [one.name for one in collect("-", stdin=io.BytesIO(data))[0]] == ["a", "b"]


def test_standard_input_may_be_one_record_on_many_lines() -> None:
    (document,), _, _ = collect("-", stdin=io.BytesIO(b'{\n "id": "a",\n "text": "One."\n}\n'))
    assert (document.name, document.text) == ("a", "One.")


def test_a_text_that_begins_like_a_record_is_a_text() -> None:
    (document,), _, _ = collect("-", stdin=io.BytesIO(b"{Photo: the coast} A launch was seen.\n"))
    assert document.text == "{Photo: the coast} A launch was seen.\n"


def test_a_wrong_line_on_standard_input_is_named() -> None:
    documents, refused, _ = collect("-", stdin=io.BytesIO(b'{"id": "a", "text": "One."}\n\nnot a record\n'))
    assert [one.name for one in documents] == ["a"]
    assert refused[0].startswith("standard input:3: is not JSON")


def test_standard_input_that_was_not_handed_over_is_our_own_mistake() -> None:
    with pytest.raises(ConfigurationError):
        collect_paths(["-"], today=TODAY, max_bytes=100)


# --- bad input ---


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "is empty; give it text or leave it out"),
        ("a.html", b"", "is empty"),
        ("a.json", b"", "is empty"),
        ("a.jsonl", b"", "is empty"),
        ("a.txt", b" \n\t\r\n", "holds white space only"),
        ("a.txt", "\ufeff \u3000\n".encode(), "has no text"),
        ("a.json", b"  \n", "holds white space only"),
        ("a.txt", b"A text\x00 with a NUL", "is binary, not text"),
        ("a.txt", b"\x01\x02\x03\x04\x05", "is binary, not text"),
        (
            "a.txt",
            b"PK\x03\x04 something",
            "is a ZIP archive or an office document, not text; export it as text",
        ),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "is a PNG picture"),
        (
            "a.txt",
            b"caf\xe9 and \x81 too",
            "is neither UTF-8 nor Windows-1252 text (byte 9); save it as UTF-8",
        ),
        ("a.txt", b"\xff\xfea", "begins as UTF-16 but is not"),
        (
            "a.html",
            b"<html><head><title>x</title></head><body><script>x()</script></body></html>",
            "is HTML without an article's text",
        ),
        ("a.json", b"{not json", "a.json:1: is not JSON"),
        ("a.json", b'{"id": "a"}', 'a.json:1: is a record without "text"'),
        ("a.json", b'{"id": "a", "text": 5}', 'is a record without "text"'),
        ("a.json", b'"a string"', "is JSON but not a record"),
        ("a.json", b'[{"text": "One."}, {"text": "Two."', "is not a JSON list of records"),
        ("a.json", b'[{"text": "One."} {"text": "Two."}]', "is a JSON list that does not close"),
        ("a.json", b"[" * 100_000, "is not a JSON list of records"),
        ("a.json", b'{"a":' * 100_000, "nested or numbered beyond reading"),
        ("a.jsonl", b'{"text": ' + b"9" * 5_000 + b"}", "nested or numbered beyond reading"),
        ("a.jsonl", b'{"text": ""}', "a.jsonl:1: has no text"),
        ("a.jsonl", b'{"text": "a\\u0000b"}', "is binary, not text (NUL characters)"),
        ("a.jsonl", '{"text": "a"}\n{"text": "b"}'.encode("utf-16"), "is UTF-16, which has no lines"),
        ("a.pdf", b"%PDF-1.7 broken", "is a broken or locked PDF"),
        ("a.eml", b"No headings here, only words.", "is not an e-mail message (no From, Subject or Date)"),
        ("a.eml", b"Subject: Nothing\r\n\r\n", "is a message without text"),
    ],
)
def test_a_bad_input_is_one_line_and_the_run_goes_on(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_text("A good text.")
    documents, refused, _ = collect(tmp_path)
    assert documents[-1].text == "A good text."
    assert any(name in line and said in line for line in refused), refused


def test_a_missing_file_is_named() -> None:
    assert collect("/no/such/file.txt")[1] == ["/no/such/file.txt: no such file or folder; check the path"]


def test_a_broken_link_is_named(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    assert "cannot be read (No such file or directory)" in collect(tmp_path / "link.txt")[1][0]


def test_a_file_without_permission_is_named(unprivileged_folder: Path) -> None:
    (write(unprivileged_folder, a_txt="A text.") / "a.txt").chmod(0)
    (said,) = collect(unprivileged_folder)[1]
    assert "cannot be read (Permission denied); check the file and its permissions" in said


def test_a_text_above_the_limit_is_refused_by_its_size_and_the_setting_is_named(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(50_000_000)  # never read, so that a sparse file will do
    (said,) = collect(tmp_path)[1]
    assert "is 50.0 MB, over the limit of 20.0 MB" in said
    assert "TOCSIN_MAX_DOCUMENT_BYTES=50000000" in said


def test_the_limit_holds_for_each_line_and_the_lines_after_are_read(tmp_path: Path) -> None:
    lines = (
        '{"id": "a", "text": "One."}\n{"id": "b", "text": "'
        + "x" * 200
        + '"}\n{"id": "c", "text": "Three."}\n'
    )
    documents, refused, _ = collect(write(tmp_path, x_jsonl=lines), max_bytes=100)
    assert [one.name for one in documents] == ["a", "c"]
    assert "x.jsonl:2: is over the limit of 100 bytes; split it" in refused[0]
    assert collect("-", stdin=io.BytesIO(b"x" * 101), max_bytes=100)[1][0].startswith(
        "standard input: is over"
    )
    assert len(collect("-", stdin=io.BytesIO(b"x" * 100), max_bytes=100)[0]) == 1


def test_ten_thousand_records_are_held_one_at_a_time(tmp_path: Path) -> None:
    """Memory that grew with the input would end a day's run half way."""
    import tracemalloc

    line = '{{"id": "d{}", "language": "en", "text": "{}"}}\n'
    with (tmp_path / "many.jsonl").open("w") as file:
        file.writelines(line.format(number, f"Report {number}. " + "word " * 400) for number in range(10_000))
    tracemalloc.start()
    count = sum(1 for _ in collect_paths([tmp_path], today=TODAY, max_bytes=100_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 10_000
    assert peak < 10_000_000  # the file is over 20 MB; what grows is one hash a document

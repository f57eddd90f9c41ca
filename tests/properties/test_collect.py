"""Whatever bytes come, collecting ends in documents and problems; a text is its file to the character."""

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.collect import Collected, collect_paths
from tocsin.collect.parsing import PARSERS, parse_bytes, sniff
from tocsin.errors import UnreadableDocument
from tocsin.terms import Document, Problem

TODAY = dt.date(2024, 6, 1)
LIMIT = 50_000

few = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

# Bytes that look enough like each kind of input to get past its door.
PIECES = {
    "text": [
        b"A text. ",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xe9",
        b"\r\n",
        b"\x00",
        b"\x85",
        b"\xf0\x9f\x9a\x80",
    ],
    "Markdown": [b"# A title\n", b"A text.", b"\x93", b"\xc3"],
    "HTML": [
        b"<html>",
        b"<p>",
        b"A text of some length, with words in it.",
        b"</p>",
        b"<div",
        b"<!--",
        b"<script>",
        b'="',
        b"<meta name='date' content='",
        b"9999-99-99'>",
        b"<a href='http://[x'>",
        b"<table><tr><td>",
        b"&#0;",
        b"&#xD800;",
        b"<![CDATA[",
        b"<?xml version='1.0' encoding='utf-16'?>",
        b"<meta charset='utf-7'>",
        b"\x00",
        b"\xe9",
        b"<svg>",
        b"<script type='application/ld+json'>{\"datePublished\": 5}</script>",
        b"<title>",
    ],
    "e-mail": [
        b"From: ",
        b"Subject: =?utf-8?q?=ff?=\r\n",
        b"Date: Sat, 99 Foo 0000\r\n",
        b"a <b@[c>,,;\r\n",
        b"\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n",
        b"--x\r\n",
        b"--x--\r\n",
        b"Content-Type: text/html\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b'Content-Type: text/plain; charset="\r\n',
        b"A text.",
        b"\xff",
        b"Content-Type: message/rfc822\r\n",
        b"Content-Type: ;;;\r\n",
        b"charset*0*=x''%ff;",
    ],
    "PDF": [
        b"%PDF-1.4\n",
        b"1 0 obj\n",
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"endobj\n",
        b"trailer",
        b"xref\n",
        b"%%EOF",
    ],
}


def mixed(kind: str) -> st.SearchStrategy[bytes]:
    piece = st.one_of(st.sampled_from(PIECES[kind]), st.binary(max_size=12))
    return st.lists(piece, max_size=25).map(b"".join)


def check(found: Iterator[Collected | Problem]) -> list[Document]:
    """Everything that came can be shown, stored and printed."""
    documents = []
    for one in found:
        if isinstance(one, Problem):
            assert str(one).encode()
            continue
        documents.append(one.document)
        one.document.model_dump_json().encode()
        assert one.document.text.strip()
        assert "\0" not in one.document.text
        assert one.document.published is None or one.document.published <= TODAY + dt.timedelta(days=1)
    return documents


@pytest.mark.parametrize("kind", sorted(PARSERS))
@few
@given(data=st.data())
def test_no_bytes_break_a_parser(kind: str, data: st.DataObject) -> None:
    raw = data.draw(mixed(kind))
    try:
        parse_bytes(raw, kind, "x")
    except UnreadableDocument as refused:
        assert "\n" not in str(refused)


@few
@given(
    st.sampled_from(sorted(PIECES)).flatmap(mixed),
    st.sampled_from(["txt", "html", "eml", "json", "jsonl", "", "q"]),
)
def test_no_bytes_break_a_run(tmp_path: Path, data: bytes, ending: str) -> None:
    file = tmp_path / f"a.{ending}"
    file.write_bytes(data)
    check(collect_paths([file], today=TODAY, max_bytes=LIMIT))
    check(collect_paths(["-"], today=TODAY, max_bytes=LIMIT, stdin=io.BytesIO(data)))


@few
@given(
    st.text(
        st.characters(exclude_characters="\0", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t ")
    )
)
def test_the_text_of_a_file_is_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode())
    documents = check(collect_paths([tmp_path / "a.txt"], today=TODAY, max_bytes=LIMIT))
    assert [one.text for one in documents] in ([text], [text.removeprefix("\ufeff")], [])
    if any(map(str.isalnum, text)) and sniff(text.encode()) == "text":
        assert documents


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=[]), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = (
    "id",
    "text",
    "title",
    "outlet",
    "byline",
    "published",
    "published_at",
    "first_seen",
    "url",
    "links",
    "marking",
)
records = st.dictionaries(st.sampled_from(FIELDS), anything, max_size=len(FIELDS))


@few
@given(st.lists(records, max_size=6))
def test_no_record_breaks_a_run_and_lines_and_lists_say_the_same(
    tmp_path: Path, made: list[dict[str, object]]
) -> None:
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in made))
    (tmp_path / "b.json").write_text(json.dumps(made))
    lines = check(collect_paths([tmp_path / "a.jsonl"], today=TODAY, max_bytes=LIMIT))
    listed = check(collect_paths([tmp_path / "b.json"], today=TODAY, max_bytes=LIMIT))
    assert [one.text for one in lines] == [one.text for one in listed]


@few
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["One.", "Two.", "Three."])), max_size=12))
def test_every_text_of_a_name_is_taken_exactly_once(made: list[tuple[str, str]]) -> None:
    lines = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in made) or "\n"
    found = list(collect_paths(["-"], today=TODAY, max_bytes=LIMIT, stdin=io.BytesIO(lines.encode())))
    documents = check(iter(found))
    assert {(one.name, one.text) for one in documents} == set(made)
    assert len({one.label for one in documents}) == len(documents) == len(set(made))
    for name in "abc":
        versions = [one.version for one in documents if one.name == name]
        assert versions == list(range(1, len(versions) + 1))

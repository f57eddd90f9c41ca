"""Read documents that come as JSON: one object, a list of them, one object a line, or a STIX bundle.

Comes in: bytes, or lines as they stream in. Goes out: for each record the draft and the record's own
bytes, or the problem with it, named by line. Knows nothing about fields beyond those of a document;
others are passed over.
"""

import codecs
import io
import json
from collections.abc import Iterable, Iterator
from json.decoder import WHITESPACE  # type: ignore[attr-defined]
from typing import BinaryIO, NamedTuple

from tocsin.collect.bundles import is_bundle, parse_bundle
from tocsin.collect.decoding import decode_bytes
from tocsin.collect.drafts import Draft, Note
from tocsin.collect.sizes import too_large
from tocsin.errors import UnreadableDocument
from tocsin.terms import Link

FIELDS = (
    "title",
    "outlet",
    "byline",
    "credit",
    "published",
    "published_at",
    "first_seen",
    "url",
    "language",
    "marking",
)
_REMEDY = 'give each record as {"id": "...", "text": "...", "outlet": "...", "published": "YYYY-MM-DD"}'


class Found(NamedTuple):
    """One record: its draft, its bytes as they came, its number in the file (from 1) and its place."""

    draft: Draft
    kept: bytes
    number: int
    where: str


class Line(NamedTuple):
    """One line of a stream: its number (from 1) and its bytes; None when it is over the limit."""

    number: int
    data: bytes | None


def read_lines(stream: BinaryIO, max_bytes: int) -> Iterator[Line]:
    """The lines that are not blank, one in memory at a time; the limit holds for each line."""
    number = 0
    while chunk := stream.readline(max_bytes + 1):
        number += 1
        if len(chunk) > max_bytes and not chunk.endswith(b"\n"):
            _skip_line(stream)
            yield Line(number, None)
        elif chunk.strip():
            yield Line(number, chunk)


def _skip_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
        pass


def parse_lines(lines: Iterable[Line], where: str, max_bytes: int) -> Iterator[Found | UnreadableDocument]:
    """Each line's record, or what is wrong with the line."""
    for number, data in lines:
        place = f"{where}:{number}"
        try:
            if data is None:
                raise too_large(place, None, max_bytes)
            value, notes = _load(data, place)
            if is_bundle(value):
                yield from (_found(each, data, number, place) for each in parse_bundle(value, notes, place))
            else:
                yield Found(_parse_record(value, notes, place), data, number, place)
        except UnreadableDocument as fault:
            yield fault


def parse_json(data: bytes, where: str) -> Iterator[Found | UnreadableDocument]:
    """The one record of a .json file, or each of its list, with the bytes it was written in."""
    try:
        text, notes = decode_bytes(data, where)
        slices = list(_slice_list(text, where)) if text.lstrip().startswith("[") else None
    except UnreadableDocument as fault:
        yield fault
        return
    if slices is None:
        yield from parse_lines(_as_lines(data), where, len(data))
        return
    for number, (value, words) in enumerate(slices, 1):
        place = f"{where}[{number}]"
        try:
            yield Found(
                _parse_record(value, notes, place), words.encode("utf-8", "surrogatepass"), number, place
            )
        except UnreadableDocument as fault:
            yield fault


def _found(
    draft: Draft | UnreadableDocument, kept: bytes, number: int, where: str
) -> Found | UnreadableDocument:
    return Found(draft, kept, number, where) if isinstance(draft, Draft) else draft


def _as_lines(data: bytes) -> Iterable[Line]:
    """A .json file that is one record a line is taken as such; any other is one record."""
    lines = list(read_lines(io.BytesIO(data), len(data)))
    return lines if len(lines) > 1 and is_record(lines[0].data or b"") else [Line(1, data)]


def is_record(data: bytes) -> bool:
    """Whether these bytes are one JSON object, as the first line of a .jsonl file is."""
    if not data.lstrip(codecs.BOM_UTF8).lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(data.decode("utf-8-sig")), dict)
    except (ValueError, RecursionError):
        return False


def _load(data: bytes, where: str) -> tuple[object, tuple[Note, ...]]:
    text, notes = decode_bytes(data, where)
    try:
        return json.loads(text), notes
    except json.JSONDecodeError as fault:
        raise UnreadableDocument(where, f"is not JSON ({fault.msg}, column {fault.colno})", _REMEDY) from None
    except (ValueError, RecursionError):
        raise UnreadableDocument(where, "is JSON nested or numbered beyond reading", _REMEDY) from None


def _slice_list(text: str, where: str) -> Iterator[tuple[object, str]]:
    """Each element of a JSON list with the very words that it was written in."""
    decoder = json.JSONDecoder()
    position = _skip(text, text.index("[") + 1)
    while text[position : position + 1] != "]":
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            line = text.count("\n", 0, position) + 1
            raise UnreadableDocument(f"{where}:{line}", "is not a JSON list of records", _REMEDY) from None
        yield value, text[position:end]
        position = _skip(text, end)
        if text[position : position + 1] == ",":
            position = _skip(text, position + 1)
        elif text[position : position + 1] != "]":
            line = text.count("\n", 0, position) + 1
            raise UnreadableDocument(f"{where}:{line}", "is a JSON list that does not close", _REMEDY)


def _skip(text: str, position: int) -> int:
    return int(WHITESPACE.match(text, position).end())


def _parse_record(value: object, notes: tuple[Note, ...], where: str) -> Draft:
    if not isinstance(value, dict):
        raise UnreadableDocument(where, "is JSON but not a record", _REMEDY)
    text = value.get("text")
    if not isinstance(text, str):
        raise UnreadableDocument(where, 'is a record without "text"', _REMEDY)
    fields, doubts = take_fields(value)
    name = value.get("id")
    return Draft(
        text=text,
        media_type="application/json",
        name=str(name).strip() or None if isinstance(name, str | int) else None,
        links=tuple(_list_links(value.get("links"))),
        notes=notes + doubts,
        **fields,
    )


def take_fields(value: dict[str, object]) -> tuple[dict[str, str], tuple[Note, ...]]:
    """The fields of a record that hold words, and a note for each that holds something else."""
    given = {name: value[name] for name in FIELDS if value.get(name) not in (None, "")}
    words = {name: str(field).strip() for name, field in given.items() if isinstance(field, str)}
    doubts = tuple(
        Note(
            what=f'"{name}" is not text and was passed over',
            remedy=f'write "{name}" as text in quotation marks',
        )
        for name in given
        if name not in words
    )
    return {name: field for name, field in words.items() if field}, doubts


def _list_links(value: object) -> Iterator[Link]:
    """Links given as addresses or as {"url", "text"}."""
    for link in value if isinstance(value, list) else ():
        if isinstance(link, str) and link.strip():
            yield Link(url=link.strip())
        elif isinstance(link, dict) and isinstance(link.get("url"), str) and link["url"].strip():
            yield Link(url=link["url"].strip(), text=str(link.get("text") or ""))

"""Bundles: what one desk hands to another by hand, signed, and looked at whole before anything of it counts.

Comes in: lines and files to pack, and a desk's key; or a bundle, and the keys of desks that are trusted. Goes
out: a file, or its contents. A bundle is two lines (what it is; who signed which hash) before a ZIP file with
a manifest of hashes, so that any ZIP program shows what is in it. Knows nothing about stores or clocks.
"""

import datetime as dt
import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from tocsin.errors import ConfigurationError, TocsinError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_FIRST = b"tocsin bundle 1\n"
_MANIFEST = "manifest.json"
_MOST_SIGNED = 2_000  # bytes of the line that is signed
_AT_ONCE = 1 << 20
_AGAIN = "ask for it again; nothing was taken in"
_BROKEN = (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError, RecursionError)
_PACKED_AT = (1980, 1, 1, 0, 0, 0)  # the same contents make the same bytes


class BundleRefused(TocsinError):
    """A bundle that is not whole, not signed, or signed by nobody who is trusted; nothing of it counts."""


class Manifest(NamedTuple):
    """What a bundle says of itself: whose it is, when it was made by whose clock, and what is in it."""

    desk: str
    made_at: dt.datetime
    code_version: str
    counts: Mapping[str, int]  # lines of each list


class Desk(NamedTuple):
    """A desk that is trusted: its name and its public key, in hexadecimal digits."""

    name: str
    public: str


# --- keys ----------------------------------------------------------------------------------------------


def make_key(path: Path, desk: str) -> Path:
    """Write a new private key that only its owner may read, and beside it the public one; the latter's path.

    Raises:
        ConfigurationError: something stands there already, or the desk has no name.
    """
    Private = _private_keys()  # noqa: N806 - a class
    public = path.with_name(f"{path.name}.pub")
    if not desk.strip() or "\n" in desk or "@" in desk:
        raise ConfigurationError("--new-key", f"{desk!r} is no name of a desk", "give one line without @")
    if path.exists() or public.exists():
        raise ConfigurationError(str(path), "is there already", "a key is never written over: name another")
    key = Private.generate()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"desk": desk.strip(), "private": key.private_bytes_raw().hex()}, file, ensure_ascii=False)
    told = {"desk": desk.strip(), "public": key.public_key().public_bytes_raw().hex()}
    public.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return public


def read_key(path: Path) -> "tuple[str, Ed25519PrivateKey]":
    """A desk's name and private key.

    Raises:
        ConfigurationError: the file is none of `make_key`.
    """
    told = _read_key_file(path, "private")
    return told["desk"], _private_keys().from_private_bytes(bytes.fromhex(told["private"]))


def read_trusted(path: Path) -> Desk:
    """A desk that is trusted.

    Raises:
        ConfigurationError: the file is none of `make_key`.
    """
    told = _read_key_file(path, "public")
    return Desk(told["desk"], told["public"])


def _read_key_file(path: Path, kind: str) -> dict[str, str]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if len(bytes.fromhex(told[kind])) == 32 and isinstance(told["desk"], str):
            return dict(told)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise ConfigurationError(str(path), f"is no {kind} key", "tocsin bundle FILE --new-key NAME makes both")


# --- packing -------------------------------------------------------------------------------------------


def write_bundle(
    path: Path,
    lists: Mapping[str, Iterable[Mapping[str, Any]]],
    files: Iterable[tuple[str, bytes]],
    *,
    key: Path,
    made_at: dt.datetime,
    code_version: str,
) -> Manifest:
    """Pack lists (a line for each record) and files (by name), and sign them; under its name once whole."""
    desk, private = read_key(key)
    part, packed = path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.zip")
    counts: dict[str, int] = {}
    try:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zip_:
            hashes = dict(_pack(zip_, lists, files, counts))
            told = {"desk": desk, "made_at": made_at.astimezone(dt.UTC).isoformat(), "counts": counts}
            told |= {"code_version": code_version, "sha256": hashes}
            zip_.writestr(_named(_MANIFEST), json.dumps(told, ensure_ascii=False, indent=1))
        digest = _hash_file(packed, 0)
        signed = {"desk": desk, "public": private.public_key().public_bytes_raw().hex(), "sha256": digest}
        signature = private.sign(_FIRST + _line(signed)).hex()
        with part.open("wb") as out, packed.open("rb") as made:
            out.write(_FIRST + _line(signed | {"signature": signature}))
            while block := made.read(_AT_ONCE):
                out.write(block)
        part.replace(path)
    finally:
        for rest in (part, packed):
            rest.unlink(missing_ok=True)
    return Manifest(desk, made_at, code_version, counts)


def _pack(
    zip_: zipfile.ZipFile,
    lists: Mapping[str, Iterable[Mapping[str, Any]]],
    files: Iterable[tuple[str, bytes]],
    counts: dict[str, int],
) -> Iterator[tuple[str, str]]:
    """Write all members; the hash of each."""
    for name, records in lists.items():
        digest = hashlib.sha256()
        counts[name] = 0
        with zip_.open(_named(f"{name}.jsonl"), "w", force_zip64=True) as out:
            for record in records:
                line = _line(record)
                digest.update(line)
                out.write(line)
                counts[name] += 1
        yield f"{name}.jsonl", digest.hexdigest()
    for name, data in files:
        zip_.writestr(_named(f"files/{name}"), data)
        yield f"files/{name}", hashlib.sha256(data).hexdigest()


def _named(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _PACKED_AT)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


# --- opening -------------------------------------------------------------------------------------------


class Opened:
    """A bundle that was looked at whole: signed by a desk that is trusted, every hash as it was packed."""

    def __init__(self, zip_: zipfile.ZipFile, manifest: Manifest, digest: str) -> None:
        self._zip, self.manifest, self.digest = zip_, manifest, digest

    def records(self, name: str) -> Iterator[dict[str, Any]]:
        """The records of one list."""
        if name in self.manifest.counts:
            with self._zip.open(f"{name}.jsonl") as lines:
                for line in lines:
                    yield json.loads(line)

    def file(self, name: str) -> bytes | None:
        """A file by its name."""
        try:
            return self._zip.read(f"files/{name}")
        except KeyError:
            return None


def open_bundle(path: Path, trusted: Sequence[Desk]) -> Opened:
    """Look at every bit of a bundle before anything of it is believed.

    Raises:
        BundleRefused: it is none, is not whole, or is signed by nobody who is trusted.
    """
    where = str(path)
    try:
        with path.open("rb") as file:
            digest, start = _check_signature(where, file, trusted)
        if _hash_file(path, start) != digest:
            raise BundleRefused(where, "was changed after it was signed", _AGAIN)
        zip_ = zipfile.ZipFile(path)
        return Opened(zip_, _check_members(where, zip_), digest)
    except _BROKEN as fault:
        what = f"is no whole bundle ({type(fault).__name__})"
        raise BundleRefused(where, what, _AGAIN) from fault


def _check_signature(where: str, file: IO[bytes], trusted: Sequence[Desk]) -> tuple[str, int]:
    """The hash that was signed, and where what it is of begins."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if file.readline(len(_FIRST)) != _FIRST:
        raise BundleRefused(where, "is no bundle", "give a file that tocsin bundle wrote")
    line = file.readline(_MOST_SIGNED)
    told = json.loads(line)
    is_plain = bytes.fromhex(told["signature"]).hex() == told["signature"]
    if _line(told) != line or not is_plain:  # in any other spelling a changed bit could hide
        raise ValueError("spelt otherwise than it was written")
    if Desk(told["desk"], told["public"]) not in trusted:
        mark = str(told["public"])[:16]
        raise BundleRefused(
            where,
            f"is signed by {told['desk']!r} with key {mark}, which is not trusted here",
            "if it should be, get the desk's .pub file by another way and name it with --trust",
        )
    signature = bytes.fromhex(told.pop("signature"))
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["public"])).verify(
            signature, _FIRST + _line(told)
        )
    except InvalidSignature:
        what = "its signature does not hold: it was changed, or is not of that desk"
        raise BundleRefused(where, what, _AGAIN) from None
    return told["sha256"], file.tell()


def _check_members(where: str, zip_: zipfile.ZipFile) -> Manifest:
    told = json.loads(zip_.read(_MANIFEST))
    hashes = dict(told["sha256"])
    if sorted([*hashes, _MANIFEST]) != sorted(zip_.namelist()):
        raise BundleRefused(where, "holds other files than its manifest says", "nothing was taken in")
    for name, expected in hashes.items():
        with zip_.open(name) as member:
            if _hash(member) != expected:
                raise BundleRefused(where, f"{name} is not what was packed", "nothing was taken in")
    made_at = dt.datetime.fromisoformat(told["made_at"])
    return Manifest(told["desk"], made_at, told["code_version"], dict(told["counts"]))


def _line(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _hash_file(path: Path, start: int) -> str:
    with path.open("rb") as file:
        file.seek(start)
        return _hash(file)


def _hash(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(_AT_ONCE):
        digest.update(block)
    return digest.hexdigest()


def _private_keys() -> "type[Ed25519PrivateKey]":
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        remedy = 'install it: pip install "tocsin[interop]"'
        raise ConfigurationError("bundles", "need the package cryptography", remedy) from None
    return Ed25519PrivateKey

"""The limit on one document's size, and the one line that says it was passed.

Comes in: a size and the limit, in bytes. Goes out: the error that names both and the setting. Knows
nothing about where bytes come from.
"""

from tocsin.errors import UnreadableDocument


def too_large(where: str, size: int | None, max_bytes: int) -> UnreadableDocument:
    """The refusal of a document over the limit; `size` is None where reading stopped at the limit."""
    found = "is" if size is None else f"is {_megabytes(size)},"
    wanted = max_bytes * 2 if size is None else size
    return UnreadableDocument(
        where,
        f"{found} over the limit of {_megabytes(max_bytes)}",
        f"split it, or raise the limit with TOCSIN_MAX_DOCUMENT_BYTES={wanted}",
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size:,} bytes"

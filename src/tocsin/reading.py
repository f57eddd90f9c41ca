"""The corridor through reading: documents in, each with its reading out, in one process or several.

Comes in: documents, and how many processes to use. Goes out: pairs in the order of the documents, and a
problem for each that could not be read. A process that reads loads this and nothing of the other rooms.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from itertools import tee

from tocsin.read.document import read_document
from tocsin.read.observed import is_observed, read_observation
from tocsin.terms import Document, Problem, Reading
from tocsin.work import map_in_order


def read_documents(
    documents: Iterable[Document],
    *,
    jobs: int = 1,
    executor: Executor | None = None,
    report: Callable[[Problem], None],
) -> Iterator[tuple[Document, Reading]]:
    """Read documents one by one, in order, with `jobs` processes or an executor; memory stays flat.

    A document that reading breaks on is reported and left out, and the run goes on.
    """
    kept, sent = tee(documents)  # a document need not come back from the process that read it
    for document, reading in zip(kept, map_in_order(_read, sent, jobs=jobs, executor=executor), strict=True):
        if isinstance(reading, Problem):
            report(reading)
        else:
            yield document, reading


def _read(document: Document) -> Reading | Problem:
    try:
        return read_observation(document) if is_observed(document) else read_document(document)
    except Exception as fault:  # the one wide net: our mistake on one page must not cost the other pages
        name = type(fault).__name__
        what = f"reading it broke on a mistake of ours ({name}: {fault})"
        return Problem(where=document.label, what=what, remedy="please report it with the text")

"""How well copies and stories are found, on a folder of files.

`python -m benchmarks.lineage --data DIR` prints one line of JSON last. DIR holds any of: a file of articles
with copies (helsinki.jsonl, else another .jsonl of articles), basil.jsonl (one event written independently
by several outlets: the control) and ecbplus.jsonl (stories by topic and event). What is not there is named
on stderr and is null in the line. `--million` adds a run of 1,000,000 generated short documents. It knows
the trace room and nothing of the rest.
"""

import argparse
import itertools
import json
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.read.document import read_document
from tocsin.reference.outlets import family_of
from tocsin.terms import Document, Marks, identify
from tocsin.trace import trace_documents
from tocsin.trace.copies import COPIED, compare, find_copies, find_pairs, likely, sample, shingle
from tocsin.trace.index import CopyIndex
from tocsin.trace.marks import count_words, mark
from tocsin.trace.stories import group_stories

Row = dict[str, Any]

THRESHOLDS = [0.10, 0.12, 0.14, 0.16, 0.18, 0.20, 0.22, 0.25, 0.28]
# BASIL's own codes for its three outlets.
CONTROL_OUTLETS = {"nyt": "The New York Times", "hpo": "HuffPost", "fox": "Fox News"}
BATCH = 4096
DAY = 100_000  # generated documents a day
DAYS = 3  # days that the index keeps


def measure(folder: Path, *, million: bool = False) -> Row:
    """The figures, by the names that the table of benchmarks gives them."""
    copied = next((p for p in (folder / "helsinki.jsonl", *_others(folder)) if p.exists()), None)
    figures: Row = {
        "containment_recall": None,
        "copy_precision": None,
        "false_derivations": None,
        "bcubed_f1": None,
        "documents_per_cpu_second": None,
        "index_bytes_per_document": None,
    }
    if copied:
        figures |= copies(_rows(copied))
    else:
        _skip("containment_recall, copy_precision, speed and index size", "a file of articles")
    if (folder / "basil.jsonl").exists():
        control = _rows(folder / "basil.jsonl")
        figures["false_derivations"] = false_derivations(control)
        cited = genuine_citations(control)
        for line in cited:
            print(f"a citation between outlets of the control, and no copy: {line}")
        figures["control_citations"] = len(cited)
    else:
        _skip("false_derivations", "basil.jsonl")
    if (folder / "ecbplus.jsonl").exists():
        figures |= clusters(_rows(folder / "ecbplus.jsonl"))
    else:
        _skip("bcubed_f1", "ecbplus.jsonl")
    return figures | (generated(1_000_000) if million else {})


def copies(rows: Sequence[Row]) -> Row:
    """Pairs with containment of .5 and more against brute force; speed; size of the index."""
    start = time.process_time()
    shingles = [shingle(row["text"]) for row in rows]
    found = {(p.first, p.second) for p in find_pairs(shingles) if p.containment >= COPIED}
    seconds = time.process_time() - start
    index = CopyIndex()
    index.add(0, [sample(of) for of in shingles])
    true = _brute_force(shingles)
    return {
        "containment_recall": round(len(found & true) / len(true), 4) if true else None,
        "copy_precision": round(len(found & true) / len(found), 4) if found else None,
        "documents_per_cpu_second": round(len(rows) / seconds, 1),
        "index_bytes_per_document": round(index.bytes / len(rows), 1),
    }


def false_derivations(rows: Sequence[Row]) -> int:
    """Copies found between outlets that wrote independently."""
    edges = find_copies([_document(row) for row in rows])
    return sum(edge.relation == "copied" for edge in edges)


def genuine_citations(rows: Sequence[Row]) -> list[str]:
    """Who of the control credits whom of the same event: links that are true and count as no false copy.

    One line each: the citing document, the outlet that it credits, and the words that do so.
    """
    found = []
    for event in sorted({row["triple"] for row in rows}):
        documents = [_document(row) for row in rows if row["triple"] == event]
        known = {document.id: document for document in documents}
        traced = trace_documents(documents, [read_document(d) for d in documents], one_story=True)
        for story in traced.stories:
            names = {origin.id: origin.name for origin in story.origins if origin.kind == "outlet"}
            for edge in story.edges:
                cited = names.get(edge.to)
                there = {family_of(d.outlet) for d in documents if d.outlet and d.id != edge.from_}
                if edge.relation == "cites" and cited and family_of(cited) in there:
                    words = "; ".join(span.of(known[edge.from_].text) for span in edge.evidence)
                    found.append(f"{known[edge.from_].label} credits {cited}: {words[:80]!r}")
    return found


def clusters(rows: Sequence[Row]) -> Row:
    """BCubed over documents: tuned on topics at even places of the sorted list, reported on odd ones."""
    topics = sorted({row["topic"] for row in rows})
    even = [row for row in rows if topics.index(row["topic"]) % 2 == 0]
    odd = [row for row in rows if topics.index(row["topic"]) % 2 == 1]
    best = max(THRESHOLDS, key=lambda threshold: (_grouped(even, threshold)[2], -threshold))
    precision, recall, f1 = _grouped(odd, best)
    return {
        "bcubed_f1": round(f1, 4),
        "bcubed_precision": round(precision, 4),
        "bcubed_recall": round(recall, 4),
        "bcubed_threshold": best,
    }


def generated(count: int) -> Row:
    """A stream of generated documents of 60 words in days: pairs found, memory, documents a CPU second."""
    index, seconds, found, largest = CopyIndex(), 0.0, 0, 0
    kept: dict[int, Any] = {}
    sizes = np.zeros(count, dtype=np.int64)
    for first in range(0, count, BATCH):
        texts = list(_texts(first, min(BATCH, count - first)))
        start, day = time.process_time(), first // DAY
        batch = [shingle(text) for text in texts]
        kept |= {first + place: of for place, of in enumerate(batch)}
        sizes[first : first + len(batch)] = [of.size for of in batch]
        met = index.add(day, [sample(of) for of in batch])
        pairs = likely(met, sizes).tolist()
        found += sum(compare(kept, earlier, later).containment >= COPIED for later, earlier in pairs)
        index.forget_before(day - DAYS + 1)
        for number in [number for number in kept if number // DAY <= day - DAYS]:
            del kept[number]
        largest = max(largest, index.bytes)
        seconds += time.process_time() - start
    return {
        "generated_documents": count,
        "generated_copies": found,
        "generated_per_cpu_second": round(count / seconds, 1),
        "generated_index_mb": round(largest / 2**20, 1),
        "generated_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _texts(first: int, count: int) -> Iterator[str]:
    """Short texts: half of them anew, the others cut, reworded or mixed from one within the last 1,000."""
    for number in range(first, first + count):
        change = random.Random(number)
        if number < 1000 or change.random() < 0.5:
            yield " ".join(_original(number))
            continue
        words = _original(number - change.randint(1, 1000))
        turn = change.random()
        if turn < 0.4:
            words = words[: change.randint(25, 60)]
        elif turn < 0.7:
            words = [word if change.random() < 0.95 else f"w{change.randrange(20_000)}" for word in words]
        else:
            words = words[:30] + _original(number - change.randint(1, 1000))[30:]
        yield " ".join(words)


def _original(number: int) -> list[str]:
    return [f"w{value}" for value in np.random.default_rng(number).integers(0, 20_000, 60)]


def _brute_force(shingles: Sequence[Any]) -> set[tuple[int, int]]:
    pairs = itertools.combinations(range(len(shingles)), 2)
    return {(a, b) for a, b in pairs if compare(shingles, a, b).containment >= COPIED}


def _grouped(rows: Sequence[Row], threshold: float) -> tuple[float, float, float]:
    groups = group_stories(_marks([_document(row) for row in rows]), alike=threshold).stories
    gold = [(row["topic"], row["event"]) for row in rows]
    ours = {index: number for number, group in enumerate(groups) for index in group}
    both = Counter((ours[i], gold[i]) for i in range(len(rows)))
    sizes, truths = Counter(ours.values()), Counter(gold)
    precision = sum(n * n / sizes[group] for (group, _), n in both.items()) / len(rows)
    recall = sum(n * n / truths[truth] for (_, truth), n in both.items()) / len(rows)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _marks(documents: Sequence[Document]) -> list[Marks]:
    """By words alone: neither outlets nor dates are known of these documents."""
    counts = [count_words(document) for document in documents]
    held = Counter(word for each in counts for word in each)
    return [mark(d, [], each, held, len(documents)) for d, each in zip(documents, counts, strict=True)]


def _document(row: Row) -> Document:
    name, text = str(row["id"]), row["text"]
    publisher = str(row.get("publisher") or "")
    outlet = CONTROL_OUTLETS.get(publisher.lower(), publisher) or None
    return Document(id=identify(name, text), name=name, text=text, outlet=outlet)


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _others(folder: Path) -> list[Path]:
    named = ("basil.jsonl", "ecbplus.jsonl")
    return [path for path in sorted(folder.glob("*.jsonl")) if path.name not in named]


def _skip(what: str, file: str) -> None:
    print(f"skipped {what}: {file} is not there", file=sys.stderr)


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="the folder of files")
    parser.add_argument("--million", action="store_true", help="also 1,000,000 generated documents")
    options = parser.parse_args()
    print(json.dumps(measure(options.data, million=options.million)))


if __name__ == "__main__":
    main()

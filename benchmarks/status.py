"""How near the reader comes to what people take to be fact: error and correlation, and events a second.

`python -m benchmarks.status --data DIR` reads DIR/UW, DIR/UDS_IH2 and DIR/MEANTIME (JSON lines of words with
targets), their test files where they are and otherwise dev, or those of --split, and prints one line of JSON
last. Each set is judged on its own scale; MEANTIME, on which nothing was trained, on that of UW.
It knows what the encoder gives a word and nothing of the rules over it.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

SETS = {"UW": ("uw", 0), "UDS_IH2": ("uds", 1), "MEANTIME": ("meantime", 0)}  # folder: (key, column)


class _Judged(NamedTuple):
    """What people gave and what the reader gave, event by event, and the CPU seconds it took."""

    given: list[float]
    found: list[float]
    seconds: float


def measure(folder: Path, split: str | None = None) -> dict[str, float | None]:
    """The figures, by the names that the table of benchmarks gives them; None where a set is absent."""
    figures: dict[str, float | None] = {}
    events, seconds = 0, 0.0
    for name, (key, column) in SETS.items():
        path = _file(folder / name, split)
        judged = _judge(path, column) if path else None
        figures[f"{key}_mae"] = judged and _mae(judged)
        figures[f"{key}_r"] = judged and _r(judged)
        events += len(judged.given) if judged else 0
        seconds += judged.seconds if judged else 0.0
    del figures["meantime_r"]  # nearly all of it is +3: correlation says nothing there
    return figures | {"events_per_cpu_second": round(events / seconds, 1) if events else None}


def _file(folder: Path, split: str | None) -> Path | None:
    for name in [split] if split else ["test", "dev"]:
        path = folder / f"{name}.jsonl"
        if path.exists():
            if name != "test":
                print(f"{folder.name}: {name}", file=sys.stderr)
            return path
    print(f"skipped: {folder.name} (no {split or 'test or dev'}.jsonl)", file=sys.stderr)
    return None


def _judge(path: Path, column: int) -> _Judged:
    from training.factuality import read_told, token_at, token_table

    from tocsin.read.encoder import look
    from tocsin.read.wordpieces import Part

    told = list(read_told(path))
    look([Part(tokens := token_table("Talks failed."), 0, len(tokens))])  # loads the weights
    start = time.process_time()
    tables = [token_table(one.text) for one in told]
    number = {id(table): at for at, table in enumerate(tables)}
    degrees: list[list[float]] = [[] for _ in told]
    for seen in look([Part(table, 0, len(table)) for table in tables if len(table)]):
        degrees[number[id(seen.part.tokens)]] += seen.degrees[:, column].tolist()
    given, found = list[float](), list[float]()
    for one, table, own in zip(told, tables, degrees, strict=True):
        for target in one.targets:
            given.append(target.degree)
            found.append(min(3.0, max(-3.0, own[token_at(table, target.start)])))
    return _Judged(given, found, time.process_time() - start)


def _mae(judged: _Judged) -> float:
    return round(float(np.mean(np.abs(np.subtract(judged.given, judged.found)))), 4)


def _r(judged: _Judged) -> float:
    return round(float(np.corrcoef(judged.given, judged.found)[0, 1]), 4)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--data", type=Path, required=True, help="a folder that holds UW/, UDS_IH2/, MEANTIME/"
    )
    parser.add_argument("--split", help="the file to use in each; else test where it is, or dev")
    arguments = parser.parse_args()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    print(json.dumps(measure(arguments.data, arguments.split)))


if __name__ == "__main__":
    main()

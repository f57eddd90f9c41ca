"""Gate: times against the two TimeML corpora that the rules were tuned on; the floors may rise, not fall."""

import datetime as dt
import json
import subprocess
import sys
import time
from pathlib import Path

from tocsin.read.times import find_times

LEAST = {"relaxed": 0.929, "strict": 0.850, "value": 0.788, "interval": 0.876}
# measured .939, .860, .799 and .886; asked .90, -, .77 and .87
DOCUMENTS_A_SECOND = 300  # asked; measured 730


def test_times_are_found_and_understood_as_well_as_measured(shared: Path, tmp_path: Path) -> None:
    scorer = [sys.executable, str(shared / "score/times.py")]
    folder = str(shared / "data/time/tbaq")
    texts = subprocess.run([*scorer, "texts", folder], check=True, capture_output=True, text=True).stdout
    documents = [json.loads(line) for line in texts.splitlines()]
    began = time.process_time()
    found = [_read(document) for document in documents]
    spent = time.process_time() - began
    readings = tmp_path / "readings.jsonl"
    readings.write_text("\n".join(json.dumps(one) for one in found), encoding="utf-8")
    command = [*scorer, "score", folder, str(readings), "--json"]
    scores = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert {key: scores[key] for key, least in LEAST.items() if scores[key] < least} == {}, scores
    assert len(documents) / spent >= DOCUMENTS_A_SECOND, f"{len(documents)} documents in {spent:.2f} CPU s"


def _read(document: dict[str, str]) -> dict[str, object]:
    published = dt.date.fromisoformat(document["published"]) if document["published"] else None
    times = [found.model_dump(mode="json") for found in find_times(document["text"], published)]
    return {"document": {"name": document["id"]}, "times": times}

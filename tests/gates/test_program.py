"""Floors and ceilings of the whole program: time, memory, and honesty where little bears on the matter."""

import json
import random
import subprocess
import sys
from pathlib import Path

from tests.running import EXAMPLE, cpu_seconds_of_children, tocsin

TEXT = (
    "the officials said that a launch of missiles near border islands may follow talks on Monday while "
    "ministry denied reports by broadcaster citing five unnamed diplomats who fear that exercise this week"
)


def test_the_example_brief_takes_under_ten_seconds(root, tmp_path):
    start = cpu_seconds_of_children()
    done = tocsin("brief", EXAMPLE, "--watch", "korean-peninsula", "--out", str(tmp_path), cwd=root)
    taken = cpu_seconds_of_children() - start
    assert done.returncode == 0, done.stderr
    assert taken < 10, f"the example took {taken:.1f} CPU seconds"


def peak_megabytes(folder: Path, documents: int) -> float:
    """Peak resident memory of reading that many documents of 60 words, in a process of its own."""
    chance = random.Random(documents)
    path = folder / f"{documents}.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for number in range(documents):
            text = " ".join(chance.choice(TEXT.split()) for _ in range(60)).capitalize() + "."
            lines.write(json.dumps({"id": f"d{number}", "text": text, "published": "2024-05-01"}) + "\n")
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-m', 'tocsin.cli', 'read', sys.argv[1], '--format', 'jsonl'],"
        " stdout=subprocess.DEVNULL, check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True, timeout=300
    )
    return float(done.stdout)


def test_memory_stays_flat_however_many_documents_come(tmp_path):
    small, large = peak_megabytes(tmp_path, 500), peak_megabytes(tmp_path, 3_000)
    assert large < small * 1.05 + 5, f"{small:.0f} MB for 500 documents, {large:.0f} MB for 3,000"
    assert large < 450


def test_every_real_article_is_read(shared, tmp_path):
    texts = shared / "data/attribution/polnear/dev/text"
    done = tocsin("read", str(texts), "--format", "jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 84


def test_a_brief_of_other_news_says_how_little_bears_on_the_watch(shared, tmp_path):
    texts = str(shared / "data/attribution/polnear/dev/text")
    words = ["brief", texts, "--watch", "korean-peninsula", "--published", "2016-10-10", "--out", "out"]
    done = tocsin(*words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    brief = json.loads((tmp_path / "out/brief.json").read_text(encoding="utf-8"))
    bottom = " ".join(s["text"] for s in brief["sentences"] if s["part"] == "bottom-line")
    assert "of 84 documents" in bottom
    text = {document["id"]: document["text"] for document in brief["documents"]}
    moved_by = {m["document"] for i in brief["indicators"] if i["state"] == "observed" for m in i["matches"]}
    assert all(text[each].count("North Korea") > 5 for each in moved_by), "US politics moved an indicator"


def test_one_plain_article_gives_a_short_brief_that_says_what_it_does_not_know(root, tmp_path):
    done = tocsin("brief", "examples/single-article/plain.txt", "--out", str(tmp_path), cwd=root)
    assert done.returncode == 0, done.stderr
    brief = json.loads((tmp_path / "brief.json").read_text(encoding="utf-8"))
    text = brief["documents"][0]["text"]
    lines = text.strip().splitlines()
    caption, copyright_line = lines[0], lines[-1]
    assert "opyright" in copyright_line
    for claim in brief["claims"]:
        for start, end in claim["spans"]:
            assert text[start:end] not in caption and text[start:end] not in copyright_line
    said = " ".join(brief["unknown"]) + " ".join(s["text"] for s in brief["sentences"])
    assert "publication date" in said and "outlet" in said and "--published" in said

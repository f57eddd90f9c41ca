"""A benchmark prints one line of JSON last, with the keys that others compare by."""

import json
import subprocess
import sys


def run(root, name: str, data) -> dict[str, float | None]:
    command = [sys.executable, "-m", f"benchmarks.{name}", "--data", str(data)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_speed_gives_words_memory_and_what_a_second_process_gains(root):
    told = run(root, "speed", root / "examples/korea-2024")
    assert {"words_per_cpu_second", "spacy_words_per_cpu_second", "peak_mb", "jobs2_speedup"} <= set(told)
    assert told["words_per_cpu_second"] > 0 and 0 < told["peak_mb"] < 450


def test_a_folder_without_texts_is_refused_in_one_line(root, tmp_path):
    command = [sys.executable, "-m", "benchmarks.speed", "--data", str(tmp_path)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and done.stderr.strip().endswith("name a folder of texts")

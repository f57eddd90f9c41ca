"""No weakness of machine coders returns: forty sentences and what must come out, no more and no less."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import yaml


def test_forty_sentences_give_what_they_tell_and_nothing_else(root: Path) -> None:
    spec = spec_from_file_location("make_cases", root / "docs/make_cases.py")
    assert spec is not None and spec.loader is not None
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    rows: list[dict[str, Any]] = yaml.safe_load((root / "tests/gold/forty_sentences.yaml").read_text("utf-8"))
    asked = [row for row in rows if "text" in row]
    assert len(asked) >= 40
    found = {row["text"]: made.tell(row["text"], row.get("seen")) for row in asked}
    assert {row["text"]: row["events"] for row in asked} == found

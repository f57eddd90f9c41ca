"""Writes a brief to files, all or nothing, once the rules of the craft let it through.

Comes in: a brief or a post-mortem, and a folder. Goes out: its three files. Knows nothing about how the
brief came to be; this is the only place of the room that touches a file.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tocsin.brief.lint import lint_brief
from tocsin.brief.markdown import to_markdown
from tocsin.brief.page import to_html
from tocsin.brief.postmortem import to_postmortem_html, to_postmortem_markdown
from tocsin.errors import PublishingRefused
from tocsin.terms import Brief, Fault, PostMortem

NAMED_FAULTS = 8


def to_json(brief: Brief) -> str:
    """brief.json: the record itself, one value a line, the same bytes for the same brief."""
    return json.dumps(brief.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=2) + "\n"


def write_brief(brief: Brief, out: Path) -> tuple[Path, ...]:
    """Write the three files into `out`, each complete or not there at all; returns their paths.

    Raises:
        PublishingRefused: a rule blocks and the brief names nobody who publishes it incomplete.
        OSError: the folder cannot be written.
    """
    faults = [fault for fault in lint_brief(brief) if fault.blocks]
    if faults and brief.incomplete is None:
        raise PublishingRefused(str(out), _refusal(faults), "mend it, or publish with --incomplete NAME")
    texts = {
        "brief.html": to_html(brief),
        "brief.md": to_markdown(brief),
        "brief.json": to_json(brief),
    }
    out.mkdir(parents=True, exist_ok=True)
    return _write_together(texts, out)


def write_postmortem(found: PostMortem, out: Path) -> tuple[Path, ...]:
    """Write postmortem.html, .md and .json into `out`, all or nothing; returns their paths.

    Raises:
        OSError: the folder cannot be written.
    """
    body = json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
    texts = {
        "postmortem.html": to_postmortem_html(found),
        "postmortem.md": to_postmortem_markdown(found),
        "postmortem.json": body,
    }
    out.mkdir(parents=True, exist_ok=True)
    return _write_together(texts, out)


def _refusal(faults: list[Fault]) -> str:
    told = [f"{fault.rule} at {fault.where}: {fault.message}" for fault in faults[:NAMED_FAULTS]]
    more = f" (and {len(faults) - NAMED_FAULTS} more)" if len(faults) > NAMED_FAULTS else ""
    return f"the rules of the craft block this brief: {'; '.join(told)}{more}"


def _write_together(texts: Mapping[str, str], out: Path) -> tuple[Path, ...]:
    """All files are written beside their places first, then moved; a failure before that leaves no trace."""
    with tempfile.TemporaryDirectory(dir=out, prefix=".brief-") as waiting:
        for name, text in texts.items():
            with (Path(waiting) / name).open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        return tuple((Path(waiting) / name).replace(out / name) for name in texts)

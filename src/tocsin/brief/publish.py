"""Writes a brief to files, all or nothing, once the rules of the craft let it through.

Comes in: a brief, a post-mortem or an exercise, and a folder. Goes out: its three files. Knows nothing
about how it came to be; this is the only place of the room that touches a file.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal

from tocsin.brief.docx import to_docx
from tocsin.brief.exercise import to_exercise_html, to_exercise_markdown
from tocsin.brief.house import fill_template
from tocsin.brief.lint import lint_brief
from tocsin.brief.markdown import to_markdown
from tocsin.brief.page import to_html
from tocsin.brief.pdf import to_pdf
from tocsin.brief.postmortem import to_postmortem_html, to_postmortem_markdown
from tocsin.errors import ConfigurationError, PublishingRefused
from tocsin.terms import Brief, ExerciseReport, Fault, PostMortem, Record

NAMED_FAULTS = 8
Form = Literal["pdf", "docx"]
FORMS: dict[Form, Callable[[Brief], bytes]] = {"pdf": to_pdf, "docx": to_docx}


def to_json(brief: Brief) -> str:
    """brief.json: the record itself, one value a line, the same bytes for the same brief."""
    return json.dumps(brief.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=2) + "\n"


def write_brief(
    brief: Brief, out: Path, also: Iterable[Form] = (), templates: Iterable[Path] = ()
) -> tuple[Path, ...]:
    """Write the three files into `out`, each complete or not there at all; returns their paths.

    `also` names more forms of it, `templates` the desk's own, which are filled beside the others.

    Raises:
        PublishingRefused: a rule blocks and the brief names nobody who publishes it incomplete.
        ConfigurationError: a form needs what is not installed, or a template is wrong.
        OSError: the folder cannot be written, or a template not read.
    """
    faults = [fault for fault in lint_brief(brief) if fault.blocks]
    if faults and brief.incomplete is None:
        raise PublishingRefused(str(out), _refusal(faults), "mend it, or publish with --incomplete NAME")
    texts: dict[str, str | bytes] = {
        "brief.html": to_html(brief),
        "brief.md": to_markdown(brief),
        "brief.json": to_json(brief),
    }
    texts |= {f"brief.{form}": FORMS[form](brief) for form in also}
    for path in templates:
        name, filled = fill_template(path.name, path.read_bytes(), brief)
        if name in texts:
            raise ConfigurationError(str(path), f"would take the place of {name}", "give it another name")
        texts[name] = filled
    return _write_together(texts, out)


def write_postmortem(found: PostMortem, out: Path) -> tuple[Path, ...]:
    """Write postmortem.html, .md and .json into `out`, all or nothing; returns their paths.

    Raises:
        OSError: the folder cannot be written.
    """
    return _write_three("postmortem", to_postmortem_html(found), to_postmortem_markdown(found), found, out)


def write_exercise(report: ExerciseReport, out: Path) -> tuple[Path, ...]:
    """Write exercise.html, .md and .json into `out`, all or nothing; returns their paths.

    Raises:
        OSError: the folder cannot be written.
    """
    return _write_three("exercise", to_exercise_html(report), to_exercise_markdown(report), report, out)


def _refusal(faults: list[Fault]) -> str:
    told = [f"{fault.rule} at {fault.where}: {fault.message}" for fault in faults[:NAMED_FAULTS]]
    more = f" (and {len(faults) - NAMED_FAULTS} more)" if len(faults) > NAMED_FAULTS else ""
    return f"the rules of the craft block this brief: {'; '.join(told)}{more}"


def _write_three(name: str, page: str, markdown: str, record: Record, out: Path) -> tuple[Path, ...]:
    """A page, its Markdown and the record behind both as JSON, under one name."""
    body = json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
    return _write_together({f"{name}.html": page, f"{name}.md": markdown, f"{name}.json": body}, out)


def _write_together(texts: Mapping[str, str | bytes], out: Path) -> tuple[Path, ...]:
    """All files are written beside their places first, then moved; a failure before that leaves no trace."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".brief-") as waiting:
        for name, text in texts.items():
            with (Path(waiting) / name).open("wb") as file:
                file.write(text.encode("utf-8") if isinstance(text, str) else text)
                file.flush()
                os.fsync(file.fileno())
        return tuple((Path(waiting) / name).replace(out / name) for name in texts)

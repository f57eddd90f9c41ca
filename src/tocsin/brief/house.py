"""Fills a desk's own template with a brief: HTML or Markdown by Jinja, DOCX by docxtpl.

Comes in: a template's bytes and name, and a brief. Goes out: the filled file's name and bytes. Knows nothing
about where templates lie. A template sees the brief's record and the parts in order; it cannot reach the
program or the disk, since it may come from somebody else.
"""

import io
import zipfile
from pathlib import PurePath
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tocsin.brief.confidence import words_of
from tocsin.brief.draft import HEADINGS
from tocsin.brief.front import choose_front, moved_by
from tocsin.brief.wording import band, day, percent
from tocsin.errors import ConfigurationError
from tocsin.terms import Brief

KINDS = (".html", ".md", ".txt", ".docx")


def fill_template(name: str, template: bytes, brief: Brief) -> tuple[str, bytes]:
    """The filled file: `note.html.j2` gives `note.html`, `note.docx` gives `note.docx`.

    Raises:
        ConfigurationError: the kind is unknown, the template is wrong or docxtpl is not installed; names the
            template and, where it is known, the line.
    """
    path = PurePath(name.removesuffix(".j2"))
    if path.suffix not in KINDS:
        raise ConfigurationError(name, "is no template that can be filled", f"use {', '.join(KINDS)}")
    try:
        made = _word(template, brief) if path.suffix == ".docx" else _text(path.suffix, template, brief)
    except jinja2.TemplateSyntaxError as fault:
        raise ConfigurationError(f"{name}:{fault.lineno}", fault.message or "is wrong", "mend it") from None
    except (jinja2.TemplateError, zipfile.BadZipFile, ValueError, KeyError, TypeError) as fault:
        raise ConfigurationError(name, f"cannot be filled ({fault})", "see docs/templates.md") from None
    return path.name, made


def _text(suffix: str, template: bytes, brief: Brief) -> bytes:
    environment = _environment(is_escaped=suffix == ".html")
    return environment.from_string(template.decode("utf-8")).render(_content(brief)).encode("utf-8")


def _word(template: bytes, brief: Brief) -> bytes:
    try:
        from docxtpl import DocxTemplate
    except ImportError as missing:
        raise ConfigurationError(
            "DOCX", f"docxtpl is not installed ({missing.name})", "pip install 'tocsin[report]'"
        ) from None
    file = DocxTemplate(io.BytesIO(template))
    file.render(_content(brief), jinja_env=_environment(is_escaped=True))
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _environment(*, is_escaped: bool) -> jinja2.Environment:
    environment = ImmutableSandboxedEnvironment(autoescape=is_escaped, undefined=jinja2.StrictUndefined)
    environment.filters |= {"percent": percent, "day": day}
    environment.globals |= {"band": band, "words_of": words_of, "moved_by": moved_by}
    return environment


def _content(brief: Brief) -> dict[str, Any]:
    """What a template sees: the record, each part's sentences by its name, and the choice for two pages."""
    return {
        "brief": brief,
        "headings": HEADINGS,
        "parts": {part: [s for s in brief.sentences if s.part == part] for part in HEADINGS},
        "front": choose_front(brief),
    }

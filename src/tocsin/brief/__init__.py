"""Brief: all of it -> Brief. Words, charts, pages; the only room that writes files."""

from tocsin.brief.compose import compose_brief
from tocsin.brief.craft import Held, list_rules
from tocsin.brief.lint import lint_brief, lint_json_file, lint_markdown
from tocsin.brief.markdown import to_markdown
from tocsin.brief.page import to_html
from tocsin.brief.publish import to_json, write_brief, write_exercise, write_postmortem
from tocsin.brief.rules import RULES, Rule
from tocsin.brief.signing import sign_brief

__all__ = [
    "RULES",
    "Held",
    "Rule",
    "compose_brief",
    "lint_brief",
    "lint_json_file",
    "lint_markdown",
    "list_rules",
    "sign_brief",
    "to_html",
    "to_json",
    "to_markdown",
    "write_brief",
    "write_exercise",
    "write_postmortem",
]

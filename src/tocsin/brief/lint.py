"""Reads a brief against the rules of the craft: as a record, as brief.json, or as a draft in Markdown.

Comes in: a brief, or its text. Goes out: faults, for texts with their line. Knows nothing about who asks
or whether the brief will be published all the same.
"""

import json
import re
from collections.abc import Iterator

import pydantic

from tocsin.brief.draft import lint_draft
from tocsin.brief.rules import RULES
from tocsin.errors import ConfigurationError
from tocsin.terms import Brief, Fault


def lint_brief(brief: Brief) -> tuple[Fault, ...]:
    """Every breach of a rule, in the order of the rules; empty for a brief that may be published."""
    return tuple(fault for rule in RULES for fault in rule.check(brief))


def lint_markdown(text: str, against: Brief | None = None) -> tuple[tuple[int, Fault], ...]:
    """Faults of a draft in Markdown or plain text, each with its line (from 1), in line order.

    A draft has no records, so only what words can show is checked: B1, B2, B5, C1, L4, L5, H4. `against` is
    the brief that it was written from: quotations are held to its texts (B2.quote), footnotes to its ids
    (B2.known).
    """
    return tuple(sorted(lint_draft(text, against), key=lambda found: found[0]))


def lint_json_file(text: str, name: str = "brief.json") -> tuple[tuple[int, Fault], ...]:
    """Faults of a brief.json, each with the line that holds the sentence or record at fault.

    Raises:
        ConfigurationError: the text is no brief.json.
    """
    brief = parse_brief(text, name)
    found = [(line_of(fault.where, brief, text), fault) for fault in lint_brief(brief)]
    return tuple(sorted(found, key=lambda each: each[0]))


def parse_brief(text: str, name: str) -> Brief:
    """The brief in the text of a brief.json.

    Raises:
        ConfigurationError: the text is no brief.json; names the first thing that is wrong.
    """
    try:
        return Brief.model_validate_json(text)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole file"
        raise ConfigurationError(
            name, f"is no brief.json ({place}: {first['msg']})", "give a file that `tocsin brief` wrote"
        ) from None


def line_of(where: str, brief: Brief, text: str) -> int:
    """The first line (from 1) of a brief.json on which the thing named `where` stands."""
    for needle in _needles(where, brief):
        position = text.find(needle)
        if position >= 0:
            return text.count("\n", 0, position) + 1
    return 1


def _needles(where: str, brief: Brief) -> Iterator[str]:
    for sentence in brief.sentences:
        if sentence.id == where:
            yield json.dumps(sentence.text, ensure_ascii=False)
            yield json.dumps(sentence.text)
    name = re.sub("^[a-z]+ ", "", where)
    for key in ("scenario", "id"):
        yield f'"{key}": {json.dumps(name, ensure_ascii=False)}'
        yield f'"{key}":{json.dumps(name, ensure_ascii=False)}'

"""The page on which a brief is edited, what it says of a draft while it is typed, and two versions compared.

Comes in: a shelf, versions, a draft. Goes out: pages' contents as records. What is held against a draft are
the rules of the craft, as the linter holds them against every brief. Knows nothing about how it looks.
"""

from tocsin.brief import lint_brief
from tocsin.brief.editing import Difference, apply_draft, compare_sentences, to_draft
from tocsin.errors import ConfigurationError
from tocsin.store.pages import BriefLine
from tocsin.terms import Brief, Fault, Part, Record
from tocsin.web.shelf import Shelf


class Shift(Record):
    """A sentence that two versions have differently: its words, as same, gone or added."""

    id: str
    part: Part
    pieces: tuple[tuple[str, str], ...]


class DraftCheck(Record):
    """What is to be said of a draft: what cannot be read, faults, what differs, how it would read."""

    trouble: str | None
    faults: tuple[Fault, ...]
    shifts: tuple[Shift, ...]
    edited: Brief | None

    @property
    def blocks(self) -> bool:
        """Whether it cannot be published as it stands."""
        return self.trouble is not None or any(fault.blocks for fault in self.faults)


class EditorPage(Record):
    """One brief, taken apart for editing."""

    version: str
    title: str
    is_signed: bool
    draft: str
    check: DraftCheck
    scenarios: tuple[str, ...]


class DifferencePage(Record):
    """How one published version differs from another."""

    before: BriefLine
    after: BriefLine
    shifts: tuple[Shift, ...]
    others: tuple[BriefLine, ...]


def show_editor(shelf: Shelf, version: str) -> EditorPage | None:
    """The editor of a published brief."""
    brief = shelf.store.brief(version)
    if brief is None:
        return None
    draft = to_draft(brief)
    return EditorPage(
        version=version,
        title=brief.title,
        is_signed=brief.signature is not None,
        draft=draft,
        check=check_draft(brief, draft),
        scenarios=tuple(each.scenario for each in brief.judgements),
    )


def check_draft(brief: Brief, draft: str) -> DraftCheck:
    """What the rules hold against a draft, and how it differs from the brief that it was made from."""
    try:
        edited = brief if brief.signature else apply_draft(brief, draft)
    except ConfigurationError as fault:
        return DraftCheck(trouble=str(fault), faults=(), shifts=(), edited=None)
    return DraftCheck(
        trouble=None,
        faults=lint_brief(edited),
        shifts=_shifts(compare_sentences(brief, edited)),
        edited=edited,
    )


def show_difference(shelf: Shelf, version: str, other: str) -> DifferencePage | None:
    """How a brief differs from another of the store; where none is named, from the one before it.

    The first of a watch is held against the last.
    """
    after = shelf.store.brief(version)
    lines = {line.version: line for line in shelf.store.brief_lines(limit=1000)}
    if after is None or version not in lines:
        return None
    others = [line for line in lines.values() if line.watch == after.watch and line.version != version]
    before = shelf.store.brief(other) if other else shelf.store.latest_brief(after.watch, before=version)
    if before is None and not other and others:
        before = shelf.store.brief(others[0].version)
    if before is None or before.version not in lines:
        return None
    return DifferencePage(
        before=lines[before.version],
        after=lines[version],
        shifts=_shifts(compare_sentences(before, after)),
        others=tuple(others),
    )


def _shifts(found: tuple[Difference, ...]) -> tuple[Shift, ...]:
    return tuple(Shift(id=each.id, part=each.part, pieces=tuple(each.pieces)) for each in found)

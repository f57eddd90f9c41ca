"""Inputs as they are taken in: documents go out, problems are said and remembered.

Paths and what is known of them come in. It knows how a verb ends when an input failed, and nothing of
what is done with the documents.
"""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

import typer

from tocsin.cli.arguments import parse_day, refuse, say, settings_here, today_here

if TYPE_CHECKING:
    from tocsin.collect import Collected
    from tocsin.terms import Problem


class Taking:
    """Inputs as they are taken in: yields documents, prints each problem, remembers whether any failed.

    The problems themselves are kept where `remembers` asks for it.
    """

    def __init__(
        self,
        paths: list[str] | None,
        outlet: str | None,
        published: str | None,
        *,
        may_be_none: bool = False,
        remembers: bool = False,
    ) -> None:
        if not paths and not may_be_none:
            refuse("no path", "nothing to read", "give a file or a folder, or - for standard input")
        self.paths = paths or []
        self.settings = settings_here()
        self.outlet = outlet
        self.published = parse_day("--published", published)
        self.remembers = remembers
        self.begin()

    def begin(self) -> None:
        """Forget the problems of an earlier round."""
        self.failed = False
        self.problems: list[Problem] = []

    def __iter__(self) -> "Iterator[Collected]":
        from tocsin.pipeline import collect
        from tocsin.terms import Problem

        items = collect(
            self.paths,
            outlet=self.outlet,
            published=self.published,
            today=today_here(),
            max_bytes=self.settings.max_document_bytes,
            stdin=sys.stdin.buffer,
        )
        for item in items:
            if isinstance(item, Problem):
                self.report(item)
            else:
                yield item

    def report(self, problem: "Problem") -> None:
        """Say one problem, and remember it and whether it cost a document."""
        if self.remembers:  # a million undated documents must not fill the memory with a million remarks
            self.problems.append(problem)
        self.failed |= problem.fatal
        say(str(problem))

    def jobs(self, given: int | None) -> int:
        """Processes to read with: as given, else as set."""
        return given or self.settings.jobs

    def finish(self, nothing: str | None = None) -> NoReturn:
        """Leave with the status that the contract gives: 1 where an input failed or nothing was left."""
        if nothing:
            say(nothing)
        raise typer.Exit(1 if self.failed or nothing else 0)

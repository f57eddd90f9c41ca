"""Shows an exercise as it was played: what was brought in, what the table is asked, what differs and why.

Comes in: an exercise's report. Goes out: HTML and Markdown of the same content, the marking at the head and
foot of both. Knows nothing about files or how an exercise is played.
"""

from collections.abc import Iterator
from functools import cache

import jinja2
from markupsafe import Markup

from tocsin.brief.markdown import escape
from tocsin.brief.naming import STATE_WORDS
from tocsin.brief.templating import open_templates, read_template
from tocsin.brief.wording import day, tight, unended, upper_first
from tocsin.terms import Beside, ExerciseReport, ExerciseTurn, Move


def to_exercise_html(report: ExerciseReport) -> str:
    """One self-contained page, in the brief's dress."""
    css = Markup(read_template(__package__, "brief.css"))  # noqa: S704  our own file
    return _template().render(
        report=report, css=css, say_move=say_move, say_row=say_row, say_moment=say_moment
    )


def to_exercise_markdown(report: ExerciseReport) -> str:
    """The same as Markdown."""
    return "\n".join(_lines(report)).rstrip("\n") + "\n"


def say_moment(turn: ExerciseTurn) -> str:
    """`27 May 2024, 09:30`."""
    return f"{day(turn.at)}, {turn.time}" if turn.time else day(turn.at)


def say_move(move: Move) -> str:
    """`Satellite launch: from standing by to active. Reason.`."""
    before, after = (_say_state(state) for state in (move.before or "nothing", move.after))
    return f"{move.name}: from {before} to {after}. {upper_first(unended(move.reason))}."


def say_row(row: Beside) -> str:
    """What a row is about: a scenario by its name, a plan as a plan."""
    return f"Plan: {row.name}" if row.kind == "plan" else row.name


def _say_state(state: str) -> str:
    return {str(name): words for name, words in STATE_WORDS.items()}.get(state, state.replace("-", " "))


def _lines(report: ExerciseReport) -> Iterator[str]:
    for marking in report.markings:
        yield from (f"**{escape(marking)}**", "")
    yield from (f"# Exercise: {escape(report.title)}", "")
    yield f"- Problem: {escape(report.problem)}"
    yield f"- Real reporting and record up to: {day(report.as_of)} (tocsin {report.code_version})"
    yield from ("- Each moment: the brief that would follow beside the one of the same day without it", "")
    for turn in report.turns:
        yield from _turn(turn)
    for marking in report.markings:
        yield from (f"**{escape(marking)}**", "")


def _turn(turn: ExerciseTurn) -> Iterator[str]:
    yield from (f"## {turn.number}. {say_moment(turn)}", "")
    yield from (*(f"- {escape(each)}" for each in turn.injects), "")
    if turn.ask:
        yield from ("For the table:", "", *(f"- {escape(each)}" for each in turn.ask), "")
    if not turn.moves:
        yield from ("Nothing else moves.", "")
    else:
        yield from ("What moves, and why:", "", *(f"- {escape(say_move(each))}" for each in turn.moves), "")
    yield from (f"Without: {escape(' '.join(turn.line_without))}", "")
    yield from (f"With: {escape(' '.join(turn.line_with))}", "")
    yield "| | Without | With |"
    yield "|---|---|---|"
    for row in turn.rows:
        after = f"**{escape(row.following)}**" if row.is_moved else escape(row.following)
        yield f"| {escape(say_row(row))} | {escape(row.without)} | {after} |"
    yield ""
    following, without = f"{turn.folder}/brief.md", f"{turn.folder_without}/brief.md"
    yield f"[The brief that would follow]({following}), [the one without]({without})"
    yield ""


@cache
def _template() -> jinja2.Template:
    environment = open_templates(__package__)
    environment.filters |= {"day": day, "tight": tight}
    return environment.get_template("exercise.html.j2")

"""The verb that plays: what-if, which tells what brief would follow from what has not happened.

An exercise file comes in; briefs with and without it, and a page that sets them side by side, go out. It
opens a store to read only, and knows nothing of how an exercise is played.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Database, Incomplete, refuse, say, settings_here
from tocsin.cli.bars import reading_bar
from tocsin.cli.taking import Taking

if TYPE_CHECKING:
    import datetime as dt

    from tocsin.exercising import Played, Reported
    from tocsin.terms import Brief, Exercise, ExerciseReport, Watch


@app.command("what-if")
def what_if(
    file: Annotated[Path, typer.Argument(help="An exercise: a YAML file with what is brought in, and when.")],
    out: Annotated[Path, typer.Option(help="Folder for the page and the briefs of each moment.")] = Path(
        "out"
    ),
    db: Database = None,
    incomplete: Incomplete = None,
) -> None:
    """Play an exercise: the brief that would follow beside the one without, marked, and stored nowhere."""
    from tocsin.exercise_files import load_exercise
    from tocsin.exercising import play, report_exercise

    exercise, watch = load_exercise(file)
    taking = Taking(list(exercise.reports), None, None, may_be_none=True)
    reported = _read(taking, exercise) if exercise.reports else _open(db, watch, exercise.as_of)
    if not reported.documents:
        refuse(str(file), f"nothing was reported by {exercise.as_of}", "name reports of that day or before")
    played = list(play(exercise, watch, reported))
    report = report_exercise(exercise, watch, played)
    _write(report, played, out, incomplete)
    sys.stdout.write("\n".join(_lines(report)) + "\n")
    taking.finish()


def _read(taking: Taking, exercise: "Exercise") -> "Reported":
    """The reports that the file names, as far as they were known at the start."""
    from tocsin import pipeline
    from tocsin.exercising import Reported
    from tocsin.reading import read_documents

    everything = (item.document for item in taking)
    read = read_documents(everything, jobs=taking.jobs(None), report=taking.report)
    pairs = list(reading_bar(read))
    known, unknown = pipeline.choose_known([document for document, _ in pairs], exercise.as_of)
    for each in unknown:
        say(each)
    kept = {document.id for document in known}
    return Reported(tuple(known), tuple(reading for document, reading in pairs if document.id in kept))


def _open(db: str | None, watch: "Watch", as_of: "dt.date") -> "Reported":
    """What the store holds for the watch, read only."""
    import datetime as dt

    from tocsin.exercising import Reported
    from tocsin.pipeline import choose_known
    from tocsin.store import Store
    from tocsin.weigh import counting_days

    address = db or settings_here().db
    if "://" not in address and not Path(address).is_file():
        refuse(address, "there is no such store", "name reports in the file, or a store with --db")
    with Store(address, read_only=True) as store:
        since = as_of - dt.timedelta(days=counting_days(watch.horizon_days))
        ids = store.in_use(store.bearing_on(watch.id, since=since, as_of=as_of), as_of)
        known, _ = choose_known(list(store.stream(ids)), as_of)
        ids = [document.id for document in known]
        observations, orders = store.observations_in(ids), store.plan_orders(watch.id, as_of)
        return Reported(tuple(known), tuple(store.readings_of(ids)), tuple(observations), orders)


def _write(report: "ExerciseReport", played: "list[Played]", out: Path, incomplete: str | None) -> None:
    from tocsin.brief import write_exercise
    from tocsin.errors import PublishingRefused

    try:
        for turn, each in zip(report.turns, played, strict=True):
            _publish(each.made.brief, out / turn.folder, incomplete)
            _publish(each.without.brief, out / turn.folder_without, incomplete)
        written = write_exercise(report, out)
    except PublishingRefused as refused:
        say(str(refused))
        raise typer.Exit(1) from None
    except OSError as error:
        refuse(str(out), f"cannot be written ({error.strerror})", "name another folder with --out")
    say("written: " + ", ".join(str(path) for path in written))


def _publish(brief: "Brief", folder: Path, incomplete: str | None) -> None:
    from tocsin.brief import write_brief

    write_brief(brief.model_copy(update={"incomplete": incomplete}) if incomplete else brief, folder)


def _lines(report: "ExerciseReport") -> list[str]:
    """Each moment with what moved, in short; the marking first and last."""
    from tocsin.brief.exercise import say_moment, say_move

    lines = [*report.markings, report.title, ""]
    for turn in report.turns:
        lines += [f"{turn.number}. {say_moment(turn)}", *(f"  {each}" for each in turn.injects)]
        lines += [f"  ? {each}" for each in turn.ask]
        lines += [f"  -> {say_move(each)}" for each in turn.moves] or ["  -> nothing else moves"]
        lines += [""]
    return [*lines, *report.markings]

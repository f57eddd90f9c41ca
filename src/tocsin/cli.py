"""The command line: one verb a room, and the few that serve a desk around them.

Comes in: arguments. Goes out: results on stdout, messages on stderr, and an exit status: 0 done, 1 done
but some inputs failed or a rule was broken, 2 could not run. It asks the clock and the environment, once
each, and hands the answers down; heavy modules are imported inside the verb that needs them.
"""

import datetime as dt
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TextIO, TypeVar

import typer

from tocsin import __version__

if TYPE_CHECKING:
    from tocsin.collect import Collected
    from tocsin.config import Settings
    from tocsin.pipeline import Walk
    from tocsin.store import Store
    from tocsin.terms import Problem

app = typer.Typer(
    help="Read public reporting on a danger and write a sourced warning brief.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Item = TypeVar("Item")
Paths = Annotated[list[str] | None, typer.Argument(help="Files or folders; - for standard input.")]
Outlet = Annotated[str | None, typer.Option(help="Outlet of documents that do not name theirs.")]
Published = Annotated[
    str | None, typer.Option(help="Publication date (YYYY-MM-DD) of documents that do not give theirs.")
]
Jobs = Annotated[int | None, typer.Option(min=1, help="Processes to read with.")]
Cut = Annotated[
    list[str] | None, typer.Option(help="DOCUMENT=ORIGIN: a link that is wrong; may be given again.")
]
Add = Annotated[
    list[str] | None, typer.Option(help="DOCUMENT=ORIGIN: a link that is missing; may be given again.")
]
Database = Annotated[
    str | None, typer.Option("--db", help="The store: a file; default TOCSIN_DB or tocsin.db.")
]
WatchName = Annotated[
    str | None,
    typer.Option("--watch", help="A packaged watch, a folder or a watch.yaml; default: the best match."),
]
AsOf = Annotated[str | None, typer.Option(help="Use only what was first seen by this day (YYYY-MM-DD).")]
Incomplete = Annotated[
    str | None, typer.Option(help="Publish although a rule blocks it, marked as incomplete under this name.")
]
Out = Annotated[Path, typer.Option(help="Folder for brief.html, brief.md and brief.json.")]


def main() -> None:
    """Run the command line; errors that we raise on purpose become one line and status 2."""
    from tocsin.errors import TocsinError

    try:
        app()
    except TocsinError as error:
        _say(str(error))
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


@app.command()
def read(
    paths: Paths = None,
    format: Annotated[
        str, typer.Option(help="jsonl (one line a document) or text (to be read by people).")
    ] = "text",
    outlet: Outlet = None,
    published: Published = None,
    jobs: Jobs = None,
) -> None:
    """Print who says what through whom and how surely, document by document; needs no store."""
    from tocsin.contract import reading_line, reading_text
    from tocsin.pipeline import read_documents

    if format not in ("jsonl", "text"):
        _refuse(f"--format {format}", "there is no such format", "use jsonl or text")
    taking = _Taking(paths, outlet, published)
    show = reading_line if format == "jsonl" else reading_text
    documents = (item.document for item in taking)
    for document, reading in read_documents(documents, jobs=taking.jobs(jobs), report=taking.report):
        sys.stdout.write(show(document, reading) + "\n")
    taking.finish()


@app.command()
def trace(
    paths: Paths = None,
    one_story: Annotated[bool, typer.Option("--one-story", help="Take all inputs as one story.")] = False,
    outlet: Outlet = None,
    published: Published = None,
    jobs: Jobs = None,
    cut: Cut = None,
    add: Add = None,
) -> None:
    """Print who really stands behind each story, as one JSON object; needs no store."""
    import json

    from tocsin.contract import lineage_object
    from tocsin.pipeline import read_documents
    from tocsin.trace import Correction, trace_documents

    corrections = [Correction(*_link("--cut", text), is_cut=True) for text in cut or ()]
    corrections += [Correction(*_link("--add", text), is_cut=False) for text in add or ()]
    taking = _Taking(paths, outlet, published)
    pairs = list(read_documents((i.document for i in taking), jobs=taking.jobs(jobs), report=taking.report))
    documents = [document for document, _ in pairs]
    readings = [reading for _, reading in pairs]
    lineage = trace_documents(documents, readings, one_story=one_story, corrections=corrections)
    sys.stdout.write(json.dumps(lineage_object(lineage, documents), ensure_ascii=False, indent=1) + "\n")
    taking.finish()


@app.command()
def brief(
    paths: Paths = None,
    watch: WatchName = None,
    as_of: AsOf = None,
    out: Out = Path("out"),
    outlet: Outlet = None,
    published: Published = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep what was read in the store.")] = False,
    db: Database = None,
    incomplete: Incomplete = None,
    jobs: Jobs = None,
) -> None:
    """Write a sourced warning brief of the paths, or of the store where no path is given."""
    from tocsin import pipeline

    day = _date("--as-of", as_of)
    _check_watch(watch)
    if not paths or keep:
        made, failed = _carry_store(db, paths, watch, day, outlet, published, incomplete, jobs)
        _publish(made, out)
        raise typer.Exit(1 if failed else 0)
    taking = _Taking(paths, outlet, published)
    everything = (item.document for item in taking)
    pairs = list(_progress(pipeline.read_documents(everything, jobs=taking.jobs(jobs), report=taking.report)))
    documents, unknown = pipeline.choose_known([document for document, _ in pairs], day)
    if not documents:
        taking.finish(nothing="no document was left to write a brief from; see the lines above")
    known = {document.id for document in documents}
    made = pipeline.walk(
        documents,
        [reading for document, reading in pairs if document.id in known],
        pipeline.settle_watch(watch, documents),
        as_of=day or pipeline.settle_date(documents, today=_today()),
        unknown=unknown,
        incomplete=incomplete,
    )
    _publish(made, out)
    taking.finish()


@app.command()
def run(
    paths: Paths = None,
    watch: WatchName = None,
    as_of: AsOf = None,
    out: Annotated[Path | None, typer.Option(help="Also write the brief into this folder.")] = None,
    outlet: Outlet = None,
    published: Published = None,
    db: Database = None,
    incomplete: Incomplete = None,
    jobs: Jobs = None,
) -> None:
    """Take paths into the store and carry it through all rooms; a second run changes nothing."""
    day = _date("--as-of", as_of)
    _check_watch(watch)
    made, failed = _carry_store(db, paths, watch, day, outlet, published, incomplete, jobs)
    if out is not None:
        _publish(made, out)
    else:
        sys.stdout.write(_summary(made) + "\n")
    raise typer.Exit(1 if failed else 0)


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words to look for.")],
    db: Database = None,
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option(min=1, help="How many documents at the most.")] = 20,
) -> None:
    """Look for words in the documents of the store, best first."""
    day = _date("--as-of", as_of)
    for document, snippet in _store(db).search(" ".join(words), limit=limit, as_of=day):
        when = document.published or "date unknown"
        mark = f"  [{document.marking}]" if document.marking else ""
        sys.stdout.write(
            f"{document.label}  {document.outlet or 'outlet unknown'}  {when}{mark}\n    {snippet}\n"
        )


@app.command()
def why(
    id: Annotated[
        str, typer.Argument(help="An id in a brief: s3, forecast:nuclear-test, indicator:..., a claim.")
    ],
    source: Annotated[
        Path | None, typer.Option("--from", help="A brief.json; default: the store's latest.")
    ] = None,
    db: Database = None,
) -> None:
    """Print the way from an id in a brief back to document, span and words."""
    from tocsin.why import open_brief, trace_back

    if source is not None:
        made = open_brief(source)
    else:
        stored = _store(db).last_brief()
        if stored is None:
            _refuse(
                db or "the store", "it holds no brief", "write one with tocsin run, or give --from brief.json"
            )
        made = stored
    for line in trace_back(id, made):
        sys.stdout.write(line + "\n")


@app.command()
def lint(
    file: Annotated[str, typer.Argument(help="A brief.json, or a draft in Markdown; - for standard input.")],
) -> None:
    """Hold a brief against the rules of the craft; one line for each fault."""
    from tocsin.brief import lint_json_file, lint_markdown

    if file != "-" and not Path(file).is_file():
        _refuse(file, "there is no such file", "give a brief.json or a Markdown draft")
    text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    is_json = file.endswith(".json") or text.lstrip().startswith("{")
    faults = lint_json_file(text, file) if is_json else lint_markdown(text)
    for line, fault in faults:
        sys.stdout.write(f"{file}:{line}: {fault.rule} {fault.message}; {fault.remedy}\n")
    raise typer.Exit(1 if faults else 0)


@app.command()
def replay(
    history: Annotated[Path, typer.Option(help="TSV (.gz): source, relation, target, date.")],
    series: Annotated[Path, typer.Option(help="JSONL: id, source, root, quad, target; a series a line.")],
    start: Annotated[str, typer.Option("--from", help="First day to forecast on (YYYY-MM-DD).")],
    stop: Annotated[str, typer.Option("--to", help="Last day to forecast on (YYYY-MM-DD).")],
    out: Annotated[Path, typer.Option(help="File for the forecasts, a JSON line each.")],
    every: Annotated[int, typer.Option(help="Days from one forecast to the next.")] = 7,
    horizons: Annotated[str, typer.Option(help="Lengths of the windows in days.")] = "7,30,90",
) -> None:
    """Forecast many series on past days, each from the days before it alone, and score that."""
    # One thread of linear algebra: the same last digit on any number of cores. To be set before numpy loads.
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
    from tocsin.factfiles import read_history, read_series
    from tocsin.replay import Scoring, check_period, forecast_lines, score_lines
    from tocsin.replay import replay as forecast_days
    from tocsin.terms import Problem

    failed: list[bool] = []

    def report(problem: Problem) -> None:
        failed.append(problem.fatal)
        _say(str(problem))

    first, last = _date("--from", start), _date("--to", stop)
    assert first is not None
    assert last is not None
    period = check_period(first, last, every, horizons)
    asked = read_series(series, report)
    facts = read_history(history, report)
    scoring = Scoring(facts, asked)
    for line in scoring.doubts(period):
        _say(f"{history}: {line}")
    made = forecast_days(facts, asked, period)
    with _writing(out) as file:
        for _, forecasts in _counted(made, len(period.days), "forecasting"):
            scoring.add(forecasts)
            file.writelines(line + "\n" for line in forecast_lines(asked, forecasts))
    for line in score_lines(scoring.scores(), period):
        sys.stdout.write(line + "\n")
    raise typer.Exit(1 if any(failed) else 0)


@app.command()
def watches(
    check: Annotated[
        str | None, typer.Option(help="Check this watch (a name, a folder or a watch.yaml).")
    ] = None,
) -> None:
    """List the packaged watches, or check one of your own."""
    from tocsin.watches import check_watch, load_watch, packaged_watches

    for name in [check] if check else packaged_watches():
        watch = load_watch(name)
        holds = f"{len(watch.scenarios)} scenarios, {len(watch.indicators)} indicators, "
        holds += f"{len(watch.playbooks)} plans, {len(watch.history.events)} dated events"
        sys.stdout.write(f"{watch.id}: {watch.title} ({holds})\n")
        for warning in check_watch(name):
            _say(str(warning))


@app.command()
def doctor(db: Database = None) -> None:
    """Say what is installed, missing and writable."""
    from tocsin.doctor import examine

    settings = _settings()
    findings = examine(db or settings.db, settings)
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    raise typer.Exit(0 if all(finding.is_well for finding in findings) else 1)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        sys.stdout.write(f"tocsin {__version__}\n")
        raise typer.Exit()


class _Taking:
    """Inputs as they are taken in: yields documents, prints each problem, remembers whether any failed."""

    def __init__(self, paths: list[str] | None, outlet: str | None, published: str | None) -> None:
        if not paths:
            _refuse("no path", "nothing to read", "give a file or a folder, or - for standard input")
        self.paths = paths
        self.settings = _settings()
        self.outlet = outlet
        self.published = _date("--published", published)
        self.failed = False

    def __iter__(self) -> "Iterator[Collected]":
        from tocsin.pipeline import collect
        from tocsin.terms import Problem

        items = collect(
            self.paths,
            outlet=self.outlet,
            published=self.published,
            today=_today(),
            max_bytes=self.settings.max_document_bytes,
            stdin=sys.stdin.buffer,
        )
        for item in items:
            if isinstance(item, Problem):
                self.report(item)
            else:
                yield item

    def report(self, problem: "Problem") -> None:
        """Say one problem, and remember whether it cost a document."""
        self.failed |= problem.fatal
        _say(str(problem))

    def jobs(self, given: int | None) -> int:
        """Processes to read with: as given, else as set."""
        return given or self.settings.jobs

    def finish(self, nothing: str | None = None) -> NoReturn:
        """Leave with the status that the contract gives: 1 where an input failed or nothing was left."""
        if nothing:
            _say(nothing)
        raise typer.Exit(1 if self.failed or nothing else 0)


def _check_watch(watch: str | None) -> None:
    """A wrong watch stops before any work."""
    from tocsin.pipeline import settle_watch

    if watch is not None:
        settle_watch(watch, [])


def _carry_store(
    db: str | None,
    paths: list[str] | None,
    watch: str | None,
    as_of: dt.date | None,
    outlet: str | None,
    published: str | None,
    incomplete: str | None,
    jobs: int | None,
) -> "tuple[Walk, bool]":
    """Take paths into the store, if any, and carry all of it through the rooms; whether an input failed."""
    from tocsin.pipeline import walk_store

    store = _store(db)
    failed = _take_in(store, paths, outlet, published, jobs) if paths else False
    made = walk_store(store, watch, as_of=as_of, today=_today(), incomplete=incomplete)
    if made is None:
        _refuse(db or "the store", "it holds no document", "give a path")
    return made, failed


def _take_in(
    store: "Store", paths: list[str] | None, outlet: str | None, published: str | None, jobs: int | None
) -> bool:
    from tocsin.pipeline import keep

    taking = _Taking(paths, outlet, published)
    new = sum(1 for _ in _progress(keep(store, taking, jobs=taking.jobs(jobs), report=taking.report)))
    _say(f"{new} new documents read")
    return taking.failed


def _progress(items: "Iterator[Item]") -> "Iterator[Item]":
    """Count what has been read on a terminal; say nothing where stderr is a file or a pipe."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} documents read"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        for item in items:
            yield item
            bar.advance(task)


def _counted(items: "Iterator[Item]", total: int, doing: str) -> "Iterator[Item]":
    """A progress bar with the time left, on a terminal; nothing where stderr is a file or a pipe."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, doing, total=total, console=Console(stderr=True), transient=True)


def _writing(path: Path) -> "TextIO":
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("w", encoding="utf-8")
    except OSError as error:
        _refuse(
            f"--out {path}", f"cannot be written ({type(error).__name__})", "name a file in a folder of yours"
        )


def _publish(made: "Walk", out: Path) -> None:
    from tocsin.brief import write_brief
    from tocsin.errors import PublishingRefused

    try:
        written = write_brief(made.brief, out)
    except PublishingRefused as refused:
        _say(str(refused))
        raise typer.Exit(1) from None
    except OSError as error:
        _refuse(str(out), f"cannot be written ({error.strerror})", "name another folder with --out")
    sys.stdout.write(_summary(made) + "\n")
    sys.stdout.write("\nwritten: " + ", ".join(str(path) for path in written) + "\n")
    sys.stdout.write("your own reporting: tocsin brief YOUR-FILE-OR-FOLDER --out out\n")


def _summary(made: "Walk") -> str:
    """Bottom line and key judgements, as plain text; the brief itself holds what they rest on."""
    shown = made.brief
    lines = [shown.title, f"as of {shown.as_of}", *shown.markings, "", "Bottom line"]
    lines += [f"  {s.text}" for s in shown.sentences if s.part == "bottom-line"]
    moved = [j for j in shown.judgements if any(step.step == "indicator" for step in j.ledger)]
    for judgement in moved:
        name = f"forecast:{judgement.scenario}"
        told = [s for s in shown.sentences if s.part == "judgements" and s.kind == "judgement"]
        lines += ["", judgement.name, *(f"  {s.text}" for s in told if name in s.evidence)]
    still = [f"{j.name} {j.probability:.0%}" for j in shown.judgements if j not in moved]
    if still:
        lines += ["", "Not moved by this reporting, from the record alone", f"  {'; '.join(still)}"]
    return "\n".join(lines)


def _store(db: str | None) -> "Store":
    from tocsin.store import Store

    return Store(db or _settings().db)


def _settings() -> "Settings":
    from tocsin.config import load_settings

    return load_settings()


def _today() -> dt.date:
    from tocsin.clock import today

    return today()


def _date(option: str, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        _refuse(f"{option} {text}", "this is not a date", "write it as YYYY-MM-DD")


def _link(option: str, text: str) -> tuple[str, str]:
    document, _, origin = (part.strip() for part in text.partition("="))
    if not document or not origin:
        _refuse(f"{option} {text}", "this names no link", "write DOCUMENT=ORIGIN, as in a17=Harbour TV")
    return document, origin


def _refuse(where: str, what: str, remedy: str) -> NoReturn:
    from tocsin.errors import ConfigurationError

    raise ConfigurationError(where, what, remedy)


def _say(line: str) -> None:
    sys.stderr.write(f"tocsin: {line}\n")


if __name__ == "__main__":
    main()

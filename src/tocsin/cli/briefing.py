"""The verbs that write a brief: brief; sign, which puts names under it; why, which leads back to the words.

Paths or a store come in; a brief goes out, in files and in short on stdout.
They know the order of the steps and nothing of the rooms' insides.
"""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import (
    AsOf,
    Database,
    Incomplete,
    Jobs,
    MatrixFile,
    Out,
    Outlet,
    Paths,
    Published,
    Scale,
    WatchName,
    open_store,
    parse_day,
    parse_scale,
    put_out,
    refuse,
    say,
    today_here,
    with_matrix_file,
)
from tocsin.cli.bars import reading_bar
from tocsin.cli.taking import Taking

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tocsin.brief.publish import Form
    from tocsin.pipeline import Walk
    from tocsin.store import Store
    from tocsin.terms import Brief, ScaleName, SettledQuestion

Also = Annotated[list[str] | None, typer.Option(help="Also as pdf or docx; may be given again.")]
Template = Annotated[
    list[Path] | None, typer.Option(help="Also in the desk's own template (docs/templates.md).")
]


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
    track_record: Annotated[
        Path | None, typer.Option(help="Settled questions to show (JSON lines of tocsin settle --record).")
    ] = None,
    matrix: MatrixFile = None,
    jobs: Jobs = None,
    scale: Scale = None,
    also: Also = None,
    template: Template = None,
) -> None:
    """Write a sourced warning brief of the paths, or of the store where no path is given."""
    from tocsin.settling import read_record

    day = parse_day("--as-of", as_of)
    words = parse_scale(scale)
    forms = parse_forms(also)
    _check_watch(watch)
    record = read_record(track_record) if track_record else ()
    if not paths or keep:
        if matrix is not None:
            refuse("--matrix", "a store's brief takes matrix.yaml of the watch", "put it beside watch.yaml")
        kept = Taking(paths, outlet, published) if paths else None
        publish(_carry_store(db, kept, watch, day, incomplete, jobs, words), out, forms, template or ())
        raise typer.Exit(1 if kept and kept.failed else 0)
    taking = Taking(paths, outlet, published)
    made = walk_paths(
        taking,
        watch,
        day,
        jobs,
        to="write a brief from",
        scale=words,
        matrix=matrix,
        incomplete=incomplete,
        record=record,
    )
    publish(made, out, forms, template or ())
    taking.finish()


@app.command()
def sign(
    brief: Annotated[Path, typer.Argument(help="The brief.json that was looked over.")],
    analyst: Annotated[str, typer.Option(help="Who answers for it.")],
    reviewer: Annotated[str | None, typer.Option(help="Who looked it over besides.")] = None,
    confidence: Annotated[
        list[str] | None,
        typer.Option(help="SCENARIO=LEVEL: REASON, where a person sets it; may be given again."),
    ] = None,
    dissent: Annotated[
        list[str] | None, typer.Option(help="NAME: what NAME holds against it; may be given again.")
    ] = None,
    draft: Annotated[
        Path | None, typer.Option(help="Its sentences as edited, in the form that tocsin draft gives.")
    ] = None,
    out: Out = Path("out"),
    also: Also = None,
    template: Template = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the signed version in the store too.")] = False,
    db: Database = None,
) -> None:
    """Put names under a brief, with confidence set by hand and dissent; a new version, no number changed."""
    from tocsin.brief.editing import apply_draft
    from tocsin.brief.signing import read_dissent, read_override, sign_brief
    from tocsin.clock import now
    from tocsin.terms import Signature
    from tocsin.why import open_brief

    forms = parse_forms(also)
    signature = Signature(
        analyst=parse_name("--analyst", analyst),
        reviewer=parse_name("--reviewer", reviewer) if reviewer is not None else None,
        at=now(),
        overrides=tuple(read_override(each) for each in confidence or ()),
        dissents=tuple(read_dissent(each) for each in dissent or ()),
    )
    opened = open_brief(brief)
    edited = apply_draft(opened, _read_draft(draft)) if draft else opened
    signed = sign_brief(edited, signature)
    if keep:
        open_store(db).put_signed(signed)
    written = write_files(signed, out, forms, template or ())
    sys.stdout.write(f"version {signed.version}, signed by {signature.analyst}; written: {written}\n")


@app.command()
def draft(
    brief: Annotated[Path, typer.Argument(help="A brief.json.")],
    out: Annotated[Path | None, typer.Option(help="Write into this file; default: stdout.")] = None,
) -> None:
    """Print a brief's sentences, a line each behind its number, to be edited and given to sign --draft."""
    from tocsin.brief.editing import to_draft
    from tocsin.why import open_brief

    put_out(to_draft(open_brief(brief)), out)


def _read_draft(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        refuse(f"--draft {path}", f"cannot be read ({fault})", "give a text file that tocsin draft wrote")


def parse_name(option: str, name: str) -> str:
    """A person's or a role's name on one line; refuses an empty one."""
    if not name.strip():
        refuse(option, "names nobody", "give the name of a person or role")
    return " ".join(name.split())


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
        stored = open_store(db).last_brief()
        if stored is None:
            refuse(
                db or "the store", "it holds no brief", "write one with tocsin run, or give --from brief.json"
            )
        made = stored
    for line in trace_back(id, made):
        sys.stdout.write(line + "\n")


def walk_paths(
    taking: Taking,
    name: str | None,
    day: dt.date | None,
    jobs: int | None,
    *,
    to: str,
    scale: "ScaleName | None" = None,
    matrix: Path | None = None,
    incomplete: str | None = None,
    record: "Sequence[SettledQuestion]" = (),
) -> "Walk":
    """Carry inputs through all rooms; where no document is left `to` do that with, it is said and ends."""
    from tocsin import pipeline
    from tocsin.reading import read_documents

    everything = (item.document for item in taking)
    pairs = list(reading_bar(read_documents(everything, jobs=taking.jobs(jobs), report=taking.report)))
    documents, unknown = pipeline.choose_known([document for document, _ in pairs], day)
    if not documents:
        taking.finish(nothing=f"no document was left to {to}; see the lines above")
    known = {document.id for document in documents}
    settled = pipeline.settle_watch(name, documents, scale)
    return pipeline.walk(
        documents,
        [reading for document, reading in pairs if document.id in known],
        settled._replace(watch=with_matrix_file(settled.watch, matrix)),
        as_of=day or pipeline.settle_date(documents, today=today_here()),
        unknown=unknown,
        incomplete=incomplete,
        record=record,
    )


def _check_watch(watch: str | None) -> None:
    """A wrong watch stops before any work."""
    from tocsin.pipeline import settle_watch

    if watch is not None:
        settle_watch(watch, [])


def _carry_store(
    db: str | None,
    taking: Taking | None,
    watch: str | None,
    as_of: dt.date | None,
    incomplete: str | None,
    jobs: int | None,
    words: "ScaleName | None",
) -> "Walk":
    """Take inputs into the store, if there are any, and write the brief of what it holds."""
    from tocsin.clock import now
    from tocsin.judging import walk_store
    from tocsin.watches import load_watch, packaged_watches

    store = open_store(db)
    if taking is not None:
        _take_in(store, taking, jobs)
    watches = [load_watch(each) for each in packaged_watches()]
    made = walk_store(
        store,
        watch,
        as_of=as_of,
        today=today_here(),
        watches=watches,
        incomplete=incomplete,
        scale=words,
        at=now(),
    )
    if made is None:
        refuse(db or "the store", "it holds no document", "give a path")
    return made


def _take_in(store: "Store", taking: Taking, jobs: int | None) -> None:
    from tocsin.clock import now
    from tocsin.holding import hold_run
    from tocsin.running import read_unread, take_in
    from tocsin.tracing import Following

    with hold_run(store, now, taking.report):
        for _ in take_in(store, taking, report=taking.report):
            pass
        following = Following(store)
        reading = read_unread(store, jobs=taking.jobs(jobs), report=taking.report)
        new = sum(1 for _ in reading_bar(following.along(reading)))
        following.finish()
    say(f"{new} new documents read")


def parse_forms(given: "Iterable[str] | None") -> "list[Form]":
    """The forms beside HTML, Markdown and JSON that the option names."""
    from tocsin.brief.publish import FORMS

    for name in given or ():
        if name not in FORMS:
            refuse(f"--also {name}", "there is no such form", f"use {' or '.join(FORMS)}")
    return [form for form in FORMS if form in (given or ())]


def publish(made: "Walk", out: Path, also: "Iterable[Form]" = (), templates: "Iterable[Path]" = ()) -> None:
    """Write the brief into a folder and print what it says, or the rule that blocks it (exit 1)."""
    written = write_files(made.brief, out, also, templates)
    sys.stdout.write(tell_brief(made) + "\n")
    sys.stdout.write(f"\nwritten: {written}\n")
    sys.stdout.write("your own reporting: tocsin brief YOUR-FILE-OR-FOLDER --out out\n")


def write_files(
    made: "Brief", out: Path, also: "Iterable[Form]" = (), templates: "Iterable[Path]" = ()
) -> str:
    """Write a brief's files and name them; where a rule blocks it, that is said and the exit is 1."""
    from tocsin.brief import write_brief
    from tocsin.errors import PublishingRefused

    try:
        return ", ".join(str(path) for path in write_brief(made, out, also, templates))
    except PublishingRefused as refused:
        say(str(refused))
        raise typer.Exit(1) from None
    except OSError as error:
        if error.filename in map(str, templates):
            refuse(f"--template {error.filename}", f"cannot be read ({error.strerror})", "name another file")
        refuse(str(out), f"cannot be written ({error.strerror})", "name another folder with --out")


def tell_brief(made: "Walk") -> str:
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

"""The verbs that ask a model of the user's own: translate, suggest, smooth. Off until one is named.

A store or a brief comes in; proposals go out, marked as a machine's, for people to decide on. They know the
order of the steps and nothing of what is asked how.
"""

import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Database, Out, check_format, open_store, put_out, refuse, say, settings_here
from tocsin.cli.briefing import write_files
from tocsin.cli.judging import Because, By

if TYPE_CHECKING:
    from tocsin.assist.asking import Model
    from tocsin.assist.suggesting import Proposed
    from tocsin.store import Store
    from tocsin.terms import Document, IndicatorMatch, Part, Suggestion, Translation

suggest = typer.Typer(
    help="What a model proposes: claims, and claims for indicators, for people to accept or reject.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Name = Annotated[str, typer.Argument(help="A document of the store, by name or id.")]
Id = Annotated[str, typer.Argument(help="A suggestion's id, or how it begins.")]


@app.command()
def translate(
    document: Name,
    to: Annotated[str, typer.Option(help="Into which language: two letters, such as en.")] = "en",
    again: Annotated[bool, typer.Option("--again", help="Ask anew although there is a translation.")] = False,
    format: Annotated[str, typer.Option(help="text (beside the original) or json.")] = "text",
    db: Database = None,
) -> None:
    """Show a document beside a machine's translation, kept apart from it; nothing rests on it."""
    from tocsin.assist.translating import to_lines, translate_document
    from tocsin.clock import now

    check_format(format, ("text", "json"))
    with ExitStack() as stack:
        store = stack.enter_context(open_store(db))
        found = _document(store, document)
        made = None if again else store.translation(found.id, to)
        faults: tuple[str, ...] = ()
        if made is None:
            made, faults = translate_document(found, to, _model(stack), at=now())
            store.put_translation(made)
    if format == "json":
        sys.stdout.write(_beside_json(found, made) + "\n")
    else:
        sys.stdout.write("\n".join(to_lines(found, made)) + "\n")
    for fault in faults:
        say(fault)
    raise typer.Exit(1 if faults else 0)


@suggest.command()
def claims(document: Name, db: Database = None) -> None:
    """Have the model propose claims that were not read; each stands exactly in the text or is refused."""
    from tocsin.assist.suggesting import suggest_claims
    from tocsin.clock import now
    from tocsin.terms import Reading

    with ExitStack() as stack:
        store = stack.enter_context(open_store(db))
        found = _document(store, document)
        reading = store.reading_of(found.id) or Reading(document=found.id)
        _keep(store, found, suggest_claims(found, reading, _model(stack), at=now()))


@suggest.command()
def indicators(
    document: Name,
    watch: Annotated[str, typer.Option("--watch", help="A packaged watch, a folder or a watch.yaml.")],
    db: Database = None,
) -> None:
    """Have the model propose which claims of a document bear on which indicators of a watch."""
    from tocsin.assist.suggesting import suggest_matches
    from tocsin.clock import now
    from tocsin.watches import load_watch

    used = load_watch(watch)
    with ExitStack() as stack:
        store = stack.enter_context(open_store(db))
        found = _document(store, document)
        reading = store.reading_of(found.id)
        if reading is None:
            refuse(document, "was not read yet", "run tocsin run first")
        known = {(each.indicator, each.item) for each in store.match_decisions(used.id)}
        known |= {(match.indicator, match.item) for match in _matches(store, used.id)}
        _keep(store, found, suggest_matches(found, reading, used, _model(stack), known=known, at=now()))


@suggest.command(name="list")
def list_suggestions(
    everything: Annotated[bool, typer.Option("--all", help="Also those that were decided on.")] = False,
    format: Annotated[str, typer.Option(help="text (to be read by people) or json.")] = "text",
    db: Database = None,
) -> None:
    """List what the model proposed, with the words in the text."""
    check_format(format, ("text", "json"))
    with open_store(db) as store:
        found = store.suggestions(is_open=None if everything else True)
        documents = {each.id: each for each in store.some_documents([s.document for s in found])}
    if format == "json":
        import json

        put_out(json.dumps([each.model_dump(mode="json") for each in found], ensure_ascii=False) + "\n", None)
        return
    if not found:
        say("nothing is proposed; ask with tocsin suggest claims or tocsin suggest indicators")
    _print(found, documents)


@suggest.command()
def accept(id: Id, by: By = "", because: Because = "", db: Database = None) -> None:
    """Accept a suggestion: it becomes a claim of the document, or a match of the indicator."""
    _decide(id, by, because, db, is_accepted=True)


@suggest.command()
def reject(id: Id, by: By = "", because: Because = "", db: Database = None) -> None:
    """Reject a suggestion: it is never proposed again."""
    _decide(id, by, because, db, is_accepted=False)


app.add_typer(suggest, name="suggest")


@app.command()
def smooth(
    brief: Annotated[Path, typer.Argument(help="The brief.json whose prose is to read more smoothly.")],
    part: Annotated[
        list[str] | None,
        typer.Option(help="A part of it; again for more; default: bottom-line, judgements, changes."),
    ] = None,
    out: Out = Path("out"),
) -> None:
    """Have a brief's sentences smoothed; one that loses a figure, name or quotation stays as it was."""
    from tocsin.assist.smoothing import smooth_brief
    from tocsin.why import open_brief

    parts = _parts(part)
    with ExitStack() as stack:
        made = smooth_brief(open_brief(brief), _model(stack), parts)
    for each in made.outcomes:
        sys.stdout.write(f"{each.id}: {'smoothed' if each.is_smoothed else 'as it was'}; {each.why}\n")
    if not made.number:
        say("the brief stays as it was; nothing was written")
        raise typer.Exit(1)
    written = write_files(made.brief, out)
    sys.stdout.write(f"version {made.brief.version}, {made.number} sentences smoothed; written: {written}\n")


def _model(stack: ExitStack) -> "Model":
    from tocsin.assist.address import find_model
    from tocsin.assist.asking import Model

    return stack.enter_context(Model(find_model(settings_here())))


def _document(store: "Store", name: str) -> "Document":
    found = store.find_document(name)
    if found is None:
        refuse(name, "is no document of this store", "look for it with tocsin search")
    return found


def _matches(store: "Store", watch: str) -> "Iterable[IndicatorMatch]":
    days = dict(store.watched())
    weighing = store.weighing(watch, days[watch]) if watch in days else None
    return [match for state in (weighing.indicators if weighing else ()) for match in state.matches]


def _keep(store: "Store", document: "Document", proposed: "Proposed") -> None:
    """Keep what may be decided on, and say what was refused and why."""
    new = store.put_suggestions(proposed.suggestions)
    _print(new, {document.id: document})
    known = len(proposed.suggestions) - len(new)
    say(f"{len(new)} new suggestions" + (f", {known} made before" if known else ""))
    for why, number in proposed.refused.most_common():
        say(f"{number} refused: {why}")


def _print(found: "Iterable[Suggestion]", documents: "Mapping[str, Document]") -> None:
    for each in found:
        document = documents[each.document]
        words = " … ".join(" ".join(span.of(document.text).split()) for span in each.spans)
        about = f"for {each.watch}/{each.indicator}" if each.indicator else f"a claim ({each.stance})"
        state = f"{each.decision} by {each.by}: {each.reason}" if each.decision else "suggested, not checked"
        marking = f"[{document.marking}] " if document.marking else ""
        sys.stdout.write(f"{each.id}  {marking}{document.label}: {about}; {state}\n    “{words}”\n")
        who = f"    said by “{each.source.of(document.text)}”\n" if each.source else ""
        why = f"    the machine says: {each.because}\n" if each.because else ""
        sys.stdout.write(f"{who}{why}    by {each.model} at {each.host}, {each.at:%Y-%m-%d}\n")


def _decide(id: str, by: str, because: str, db: str | None, *, is_accepted: bool) -> None:
    from tocsin.clock import now
    from tocsin.deciding import decide_suggestion

    with open_store(db) as store:
        made = decide_suggestion(store, id, is_accepted=is_accepted, by=by, because=because, at=now())
    what = f"{made.indicator}, {made.item}" if made.indicator else f"a claim of document {made.document}"
    heeds = "; the next run heeds it" if is_accepted else ""
    sys.stdout.write(f"{made.decision}: {what}{heeds}\n")


def _parts(given: list[str] | None) -> "tuple[Part, ...]":
    from typing import get_args

    from tocsin.assist.smoothing import PARTS
    from tocsin.terms import Part

    known: tuple[Part, ...] = get_args(Part)
    for name in given or ():
        if name not in known:
            refuse(f"--part {name}", "there is no such part", f"use {', '.join(known)}")
    return tuple(each for each in known if each in given) if given else PARTS


def _beside_json(document: "Document", made: "Translation") -> str:
    import json

    told = made.model_dump(mode="json") | {"mark": made.mark, "marking": document.marking}
    for passage, each in zip(told["passages"], made.passages, strict=True):
        passage["words"] = each.original.of(document.text)
    return json.dumps(told, ensure_ascii=False, indent=1)

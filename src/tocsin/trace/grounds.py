"""Says on what each claim of a story rests: an outlet's word, a body's, or the document's own access.

Claims come in; for each the target and the name it goes by goes out, or nothing where no access is
shown. It does not count: it only lays every claim to the outermost source that its chain shows.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from tocsin.reference.phrases import Phrases
from tocsin.terms import Claim, Document, Reading, Side, Source
from tocsin.trace.core import Core, words_of_claim
from tocsin.trace.counting import Target
from tocsin.trace.credits import spoken_through
from tocsin.trace.houses import House, house_of
from tocsin.trace.speakers import is_public, is_unnamed, name_of

_ABOUT = 0.3  # a plain statement of the author this much about the core rests on what the document rests on

EndOf = Callable[[Target, Side], Target]  # where an outlet's report ends, as far as the documents show


class Ground(NamedTuple):
    """What one claim rests on."""

    claim: str  # key
    document: str
    target: Target
    name: str
    side: Side
    source: Source | None = None


class Setting(NamedTuple):
    """What the story says about names: outlets beyond the table, and how its bodies are called."""

    outlets: Phrases[str]
    bodies: Mapping[str, str]  # a body's name -> the name that stands for it
    voices: Mapping[str, House]  # a government that speaks through its state's media -> those media


def find_grounds(
    document: Document,
    reading: Reading,
    core: Core,
    rests_on: Sequence[Target],
    setting: Setting,
    end_of: EndOf,
) -> list[Ground]:
    """The ground of every claim of a document that shows one.

    Args:
        document: the document.
        reading: its reading.
        core: the core of its story.
        rests_on: targets that the document's core claim rests on, the surest first.
        setting: names as the story uses them.
        end_of: where the report of an outlet ends.
    """
    by_id = {claim.id: claim for claim in reading.claims}
    found = []
    for claim in reading.claims:
        target, name, source = _ground(document, _outermost(claim, by_id), core, rests_on, setting)
        if target is None:
            continue
        side: Side = "denies" if claim.stance == "denies" else "asserts"
        found.append(Ground(claim.key, document.id, end_of(target, side), name, side, source))
    return found


def own_target(document: Document) -> Target:
    """The document's own access: its outlet's, or its own where the outlet is unknown."""
    return Target("outlet", house_of(document.outlet)) if document.outlet else Target("own", document.id)


def own_name(document: Document) -> str:
    """What the document's own access is called: its outlet, else whose document it is."""
    return document.outlet or f"own access of {document.label}"


def _outermost(claim: Claim, by_id: Mapping[str, Claim]) -> Claim:
    """The claim that holds this one and is itself held by none; only sourced ones count."""
    passed = {claim.id}
    while (holder := by_id.get(claim.within or "")) and holder.source and holder.id not in passed:
        claim = holder
        passed.add(claim.id)
    return claim


def _ground(
    document: Document, claim: Claim, core: Core, rests_on: Sequence[Target], setting: Setting
) -> tuple[Target | None, str, Source | None]:
    source = claim.source
    first = rests_on[0] if rests_on else None
    if source is None:
        about = core.bearing(words_of_claim(document, claim)) >= _ABOUT
        return (first if about else None), "", None
    if house := spoken_through(claim, document, setting.outlets):
        return Target("outlet", house.family), house.name, source
    outlets = [target for target in rests_on if target.kind == "outlet"]
    if source.through or source.kind == "outlet":  # "the network", "told the broadcaster": the one it credits
        return (outlets[0] if outlets else None), "", source
    if is_public(source, document):
        name = setting.bodies.get(name_of(source), name_of(source))
        if voice := setting.voices.get(name):
            return Target("outlet", voice.family), voice.name, source
        return Target("body", name), name, source
    if is_unnamed(source, document):
        return (outlets[0] if outlets else own_target(document)), own_name(document), source
    return None, "", None

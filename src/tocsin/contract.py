"""How records are printed on stdout: the fields that other programs rely on, and their order.

Comes in: records. Goes out: one line of JSON a document, or one JSON object a trace. It knows the
contract in docs/contract.md and nothing of how the records were made.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.terms import Document, Happening, Lineage, Reading, Version


def reading_line(document: Document, reading: Reading) -> str:
    """One line of `tocsin read --format jsonl`; the same bytes for the same records."""
    head = {
        "id": document.id,
        "name": document.label,
        "title": document.title,
        "outlet": document.outlet,
        "published": document.published.isoformat() if document.published else None,
        "url": document.url,
        "language": document.language,
        "words": document.words,
        "marking": document.marking,
    }
    body = {
        name: [item.model_dump(mode="json", exclude={"document"}) for item in getattr(reading, name)]
        for name in ("claims", "events", "times")
    }
    return json.dumps({"document": head, **body}, ensure_ascii=False)


def lineage_object(lineage: Lineage, documents: list[Document]) -> dict[str, Any]:
    """The object of `tocsin trace`: documents go by the names that they came with.

    Of each story it shows the origins of the core claim; those of details have no edge and stay inside.
    """
    name = {d.id: d.label for d in documents}
    claim_name = {d.id: f"{d.label}#" for d in documents}

    def rename(claim: str) -> str:
        document, _, local = claim.partition("#")
        return claim_name.get(document, f"{document}#") + local

    stories = []
    for story in lineage.stories:
        told = story.model_dump(mode="json")
        told["documents"] = [name[d] for d in story.documents]
        told["guests"] = [name[d] for d in story.guests]
        for change in told["changes"]:
            change |= {end: name[change[end]] for end in ("document", "before")}
            change |= {end: change[end] and rename(change[end]) for end in ("claim", "was")}
        core = {edge["to"] for edge in told["edges"]}
        told["origins"] = [origin for origin in told["origins"] if origin["id"] in core]
        for origin in told["origins"]:
            origin["documents"] = [name[d] for d in origin["documents"]]
            origin["claims"] = [rename(c) for c in origin["claims"]]
        for edge in told["edges"]:
            edge["from"] = name.get(edge["from"], edge["from"])
            edge["to"] = name.get(edge["to"], edge["to"])
        stories.append(told)
    markings = sorted({d.marking for d in documents if d.marking})
    return {"stories": stories, "markings": markings}


def happening_text(one: Happening, labels: Mapping[str, str]) -> str:
    """An act for people to read: what, when, who, how many tell of it, where they differ."""
    days = " to ".join(dict.fromkeys([str(one.start), str(one.end)]))
    if one.start is None:
        days = f"no day said, reported {one.reported or 'on no day'}"
    who, whom = (
        ", ".join(each.country or each.name for each in side) for side in (one.actors, one.recipients)
    )
    where = f" in {one.place.name or one.place.country}" if one.place.name or one.place.country else ""
    origins = "" if one.origins is None else f", {len(one.origins)} origins, {len(one.deniers or ())} deniers"
    people = f"by {who or '?'}{' on ' + whom if whom else ''}{where}"
    head = f"{days}: {one.kind or one.class_} ({one.status}) {people}"
    told = f"    told {len(one.tellings)} times in {len(one.documents)} documents{origins}"
    versions = [f"    {name}: {_versions(getattr(one, name), labels)}" for name in one.disputed]
    return "\n".join([head, told, *versions])


def _versions(found: Sequence[Version], labels: Mapping[str, str]) -> str:
    return "; ".join(f"{each.value} ({_named(each.tellings, labels)})" for each in found)


def _named(keys: Sequence[str], labels: Mapping[str, str]) -> str:
    """Event keys by the labels of their documents: `a17#e1`."""
    parts = (each.partition("#") for each in keys)
    return ", ".join(f"{labels.get(document, document)}#{local}" for document, _, local in parts)


def reading_text(document: Document, reading: Reading) -> str:
    """What was read in one document, for people: each attributed claim with its chain and its words."""
    head = (
        f"{document.label} · {document.outlet or 'outlet unknown'} · {document.published or 'date unknown'}"
    )
    lines = [f"{head} · {document.marking}" if document.marking else head]
    for claim in reading.claims:
        if not claim.cue and claim.source is None:
            continue
        words = " … ".join(" ".join(span.of(document.text).split()) for span in claim.content)
        manner = ", ".join([claim.stance, claim.status, *(["hedged"] if claim.hedged else [])])
        chain = " > ".join(claim.chain) or "nobody named"
        indent = "    " if claim.within else "  "
        lines.append(f"{indent}{claim.id} [{manner}] {chain}: {words}")
    for event in reading.events:
        who = ", ".join(actor.country or actor.name for actor in event.actors) or "?"
        whom = ", ".join(actor.country or actor.name for actor in event.recipients) or "-"
        lines.append(f"  {event.id} {event.kind or event.class_} {who} > {whom} [{event.status}]")
    return "\n".join(lines) + "\n"

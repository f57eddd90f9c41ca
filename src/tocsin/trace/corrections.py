"""Sets an analyst's word over the machine's: a link cut or added by hand, before anything is counted.

A document's testimonies and the corrections to it come in, testimonies go out. It keeps no record of who
corrected what and when.
"""

from collections.abc import Iterable, Mapping, Sequence

from tocsin.terms import Correction, Document, Edge
from tocsin.trace.edges import derive
from tocsin.trace.houses import house_of
from tocsin.trace.testimony import Testimony


def corrections_to(document: Document, corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Those of the corrections that change what this document rests on."""
    return tuple(correction for correction in corrections if is_named(document, correction.document))


def is_named(document: Document, name: str) -> bool:
    """Whether a name that people use means this document."""
    return name in (document.id, document.name, document.label)


def correct(
    testimonies: Sequence[Testimony], corrections: Iterable[Correction], names: Mapping[str, str]
) -> list[Testimony]:
    """The testimonies of one document without links that are cut and with those that are added, surely.

    `names` leads from every name of a speaker to the one that stands for it in the story.
    """
    kept = list(testimonies)
    for correction in corrections:
        if correction.is_cut:
            kept = [t for t in kept if not _leads_to(t, correction.to, names)]
        elif correction.to in names:
            name = names[correction.to]
            kept.append(Testimony("body", name, name, "asserts", 1.0, ()))
        else:
            kept.append(Testimony("outlet", house_of(correction.to), correction.to, "asserts", 1.0, ()))
    return kept


def is_cut(
    key: str, name: str, corrections: Iterable[Correction], names: Mapping[str, str] | None = None
) -> bool:
    """Whether an analyst cut the link to an origin: by its name, its house, or a speaker's other name."""
    return any(
        c.is_cut and (c.to == name or key in (house_of(c.to), (names or {}).get(c.to, c.to)))
        for c in corrections
    )


def correct_copies(
    copies: Sequence[Edge], documents: Sequence[Document], corrections: Iterable[Correction]
) -> tuple[list[Edge], list[Correction]]:
    """The copies with links between documents cut and added, and the corrections that lead to origins."""
    edges, others = list(copies), []
    for correction in corrections:
        children = {d.id for d in documents if is_named(d, correction.document)}
        parents = {d.id for d in documents if is_named(d, correction.to)}
        if not parents:
            others.append(correction)
        elif correction.is_cut:
            edges = [edge for edge in edges if edge.from_ not in children or edge.to not in parents]
        else:
            pairs = sorted((child, parent) for child in children for parent in parents if child != parent)
            edges += [derive(child, parent, "copied", 1.0) for child, parent in pairs]
    return edges, others


def _leads_to(testimony: Testimony, to: str, names: Mapping[str, str]) -> bool:
    if testimony.kind == "self":
        return to == testimony.name or to == f"own access of {testimony.name}"
    said = Correction(document="", to=to, is_cut=True)
    return is_cut(testimony.key, testimony.name, [said], names)

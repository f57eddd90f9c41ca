"""Lays a story out as a tree: its origins, under each the documents that rest on it, and under these copies.

A story and its documents come in; a `Tree` goes out, or its text. It decides nothing: whom a document
rests on was found before.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tocsin.terms import ClaimChange, Count, Document, Edge, Origin, Story

LISTED = 0.35  # an edge to an origin that holds in fewer draws is not shown
_WORDS = 90  # characters of the words that show it
_RELATIONS = {
    "copied": "copies",
    "quoted": "gives its public word",
    "cites": "credits it",
    "revises": "is a new version of",
    "owned": "its own access",
}
_CHANGES = {"gone": "gone", "added": "new", "number": "number changed", "date": "date changed"}


class Leaf(NamedTuple):
    """A document under an origin (or under the text that it copies), with what shows it."""

    document: Document
    how: str
    probability: float
    words: str  # of the document, that show it; "" where none were kept
    copies: tuple["Leaf", ...] = ()


class Branch(NamedTuple):
    """An origin of the core claim with the documents that rest on it, the surest first."""

    origin: Origin
    leaves: tuple[Leaf, ...]


class Tree(NamedTuple):
    """A story laid out: branches, documents that show nobody, and what versions changed."""

    story: Story
    branches: tuple[Branch, ...]
    bare: tuple[Document, ...]
    changes: tuple[ClaimChange, ...]
    labels: Mapping[str, str]  # document id -> what people call it


def tree_of(story: Story, documents: Mapping[str, Document]) -> Tree:
    """The story as a tree; `documents` holds at least its own, by id."""
    core = {edge.to for edge in story.edges}
    branches = [
        Branch(origin, tuple(_leaves(story, origin, documents)))
        for origin in sorted(story.origins, key=lambda origin: origin.side)
        if origin.id in core
    ]
    shown = {leaf.document.id for branch in branches for leaf in _every(branch.leaves)}
    bare = tuple(documents[id_] for id_ in story.documents if id_ not in shown)
    labels = {id_: documents[id_].label for id_ in story.documents}
    return Tree(story, tuple(branches), bare, story.changes, labels)


def tree_text(tree: Tree) -> str:
    """The tree as lines for people to read."""
    return "\n".join(_lines(tree)) + "\n"


def count_words(count: Count, verb: str) -> str:
    """A count with its interval: "1 origin asserts (80 %: 1 to 2)"."""
    noun = "origin" if count.median == 1 else "origins"
    between = "" if count.low == count.high else f" (80 %: {count.low} to {count.high})"
    return f"{count.median} {noun} {verb if count.median != 1 else verb + 's'}{between}".replace(
        "denys", "denies"
    )


def document_words(document: Document) -> str:
    """What a document is called, whose it is and of when."""
    when = document.published.isoformat() if document.published else "date unknown"
    return f"{document.label} · {document.outlet or 'outlet unknown'} · {when}"


def origin_words(origin: Origin) -> str:
    """What kind of origin it is and how surely, with what must be known of it."""
    seen = "" if origin.seen else ", cited, its report not seen"
    return f"{origin.kind.replace('-', ' ')}{seen} · {origin.probability:.0%}"


def change_words(change: ClaimChange, labels: Mapping[str, str]) -> str:
    """One change between versions as a line."""
    what = _CHANGES.get(change.kind, "stance changed")
    detail = f" ({change.detail})" if change.detail else ""
    return f"{labels[change.document]} against {labels[change.before]}: {what}{detail}: {change.words}"


def _leaves(story: Story, origin: Origin, documents: Mapping[str, Document]) -> list[Leaf]:
    """Documents that rest on an origin; a copy whose original rests there too hangs under it."""
    direct = {e.from_: e for e in story.edges if e.to == origin.id and e.probability >= LISTED}
    resting = {*direct, *origin.documents} & documents.keys()
    copied: dict[str, list[Edge]] = {}
    for edge in story.edges:
        if edge.relation in ("copied", "revises") and {edge.from_, edge.to} <= resting:
            copied.setdefault(edge.to, []).append(edge)
    under = {edge.from_ for edges in copied.values() for edge in edges}
    roots = [id_ for id_ in resting if id_ not in under] or sorted(resting)[:1]

    def leaf(id_: str, edge: Edge | None, passed: frozenset[str]) -> Leaf:
        below = [each for each in copied.get(id_, ()) if each.from_ not in passed]
        copies = tuple(leaf(each.from_, each, passed | {each.from_}) for each in _in_order(below, documents))
        document = documents[id_]
        if edge is None:
            return Leaf(document, "rests on it", origin.probability, "", copies)
        return Leaf(document, _RELATIONS[edge.relation], edge.probability, _shown(edge, document), copies)

    found = [leaf(id_, direct.get(id_), frozenset({id_})) for id_ in roots]
    return sorted(found, key=lambda each: (-each.probability, _age(each.document)))


def _shown(edge: Edge, document: Document) -> str:
    """The words around the evidence, as far as a line has room."""
    if not edge.evidence or edge.evidence[0].end <= edge.evidence[0].start:
        return ""
    start, end = edge.evidence[0]
    line = document.text.rfind("\n", 0, start) + 1
    first = max(line, start - (_WORDS - (end - start)) // 2)
    first = first if first == line else document.text.find(" ", first, start) + 1 or start
    last = max(end, document.text.rfind(" ", end, first + _WORDS))
    last = len(document.text) if first + _WORDS >= len(document.text) else last
    words = " ".join(document.text[first:last].split())
    return ("… " if first > line else "") + words + (" …" if last < len(document.text) else "")


def _in_order(edges: Sequence[Edge], documents: Mapping[str, Document]) -> list[Edge]:
    return sorted(edges, key=lambda edge: _age(documents[edge.from_]))


def _age(document: Document) -> tuple[str, str]:
    return str(document.published or "9999"), document.label


def _every(leaves: Sequence[Leaf]) -> Iterator[Leaf]:
    for leaf in leaves:
        yield leaf
        yield from _every(leaf.copies)


def _lines(tree: Tree) -> Iterator[str]:
    story = tree.story
    yield f"{story.id}  {story.claim}"
    counts = story.independent
    told = f"{len(story.documents)} document{'' if len(story.documents) == 1 else 's'}"
    yield f"{told}: {count_words(counts.asserting, 'assert')}, {count_words(counts.denying, 'deny')}"
    for branch in tree.branches:
        side = "DENIES  " if branch.origin.side == "denies" else ""
        yield f"├─ {side}{branch.origin.name} · {origin_words(branch.origin)}"
        yield from _leaf_lines(branch.leaves, "│  ")
    if tree.bare:
        yield "├─ shows nobody, counts nothing"
        yield from (f"│  · {document_words(document)}" for document in tree.bare)
    yield from (f"├─ {change_words(change, tree.labels)}" for change in tree.changes)
    for guest in story.guests:
        yield f"├─ {tree.labels[guest]} is a guest: its home is another story"
    yield "└─"


def _leaf_lines(leaves: Sequence[Leaf], indent: str) -> Iterator[str]:
    for leaf in leaves:
        yield f"{indent}· {document_words(leaf.document)} · {leaf.how}, {leaf.probability:.0%}"
        if leaf.words:
            yield f"{indent}    “{leaf.words}”"
        yield from _leaf_lines(leaf.copies, indent + "   ")

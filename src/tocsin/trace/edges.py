"""Writes one edge of a lineage: who rests on whom, how, how surely, and by which words.

Ids come in, an `Edge` goes out. (`from` is a word of the language, so an edge cannot be written as a
plain call.) It knows nothing about how the edge was found.
"""

from collections.abc import Sequence

from tocsin.terms import Edge, Relation, Span


def derive(
    child: str, parent: str, relation: Relation, probability: float, evidence: Sequence[Span] = ()
) -> Edge:
    """The edge by which `child` (a document) rests on `parent` (a document or an origin)."""
    return Edge.model_validate(
        {
            "from": child,
            "to": parent,
            "relation": relation,
            "probability": round(min(max(probability, 0.0), 1.0), 3),
            "evidence": tuple(evidence),
        }
    )

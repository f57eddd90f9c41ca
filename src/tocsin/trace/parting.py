"""Parts a rough group of documents into stories by average linkage: no chain of neighbours glues two matters.

Vectors of the documents and who is bound to whom come in, groups of their places go out. It does not know
what a document says.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

LARGEST = 3000  # documents of a rough group that are compared each with each

Affinity = Callable[[int, int, float], float]


def part(vectors: Sequence[dict[str, float]], affinity: Affinity, least: float) -> list[list[int]]:
    """Groups of places whose documents are alike on average by `least` and more, in order of first place.

    Args:
        vectors: of unit length, word to weight.
        affinity: likeness of two places given their cosine: raised where something binds them, 0 where they
            cannot be one story.
        least: mean likeness from which two groups are one.
    """
    if len(vectors) == 1:
        return [[0]]
    from scipy.cluster.hierarchy import fcluster, linkage

    likeness = _cosines(vectors)
    first, second = np.triu_indices(len(vectors), 1)
    alike = [
        affinity(a, b, float(likeness[a, b])) for a, b in zip(first.tolist(), second.tolist(), strict=True)
    ]
    apart = 1.0 - np.clip(np.array(alike), 0.0, 1.0)
    labels = fcluster(linkage(apart, "average"), 1.0 - least, "distance")
    groups: dict[int, list[int]] = {}
    for place, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(place)
    return sorted(groups.values())


def _cosines(vectors: Sequence[dict[str, float]]) -> npt.NDArray[np.float64]:
    from scipy.sparse import csr_matrix

    columns: dict[str, int] = {}
    rows, places, weights = [], [], []
    for row, vector in enumerate(vectors):
        for word, weight in sorted(vector.items()):
            rows.append(row)
            places.append(columns.setdefault(word, len(columns)))
            weights.append(weight)
    matrix = csr_matrix((weights, (rows, places)), shape=(len(vectors), max(1, len(columns))))
    product: npt.NDArray[np.float64] = (matrix @ matrix.T).toarray()
    return product

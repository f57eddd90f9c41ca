"""The index of sampled runs: a pair it misses is never compared, and memory that grows ends the stream."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.trace.copies import find_pairs, sample, shingle
from tocsin.trace.index import CopyIndex
from tocsin.trace.parting import part


def text(number: int, size: int = 120) -> list[str]:
    return [f"w{value}" for value in np.random.default_rng(number).integers(0, 5000, size)]


def test_a_cut_copy_is_found_in_another_batch_and_on_another_day() -> None:
    whole, cut = " ".join(text(1)), " ".join(text(1)[:90])
    index = CopyIndex()
    assert index.add(1, [sample(shingle(whole)), sample(shingle(" ".join(text(2))))]).size == 0
    pairs = index.add(2, [sample(shingle(cut))])
    assert pairs[:, :2].tolist() == [[2, 0]]
    assert pairs[0, 2] == sample(shingle(cut)).size


def test_days_that_are_over_can_be_forgotten() -> None:
    index = CopyIndex()
    index.add(1, [sample(shingle(" ".join(text(1))))])
    held = index.bytes
    index.forget_before(2)
    assert held > 0
    assert index.bytes == 0
    assert index.add(2, [sample(shingle(" ".join(text(1))))]).size == 0


def test_what_everybody_prints_does_not_pair_everybody_with_everybody() -> None:
    notice = " ".join(text(7, 80))
    pairs = CopyIndex().add(0, [sample(shingle(notice)) for _ in range(200)])
    assert len(pairs) <= 200 * 32


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(40, 120)), max_size=30))
def test_batches_change_nothing(made: list[tuple[int, int]]) -> None:
    samples = [sample(shingle(" ".join(text(seed)[:size]))) for seed, size in made]
    at_once = CopyIndex().add(0, samples)
    index = CopyIndex()
    one_by_one = [row for each in samples for row in index.add(0, [each]).tolist()]
    assert sorted(one_by_one) == sorted(at_once.tolist())


def test_pairs_carry_exact_containment() -> None:
    whole, cut = shingle(" ".join(text(3))), shingle(" ".join(text(3)[:100]))
    (pair,) = find_pairs([whole, cut])
    assert pair.second_in_first == 1.0
    assert pair.first_in_second == cut.size / whole.size


def test_a_chain_of_neighbours_does_not_glue_two_matters() -> None:
    likeness = np.eye(6) + 0.5 * (np.eye(6, k=1) + np.eye(6, k=-1))  # each is like the next by 0.5
    assert part(likeness, 0.3) == [[0, 1], [2, 3], [4, 5]]

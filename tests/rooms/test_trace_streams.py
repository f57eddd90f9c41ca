"""Stories that grow one document at a time: what a desk reads must not depend on when it was asked."""

import datetime as dt
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.terms import Correction, Document, Marks, Story, identify
from tocsin.trace import trace_documents
from tocsin.trace.copies import find_copies, find_copies_of
from tocsin.trace.homes import settle_homes, story_id
from tocsin.trace.memory import Memory
from tocsin.trace.timing import age_key
from tocsin.tracing import count_anew, follow

TEST = "The northern republic may test a nuclear device before the election in November"
DAM = "Engineers at the Orsk dam found a crack in the spillway after the April floods"
SHIP = "The freighter Maren Holt ran aground off Cape Lindy with forty sailors on board"
MORE_TEST = (
    "Workers cleared the third tunnel at the Punsan test site and laid cables to a bunker. Punsan has "
    "been quiet since the nuclear device of 2017, and the republic's leader had spoken of a nuclear "
    "answer to the manoeuvres in Punsan county."
)
MORE_DAM = (
    "The Orsk spillway had been repaired in 2019 after seepage at the dam. Villages below Orsk were told "
    "to keep boats ready, and the reservoir was lowered by two metres so that divers could look at the "
    "crack in the Orsk concrete."
)
MORE_SHIP = (
    "The Maren Holt carried timber from Lindy to Torshavn and lost power at night. Lifeboats from Lindy "
    "took off the sailors by morning, and tugs are to pull the freighter off the Lindy reef when the tide "
    "allows the Maren Holt to float."
)
ENDINGS = (
    ", Harbour TV reported.",
    ", officials told the Coast Herald.",
    ", according to Bay Courier.",
    " on Friday.",
)


def document(name: str, text: str, day: int = 1, outlet: str | None = None) -> Document:
    return Document(
        id=identify(name),
        name=name,
        text=text,
        outlet=outlet,
        published=dt.date(2024, 4, 1) + dt.timedelta(days=day),
        first_seen=dt.datetime(2024, 4, 1, 18, tzinfo=dt.UTC) + dt.timedelta(days=day),
    )


def news() -> list[Document]:
    """Three matters, four texts each, in the order in which they came."""
    matters = (
        ("test", f"{TEST}{{}} {MORE_TEST}"),
        ("dam", f"{DAM}{{}} {MORE_DAM}"),
        ("ship", f"{SHIP}{{}} {MORE_SHIP}"),
    )
    made = [
        document(
            f"{name}{n}",
            " ".join(words.format(ending).split()[: 60 - 3 * n]),
            day=n,
            outlet=f"Paper {name} {n}",
        )
        for n, ending in enumerate(ENDINGS)
        for name, words in matters
    ]
    return sorted(made, key=age_key)


def stream(*lots: list[Document], memory: Memory | None = None) -> Memory:
    memory = memory or Memory()
    for lot in lots:
        for one in lot:
            memory.take(one, None)
        follow(memory, lot, {})
    return memory


def told(stories: list[Story]) -> dict[frozenset[str], Story]:
    """Stories by the documents at home in them; one by one, when few words are known, guests may differ."""
    return {frozenset(story.documents) - frozenset(story.guests): story for story in stories}


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 12), st.randoms(use_true_random=False))
def test_one_by_one_and_all_at_once_give_the_same_stories_and_counts(
    size: int, chance: random.Random
) -> None:
    documents = news()
    lots = [documents[start : start + size] for start in range(0, len(documents), size)]
    batch = told(list(trace_documents(documents, []).stories))
    streamed = told(stream(*[chance.sample(lot, len(lot)) for lot in lots]).stories())
    assert streamed.keys() == batch.keys()
    assert len(batch) == 3
    for key, story in batch.items():
        assert streamed[key].id == story.id or size < len(documents)  # one by one a story may begin elsewhere
        if streamed[key].guests == story.guests:
            assert streamed[key].independent == story.independent
            assert [o.name for o in streamed[key].origins] == [o.name for o in story.origins]


def test_a_story_keeps_its_id_while_it_grows_and_others_are_not_touched() -> None:
    documents = news()
    memory = stream(documents[:6])
    before = {story.id: story for story in memory.stories()}
    memory.take(documents[6], None)
    (changed,) = follow(memory, [documents[6]], {})
    after = {story.id: story for story in memory.stories()}
    assert after.keys() == before.keys()
    assert {id for id in after if after[id] is not before[id]} == {changed}
    assert documents[6].id in after[changed].documents


def test_a_late_joiner_finds_the_story_of_its_own_days() -> None:
    """A report of the 4th that comes in on the 24th belongs to the story of the 4th."""
    old = [document(f"dam{n}", f"{DAM}{ending} {MORE_DAM}", day=3) for n, ending in enumerate(ENDINGS)]
    new = [document(f"ship{n}", f"{SHIP}{ending} {MORE_SHIP}", day=23) for n, ending in enumerate(ENDINGS)]
    late = document("late", f"{DAM}, an engineer said. {MORE_DAM}", day=3)
    late = late.model_copy(update={"first_seen": dt.datetime(2024, 4, 24, tzinfo=dt.UTC)})
    memory = stream(old, new, [late])
    home = next(story for story in memory.stories() if late.id in story.documents)
    assert {one.id for one in old} <= set(home.documents)


def test_the_same_matter_a_season_later_is_another_story() -> None:
    memory = stream([document("then", DAM + MORE_DAM)], [document("now", MORE_DAM + DAM, day=120)])
    assert [len(story.documents) for story in memory.stories()] == [1, 1]


def test_a_document_that_tells_of_two_matters_is_a_guest_of_the_second() -> None:
    both = document("round-up", f"{DAM}. {MORE_DAM}\n\n{SHIP}. {MORE_SHIP}", day=3)
    memory = stream(news(), [both])
    holding = [story for story in memory.stories() if both.id in story.documents]
    assert len(holding) == 2
    assert sorted(both.id in story.guests for story in holding) == [False, True]
    batch = trace_documents([*news(), both], [])
    assert sum(both.id in story.documents for story in batch.stories) == 2
    claims = [claim for origin in batch.origins for claim in origin.claims]
    assert set(batch.origin_of()) == set(claims)


def test_a_copy_that_comes_before_its_original_is_turned_round() -> None:
    """The agency's own text may be collected after the paper that printed it."""
    body = " ".join(f"word{n}" for n in range(80))
    paper, agency = (
        document("p", body, day=2, outlet="Bay Courier"),
        document("a", body, day=1, outlet="Straits Wire"),
    )
    (edge,) = find_copies_of(agency, [paper], [], {})
    assert (edge.from_, edge.to) == (paper.id, agency.id)
    memory = stream([paper], [agency])
    assert memory.copies([paper.id, agency.id]) == find_copies([paper, agency]) == [edge]


def test_an_analysts_word_changes_the_count_of_the_story_at_once() -> None:
    documents = [
        document("a", f"{TEST}, Harbour TV reported."),
        document("b", f"{TEST}, the Coast Herald reported."),
    ]
    memory = stream(documents)
    (story,) = memory.stories()
    assert story.independent.asserting.median == 2
    memory.correct(Correction(document="b", to="Coast Herald", is_cut=True, by="A. Lee"))
    count_anew(memory, memory.all_told_in([story.id]))
    assert memory.stories()[0].independent.asserting.median == 1


A, B, C, D = (
    Marks(document=name, moment=dt.datetime(2024, 4, n + 1, tzinfo=dt.UTC)) for n, name in enumerate("abcd")
)


def at(marks: Marks, story: str) -> Marks:
    return marks._replace(story=story)


def never(_: str) -> bool:
    return False


def test_stories_that_become_one_keep_the_larger_ones_id_and_the_other_leads_there() -> None:
    new = document("d", "x", day=4)
    homes = settle_homes([at(A, "s1"), at(B, "s1"), at(C, "s2"), D], [["a", "b", "c", "d"]], [new], never)
    assert set(homes.of.values()) == {"s1"}
    assert homes.redirects == {"s2": "s1"}
    (change,) = homes.changes
    assert (change.kind, change.from_, change.to) == ("merged", ("s1", "s2"), ("s1",))
    assert (change.documents, change.causes, change.seen) == (("c",), (new.id,), new.first_seen)


def test_a_story_that_falls_apart_keeps_its_id_where_most_of_it_is() -> None:
    members = [at(A, "s1"), at(B, "s1"), at(C, "s1"), D]
    homes = settle_homes(members, [["a"], ["b", "c", "d"]], [document("d", "x")], never)
    assert homes.of == {"a": story_id("a"), "b": "s1", "c": "s1", "d": "s1"}
    assert [(change.kind, change.to) for change in homes.changes] == [("split", ("s1", story_id("a")))]
    assert homes.redirects == {}


def test_an_id_that_a_story_once_had_is_not_given_again() -> None:
    """An old brief that names the first story must not be led to another one."""
    homes = settle_homes([A], [["a"]], [document("a", "x")], lambda other: other == story_id("a"))
    assert homes.of["a"] not in (story_id("a"), "")


def test_documents_that_move_between_stories_are_recorded() -> None:
    members = [at(A, "s1"), at(B, "s1"), at(C, "s2"), at(D, "s2")]
    homes = settle_homes(members, [["a"], ["b", "c", "d"]], [document("d", "x")], never)
    assert homes.of["b"] == "s2"
    assert [(change.kind, change.documents) for change in homes.changes] == [("moved", ("b",))]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=9))
def test_every_document_has_one_home_and_no_home_is_shared_by_two_parts(rows: list[tuple[int, int]]) -> None:
    members = [Marks(document=f"d{n}", story=f"s{old}" if old else None) for n, (old, _) in enumerate(rows)]
    parts: dict[int, list[str]] = {}
    for n, (_, part) in enumerate(rows):
        parts.setdefault(part, []).append(f"d{n}")
    homes = settle_homes(members, list(parts.values()), [document("d0", "x")], never)
    assert sorted(homes.of) == sorted(marks.document for marks in members)
    ids = [{homes.of[document] for document in part} for part in parts.values()]
    assert all(len(each) == 1 for each in ids)
    assert len(set().union(*ids)) == len(ids)
    gone = {marks.story for marks in members if marks.story} - set(homes.of.values())
    assert set(homes.redirects) == gone

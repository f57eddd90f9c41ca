"""Versions of one article: a figure that was quietly changed is a finding, and no new report."""

from tocsin.terms import Claim, ClaimChange, Document, Reading, Source, Span, Stance
from tocsin.trace import trace_documents
from tocsin.trace.versions import compare_versions

Said = tuple[str, Stance]


def version(number: int, *claims: Said) -> tuple[Document, Reading]:
    text, found = "", []
    for place, (words, stance) in enumerate(claims):
        start = len(text)
        text += f"{words}. "
        source = Source(name="the ministry", kind="body")
        found.append(
            Claim(
                id=f"c{place}",
                document=f"v{number}",
                content=(Span(start, start + len(words)),),
                source=source,
                stance=stance,
            )
        )
    document = Document(id=f"v{number}", name="a17", version=number, text=text, outlet="Harbour TV")
    return document, Reading(document=document.id, claims=tuple(found))


def changes(older: list[Said], newer: list[Said]) -> list[ClaimChange]:
    return compare_versions(*version(2, *newer), *version(1, *older))


def kinds(found: list[ClaimChange]) -> list[tuple[str, str]]:
    return [(change.kind, change.detail) for change in found]


SUNK: Said = ("the patrol boat sank off the island with seven sailors on Monday", "asserts")
AID: Said = ("tugs from the harbour are on their way to the wreck", "asserts")


def test_a_number_and_a_date_that_changed_are_told_apart() -> None:
    nine = (SUNK[0].replace("seven", "nine"), SUNK[1])
    sunday = (SUNK[0].replace("Monday", "Sunday"), SUNK[1])
    assert kinds(changes([SUNK, AID], [nine, AID])) == [("number", "seven -> nine")]
    assert kinds(changes([SUNK, AID], [sunday, AID])) == [("date", "Monday -> Sunday")]


def test_a_claim_that_is_gone_and_one_that_is_new() -> None:
    found = changes([SUNK], [AID])
    assert [(c.kind, c.claim, c.was) for c in found] == [("added", "v2#c0", None), ("gone", None, "v1#c0")]
    assert found[1].words == SUNK[0]


def test_a_source_that_now_denies_what_it_said() -> None:
    assert kinds(changes([SUNK], [(SUNK[0], "denies")])) == [("stance", "asserts -> denies")]


def test_the_same_claims_in_another_order_changed_nothing() -> None:
    assert changes([SUNK, AID], [AID, SUNK]) == []


def test_a_story_names_what_its_new_version_changed() -> None:
    older, newer = version(1, SUNK, AID), version(2, (SUNK[0].replace("seven", "nine"), "asserts"), AID)
    (story,) = trace_documents([older[0], newer[0]], [older[1], newer[1]]).stories
    assert [edge.relation for edge in story.edges if edge.to == older[0].id] == ["revises"]
    assert kinds(list(story.changes)) == [("number", "seven -> nine")]

"""Copies: a missed one counts a report twice; a shared quotation taken for one hides a second witness."""

import datetime as dt

from tocsin.terms import Document, identify
from tocsin.trace.copies import find_copies

OPENING = (
    "Harbour officials closed the northern channel on Monday after a survey vessel struck an object that two "
    "divers later described as part of an old barrier laid across the seabed during the last war."
)
MIDDLE = (
    "The port authority said ferries would leave from the southern pier until further notice and that "
    "cargo ships already waiting in the roads would be unloaded by lighter, which takes three times as long."
)
END = (
    "Fishermen complained that nobody had warned them, although notices to mariners had been published twice "
    "since the spring and the hydrographic office keeps a list of every known obstruction on its pages."
)
QUOTATION = (
    "“We will not reopen the channel until every metre of it has been swept, and I do not care how long that "
    "takes or what it costs, because one sunken ferry would cost us far more than a hundred idle days,”"
)


def document(text: str, day: int = 1, outlet: str | None = None, **fields: object) -> Document:
    given = {"name": identify(text, outlet, day)[:6], "published": dt.date(2024, 3, day), **fields}
    return Document.model_validate(
        {"id": identify(text, outlet, day), "text": text, "outlet": outlet, **given}
    )


def test_a_copy_with_cuts_leads_to_the_longer_earlier_text() -> None:
    whole = document("\n".join([OPENING, MIDDLE, END]), day=1, outlet="Straits Wire")
    cut = document("\n".join([OPENING, END]), day=2, outlet="Bay Courier")
    (edge,) = find_copies([cut, whole])
    assert (edge.from_, edge.to, edge.relation) == (cut.id, whole.id, "copied")
    assert edge.probability >= 0.9


def test_a_credit_decides_the_direction_where_dates_mislead() -> None:
    agency = document("\n".join([OPENING, MIDDLE, END]), day=3, outlet="Straits Wire")
    early = document("\n".join([OPENING, MIDDLE, END, "Straits Wire"]), day=1, outlet="Bay Courier")
    (edge,) = find_copies([agency, early])
    assert (edge.from_, edge.to) == (early.id, agency.id)


def test_sharing_a_long_quotation_is_not_copying() -> None:
    one = document(f"{OPENING} {QUOTATION} the harbour master told the council.", outlet="Bay Courier")
    other = document(f"{QUOTATION} the harbour master said on Tuesday. {END}", outlet="Harbour TV")
    assert find_copies([one, other]) == []


def test_a_correction_by_the_same_outlet_revises_and_copies_nobody() -> None:
    first = document("\n".join([OPENING, MIDDLE]), day=1, outlet="Bay Courier")
    corrected = (
        "Correction: an earlier version gave a wrong day.\n" + OPENING.replace("Monday", "Sunday") + MIDDLE
    )
    second = document(corrected, day=2, outlet="The Bay Courier")
    (edge,) = find_copies([second, first])
    assert (edge.from_, edge.to, edge.relation) == (second.id, first.id, "revises")


def test_versions_of_one_name_revise_even_when_rewritten() -> None:
    first = document(OPENING, name="a17", version=1)
    second = document(END, name="a17", version=2)
    (edge,) = find_copies([first, second])
    assert (edge.from_, edge.to, edge.relation) == (second.id, first.id, "revises")


def test_short_and_empty_texts_do_not_break_it() -> None:
    assert (
        find_copies([document(""), document("Two words."), document("Two words.", outlet="Bay Courier")])
        == []
    )


def test_input_order_does_not_matter() -> None:
    texts = [
        "\n".join([OPENING, MIDDLE, END]),
        "\n".join([OPENING, END]),
        "\n".join([OPENING, MIDDLE]),
        END * 2,
    ]
    documents = [document(text, day=2) for text in texts]
    assert set(find_copies(documents)) == set(find_copies(documents[::-1]))

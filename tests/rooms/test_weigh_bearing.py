"""Which documents bear on a watch, and which watch is chosen for a set of documents."""

import pytest
from tests.rooms.weigh_sample import watch

from tocsin.terms import Document
from tocsin.weigh import choose_watch
from tocsin.weigh.bearing import bears_on

FILLER = "The senate argued about the budget for roads and schools and went home late. " * 12


def document(name: str, text: str, title: str | None = None) -> Document:
    return Document(id=name, name=name, text=text, title=title)


def test_one_article_on_the_subject_chooses_the_watch() -> None:
    found, reason = choose_watch([watch()], [document("a", "Pyongyang fired guns. " + FILLER)])
    assert found is not None and found.id == "korea"
    assert reason == "1 of 1 documents (100% of the words) bear on it; they name “Pyongyang”"


def test_politics_with_a_few_mentions_chooses_no_watch() -> None:
    """Else 84 articles on a budget would get a brief on Korea."""
    articles = [document(f"a{n}", FILLER) for n in range(80)]
    articles += [document(f"b{n}", FILLER + " North Korea was named.") for n in range(4)]
    found, reason = choose_watch([watch()], articles)
    assert found is None
    assert "0 of 84 documents" in reason


def test_the_watch_on_which_more_bears_is_taken_whatever_the_order() -> None:
    islands = watch(id="elba", title="Elba", keywords=("Elba",))
    articles = [
        document("a", "Elba is quiet."),
        document("b", "North Korea fired guns. North Korea denied it."),
    ]
    assert choose_watch([islands, watch()], articles) == choose_watch([watch(), islands], articles)
    found, _ = choose_watch([islands, watch()], articles)
    assert found is not None and found.id == "korea"


@pytest.mark.parametrize(
    ("text", "title", "bears"),
    [
        ("North Korea fired guns. " + FILLER, None, True),
        (FILLER + "North Korea fired guns.", None, False),
        (FILLER + "North Korea fired guns.", "What Pyongyang wants", True),
        (FILLER + "North Korea fired. Pyongyang denied. North Korea, they said.", None, True),
        (FILLER + "Northern Korea.", None, False),
    ],
)
def test_what_an_article_is_about(text: str, title: str | None, bears: bool) -> None:
    assert bears_on(watch(), document("a", text, title)) is bears


def test_without_documents_or_watches_there_is_a_reason() -> None:
    assert choose_watch([watch()], []) == (None, "no words to choose a watch by")
    assert choose_watch([], [document("a", "words")]) == (None, "no watch to choose from")

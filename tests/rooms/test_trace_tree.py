"""The tree of a story: every document once under each origin, with the words that put it there."""

import datetime as dt
import xml.etree.ElementTree as ET

from tocsin.terms import Document, identify
from tocsin.trace import trace_documents
from tocsin.trace.drawing import draw_trees
from tocsin.trace.tree import Tree, tree_of, tree_text

EVENT = "The northern republic may test a nuclear device before the election in November"
BODY = (
    "Workers cleared the entrance of the third tunnel in April and laid cables to a bunker two miles away, "
    "adding that no order had been given and that the weather would decide when the device could be lowered."
)


def document(name: str, text: str, outlet: str | None = None) -> Document:
    return Document(id=identify(name), name=name, text=text, outlet=outlet, published=dt.date(2024, 5, 24))


def tree() -> Tree:
    documents = [
        document("a", f"{EVENT}, officials told Harbour TV. {BODY}", "Harbour TV"),
        document("b", f"{EVENT}, officials told Harbour TV. {BODY} It rained.", "Bay Courier"),
        document(
            "c",
            f"{EVENT}, Harbour TV reported.\n\nThe Coast Guard & others denied that <anything> was planned.",
        ),
        document("d", f"{EVENT}."),
    ]
    (story,) = trace_documents(documents, [], one_story=True).stories
    return tree_of(story, {each.id: each for each in documents})


def test_documents_stand_under_their_origin_with_the_words_that_show_it() -> None:
    (branch,) = tree().branches
    assert branch.origin.name == "Harbour TV"
    leaves = {leaf.document.name: leaf for leaf in branch.leaves}
    assert leaves["a"].how == "its own access"
    assert "Harbour TV reported" in leaves["c"].words
    assert [leaf.document.name for leaf in leaves["a"].copies] == ["b"]
    assert [bare.name for bare in tree().bare] == ["d"]


def test_the_text_names_counts_origins_and_documents() -> None:
    text = tree_text(tree())
    assert "4 documents: 1 origin asserts" in text
    assert "├─ Harbour TV · outlet" in text
    assert "│     · b · Bay Courier · 2024-05-24 · copies, 97%" in text
    assert "shows nobody, counts nothing" in text


def test_the_picture_is_sound_xml_stands_alone_and_carries_markings() -> None:
    """A picture of exercise material without its marking would pass for news."""
    drawn = draw_trees([tree()], ["EXERCISE: synthetic <reporting>"])
    root = ET.fromstring(drawn)
    texts = ["".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "EXERCISE: synthetic <reporting>" in texts
    assert "Harbour TV" in texts
    assert any(text.startswith("c · outlet unknown") for text in texts)
    assert "var(" not in drawn

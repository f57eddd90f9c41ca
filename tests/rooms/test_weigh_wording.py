"""Finding listed words in a text, whatever their case, apostrophes and line breaks."""

import pytest

from tocsin.weigh.wording import content_words, find_affirmed, find_words, listing


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (("North Korea",), "NORTH\n  KOREA and North Korean", ["North Korea"]),
        (("North Korea's",), "North Korea’s guns", ["North Korea's"]),
        (("U.S. election",), "the U.S. election.", ["U.S. election"]),
        (("panel", "panel of experts"), "the panel of experts", ["panel of experts"]),
        (("missile",), "a mıssıle", ["mıssıle"]),
        (("£5bn",), "some £5bn in arms", ["£5bn"]),
        (("re-entry",), "a second re‑entry", ["re-entry"]),
        ((), "anything", []),
    ],
)
def test_words_are_found_as_listed(words: tuple[str, ...], text: str, found: list[str]) -> None:
    assert find_words(words, text) == found == find_affirmed(words, text)


def test_content_words_leave_out_what_every_claim_says() -> None:
    assert content_words("The officials said that shells were shelling it in two weeks") == {
        "official",
        "shell",
    }


def test_a_listing_reads_as_a_sentence_does() -> None:
    assert [listing(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]

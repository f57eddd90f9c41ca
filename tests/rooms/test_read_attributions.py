"""Which of the spans that were found are attributions: each name says what would be lost or made up."""

from tocsin.read.attributions import Attribution, name_attributions
from tocsin.read.edges import Fragment
from tocsin.read.flat import Found
from tocsin.read.quotations import quotations
from tocsin.read.tokens import Tokens, tokenize
from tocsin.terms import Span


def table(text: str) -> Tokens:
    whole = Span(0, len(text))
    return tokenize(text, whole, [whole], quotations(text, whole))


def place(tokens: Tokens, words: str) -> Fragment:
    """The first place of some words of a text."""
    parts = words.split()
    first = next(k for k in range(len(tokens)) if tokens.low[k : k + len(parts)] == parts)
    return first, first + len(parts) - 1


def named(text: str, source: str, cue: str, content: str, *, within: int | None = None) -> list[Attribution]:
    tokens = table(text)
    own = place(tokens, source) if source else None
    found = Found(own, place(tokens, cue), (place(tokens, content),), within)
    return name_attributions(tokens, [found])


def test_an_act_without_a_speaker_is_no_attribution() -> None:
    assert named("Sirens were heard in the port.", "", "were heard", "in the port") == []
    assert named("It was reported that the port burned.", "", "was reported", "the port burned")


def test_an_outermost_cue_without_a_speaker_stands_where_the_reader_is_sure() -> None:
    tokens = table("Two officers were charged with murder.")
    doubtful = Found(None, place(tokens, "were charged with"), (place(tokens, "murder"),))
    assert name_attributions(tokens, [doubtful]) == []
    assert name_attributions(tokens, [doubtful._replace(is_sure=True)])
    tokens = table("The officials were not named.")
    sure = Found(None, place(tokens, "were not named"), (place(tokens, "the officials"),), is_sure=True)
    assert name_attributions(tokens, [sure]) == []


def test_within_a_content_things_that_show_something_do_not_speak() -> None:
    shown = "It underscores the need for talks."
    assert named(shown, "it", "underscores", "the need for talks")
    assert named(shown, "it", "underscores", "the need for talks", within=0) == []
    helped = "The pictures help a visitor see the fear."
    assert named(helped, "a visitor", "see", "the fear", within=0) == []


def test_within_a_content_only_a_known_cue_makes_an_attribution() -> None:
    text = "The crew was attracted to the coast."
    assert named(text, "the crew", "was attracted to", "the coast")
    assert named(text, "the crew", "was attracted to", "the coast", within=0) == []


def test_within_a_content_a_sentence_of_its_own_is_no_source() -> None:
    text = "He is a boy who never grew up and thinks that rivers wait."
    assert named(text, "he is a boy who never grew up", "thinks", "rivers wait", within=0) == []
    text = "Published letters say that rivers wait."
    assert named(text, "published letters", "say", "rivers wait", within=0)


def test_within_a_content_doing_a_thing_rather_than_saying_another_is_no_attribution() -> None:
    text = "They should mend the old roads rather than blame the rain."
    assert named(text, "they", "should mend the old roads rather than blame", "the rain", within=0) == []
    assert named("They should also blame the rain.", "they", "should also blame", "the rain", within=0)


def test_a_pronoun_with_its_verb_in_one_word_is_who_speaks() -> None:
    text = "They're sure that the dam will hold."
    (one,) = named(text, "", "they're sure", "that the dam will hold", within=0)
    assert one.source is not None
    assert (one.source.first, one.cue) == (0, (0, 1))
    assert (
        named("It's clear that the dam will hold.", "", "it's clear", "the dam will hold")[0].source is None
    )
    later = named("You're fishing for praise.", "", "you're fishing for", "praise", within=0)
    assert all(one.source is None for one in later)


def test_according_to_is_a_cue_within_a_content_too() -> None:
    text = "According to the crew, the coast was quiet."
    assert named(text, "the crew", "according to", "the coast was quiet", within=0)


def test_whoever_is_quoted_by_a_paper_speaks_and_the_paper_is_the_way_through() -> None:
    tokens = table("Officials were quoted by Harbour TV as saying that a launch is near.")
    paper, near = place(tokens, "harbour tv"), place(tokens, "a launch is near")
    outer = Found((0, 0), place(tokens, "were quoted by"), ((paper[0], near[1]),), None)
    inner = Found(paper, place(tokens, "as saying"), (near,), 0)
    (said,) = name_attributions(tokens, [outer, inner])
    assert said.source is not None
    assert said.conduit is not None
    assert tokens.words(said.source.first, said.source.last) == "Officials"
    assert tokens.words(said.conduit.first, said.conduit.last) == "Harbour TV"


def test_within_a_content_an_aim_or_a_verb_of_nobody_is_no_attribution() -> None:
    text = "The staff helped the crew to learn whether the reports that the port burned were claimed."
    assert named(text, "the crew", "to learn", "whether", within=0) == []
    assert named(text, "", "claimed", "the port burned", within=0) == []
    assert named(text, "", "reports that", "the port burned", within=0)

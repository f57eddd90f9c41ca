"""English forms of verbs and nouns by rule: fire, fires, fired, firing; delivery, deliveries.

Comes in: a base form, and the odd forms where a table gives them. Goes out: all forms with what they are. It
does not know which words are verbs.
"""

from typing import Literal

Form = Literal["base", "present", "past", "progressive", "noun", "name", "exact"]


def inflect(verb: str, irregular: list[str] | None = None) -> list[tuple[str, Form]]:
    """The forms of a verb: fire -> fire, fires, fired, firing."""
    if irregular:
        return [
            (verb, "base"),
            *((word, _irregular_form(word)) for word in irregular),
        ]  # "put" is base and past
    if verb.endswith("e"):
        past, progressive = verb + "d", verb[:-1] + "ing"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        past, progressive = verb[:-1] + "ied", verb + "ing"
    else:
        past, progressive = verb + "ed", verb + "ing"
    return [(verb, "base"), (plural(verb), "present"), (past, "past"), (progressive, "progressive")]


def plural(word: str) -> str:
    """The plural of a noun, or the third person of a verb: launch -> launches, supply -> supplies."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _irregular_form(word: str) -> Form:
    if word.endswith("ing"):
        return "progressive"
    return "present" if word.endswith("s") else "past"

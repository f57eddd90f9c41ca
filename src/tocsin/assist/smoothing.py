"""Has the prose of a finished brief smoothed, sentence by sentence, each kept as it was unless all holds.

Comes in: a brief, a model. Goes out: a brief of a new version that is marked, and what became of each
sentence. A new wording is taken only where every figure, name, quotation, negation and word of likelihood is
kept and the linter finds no fault that was not there. No number, claim, forecast or state is touched. Knows
nothing about files.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tocsin.assist.asking import Answered, Model, ModelFault
from tocsin.assist.prompts import fence, task
from tocsin.assist.sameness import sentence_differs
from tocsin.brief import lint_brief
from tocsin.brief.naming import brief_id
from tocsin.brief.signing import UNATTENDED, UNREVIEWED
from tocsin.errors import ConfigurationError
from tocsin.terms import Brief, Fault, Part, Sentence, identify

PARTS: tuple[Part, ...] = ("bottom-line", "judgements", "changes")
LOT = 10  # sentences asked about at once
SHORTEST = 40  # code points of a sentence that is worth it
FIXED = (UNATTENDED, UNREVIEWED, "Confidence in this is ", "suggestions until", "not a government's plan")


class Outcome(NamedTuple):
    """What became of one sentence: the new wording, or why it stays as it was."""

    id: str
    is_smoothed: bool
    why: str


class Smoothed(NamedTuple):
    """The brief, and what became of each sentence that was asked about."""

    brief: Brief
    outcomes: tuple[Outcome, ...]

    @property
    def number(self) -> int:
        """How many sentences have a new wording."""
        return sum(each.is_smoothed for each in self.outcomes)


def smooth_brief(brief: Brief, model: Model, parts: Sequence[Part] = PARTS) -> Smoothed:
    """The brief with smoother sentences in these parts; the brief itself where none could be taken.

    Raises:
        ConfigurationError: somebody has signed it already.
    """
    if brief.signature is not None:
        what = f"is signed by {brief.signature.analyst}"
        remedy = "smooth the version that was signed, then sign that"
        raise ConfigurationError(f"brief {brief.version}", what, remedy)
    asked = [each for each in brief.sentences if each.part in parts and _is_free(each)]
    outcomes, wordings = _ask_all(asked, model)
    wordings, blamed = _lint_out(brief, wordings)
    outcomes |= {
        id_: Outcome(id_, is_smoothed=False, why=f"the linter: {why}") for id_, why in blamed.items()
    }
    made = _with_wordings(brief, wordings, model) if wordings else brief
    return Smoothed(made, tuple(outcomes.values()))


def mark_of(model: Model) -> str:
    """What a brief with smoothed prose carries, like a handling line."""
    return (
        f"Prose partly worded by a machine ({model.address.model} at {model.address.host}); "
        "figures, names and quotations as before"
    )


def _is_free(sentence: Sentence) -> bool:
    """Whether no other part of the program looks for its words, and it is long enough."""
    return len(sentence.text) >= SHORTEST and not any(words in sentence.text for words in FIXED)


def _ask_all(asked: Sequence[Sentence], model: Model) -> tuple[dict[str, Outcome], dict[str, str]]:
    outcomes: dict[str, Outcome] = {}
    wordings: dict[str, str] = {}
    for start in range(0, len(asked), LOT):
        lot = asked[start : start + LOT]
        for sentence, text, fault in _ask(lot, model):
            why = fault or _refusal(sentence.text, text)
            outcomes[sentence.id] = Outcome(
                sentence.id, is_smoothed=why is None, why=why or "all of it is kept"
            )
            if why is None:
                wordings[sentence.id] = text
    return outcomes, wordings


class _Sentences(Answered):
    sentences: list[str]


def _ask(lot: Sequence[Sentence], model: Model) -> Iterator[tuple[Sentence, str, str | None]]:
    """Each sentence with its new wording, or with why there is none."""
    try:
        told = model.ask(task("smooth"), fence("SENTENCES", [each.text for each in lot]), _Sentences)
    except ModelFault as fault:
        yield from ((each, "", str(fault)) for each in lot)
        return
    if len(told.sentences) != len(lot):
        yield from ((each, "", "it gave another number of sentences") for each in lot)
        return
    yield from ((each, " ".join(text.split()), None) for each, text in zip(lot, told.sentences, strict=True))


def _refusal(before: str, after: str) -> str | None:
    if after == before:
        return "it gave the same words"
    return sentence_differs(before, after)


def _lint_out(brief: Brief, wordings: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The wordings with which the linter finds no new fault, and those that it does, with the fault."""
    known = set(map(_as_key, lint_brief(brief)))
    kept, blamed = dict(wordings), dict[str, str]()
    while kept:
        new = [each for each in lint_brief(_reworded(brief, kept)) if _as_key(each) not in known]
        if not new:
            break
        for fault in new:
            for id_ in [fault.where] if fault.where in kept else [*kept]:
                blamed[id_] = f"{fault.rule} {fault.message}"
                kept.pop(id_)
            break
    return kept, blamed


def _as_key(fault: Fault) -> tuple[str, str]:
    return fault.rule, fault.where


def _reworded(brief: Brief, wordings: Mapping[str, str]) -> Brief:
    sentences = tuple(
        each.model_copy(update={"text": wordings.get(each.id, each.text)}) for each in brief.sentences
    )
    return brief.model_copy(update={"sentences": sentences})


def _with_wordings(brief: Brief, wordings: Mapping[str, str], model: Model) -> Brief:
    """The brief of a version of its own, marked; ids of the run lead to it."""
    mark = mark_of(model)
    version = identify(brief.version, mark, sorted(wordings.items()))
    named = {brief_id(brief.version): brief_id(version)}
    made = _reworded(brief, wordings)
    sentences = tuple(
        each.model_copy(update={"evidence": tuple(named.get(id_, id_) for id_ in each.evidence)})
        for each in made.sentences
    )
    markings = (*(each for each in brief.markings if each != mark), mark)
    return made.model_copy(update={"version": version, "sentences": sentences, "markings": markings})

"""Puts names under a brief: who answers for it, who looked it over, who differs, and why confidence was set.

Comes in: a finished brief, and what a person says of it. Goes out: a brief of a new version that says so; the
unsigned one stays what it was. Knows nothing about files or who may sign. No number changes here: a person
can set confidence with a reason (C2) and can differ, and both stay visible beside what was computed.
"""

import re
from collections.abc import Iterable, Iterator

from tocsin.brief.naming import brief_id, forecast_id, scenario_of
from tocsin.brief.wording import day, ended, unended
from tocsin.errors import ConfigurationError
from tocsin.terms import Brief, Dissent, Judgement, Override, Sentence, Signature, identify

UNATTENDED = "this run was unattended and nobody has"
UNREVIEWED = "No dissent is recorded: no person has reviewed this run"


def sign_brief(brief: Brief, signature: Signature) -> Brief:
    """The brief with names under it, under a version of its own that names the one that was looked over.

    Raises:
        ConfigurationError: it is signed already, or a scenario is named that it does not judge.
    """
    if brief.signature:
        raise ConfigurationError(
            f"brief {brief.version}",
            f"is signed by {brief.signature.analyst} already",
            "sign the version that it was made from",
        )
    _check_names(brief, signature)
    signature = signature.model_copy(update={"reviewed": brief.version})
    version = identify(brief.version, signature.model_dump_json())
    judgements = tuple(_judged(each, signature) for each in brief.judgements)
    return brief.model_copy(
        update={
            "version": version,
            "analyst": signature.analyst,
            "reviewer": signature.reviewer,
            "signature": signature,
            "judgements": judgements,
            "sentences": tuple(_number(_sentences(brief, signature, judgements), version, brief.version)),
        }
    )


def read_override(text: str) -> Override:
    """SCENARIO=LEVEL: REASON as a record.

    Raises:
        ConfigurationError: it is not written so.
    """
    match = re.fullmatch(r"\s*([\w-]+)\s*=\s*(low|moderate|high)\s*:\s*(\S.*)", text, re.DOTALL)
    if match is None:
        remedy = 'write it as "nuclear-test=moderate: the reason"'
        raise ConfigurationError(f"--confidence {text}", "sets no confidence", remedy)
    because = " ".join(match[3].split())
    return Override.model_validate({"scenario": match[1], "level": match[2], "because": because})


def read_dissent(text: str) -> Dissent:
    """NAME: WORDS, or NAME on SCENARIO: WORDS, as a record.

    Raises:
        ConfigurationError: it is not written so.
    """
    match = re.fullmatch(r"\s*([^:]+?)(?:\s+on\s+([\w-]+))?\s*:\s*(\S.*)", text, re.DOTALL)
    if match is None:
        remedy = 'write it as "NAME: what NAME holds"'
        raise ConfigurationError(f"--dissent {text}", "does not say who differs", remedy)
    return Dissent(by=match[1], scenario=match[2], text=" ".join(match[3].split()))


def _check_names(brief: Brief, signature: Signature) -> None:
    known = [judgement.scenario for judgement in brief.judgements]
    named = [each.scenario for each in signature.overrides]
    for scenario in (*named, *(each.scenario for each in signature.dissents)):
        if scenario and scenario not in known:
            raise ConfigurationError(
                scenario, "this brief judges no such scenario", f"name one of: {', '.join(known)}"
            )


def _judged(judgement: Judgement, signature: Signature) -> Judgement:
    override = _override(signature.overrides, judgement.scenario)
    if override is None:
        return judgement
    reasons = (_set_by(signature, override), *judgement.confidence_reasons)
    return judgement.model_copy(update={"confidence": override.level, "confidence_reasons": reasons})


def _override(overrides: Iterable[Override], scenario: str | None) -> Override | None:
    return next((each for each in overrides if each.scenario == scenario), None)


def _set_by(signature: Signature, override: Override) -> str:
    return f"set by {signature.analyst}, because {unended(override.because)}"


def _sentences(brief: Brief, signature: Signature, judgements: tuple[Judgement, ...]) -> Iterator[Sentence]:
    """The sentences in order, with what was said of the run's being unattended taken back."""
    levels = {each.scenario: each for each in judgements}
    for sentence in brief.sentences:
        scenario = scenario_of(sentence)
        override = _override(signature.overrides, scenario)
        if sentence.text.startswith(UNREVIEWED):
            yield from _dissents(sentence, signature)
        elif UNATTENDED in sentence.text:
            said = f"{signature.analyst} looked this brief over on {day(signature.at.date())}"
            yield sentence.model_copy(update={"text": sentence.text.replace(UNATTENDED, said)})
        elif override and scenario and sentence.text.startswith("Confidence in this is "):
            computed = sentence.text.removeprefix("Confidence in this is ")
            level = levels[scenario].confidence
            text = f"Confidence in this is {level}: {_set_by(signature, override)}"
            text = f"{text}; from the factors it is {computed}"
            yield sentence.model_copy(update={"text": text})
        else:
            yield sentence


def _dissents(unreviewed: Sentence, signature: Signature) -> Iterator[Sentence]:
    for each in signature.dissents:
        yield _dissent(unreviewed, each)
    if not signature.dissents:
        readers = [signature.analyst, *([signature.reviewer] if signature.reviewer else [])]
        text = f"No dissent is recorded: {' and '.join(readers)} looked this brief over and recorded none."
        yield unreviewed.model_copy(update={"text": text})


def _dissent(unreviewed: Sentence, each: Dissent) -> Sentence:
    about = (forecast_id(each.scenario),) if each.scenario else unreviewed.evidence
    text = ended(f"{each.by} differs: {unended(each.text)}")
    return unreviewed.model_copy(update={"text": text, "evidence": about})


def _number(sentences: Iterable[Sentence], version: str, before: str) -> Iterator[Sentence]:
    """New ids in order, and the run's own id where the old one's stood."""
    for number, sentence in enumerate(sentences, start=1):
        evidence = tuple(brief_id(version) if id_ == brief_id(before) else id_ for id_ in sentence.evidence)
        yield sentence.model_copy(update={"id": f"s{number}", "evidence": evidence})

"""A brief as a STIX 2.1 bundle: report, grouping, notes, opinions, sources, plans.

Comes in: a brief. Goes out: JSON that `stix2` has built and therefore checked; the same brief gives the same
bytes. Likelihoods go into our own extension and the words, never into `confidence`, whose words are another
yardstick's. Our indicators are notes, since a STIX indicator is a pattern that a machine can look for.
"""

import datetime as dt
import importlib
import json
from collections.abc import Iterator
from typing import Any

from tocsin.errors import ConfigurationError
from tocsin.exchange.stix_names import (
    EXTENSION,
    MEANING,
    PROGRAM,
    WRITTEN,
    extension,
    statement_id,
    stix_id,
    tlp_ids,
)
from tocsin.terms import Brief, BriefClaim, Document, IndicatorState, Judgement, Plan

CONFIDENCE = {"low": 15, "moderate": 50, "high": 85}  # the None/Low/Med/High scale of STIX 2.1, appendix A
NOT_CARRIED = ("events", "triggers", "record", "precedents", "superlatives", "track_record")
_OBJECTS = {"judgements", "claims", "indicators", "plans"}  # of which each is an object of its own
_CLASSES = {"person": "individual", "officials": "group", "document": "unknown", "own": "unknown"}


def to_stix(brief: Brief) -> str:
    """The bundle, as JSON.

    Raises:
        ConfigurationError: the package stix2 is not installed.
    """
    bundle = _Bundle(brief).build()
    return json.dumps(json.loads(bundle.serialize()), ensure_ascii=False, indent=1) + "\n"


class _Bundle:
    """One brief's objects as they are made; all carry its markings, and the report names them all."""

    def __init__(self, brief: Brief) -> None:
        self.stix = load_stix()
        self.brief = brief
        self.day = f"{brief.as_of}T00:00:00.000Z"
        lines = brief.markings or (("EXERCISE",) if brief.exercise else ())
        self.statements = {statement_id(line): line for line in lines}
        self.marks = [*self.statements, *tlp_ids(lines)]
        self.author = stix_id("identity", brief.analyst, "analyst") if brief.analyst else PROGRAM
        self.grouping = stix_id("grouping", brief.version)
        self.judgements = {
            each.scenario: stix_id("note", brief.version, each.scenario) for each in brief.judgements
        }
        self.sources = {each.id: stix_id("identity", each.name, each.kind) for each in brief.origins}
        self.articles = {each.id: _reference(each) for each in brief.documents}

    def build(self) -> Any:
        """The bundle object of the library."""
        told = [*self._notes(), *self._plans(), *self._opinions()]
        sources = list(self._sources())
        grouping = self._grouping([each.id for each in told])
        report = self._report([each.id for each in (grouping, *told, *sources)])
        everything = [*self._definitions(), *sources, grouping, *told, report]
        return self.stix.Bundle(everything, id=stix_id("bundle", self.brief.version))

    def _definitions(self) -> Iterator[Any]:
        stable = {"created": WRITTEN, "modified": WRITTEN}
        yield self.stix.Identity(id=PROGRAM, name="Tocsin", identity_class="system", **stable)
        if self.brief.analyst:
            name = self.brief.analyst
            yield self.stix.Identity(id=self.author, name=name, identity_class="individual", **stable)
        for named, line in self.statements.items():
            words = self.stix.StatementMarking(statement=line)
            yield self.stix.MarkingDefinition(
                id=named, created=WRITTEN, definition_type="statement", definition=words
            )
        lights = (self.stix.TLP_WHITE, self.stix.TLP_GREEN, self.stix.TLP_AMBER, self.stix.TLP_RED)
        yield from (light for light in lights if light.id in self.marks)
        yield self.stix.ExtensionDefinition(
            id=EXTENSION,
            created_by_ref=PROGRAM,
            name="Tocsin brief",
            description="Likelihoods, grades, chains of sources and plans of a warning brief.",
            schema=MEANING,
            version="1.0.0",
            extension_types=["property-extension"],
            **stable,
        )

    def _sources(self) -> Iterator[Any]:
        """Each source once, however many stories it is an origin of."""
        for named, origin in {self.sources[each.id]: each for each in self.brief.origins}.items():
            yield self.stix.Identity(
                id=named,
                created=WRITTEN,
                modified=WRITTEN,
                created_by_ref=PROGRAM,
                name=origin.name,
                identity_class=_CLASSES.get(origin.kind, "organization"),
                labels=[origin.kind],
                object_marking_refs=self.marks,
            )

    def _made(self, kind: Any, id: str, **properties: Any) -> Any:
        """An object of this brief: dated by its as-of day, under its author and markings."""
        dated = {"created": self.day, "modified": self.day, "created_by_ref": self.author}
        return kind(id=id, **dated, **properties, object_marking_refs=self.marks)

    def _notes(self) -> Iterator[Any]:
        yield from (self._judgement(number, each) for number, each in enumerate(self.brief.judgements))
        yield from (self._claim(number, each) for number, each in enumerate(self.brief.claims))
        yield from (self._indicator(number, each) for number, each in enumerate(self.brief.indicators))

    def _judgement(self, number: int, judgement: Judgement) -> Any:
        return self._made(
            self.stix.Note,
            self.judgements[judgement.scenario],
            abstract=judgement.name,
            content=_said_of(judgement, self.brief),
            confidence=CONFIDENCE[judgement.confidence],
            object_refs=[self.grouping],
            extensions=extension("judgement", number, judgement=judgement.model_dump(mode="json")),
        )

    def _claim(self, number: int, claim: BriefClaim) -> Any:
        article = self.articles.get(claim.document)
        return self._made(
            self.stix.Note,
            stix_id("note", self.brief.version, "claim", claim.id, number),
            abstract=f"Claim of {' > '.join(claim.chain) or 'nobody named'} ({claim.stance}, {claim.status})",
            content=claim.text,
            object_refs=[self.sources.get(claim.origin or "", self.grouping)],
            external_references=[article] if article else [],
            extensions=extension("claim", number, claim=claim.model_dump(mode="json")),
        )

    def _indicator(self, number: int, indicator: IndicatorState) -> Any:
        return self._made(
            self.stix.Note,
            stix_id("note", self.brief.version, "indicator", indicator.id, number),
            abstract=f"Warning indicator {indicator.id}: {indicator.state}",
            content=indicator.reason,
            object_refs=[self.grouping],
            extensions=extension("indicator", number, indicator=indicator.model_dump(mode="json")),
        )

    def _plans(self) -> Iterator[Any]:
        for number, plan in enumerate(self.brief.plans):
            yield self._made(
                self.stix.CourseOfAction,
                stix_id("course-of-action", self.brief.version, plan.id, number),
                name=plan.title,
                description=_plan_words(plan),
                extensions=extension("plan", number, plan=plan.model_dump(mode="json")),
            )

    def _opinions(self) -> Iterator[Any]:
        """Where a person differs, on the judgement that it is about."""
        for number, dissent in enumerate(self.brief.signature.dissents if self.brief.signature else ()):
            yield self._made(
                self.stix.Opinion,
                stix_id("opinion", self.brief.version, number),
                opinion="disagree",
                explanation=dissent.text,
                authors=[dissent.by],
                object_refs=[self.judgements.get(dissent.scenario or "", self.grouping)],
            )

    def _grouping(self, ids: list[str]) -> Any:
        brief = self.brief
        return self._made(
            self.stix.Grouping,
            self.grouping,
            name=brief.watch or brief.title,
            description=brief.problem or brief.title,
            context="warning-problem",
            labels=[f"watch:{brief.watch}"] if brief.watch else [],
            object_refs=ids or [self.author],
        )

    def _report(self, ids: list[str]) -> Any:
        brief = self.brief
        bottom = [each.text for each in brief.sentences if each.part == "bottom-line"]
        kept = brief.model_dump(mode="json", exclude={*NOT_CARRIED, *_OBJECTS})
        for document in kept["documents"]:
            document["text"], document["links"] = "", []
        return self._made(
            self.stix.Report,
            stix_id("report", brief.version),
            name=brief.title,
            description=" ".join([*_incomplete(brief), *bottom]),
            report_types=["threat-report"],
            published=_published(brief),
            object_refs=ids,
            external_references=list(self.articles.values()),
            extensions=extension("brief", 0, brief=kept),
        )


def load_stix() -> Any:
    """The library's objects of version 2.1.

    Raises:
        ConfigurationError: it is not installed.
    """
    try:
        return importlib.import_module("stix2.v21")
    except ImportError:
        what = "writing STIX needs the package stix2"
        raise ConfigurationError("--to stix", what, 'pip install "tocsin[interop]"') from None


def _reference(document: Document) -> dict[str, Any]:
    """An article as everybody's importer shows it: outlet, title, address, hash of the bytes as they came."""
    reference: dict[str, Any] = {
        "source_name": document.outlet or "outlet unknown",
        "description": ", ".join(
            part for part in (document.title, str(document.published or "date unknown")) if part
        ),
        "external_id": document.id,
    }
    if document.url:
        reference["url"] = document.url
    if document.kept_hash:
        reference["hashes"] = {"SHA-256": document.kept_hash}
    return reference


def _said_of(judgement: Judgement, brief: Brief) -> str:
    """The brief's own sentences on it, each on a line (likelihood and confidence never in one)."""
    name = f"forecast:{judgement.scenario}"
    said = [each.text for each in brief.sentences if each.part == "judgements" and name in each.evidence]
    return "\n".join(said) or f"{judgement.name}: probability {judgement.probability:.0%} by {judgement.by}."


def _published(brief: Brief) -> str:
    """When it was signed; before that, the day that it speaks of."""
    at = brief.signature.at if brief.signature else dt.datetime.combine(brief.as_of, dt.time(), dt.UTC)
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def _plan_words(plan: Plan) -> str:
    steps = [f"{action.order}. {action.what} ({action.owner})" for action in plan.actions]
    return "\n".join([f"{plan.state}: {plan.reason}", *steps, f"Ends: {plan.exit}", plan.notice])


def _incomplete(brief: Brief) -> list[str]:
    return [f"Published incomplete by {brief.incomplete}."] if brief.incomplete else []

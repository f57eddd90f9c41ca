"""The six read-only tools over a store: search, story, why, origins, forecast, brief.

Comes in: an open store and what a model asks. Goes out: typed answers within stated limits, each with the
handling lines that hold for it. Knows nothing about the protocol, and has no way to change anything.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Annotated, NoReturn

from pydantic import Field

from tocsin.assist import answers as a
from tocsin.assist.lines import (
    MOST_EDGES,
    MOST_ORIGINS,
    count_left,
    cut,
    document_line,
    forecast_line,
    in_order,
    markings_of,
    origin_lines,
    passage,
    passage_of,
    pick,
    plan_line,
    sentence_line,
    story_origins,
    told_by,
    without_words,
)
from tocsin.brief.standing import HOLD_DAYS, judge_status
from tocsin.errors import ConfigurationError
from tocsin.store import Store
from tocsin.terms import Brief, Document, Part, Story
from tocsin.why import trace_back, words_behind

MOST_FOUND = 20
MOST_DOCUMENTS = 40
MOST_SAID = 30
MOST_STORIES = 5
MOST_STEPS = 80
MOST_PASSAGES = 30
MOST_SENTENCES = 60
LONGEST_STEP = 600

Id = Annotated[str, Field(min_length=1, max_length=200)]
Day = Annotated[dt.date | None, Field(description="Only what was known by this day (YYYY-MM-DD).")]
WatchId = Annotated[str | None, Field(max_length=100, description="A problem's id; default: the only one.")]


class Tools:
    """What a model may ask of one store; every method reads and none writes."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @property
    def all(self) -> tuple[Callable[..., a.Answer], ...]:
        """The tools in the order in which they are offered."""
        return (self.search, self.story, self.why, self.origins, self.forecast, self.brief)

    def search(
        self,
        words: Annotated[str, Field(min_length=1, max_length=200, description="All of them are held.")],
        limit: Annotated[int, Field(ge=1, le=MOST_FOUND)] = 10,
        as_of: Day = None,
    ) -> a.SearchAnswer:
        """Find reports that hold all the words, best first, each with the passage around the first word."""
        hits = self.store.search(words, limit=limit + 1, as_of=as_of)
        shown = [hit.document for hit in hits[:limit]]
        return a.SearchAnswer(
            words=words,
            found=tuple(passage(hit.document, hit.snippet) for hit in hits[:limit]),
            markings=markings_of(shown),
            left_off={"further reports, at least": 1} if len(hits) > limit else {},
        )

    def story(
        self, id: Annotated[Id, Field(description="A story's id, or the name or id of a report in it.")]
    ) -> a.StoryAnswer:
        """Tell one story: its independent origins on each side, its reports, and who says what in it."""
        story = self._stories(id)[0]
        documents = in_order(self.store.some_documents(story.documents))
        said, more = self._said(documents)
        return a.StoryAnswer(
            story=story.id,
            quoted_claim=cut(story.claim),
            asserting=story.independent.asserting,
            denying=story.independent.denying,
            origins=origin_lines(story.origins),
            documents=tuple(document_line(each) for each in documents[:MOST_DOCUMENTS]),
            said=said,
            markings=markings_of(documents),
            left_off=count_left(
                origins=len(story.origins) - MOST_ORIGINS,
                documents=len(documents) - MOST_DOCUMENTS,
                claims=more,
            ),
        )

    def why(
        self,
        id: Annotated[Id, Field(description="An id in a brief: s3, forecast:ID, indicator:ID, a claim.")],
        brief: Annotated[str | None, Field(max_length=64, description="Default: the last.")] = None,
    ) -> a.WhyAnswer:
        """Lead from an id in a brief back to the words on the page that it rests on."""
        made = self._brief(None, brief)
        steps = [without_words(line)[:LONGEST_STEP] for line in trace_back(id, made)]
        found = words_behind(id, made)
        by_label = {document.label: document for document in made.documents}
        passages = [passage(by_label[label], words, span) for label, span, words in found[:MOST_PASSAGES]]
        return a.WhyAnswer(
            id=id,
            brief=made.version,
            as_of=made.as_of,
            steps=tuple(steps[:MOST_STEPS]),
            passages=tuple(passages),
            markings=made.markings,
            left_off=count_left(steps=len(steps) - MOST_STEPS, passages=len(found) - MOST_PASSAGES),
        )

    def origins(
        self, of: Annotated[Id, Field(description="A story's id, a report's name or id, or a claim's key.")]
    ) -> a.OriginsAnswer:
        """Say who really stands behind a story, a report or a claim, and how that is known."""
        stories = self._stories(of)
        documents = {d.id: d for d in self.store.some_documents(told_by(stories[:MOST_STORIES]))}
        edges = sum(max(len(story.edges) - MOST_EDGES, 0) for story in stories[:MOST_STORIES])
        return a.OriginsAnswer(
            of=of,
            stories=tuple(story_origins(story, documents) for story in stories[:MOST_STORIES]),
            markings=markings_of(documents.values()),
            left_off=count_left(stories=len(stories) - MOST_STORIES, edges=edges),
        )

    def forecast(
        self,
        watch: WatchId = None,
        scenario: Annotated[
            str | None, Field(max_length=100, description="One scenario: with every reason and the curve.")
        ] = None,
        as_of: Day = None,
    ) -> a.ForecastAnswer:
        """Give the probabilities held on a problem, each with date, band, base rate and, for one, reasons."""
        watched = self.store.watched()
        name = watch or _only([each for each, _ in watched])
        days = self.store.days(name, up_to=as_of, limit=HOLD_DAYS)
        states = [state for day in reversed(days) if (state := self.store.state(name, day))]
        if not states:
            _refuse(name, "nothing is held on this problem", [each for each, _ in watched])
        now, status = states[-1], judge_status(states)
        known = [each.scenario for each in now.outlook.forecasts]
        if scenario and scenario not in known:
            _refuse(scenario, "no such scenario is forecast", known)
        chosen = [each for each in now.outlook.forecasts if scenario in (None, each.scenario)]
        return a.ForecastAnswer(
            watched=tuple(a.Watched(watch=each, as_of=day) for each, day in watched),
            watch=name,
            as_of=now.as_of,
            status=status.level,
            reason=status.reason,
            forecasts=tuple(forecast_line(each, is_whole=scenario is not None) for each in chosen),
            plans=tuple(plan_line(plan) for plan in now.plans if scenario in (None, plan.scenario)),
            markings=self.store.markings(),
        )

    def brief(
        self,
        watch: Annotated[str | None, Field(max_length=100, description="A problem's id.")] = None,
        version: Annotated[str | None, Field(max_length=64, description="A brief's version.")] = None,
        part: Annotated[Part | None, Field(description="Only this part of it.")] = None,
        after: Annotated[int, Field(ge=0, description="Leave out so many sentences at the front.")] = 0,
    ) -> a.BriefAnswer:
        """Give the last published brief, or the one named, sentence by sentence with the ids they rest on."""
        made = self._brief(watch, version)
        chosen = [each for each in made.sentences if part in (None, each.part)]
        shown = chosen[after : after + MOST_SENTENCES]
        lines = self.store.brief_lines(limit=20)
        return a.BriefAnswer(
            version=made.version,
            watch=made.watch,
            title=made.title,
            as_of=made.as_of,
            scale=made.scale,
            signed_by=made.signature.analyst if made.signature else None,
            incomplete=made.incomplete,
            independent_origins=made.independent_origins,
            judgements=tuple(pick(a.JudgementLine, each) for each in made.judgements),
            sentences=tuple(sentence_line(each) for each in shown),
            unknown=made.unknown[:MOST_DOCUMENTS],
            others=tuple(pick(a.BriefLineOf, each) for each in lines if each.version != made.version),
            markings=made.markings,
            left_off=count_left(
                sentences=len(chosen) - after - len(shown), unknown=len(made.unknown) - MOST_DOCUMENTS
            ),
        )

    # --- from the store ---

    def _stories(self, name: str) -> list[Story]:
        """The story of that id, or those that tell a report or a claim's report."""
        if story := self.store.story(name):
            return [story]
        document = self.store.find_document(name) or self.store.find_document(name.rpartition("#")[0])
        lines = self.store.story_lines_of([document.id]) if document else []
        found = [story for line in lines if (story := self.store.story(line.id))]
        if not found:
            what = "tells no story" if document else "is no story, report or claim of this store"
            raise ConfigurationError(name, what, "find a report with search and name it")
        return found

    def _said(self, documents: Sequence[Document]) -> tuple[tuple[a.Said, ...], int]:
        by_id = {document.id: document for document in documents}
        readings = self.store.readings_of([document.id for document in documents[:MOST_DOCUMENTS]])
        claims = [claim for reading in readings for claim in reading.claims if claim.source or claim.cue]
        shown = tuple(
            a.Said(
                id=claim.key,
                quoted_chain=claim.chain,
                source_kind=claim.source.kind if claim.source else None,
                stance=claim.stance,
                status=claim.status,
                is_hedged=claim.hedged,
                words=passage_of(by_id[claim.document], claim.content),
            )
            for claim in claims[:MOST_SAID]
        )
        return shown, len(claims) - len(shown)

    def _brief(self, watch: str | None, version: str | None) -> Brief:
        if version:
            made = self.store.brief(version)
        else:
            made = self.store.latest_brief(watch) if watch else self.store.last_brief()
        if made is None:
            known = [line.version for line in self.store.brief_lines(limit=3)]
            _refuse(version or watch or "brief", "the store holds no such brief", known)
        return made


def _only(watches: Sequence[str]) -> str:
    if len(watches) != 1:
        what = "several problems are watched" if watches else "nothing was judged yet"
        _refuse("watch", what, watches)
    return watches[0]


def _refuse(where: str, what: str, known: Sequence[str]) -> NoReturn:
    offer = f"name one of: {', '.join(known[:12])}" if known else "run tocsin run first"
    raise ConfigurationError(where, what, offer)

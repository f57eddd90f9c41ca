"""Gives observations their origin: whoever knows it at first hand, and nobody that the words mention.

Observations, their readings and a lineage come in; the lineage goes out with a story for each observation.
It does not look at the words.
"""

from collections.abc import Sequence

from tocsin.terms import Count, Document, Independent, Lineage, Observation, Origin, Reading, Story, identify

_ONE = Independent(asserting=Count(median=1, low=1, high=1), denying=Count(median=0, low=0, high=0))


def with_observations(
    lineage: Lineage,
    observations: Sequence[Observation],
    documents: Sequence[Document],
    readings: Sequence[Reading],
) -> Lineage:
    """The lineage in which every observation stands in a story of its own and rests on its origin.

    Whoever is named as its origin is one body with an origin of that name in other stories; weighing sees
    to that. Stories in which tracing had put an observation are left without it.
    """
    if not observations:
        return lineage
    entered = {each.document for each in observations}
    texts = {document.id: document.text for document in documents}
    read = {reading.document: reading for reading in readings}
    others = [each for each in lineage.stories if not entered >= set(each.documents)]
    own = [_story(each, texts[each.document], read[each.document]) for each in observations]
    return Lineage(stories=(*(_without(entered, each) for each in others), *own))


def _without(entered: set[str], story: Story) -> Story:
    if entered.isdisjoint(story.documents):
        return story
    origins = [
        origin.model_copy(
            update={
                "documents": tuple(each for each in origin.documents if each not in entered),
                "claims": tuple(each for each in origin.claims if each.partition("#")[0] not in entered),
            }
        )
        for origin in story.origins
    ]
    return story.model_copy(
        update={
            "documents": tuple(each for each in story.documents if each not in entered),
            "origins": tuple(origins),
            "edges": tuple(e for e in story.edges if e.from_ not in entered and e.to not in entered),
        }
    )


def _story(observation: Observation, text: str, reading: Reading) -> Story:
    origin = Origin(
        id=f"observed-{identify(observation.document)[:8]}",
        name=observation.origin,
        kind="body",
        side="asserts",
        documents=(observation.document,),
        claims=tuple(claim.key for claim in reading.claims),
    )
    return Story(
        id=identify("observed", observation.document),
        documents=(observation.document,),
        claim=" ".join(text.split())[:200],
        independent=_ONE,
        origins=(origin,),
    )

"""What a source presents as happened, planned, feared or open: a wrong row would mislead a reader."""

import pytest

from tocsin.read.claims import find_claims
from tocsin.terms import Claim, Document


def first(text: str) -> Claim:
    """The first attributed claim of a sentence, which stands behind a plain first line."""
    claims = find_claims(Document(id="d", name="d", text=f"Peninsula news.\n\n{text}"))
    return next(claim for claim in claims if claim.cue)


STATUSES = {
    # what the speaker thinks, fears or plans takes the status that the speaker gives it
    "The minister said he believes the pilots ignored two warnings.": "occurred",
    "The minister said she fears the bridge will fall.": "possible",
    "The minister said he does not think the engine failed.": "occurred",
    "Officials said they plan to close the crossing.": "planned",
    "The ministry said it hopes the talks resume.": "possible",
    # past copulas: a judgement, a denial, an event
    "The minister said the raid was “reckless” and badly timed.": "general",
    "The minister said the order was not his.": "did-not-occur",
    "The minister said the cable was cut on purpose.": "occurred",
    "The minister said the engine was laid on a barge.": "occurred",
    # a condition counts where it governs the content
    "The minister said that if the line is crossed, the guns will answer.": "conditional",
    "The minister said he told the crews to check if the valves were shut.": "occurred",
    "The minister said the convoy had left, even if nobody saw it.": "occurred",
    "The commander threatened to close the strait if the drills go on.": "conditional",
    # ability, inability, chance
    "The minister said the crews could not reach the wreck.": "did-not-occur",
    "The minister said the crews could reach the wreck by noon.": "possible",
    "The minister said perhaps the ship sank.": "possible",
    "The minister declined to say whether the reactor was running.": "possible",
    # a promise of one's own side
    "The presidency announced that the army would leave the valley.": "planned",
    "The ministry said it would answer any attack.": "planned",
    # perfects: what lasts and what is over
    "The minister said the border has remained closed.": "ongoing",
    "The minister said the fleet has either left or hidden.": "occurred",
    # the verb of the content, and not one within its subject
    "The minister said the letters he cited are forgeries.": "general",
    "The minister accused the rebels of burning the mill.": "occurred",
    "Nobody was hurt, the minister said.": "did-not-occur",
    "The minister said on that night nobody was hurt.": "did-not-occur",
    "The minister said paying no toll was wise.": "general",
    "The minister said the lights that we took for flares were meteors.": "general",
    "The minister said the crew appears to have left.": "occurred",
    "The minister said he does not expect an attack.": "possible",
    # how things stand: a figure, a "now"
    "The report said the plants make 40 shells a day.": "ongoing",
    "The report said the plants make good shells.": "general",
    # what is clear is what is said
    "The minister said it is clear that the engine exploded.": "occurred",
}


@pytest.mark.parametrize(("text", "status"), STATUSES.items())
def test_status_is_that_of_the_main_verb(text: str, status: str) -> None:
    assert first(text).status == status


STANCES = {
    "The presidency announced that the army would leave the valley.": "promises",
    "The ministry said it would answer any attack.": "promises",
    "The ministry said he would answer any attack.": "asserts",  # he is somebody else
    "Officials said they will close the crossing.": "promises",
    "Few experts believe that the pact will hold.": "doubts",
    "Neither army has confirmed the exchange.": "declines",
    "The minister did not give any reason for the raid.": "declines",
}


@pytest.mark.parametrize(("text", "stance"), STANCES.items())
def test_stance_hears_who_speaks_and_whether_anybody_does(text: str, stance: str) -> None:
    assert first(text).stance == stance

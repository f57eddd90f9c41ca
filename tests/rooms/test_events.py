import datetime as dt

import pytest

from tocsin.read.document import read_document
from tocsin.terms import Document, Event, Reading

SEEN_FROM = dt.date(2024, 5, 25)


def read(text: str, published: dt.date | None = SEEN_FROM) -> Reading:
    return read_document(Document(id="d", name="d", text=text, published=published))


def events(text: str) -> list[Event]:
    return list(read(text).events)


def kinds(text: str) -> list[str | None]:
    return [event.kind for event in events(text)]


@pytest.mark.parametrize(
    ("text", "kind", "trigger"),
    [
        ("North Korea fired a ballistic missile on Friday.", "ballistic-missile-test", "fired"),
        ("The North's launch of an ICBM alarmed Tokyo.", "icbm-test", "launch"),
        ("Two cruise missiles were launched from the west coast.", "cruise-missile-test", "launched"),
        ("Seoul expects another missile test.", "missile-test", "missile test"),
        ("Pyongyang conducted its sixth nuclear test in 2017.", "nuclear-test", "nuclear test"),
        ("It put a reconnaissance satellite into orbit.", "satellite-launch", "put"),
        (
            "North Korea vetoed nothing, but Russia vetoed the panel of experts.",
            "sanctions-shielding",
            "vetoed",
        ),
        ("Yeonpyeong Island was shelled in 2010.", "island-assault", "shelled"),
        ("Soldiers crossed the Military Demarcation Line.", "border-incursion", "crossed"),
        ("South Korean troops fired warning shots.", "warning-shots", "warning shots"),
        ("The allies began Freedom Shield on Monday.", "exercise", "Freedom Shield"),
        ("Russia received artillery shells from North Korea.", "arms-transfer", "received"),
        ("Moscow passed on rocket technology to Pyongyang.", "technology-transfer", "passed"),
        ("Hackers stole cryptocurrency from an exchange.", "cyber-attack", "stole"),
        ("The North jammed GPS signals near the islands.", "jamming", "jammed"),
        ("North Korea sent balloons across the border.", "balloon-launch", "sent"),
        ("Planners reviewed contingency plans.", "contingency-planning", "contingency plans"),
        ("Washington imposed sanctions on two banks.", "sanction", "imposed"),
        ("The reactor at Yongbyon has restarted; it restarted the reactor.", "reactor-activity", "restarted"),
        ("Pyongyang scrapped the military agreement.", "agreement-withdrawal", "scrapped"),
        (
            "Troops massed near the border as tanks moved in: a troop build-up.",
            "force-movement",
            "troop build-up",
        ),
        ("The army shot down a drone.", "shoot-down", "shot down"),
        ("North Korea has shipped containers of shells to Russia.", "arms-transfer", "shipped"),
        ("South Korea raised its alert level.", "mobilization", "raised"),
        ("U.S. bombers flew over the peninsula.", "show-of-force", "flew over"),
        ("They fear fire on a border island.", "island-assault", "fire"),
        ("They fear a raid into the Demilitarized Zone.", "border-incursion", "raid"),
    ],
)
def test_each_way_of_telling_leads_to_its_kind(text: str, kind: str, trigger: str) -> None:
    found = [(event.kind, event.trigger.of(text)) for event in events(text)]
    assert (kind, trigger) in found


@pytest.mark.parametrize(
    "text",
    [
        "The charity launched a campaign against missile sales.",
        "She was shelling peas in the kitchen.",
        "The war on drugs is fought in schools.",
        "The striker fired a shot past the keeper in the second half.",
        "The firm launched a satellite phone for hikers.",
        "He fired his agent and tested the new product line.",
        "The actor launched his career with a bomb of a film.",
        "Doctors ran a blood test, and the test of the new design failed.",
        "The shop sent a shipment of shoes; the ship docked at noon.",
        "The club exchanged barbs with its rival before the match.",
        "The White House did not respond to a request for comment.",
        "The officials spoke on condition of anonymity to discuss intelligence.",
        "The USS Reagan Carrier Strike Group and the Attack Squadron are named units.",
        "Heart attacks kill many people.",
        "Drought threatens the species.",
        "A fire on the island burned forests.",
        "He broke into a smile and raised his guard.",
    ],
)
def test_other_senses_of_the_same_words_are_no_events(text: str) -> None:
    found = kinds(text)
    assert not {kind for kind in found if kind not in ("attack",)}, found


def test_the_narrowest_kind_names_an_act_once() -> None:
    assert kinds("North Korea launched an intercontinental ballistic missile.") == ["icbm-test"]
    assert kinds("Washington imposed new sanctions on Moscow.") == ["sanction"]


def test_a_preparation_and_what_is_prepared_are_two_events() -> None:
    preparation, launch = events("North Korea is preparing to launch a satellite, the military said.")
    assert (preparation.kind, preparation.status) == ("launch-preparation", "ongoing")
    assert (launch.kind, launch.status) == ("satellite-launch", "planned")


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("North Korea fired a missile.", ["PRK"], []),
        ("Missiles were fired by North Korea.", ["PRK"], []),
        ("Pyongyang's launch of a satellite failed.", ["PRK"], []),
        ("The launch of a missile by North Korea failed.", ["PRK"], []),
        ("North Korea has sent munitions to Russia.", ["PRK"], ["RUS"]),
        ("Russia bought artillery shells from North Korea.", ["PRK"], ["RUS"]),
        ("South Korea and the United States held military drills.", ["KOR", "USA"], []),
        ("North Korea, which fired missiles, said so.", ["PRK"], []),
        ("Tokyo accused Pyongyang of a provocation.", ["JPN"], ["PRK"]),
        ("Chinese jets entered Taiwan's airspace.", ["CHN"], ["TWN"]),
        ("Hackers linked to North Korea stole cryptocurrency.", ["PRK"], []),
        ("Russia might press North Korea to stage a provocation.", ["PRK"], []),
        ("In Sudan, Russia exported arms to Libya.", ["RUS"], ["LBY"]),
        ("North Korea sent soldiers into Ukraine.", ["PRK"], ["UKR"]),
    ],
)
def test_who_acts_on_whom(text: str, actors: list[str], recipients: list[str]) -> None:
    event = next(event for event in events(text) if event.kind)
    assert [actor.country for actor in event.actors] == actors
    assert [one.country for one in event.recipients] == recipients


def test_the_speaker_is_not_the_one_who_acts() -> None:
    (event,) = events("South Korea's military said the North had fired a cruise missile.")
    assert [(actor.country, actor.sector) for actor in event.actors] == [("PRK", "GOV")]


def test_the_speaker_acts_where_he_speaks_of_himself() -> None:
    found = {event.kind: event for event in events("The Kremlin denied receiving weapons from North Korea.")}
    transfer = found["arms-transfer"]
    assert [actor.country for actor in transfer.actors] == ["PRK"]
    assert [actor.country for actor in transfer.recipients] == ["RUS"]
    assert (transfer.status, transfer.polarity) == ("did-not-occur", "denied")


def test_two_who_deny_together_are_two_actors() -> None:
    found = {event.kind: event for event in events("Moscow and Pyongyang have denied any arms dealings.")}
    assert [actor.country for actor in found["denial"].actors] == ["RUS", "PRK"]
    assert [actor.country for actor in found["arms-transfer"].actors] == ["RUS", "PRK"]


def test_the_north_is_north_korea_where_korea_is_spoken_of() -> None:
    (event,) = events("The North said that it had tested a cruise missile, South Korea's military reported.")
    assert [actor.country for actor in event.actors] == ["PRK"]
    (event,) = events("The North said that it had tested a cruise missile, Yemen's army reported.")
    assert [actor.country for actor in event.actors] == [None]


def test_the_subject_of_a_passive_is_not_the_one_who_acts() -> None:
    (event,) = events("In 2012 the American envoy was arrested at the airport.")
    assert event.actors == ()
    assert [one.country for one in event.recipients] == ["USA"]


def test_what_somebody_failed_to_do_did_not_occur_and_a_failed_test_did() -> None:
    (undone,) = events("North Korea failed to launch a satellite.")
    (failed,) = events("North Korea conducted a failed missile test.")
    assert (undone.status, failed.status) == ("did-not-occur", "occurred")


def test_about_an_hour_of_the_day_does_not_widen_the_day() -> None:
    (event,) = events("North Korea fired a missile at about 3 p.m. on Friday.")
    assert event.time is not None
    assert (event.time.start, event.time.end) == (dt.date(2024, 5, 24), dt.date(2024, 5, 24))


def test_a_text_without_any_full_stop_is_read_in_time_that_grows_with_its_length() -> None:
    text = "the North fired a missile at the sea and " * 3000
    assert 2900 < len(events(text)) <= 3000  # an over-long sentence is cut, and a cut may fall into an act


def test_it_means_the_one_named_before() -> None:
    found = events("North Korea protested on Monday. It then fired two ballistic missiles.")
    assert [actor.country for actor in found[-1].actors] == ["PRK"]


@pytest.mark.parametrize(
    ("text", "status", "polarity"),
    [
        ("North Korea tested a nuclear device.", "occurred", "affirmed"),
        ("North Korea is firing missiles.", "ongoing", "affirmed"),
        ("North Korea will test a nuclear device.", "planned", "affirmed"),
        ("North Korea plans to test a nuclear device.", "planned", "affirmed"),
        ("North Korea might test a nuclear device.", "possible", "affirmed"),
        ("Officials fear a nuclear test.", "possible", "affirmed"),
        ("The North could carry out a nuclear test or send troops into the South.", "possible", "affirmed"),
        ("If North Korea tests a nuclear device, Seoul acts.", "conditional", "affirmed"),
        ("North Korea did not test a nuclear device.", "did-not-occur", "denied"),
        ("North Korea may not test a nuclear device.", "possible", "denied"),
        ("There was no nuclear test.", "did-not-occur", "denied"),
        ("North Korea conducted a nuclear test.", "occurred", "affirmed"),
        ("North Korea is planning a nuclear test.", "planned", "affirmed"),
        ("A nuclear test remains unlikely.", "possible", "affirmed"),
        ("The allies cancelled the military exercise.", "did-not-occur", "denied"),
    ],
)
def test_status_follows_the_nearest_cue(text: str, status: str, polarity: str) -> None:
    event = next(
        event for event in events(text) if event.kind in ("nuclear-test", "missile-test", "exercise")
    )
    assert (event.status, event.polarity) == (status, polarity)


def test_every_member_of_a_list_shares_the_modal() -> None:
    found = events("The North could carry out a nuclear test or send troops into the South.")
    assert [event.status for event in found] == ["possible", "possible"]


@pytest.mark.parametrize(
    ("text", "start", "end", "earliest", "latest"),
    [
        ("North Korea fired a missile on Friday.", "2024-05-24", "2024-05-24", None, None),
        ("It will launch a satellite between May 27 and June 4.", "2024-05-27", "2024-06-04", None, None),
        ("It will launch a satellite by June 4.", None, None, "2024-05-25", "2024-06-04"),
        (
            "It may test a nuclear device before the U.S. presidential election in November.",
            None,
            None,
            "2024-05-25",
            "2024-11-04",
        ),
        ("It has sent arms to Russia since March.", None, None, "2024-03-01", "2024-05-25"),
        (
            "US officials fear a nuclear test around the presidential election in November.",
            None,
            None,
            "2024-10-22",
            "2024-11-19",
        ),
    ],
)
def test_when_with_its_bounds(
    text: str, start: str | None, end: str | None, earliest: str | None, latest: str | None
) -> None:
    time = events(text)[0].time
    assert time is not None
    days = [day.isoformat() if day else None for day in (time.start, time.end, time.earliest, time.latest)]
    assert days == [start, end, earliest, latest]


def test_a_comparison_is_no_date_of_the_event() -> None:
    (event,) = events("It was the North's first nuclear test since 2017.")
    assert event.time is None


def test_where_is_the_site_and_not_a_seat_of_government() -> None:
    event = events("Pyongyang may conduct a nuclear test at Punggye-ri, officials in Seoul said.")[0]
    assert (event.place.name, event.place.country) == ("Punggye-ri", "PRK")
    assert event.place.latitude == pytest.approx(41.28)


def test_a_place_belongs_to_the_act_beside_it() -> None:
    found = events("They fear a nuclear test or an incursion into the Demilitarized Zone.")
    assert [(event.kind, event.place.name) for event in found] == [
        ("nuclear-test", None),
        ("border-incursion", "demilitarized zone"),
    ]


def test_claims_list_their_events_and_events_their_innermost_claim() -> None:
    reading = read("NBC quoted officials as saying that Seoul believes the North will fire a missile.")
    by_id = {claim.id: claim for claim in reading.claims}
    (event,) = reading.events
    assert event.claim is not None
    assert event.id in by_id[event.claim].events
    outer = by_id[event.claim].within
    while outer is not None:
        assert event.id in by_id[outer].events
        outer = by_id[outer].within


def test_captions_and_credits_tell_of_no_event() -> None:
    text = (
        "FILE PHOTO: A missile is launched in North Korea. (Harbour Photo/Jane Roe)\n\n"
        "Officials met in Seoul to talk about trade and about nothing else at all this week.\n\n"
        "© 2024 Missile Launch Press. All rights reserved."
    )
    assert "missile-test" not in kinds(text)


def test_an_empty_document_is_read_in_peace() -> None:
    assert read("") == Reading(document="d")


def test_without_a_publication_date_events_have_words_but_no_days() -> None:
    (event,) = read("North Korea fired a missile on Friday.", None).events
    assert event.time is not None
    assert event.time.span is not None
    assert event.time.start is None

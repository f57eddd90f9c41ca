"""The tables as the store's functions name them: one for each record, the columns called as the fields.

Comes in: nothing. Goes out: SQLAlchemy tables. Lists and spans are JSON; dates are ISO 8601 text and
times are in UTC, so that they sort as they read. Knows nothing about how tables come to be: migrations
make them, and a test holds the two together.
"""

import json
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from tocsin.terms import CODED_COLUMNS

metadata = MetaData()


class _Written(TypeDecorator[Any]):
    """A list or mapping as JSON in a text, as it stands in a file."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, _: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, _: Dialect) -> Any:
        return None if value is None else json.loads(value)


class _Flag(TypeDecorator[bool]):
    """Yes or no as 1 or 0, as it stands in a file."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, _: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: Any, _: Dialect) -> bool | None:
        return None if value is None else bool(value)


_List = JSON(none_as_null=True).with_variant(_Written(), "postgresql")
_KINDS: dict[Any, TypeEngine[Any]] = {
    Integer: Integer().with_variant(BigInteger(), "postgresql"),
    Boolean: Boolean().with_variant(_Flag(), "postgresql"),
}


def _table(name: str, /, **columns: type[TypeEngine[Any]] | TypeEngine[Any]) -> Table:
    """A table; a trailing underscore keeps a column's name clear of Python's words."""
    kinds = ((column.rstrip("_"), _KINDS.get(kind, kind)) for column, kind in columns.items())
    return Table(name, metadata, *(Column(column, kind) for column, kind in kinds))


kept = _table("kept", hash=Text, size=Integer, compressed=LargeBinary)

documents = _table(
    "documents",
    number=Integer,
    id=Text,
    name=Text,
    version=Integer,
    text=Text,
    text_hash=Text,
    title=Text,
    outlet=Text,
    byline=Text,
    credit=Text,
    published=Text,
    published_at=Text,
    first_seen=Text,
    first_seen_assumed=Boolean,
    url=Text,
    links=_List,
    language=Text,
    media_type=Text,
    kept_hash=Text,
    marking=Text,
    unknown=_List,
    superseded_by=Text,
)

unread = _table("unread", document=Text)

readings = _table("readings", document=Text, code_version=Text)

claims = _table(
    "claims",
    document=Text,
    id=Text,
    position=Integer,
    source_name=Text,
    source_kind=Text,
    source_anonymous=Boolean,
    source_country=Text,
    source_refers_to=Text,
    source_through=Text,
    source_spans=_List,
    cue=_List,
    content=_List,
    within=Text,
    chain=_List,
    stance=Text,
    hedged=Boolean,
    status=Text,
    polarity=Text,
    certainty_low=Float,
    certainty_mid=Float,
    certainty_high=Float,
    certainty_words=Text,
    quotation=Text,
    events=_List,
)

events = _table(
    "events",
    document=Text,
    id=Text,
    position=Integer,
    trigger=_List,
    class_=Text,
    mode=Text,
    kind=Text,
    cameo=Text,
    actors=_List,
    recipients=_List,
    place_name=Text,
    place_span=_List,
    place_country=Text,
    place_latitude=Float,
    place_longitude=Float,
    time_span=_List,
    time_start=Text,
    time_end=Text,
    time_earliest=Text,
    time_latest=Text,
    status=Text,
    polarity=Text,
    claim=Text,
)

times = _table(
    "times",
    document=Text,
    position=Integer,
    span=_List,
    kind=Text,
    value=Text,
    start=Text,
    end=Text,
    anchor=Text,
)

stories = _table(
    "stories",
    id=Text,
    claim=Text,
    documents=_List,
    asserting_median=Integer,
    asserting_low=Integer,
    asserting_high=Integer,
    denying_median=Integer,
    denying_low=Integer,
    denying_high=Integer,
    began=Text,
    guests=_List,
    changes=_List,
)

origins = _table(
    "origins",
    story=Text,
    position=Integer,
    id=Text,
    name=Text,
    kind=Text,
    side=Text,
    documents=_List,
    claims=_List,
    seen=Boolean,
    probability=Float,
)

edges = _table(
    "edges",
    story=Text,
    position=Integer,
    from_=Text,
    to=Text,
    relation=Text,
    probability=Float,
    evidence=_List,
)

untraced = _table("untraced", document=Text, age=Text)

uncounted = _table("uncounted", story=Text)

marks = _table(
    "marks",
    document=Text,
    number=Integer,
    moment=Text,
    words=LargeBinary,
    credited=Text,
    own=Text,
    agencies=Text,
    runs=Integer,
    group=Integer,
    story=Text,
)

word_counts = _table("word_counts", word=Integer, documents=Integer)

group_keys = _table("group_keys", key=Integer, group=Integer)

copy_runs = _table("copy_runs", run=Integer, document=Integer)

copies = _table("copies", from_=Text, to=Text, relation=Text, probability=Float, evidence=_List)

guests = _table("guests", story=Text, document=Text)

story_redirects = _table("story_redirects", story=Text, to=Text)

story_changes = _table(
    "story_changes",
    number=Integer,
    id=Text,
    kind=Text,
    from_=_List,
    to=_List,
    documents=_List,
    causes=_List,
    seen=Text,
    reason=Text,
)

corrections = _table("corrections", number=Integer, document=Text, to=Text, is_cut=Boolean, by=Text, at=Text)

weighings = _table(
    "weighings",
    watch=Text,
    as_of=Text,
    relevant_documents=_List,
    superlatives=_List,
    comparison=_List,
    relations=_List,
)

indicator_states = _table(
    "indicator_states",
    watch=Text,
    as_of=Text,
    position=Integer,
    id=Text,
    state=Text,
    evidence=_List,
    matches=_List,
    origins=_List,
    documents_looked=Integer,
    reason=Text,
    surprise=_List,
)

source_grades = _table(
    "source_grades",
    number=Integer,
    source=Text,
    letter=Text,
    topic=Text,
    by=Text,
    because=Text,
    at=Text,
)

match_decisions = _table(
    "match_decisions",
    number=Integer,
    watch=Text,
    indicator=Text,
    item=Text,
    is_accepted=Boolean,
    strength=Float,
    by=Text,
    because=Text,
    at=Text,
)

evidence = _table(
    "evidence",
    watch=Text,
    as_of=Text,
    position=Integer,
    indicator=Text,
    state=Text,
    origin=Text,
    strength=Float,
    items=_List,
    note=Text,
)

graded_claims = _table(
    "graded_claims",
    watch=Text,
    as_of=Text,
    position=Integer,
    claim=Text,
    origin=Text,
    grade_reliability=Text,
    grade_credibility=Integer,
    grade_reasons=_List,
    denies=_List,
    interest=Text,
    grade_by=Text,
)

outlooks = _table(
    "outlooks",
    watch=Text,
    as_of=Text,
    revision=Integer,
    by=Text,
    triggers=_List,
    precedents=_List,
    superlatives=_List,
)

forecasts = _table(
    "forecasts",
    watch=Text,
    as_of=Text,
    revision=Integer,
    position=Integer,
    scenario=Text,
    question=Text,
    by=Text,
    probability=Float,
    low=Float,
    high=Float,
    base_rate=Float,
    base_note=Text,
    covered_until=Text,
    ledger=_List,
    curve=_List,
    windows=_List,
    without_evidence=Float,
)

plans = _table(
    "plans",
    watch=Text,
    as_of=Text,
    position=Integer,
    id=Text,
    title=Text,
    scenario=Text,
    state=Text,
    reason=Text,
    lead_time_days=Integer,
    due=Text,
    owner=Text,
    actions=_List,
    exit=Text,
    notice=Text,
    evidence=_List,
    timing=_List,
    order=_List,
    found=Text,
)

plan_orders = _table(
    "plan_orders",
    number=Integer,
    watch=Text,
    plan=Text,
    state=Text,
    by=Text,
    because=Text,
    at=Text,
)

briefs = _table(
    "briefs",
    number=Integer,
    watch=Text,
    version=Text,
    as_of=Text,
    title=Text,
    exercise=Boolean,
    markings=_List,
    incomplete=Text,
    code_version=Text,
    body=Text,
    erased=_List,
)

settled = _table(
    "settled",
    number=Integer,
    watch=Text,
    brief=Text,
    scenario=Text,
    as_of=Text,
    by=Text,
    probability=Float,
    outcome=Boolean,
    settled_on=Text,
    settler=Text,
    brier=Float,
    log=Float,
    illustration=Text,
    body=Text,
)

runs = _table(
    "runs",
    number=Integer,
    started=Text,
    ended=Text,
    command=Text,
    as_of=Text,
    code_version=Text,
    is_finished=Boolean,
    taken_in=Integer,
    read=Integer,
    stories_changed=Integer,
    indicators_moved=Integer,
    forecasts_moved=Integer,
    plans_touched=Integer,
    moves=_List,
    problems=_List,
)

run_lock = _table("run_lock", only=Integer, host=Text, process=Integer, born=Text, since=Text, heartbeat=Text)

bearings = _table("bearings", watch=Text, day=Text, document=Text)

watched = _table("watched", watch=Text, fingerprint=Text, number=Integer, weighed=Text)

observations = _table(
    "observations",
    document=Text,
    origin=Text,
    kind=Text,
    at=Text,
    reliability=Text,
    credibility=Integer,
    place=Text,
    watch=Text,
    indicator=Text,
    entered_by=Text,
)

erasures = _table("erasures", document=Text, name=Text, text_hash=Text, at=Text, by=Text, reason=Text)

erasing = _table("erasing", document=Text)

audit = _table(
    "audit",
    number=Integer,
    at=Text,
    who=Text,
    what=Text,
    record=Text,
    content_hash=Text,
    previous=Text,
    hash=Text,
)

triage = _table("triage", person=Text, story=Text, state=Text, documents=Integer, at=Text)

story_documents = _table("story_documents", document=Text, story=Text)

alerts = _table(
    "alerts",
    number=Integer,
    id=Text,
    watch=Text,
    kind=Text,
    as_of=Text,
    made_at=Text,
    headline=Text,
    body=Text,
)

deliveries = _table(
    "deliveries",
    alert=Text,
    receiver=Text,
    state=Text,
    attempts=Integer,
    next_try=Text,
    fault=Text,
    sent_at=Text,
)

suggestions = _table(
    "suggestions",
    number=Integer,
    id=Text,
    kind=Text,
    document=Text,
    spans=_List,
    source=_List,
    stance=Text,
    watch=Text,
    indicator=Text,
    item=Text,
    because=Text,
    model=Text,
    host=Text,
    at=Text,
    decision=Text,
    by=Text,
    reason=Text,
    decided_at=Text,
)

translations = _table(
    "translations",
    document=Text,
    language=Text,
    passages=_List,
    model=Text,
    host=Text,
    at=Text,
)

told = _table("told", watch=Text, body=Text)

people = _table(
    "people", key=Text, name=Text, role=Text, password=Text, sees_all=Boolean, stamp=Text, added=Text
)

watch_access = _table("watch_access", person=Text, watch=Text)

tokens = _table("tokens", id=Text, hash=Text, person=Text, name=Text, role=Text, made=Text, expires=Text)

channels = _table(
    "channels",
    id=Text,
    address=Text,
    kind=Text,
    name=Text,
    outlet=Text,
    language=Text,
    country=Text,
    every_minutes=Integer,
    allow_private=Boolean,
    secret=Text,
    added=Text,
    paused=Boolean,
    removed=Text,
)

channel_states = _table(
    "channel_states",
    channel=Text,
    etag=Text,
    last_modified=Text,
    content_hash=Text,
    cursor=Text,
    tried=Text,
    succeeded=Text,
    found=Text,
    failures=Integer,
    failing_since=Text,
    reason=Text,
    is_gone=Boolean,
    moved_to=Text,
    wait_until=Text,
    seconds=Float,
    arrivals=_List,
    languages=_List,
    tries=_List,
)

channel_items = _table("channel_items", channel=Text, item=Text, position=Integer)

looks = _table("looks", channel=Text, covers_from=Text, first=Text, last=Text)

captures = _table(
    "captures",
    document=Text,
    captured_at=Text,
    url=Text,
    status=Integer,
    headers=_List,
    hash=Text,
    media_type=Text,
    channel=Text,
)

coded_events = _table(
    "coded_events",
    **dict.fromkeys(CODED_COLUMNS, Text)
    | dict.fromkeys(("latitude", "longitude", "precision", "intensity"), Float)
    | dict.fromkeys(("fatalities", "mentions"), Integer),
)

coded_files = _table("coded_files", name=Text, path=Text, format=Text, done=Integer, is_finished=Boolean)

"""Step 1: the tables of every record, the full-text index, and the views for people.

Comes in: nothing. Goes out: SQL statements, frozen once released; what changes later is a later step.
Knows nothing about the records' Python shape (a test holds the two together).
"""

_TABLES = (
    """
    CREATE TABLE kept (
        hash TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        compressed BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE documents (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        version INTEGER NOT NULL,
        text TEXT NOT NULL,
        text_hash TEXT NOT NULL,
        title TEXT,
        outlet TEXT,
        byline TEXT,
        credit TEXT,
        published TEXT,
        published_at TEXT,
        first_seen TEXT,
        first_seen_assumed INTEGER NOT NULL,
        url TEXT,
        links TEXT NOT NULL,
        language TEXT,
        media_type TEXT NOT NULL,
        kept_hash TEXT,
        marking TEXT,
        unknown TEXT NOT NULL,
        superseded_by TEXT REFERENCES documents (id)
    )
    """,
    "CREATE INDEX documents_by_name ON documents (name, text_hash)",
    "CREATE INDEX documents_by_first_seen ON documents (first_seen)",
    "CREATE VIRTUAL TABLE document_words USING fts5 (title, text, content='', tokenize='unicode61')",
    """
    CREATE TABLE readings (
        document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
        code_version TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE claims (
        document TEXT NOT NULL REFERENCES readings (document) ON DELETE CASCADE,
        id TEXT NOT NULL,
        position INTEGER NOT NULL,
        source_name TEXT,
        source_kind TEXT,
        source_anonymous INTEGER,
        source_country TEXT,
        source_refers_to TEXT,
        source_through TEXT,
        source_spans TEXT,
        cue TEXT NOT NULL,
        content TEXT NOT NULL,
        within TEXT,
        chain TEXT NOT NULL,
        stance TEXT NOT NULL,
        hedged INTEGER NOT NULL,
        status TEXT NOT NULL,
        polarity TEXT NOT NULL,
        certainty_low REAL,
        certainty_mid REAL,
        certainty_high REAL,
        certainty_words TEXT,
        quotation TEXT NOT NULL,
        events TEXT NOT NULL,
        PRIMARY KEY (document, id)
    )
    """,
    """
    CREATE TABLE events (
        document TEXT NOT NULL REFERENCES readings (document) ON DELETE CASCADE,
        id TEXT NOT NULL,
        position INTEGER NOT NULL,
        "trigger" TEXT NOT NULL,
        class TEXT,
        mode TEXT,
        kind TEXT,
        cameo TEXT,
        actors TEXT NOT NULL,
        recipients TEXT NOT NULL,
        place_name TEXT,
        place_span TEXT,
        place_country TEXT,
        place_latitude REAL,
        place_longitude REAL,
        time_span TEXT,
        time_start TEXT,
        time_end TEXT,
        time_earliest TEXT,
        time_latest TEXT,
        status TEXT NOT NULL,
        polarity TEXT NOT NULL,
        claim TEXT,
        PRIMARY KEY (document, id)
    )
    """,
    "CREATE INDEX events_by_kind ON events (kind)",
    """
    CREATE TABLE times (
        document TEXT NOT NULL REFERENCES readings (document) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        span TEXT NOT NULL,
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        start TEXT,
        "end" TEXT,
        anchor TEXT,
        PRIMARY KEY (document, position)
    )
    """,
    """
    CREATE TABLE stories (
        id TEXT PRIMARY KEY,
        position INTEGER NOT NULL,
        claim TEXT NOT NULL,
        documents TEXT NOT NULL,
        asserting_median INTEGER NOT NULL,
        asserting_low INTEGER NOT NULL,
        asserting_high INTEGER NOT NULL,
        denying_median INTEGER NOT NULL,
        denying_low INTEGER NOT NULL,
        denying_high INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE origins (
        story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        side TEXT NOT NULL,
        documents TEXT NOT NULL,
        claims TEXT NOT NULL,
        seen INTEGER NOT NULL,
        probability REAL NOT NULL,
        PRIMARY KEY (story, position)
    )
    """,
    """
    CREATE TABLE edges (
        story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        "from" TEXT NOT NULL,
        "to" TEXT NOT NULL,
        relation TEXT NOT NULL,
        probability REAL NOT NULL,
        evidence TEXT NOT NULL,
        PRIMARY KEY (story, position)
    )
    """,
    """
    CREATE TABLE weighings (
        watch TEXT NOT NULL,
        as_of TEXT NOT NULL,
        relevant_documents TEXT NOT NULL,
        PRIMARY KEY (watch, as_of)
    )
    """,
    """
    CREATE TABLE indicator_states (
        watch TEXT NOT NULL,
        as_of TEXT NOT NULL,
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        state TEXT NOT NULL,
        evidence TEXT NOT NULL,
        matches TEXT NOT NULL,
        origins TEXT NOT NULL,
        documents_looked INTEGER NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (watch, as_of, position),
        FOREIGN KEY (watch, as_of) REFERENCES weighings (watch, as_of) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE evidence (
        watch TEXT NOT NULL,
        as_of TEXT NOT NULL,
        position INTEGER NOT NULL,
        indicator TEXT NOT NULL,
        state TEXT NOT NULL,
        origin TEXT,
        strength REAL NOT NULL,
        items TEXT NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (watch, as_of, position),
        FOREIGN KEY (watch, as_of) REFERENCES weighings (watch, as_of) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE graded_claims (
        watch TEXT NOT NULL,
        as_of TEXT NOT NULL,
        position INTEGER NOT NULL,
        claim TEXT NOT NULL,
        origin TEXT,
        grade_reliability TEXT NOT NULL,
        grade_credibility INTEGER NOT NULL,
        grade_reasons TEXT NOT NULL,
        denies TEXT NOT NULL,
        interest TEXT,
        PRIMARY KEY (watch, as_of, position),
        FOREIGN KEY (watch, as_of) REFERENCES weighings (watch, as_of) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE outlooks (
        watch TEXT NOT NULL,
        as_of TEXT NOT NULL,
        revision INTEGER NOT NULL,
        "by" TEXT NOT NULL,
        triggers TEXT NOT NULL,
        PRIMARY KEY (watch, as_of, revision)
    )
    """,
    """
    CREATE TABLE forecasts (
        watch TEXT NOT NULL,
        as_of TEXT NOT NULL,
        revision INTEGER NOT NULL,
        position INTEGER NOT NULL,
        scenario TEXT NOT NULL,
        question TEXT NOT NULL,
        "by" TEXT NOT NULL,
        probability REAL NOT NULL,
        low REAL NOT NULL,
        high REAL NOT NULL,
        base_rate REAL NOT NULL,
        base_note TEXT NOT NULL,
        covered_until TEXT,
        ledger TEXT NOT NULL,
        curve TEXT NOT NULL,
        windows TEXT NOT NULL,
        PRIMARY KEY (watch, as_of, revision, position),
        FOREIGN KEY (watch, as_of, revision) REFERENCES outlooks (watch, as_of, revision)
    )
    """,
    """
    CREATE TABLE plans (
        watch TEXT NOT NULL,
        as_of TEXT NOT NULL,
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT NOT NULL,
        scenario TEXT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        lead_time_days INTEGER NOT NULL,
        due TEXT,
        owner TEXT NOT NULL,
        actions TEXT NOT NULL,
        "exit" TEXT NOT NULL,
        notice TEXT NOT NULL,
        evidence TEXT NOT NULL,
        PRIMARY KEY (watch, as_of, position)
    )
    """,
    """
    CREATE TABLE briefs (
        number INTEGER PRIMARY KEY,
        watch TEXT NOT NULL,
        version TEXT NOT NULL,
        as_of TEXT NOT NULL,
        title TEXT NOT NULL,
        exercise INTEGER NOT NULL,
        markings TEXT NOT NULL,
        incomplete TEXT,
        code_version TEXT NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (watch, version)
    )
    """,
    """
    CREATE TRIGGER briefs_are_frozen BEFORE UPDATE ON briefs
    BEGIN SELECT RAISE (ABORT, 'a published brief is never changed'); END
    """,
    """
    CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        command TEXT NOT NULL,
        as_of TEXT NOT NULL,
        code_version TEXT NOT NULL,
        documents INTEGER NOT NULL,
        problems TEXT NOT NULL
    )
    """,
)

_SPAN = "substr(d.text, json_extract(@, '$[0]') + 1, json_extract(@, '$[1]') - json_extract(@, '$[0]'))"
_SHORT = {  # what the views repeat: the words of a span, offsets being code points here as in Python
    "<words>": _SPAN.replace("@", "value"),
    "<trigger>": _SPAN.replace("@", 'e."trigger"'),
    "<name>": "json_extract(value, '$.name')",
}

_VIEWS = (
    """
    CREATE VIEW v_documents AS
    SELECT name || CASE version WHEN 1 THEN '' ELSE '~' || version END AS document,
           title, outlet, byline, credit, published, first_seen,
           CASE first_seen_assumed WHEN 1 THEN 'yes' ELSE 'no' END AS first_seen_assumed,
           language, media_type, url, marking,
           (SELECT count(*) FROM claims WHERE claims.document = documents.id) AS claims,
           (SELECT count(*) FROM events WHERE events.document = documents.id) AS events,
           text, kept_hash, id
    FROM documents
    WHERE superseded_by IS NULL
    """,
    """
    CREATE VIEW v_claims AS
    SELECT d.document, d.outlet, d.published, c.source_name AS source, c.source_kind,
           CASE c.source_anonymous WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END AS anonymous,
           (SELECT group_concat(value, ' > ') FROM json_each(c.chain)) AS chain,
           (SELECT group_concat(<words>, ' ... ') FROM json_each(c.cue)) AS cue,
           (SELECT group_concat(<words>, ' ... ') FROM json_each(c.content)) AS content,
           c.stance, c.status, c.polarity, CASE c.hedged WHEN 1 THEN 'yes' ELSE 'no' END AS hedged,
           c.certainty_words AS certainty, c.quotation, d.marking, c.document || '#' || c.id AS id
    FROM claims c JOIN v_documents d ON d.id = c.document
    """,
    """
    CREATE VIEW v_events AS
    SELECT d.document, d.outlet, d.published, e.kind, e.class, e.cameo,
           <trigger> AS words,
           (SELECT group_concat(<name>, '; ') FROM json_each(e.actors)) AS actors,
           (SELECT group_concat(<name>, '; ') FROM json_each(e.recipients)) AS recipients,
           e.place_name AS place, e.place_country AS country,
           coalesce(e.time_start, e.time_earliest) AS starts, coalesce(e.time_end, e.time_latest) AS ends,
           e.status, e.polarity, d.marking, e.document || '#' || e.id AS id
    FROM events e JOIN v_documents d ON d.id = e.document
    """,
    """
    CREATE VIEW v_stories AS
    SELECT claim, json_array_length(documents) AS documents,
           asserting_median AS asserting, asserting_low, asserting_high,
           denying_median AS denying, denying_low, denying_high, id
    FROM stories
    """,
    """
    CREATE VIEW v_origins AS
    SELECT o.name, o.kind, o.side, CASE o.seen WHEN 1 THEN 'yes' ELSE 'no' END AS seen, o.probability,
           json_array_length(o.documents) AS documents, json_array_length(o.claims) AS claims,
           s.claim AS story, o.id
    FROM origins o JOIN stories s ON s.id = o.story
    """,
    """
    CREATE VIEW v_indicators AS
    SELECT watch, as_of, id AS indicator, state, json_array_length(origins) AS origins,
           json_array_length(evidence) AS items, documents_looked, reason
    FROM indicator_states
    """,
    """
    CREATE VIEW v_forecasts AS
    SELECT watch, as_of, scenario, question, "by", probability, low, high, base_rate, base_note,
           covered_until, json_array_length(ledger) AS reasons, revision
    FROM forecasts
    """,
    """
    CREATE VIEW v_plans AS
    SELECT watch, as_of, id AS "plan", title, scenario, state, reason, lead_time_days, due, owner, notice
    FROM plans
    """,
    """
    CREATE VIEW v_briefs AS
    SELECT watch, as_of, title, version, CASE exercise WHEN 1 THEN 'yes' ELSE 'no' END AS exercise,
           (SELECT group_concat(value, '; ') FROM json_each(markings)) AS markings, incomplete, code_version
    FROM briefs
    """,
)


def _write_out(statement: str) -> str:
    line = " ".join(statement.split())
    for short, long in _SHORT.items():
        line = line.replace(short, long)
    return line


STATEMENTS: tuple[str, ...] = tuple(map(_write_out, _TABLES + _VIEWS))

"""Step 5: what a desk that runs day and night needs: runs, their lock, bearings, the audit trail.

Comes in: nothing. Goes out: SQL statements, frozen once released. Knows nothing about the records' Python
shape (a test holds the two together).
"""

_TABLES = (
    "DROP TABLE runs",
    """
    CREATE TABLE runs (
        number INTEGER PRIMARY KEY,
        started TEXT NOT NULL,
        ended TEXT NOT NULL,
        command TEXT NOT NULL,
        as_of TEXT NOT NULL,
        code_version TEXT NOT NULL,
        is_finished INTEGER NOT NULL,
        taken_in INTEGER NOT NULL,
        read INTEGER NOT NULL,
        stories_changed INTEGER NOT NULL,
        indicators_moved INTEGER NOT NULL,
        forecasts_moved INTEGER NOT NULL,
        plans_touched INTEGER NOT NULL,
        moves TEXT NOT NULL,
        problems TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE run_lock (
        "only" INTEGER PRIMARY KEY CHECK ("only" = 1),
        host TEXT NOT NULL,
        process INTEGER NOT NULL,
        born TEXT NOT NULL,
        since TEXT NOT NULL,
        heartbeat TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE bearings (
        watch TEXT NOT NULL,
        day TEXT NOT NULL,
        document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        PRIMARY KEY (watch, day, document)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX bearings_by_document ON bearings (document)",
    """
    CREATE TABLE watched (
        watch TEXT PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        number INTEGER NOT NULL,
        weighed TEXT
    )
    """,
    """
    CREATE TABLE observations (
        document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
        origin TEXT NOT NULL,
        kind TEXT NOT NULL,
        at TEXT,
        reliability TEXT NOT NULL,
        credibility INTEGER NOT NULL,
        place TEXT,
        watch TEXT,
        indicator TEXT,
        entered_by TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE erasures (
        document TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        text_hash TEXT NOT NULL,
        at TEXT NOT NULL,
        "by" TEXT NOT NULL,
        reason TEXT NOT NULL
    )
    """,
    """
    CREATE TRIGGER observed_is_not_traced AFTER INSERT ON untraced
    WHEN EXISTS (SELECT 1 FROM observations WHERE document = NEW.document)
    BEGIN DELETE FROM untraced WHERE document = NEW.document; END
    """,
    "CREATE TABLE unread (document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE)",
    "INSERT INTO unread SELECT id FROM documents WHERE id NOT IN (SELECT document FROM readings)",
    "CREATE INDEX readings_by_code ON readings (code_version)",
    "CREATE INDEX erasures_by_text ON erasures (text_hash)",
    "CREATE INDEX documents_by_text ON documents (text_hash)",
    "CREATE INDEX documents_by_kept ON documents (kept_hash)",
    "CREATE INDEX captures_by_hash ON captures (hash)",
    "CREATE INDEX documents_by_sight ON documents (first_seen) WHERE first_seen_assumed = 0",
    "CREATE INDEX documents_by_published ON documents (published)",
)

# An entry is never changed and never goes; a new one must continue the chain where it ends.
_TRAIL = (
    """
    CREATE TABLE audit (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        what TEXT NOT NULL,
        record TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
    )
    """,
    """
    CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE (ABORT, 'an entry of the audit trail is never changed'); END
    """,
    """
    CREATE TRIGGER audit_never_forgets BEFORE DELETE ON audit
    BEGIN SELECT RAISE (ABORT, 'an entry of the audit trail never goes'); END
    """,
    """
    CREATE TRIGGER audit_continues BEFORE INSERT ON audit
    WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM audit)
      OR NEW.previous IS NOT coalesce((SELECT hash FROM audit ORDER BY number DESC LIMIT 1), '')
    BEGIN SELECT RAISE (ABORT, 'an entry of the audit trail must follow the last one'); END
    """,
)

# A published brief changes in one way only: what was erased on request goes out of it, while the erasure
# is under way. The row of `erasing` lives within that one transaction.
_BRIEFS = (
    "CREATE TABLE erasing (document TEXT PRIMARY KEY)",
    "DROP TRIGGER briefs_are_frozen",
    "ALTER TABLE briefs ADD COLUMN erased TEXT NOT NULL DEFAULT '[]'",
    """
    CREATE TRIGGER briefs_are_frozen BEFORE UPDATE ON briefs
    WHEN NOT EXISTS (SELECT 1 FROM erasing)
    BEGIN SELECT RAISE (ABORT, 'a published brief is never changed'); END
    """,
)

_VIEWS = (
    """
    CREATE VIEW v_runs AS
    SELECT number, started, ended, command, as_of,
           CASE is_finished WHEN 1 THEN 'yes' ELSE 'no' END AS finished, taken_in, read,
           stories_changed, indicators_moved, forecasts_moved, plans_touched,
           json_array_length(problems) AS problems
    FROM runs
    """,
    """
    CREATE VIEW v_observations AS
    SELECT d.document, d.text, o.origin, o.kind, o.at, o.reliability || o.credibility AS grade, o.place,
           o.watch, o.indicator, o.entered_by, d.id
    FROM observations o JOIN v_documents d ON d.id = o.document
    """,
)

STATEMENTS: tuple[str, ...] = tuple(" ".join(each.split()) for each in _TABLES + _TRAIL + _BRIEFS + _VIEWS)

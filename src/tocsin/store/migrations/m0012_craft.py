"""Step 12: what people judge and only grows: grades of sources, decisions on matches; also explanations.

Comes in: nothing. Goes out: SQL statements, frozen once released. Neither table holds words of a document: a
match is named by the key of its claim or event.
"""

STATEMENTS = (
    "ALTER TABLE weighings ADD COLUMN comparison TEXT",
    "ALTER TABLE weighings ADD COLUMN relations TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE graded_claims ADD COLUMN grade_by TEXT",
    "ALTER TABLE indicator_states ADD COLUMN surprise TEXT",
    """
    CREATE TABLE source_grades (
        number INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        letter TEXT NOT NULL,
        topic TEXT,
        "by" TEXT NOT NULL,
        because TEXT NOT NULL,
        at TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE match_decisions (
        number INTEGER PRIMARY KEY,
        watch TEXT NOT NULL,
        indicator TEXT NOT NULL,
        item TEXT NOT NULL,
        is_accepted INTEGER NOT NULL,
        strength REAL,
        "by" TEXT NOT NULL,
        because TEXT NOT NULL,
        at TEXT NOT NULL
    )
    """,
    "CREATE INDEX match_decisions_by_watch ON match_decisions (watch, indicator, item)",
    *(
        statement
        for table in ("source_grades", "match_decisions")
        for statement in (
            f"""
            CREATE TRIGGER {table}_are_frozen BEFORE UPDATE ON {table}
            BEGIN SELECT RAISE (ABORT, 'what a person judged is never changed; add a newer judgement'); END
            """,
            f"""
            CREATE TRIGGER {table}_are_kept BEFORE DELETE ON {table}
            BEGIN SELECT RAISE (ABORT, 'what a person judged is never taken out'); END
            """,
        )
    ),
    """
    CREATE VIEW v_source_grades AS
    SELECT source, letter, topic, "by", because, at FROM source_grades
    """,
    """
    CREATE VIEW v_match_decisions AS
    SELECT watch, indicator, item, CASE is_accepted WHEN 1 THEN 'accepted' ELSE 'rejected' END AS decision,
           strength, "by", because, at
    FROM match_decisions
    """,
)

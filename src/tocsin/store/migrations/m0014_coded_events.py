"""Step 14: coded events of other makers, and how far each of their files has been taken in.

Comes in: nothing. Goes out: SQL statements, frozen once released. The columns are those of `tocsin.coded`.
"""

STATEMENTS = (
    """
    CREATE TABLE coded_events (
        id TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        source_id TEXT,
        start TEXT NOT NULL,
        "end" TEXT NOT NULL,
        code TEXT,
        class TEXT,
        mode TEXT,
        kind TEXT,
        actor TEXT,
        actor_country TEXT,
        actor_sector TEXT,
        recipient TEXT,
        recipient_country TEXT,
        recipient_sector TEXT,
        place TEXT,
        country TEXT,
        latitude REAL,
        longitude REAL,
        "precision" REAL,
        intensity REAL,
        fatalities INTEGER,
        mentions INTEGER,
        status TEXT NOT NULL,
        url TEXT,
        marking TEXT
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE coded_files (
        name TEXT PRIMARY KEY,
        path TEXT NOT NULL,
        format TEXT NOT NULL,
        done INTEGER NOT NULL,
        is_finished INTEGER NOT NULL
    )
    """,
    "CREATE VIEW v_coded_events AS SELECT * FROM coded_events",
    "CREATE VIEW v_coded_files AS SELECT path, format, done, is_finished FROM coded_files",
)

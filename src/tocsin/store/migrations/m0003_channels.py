"""Step 3: channels, where collection stands with each, what they covered, and how each page was fetched.

Comes in: nothing. Goes out: SQL statements, frozen once released. Knows nothing about the records' Python
shape (a test holds the two together).
"""

STATEMENTS: tuple[str, ...] = tuple(
    " ".join(statement.split())
    for statement in (
        """
        CREATE TABLE channels (
            id TEXT PRIMARY KEY,
            address TEXT NOT NULL,
            kind TEXT NOT NULL,
            name TEXT,
            outlet TEXT,
            language TEXT,
            country TEXT,
            every_minutes INTEGER NOT NULL,
            allow_private INTEGER NOT NULL,
            secret TEXT,
            added TEXT NOT NULL,
            paused INTEGER NOT NULL,
            removed TEXT
        )
        """,
        """
        CREATE TABLE channel_states (
            channel TEXT PRIMARY KEY REFERENCES channels (id),
            etag TEXT,
            last_modified TEXT,
            content_hash TEXT,
            cursor TEXT,
            tried TEXT,
            succeeded TEXT,
            found TEXT,
            failures INTEGER NOT NULL,
            failing_since TEXT,
            reason TEXT,
            is_gone INTEGER NOT NULL,
            moved_to TEXT,
            wait_until TEXT,
            seconds REAL,
            arrivals TEXT NOT NULL,
            languages TEXT NOT NULL,
            tries TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE channel_items (
            channel TEXT NOT NULL REFERENCES channels (id),
            item TEXT NOT NULL,
            position INTEGER NOT NULL,
            PRIMARY KEY (channel, item)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE looks (
            channel TEXT NOT NULL REFERENCES channels (id),
            covers_from TEXT NOT NULL,
            first TEXT NOT NULL,
            last TEXT NOT NULL,
            PRIMARY KEY (channel, first)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE captures (
            document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
            captured_at TEXT NOT NULL,
            url TEXT NOT NULL,
            status INTEGER NOT NULL,
            headers TEXT NOT NULL,
            hash TEXT NOT NULL REFERENCES kept (hash) ON DELETE CASCADE,
            media_type TEXT NOT NULL,
            channel TEXT NOT NULL REFERENCES channels (id),
            PRIMARY KEY (document, captured_at)
        )
        """,
        """
        CREATE VIEW v_channels AS
        SELECT coalesce(name, address) AS channel, address, kind, outlet, language, country,
               CASE paused WHEN 1 THEN 'yes' ELSE 'no' END AS paused, added, tried, succeeded, found,
               failures, reason, moved_to, wait_until,
               (SELECT count(DISTINCT document) FROM captures k WHERE k.channel = channels.id) AS captures,
               id
        FROM channels LEFT JOIN channel_states ON channel_states.channel = channels.id
        WHERE removed IS NULL
        """,
        """
        CREATE VIEW v_coverage AS
        SELECT coalesce(c.name, c.address) AS channel, c.outlet, c.language, c.country,
               looks.covers_from AS covers_from, looks.last AS covers_to, looks.first AS known_since, c.id
        FROM looks JOIN channels c ON c.id = looks.channel
        """,
    )
)

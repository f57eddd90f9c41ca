"""Step: what was told to whom: alerts, their deliveries, and what readers of a watch were last told.

Comes in: nothing. Goes out: SQL statements, frozen once released. No table here holds an address's
secret part: a receiver is a name.
"""

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE alerts (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        watch TEXT,
        kind TEXT NOT NULL,
        as_of TEXT NOT NULL,
        made_at TEXT NOT NULL,
        headline TEXT NOT NULL,
        body TEXT NOT NULL
    )
    """,
    "CREATE INDEX alerts_by_watch ON alerts (watch, number)",
    """
    CREATE TABLE deliveries (
        alert TEXT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
        receiver TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        next_try TEXT,
        fault TEXT,
        sent_at TEXT,
        PRIMARY KEY (alert, receiver)
    )
    """,
    "CREATE INDEX deliveries_waiting ON deliveries (next_try) WHERE state = 'waiting'",
    "CREATE TABLE told (watch TEXT PRIMARY KEY, body TEXT NOT NULL)",
    """
    CREATE VIEW v_alerts AS
    SELECT a.watch, a.as_of, a.made_at, a.kind, a.headline, d.receiver, d.state, d.attempts, d.next_try,
           d.fault, d.sent_at, a.id
    FROM alerts a LEFT JOIN deliveries d ON d.alert = a.id
    """,
)

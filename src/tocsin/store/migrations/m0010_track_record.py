"""Step 10: the track record, which only grows; what a forecast would be without evidence; precedents.

Comes in: nothing. Goes out: SQL statements, frozen once released. Knows nothing about the records' Python
shape (a test holds the two together).
"""

STATEMENTS = (
    "ALTER TABLE forecasts ADD COLUMN without_evidence REAL",
    "ALTER TABLE outlooks ADD COLUMN precedents TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE outlooks ADD COLUMN superlatives TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE weighings ADD COLUMN superlatives TEXT NOT NULL DEFAULT '[]'",
    """
    CREATE TABLE settled (
        number INTEGER PRIMARY KEY,
        watch TEXT NOT NULL,
        brief TEXT NOT NULL,
        scenario TEXT NOT NULL,
        as_of TEXT NOT NULL,
        "by" TEXT NOT NULL,
        probability REAL NOT NULL,
        outcome INTEGER NOT NULL,
        settled_on TEXT NOT NULL,
        settler TEXT,
        brier REAL NOT NULL,
        log REAL NOT NULL,
        illustration TEXT,
        body TEXT NOT NULL,
        UNIQUE (watch, brief, scenario)
    )
    """,
    """
    CREATE TRIGGER settled_is_frozen BEFORE UPDATE ON settled
    BEGIN SELECT RAISE (ABORT, 'the track record is never changed'); END
    """,
    """
    CREATE TRIGGER settled_is_kept BEFORE DELETE ON settled
    BEGIN SELECT RAISE (ABORT, 'nothing is taken out of the track record'); END
    """,
    """
    CREATE VIEW v_settled AS
    SELECT watch, as_of, scenario, "by", probability,
           CASE outcome WHEN 1 THEN 'yes' ELSE 'no' END AS outcome, settled_on, settler, brier, log,
           illustration, brief
    FROM settled
    """,
)

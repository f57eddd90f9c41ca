"""Step 17: what each person has read and set aside in the inbox.

Comes in: nothing. Goes out: SQL statements, frozen once released. `documents` is how many a story had when it
was laid away: one that has grown since is unread again.
"""

STATEMENTS = (
    """
    CREATE TABLE triage (
        person TEXT NOT NULL,
        story TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('read', 'aside')),
        documents INTEGER NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (person, story)
    )
    """,
)

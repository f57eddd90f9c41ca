"""Step 16: who may sign in, what each may do and see, and the tokens of their programs.

Comes in: nothing. Goes out: SQL statements, frozen once released. No password and no token is kept: a hash
of each. Sessions are not here: they end with the program that holds them.
"""

STATEMENTS = (
    """
    CREATE TABLE people (
        "key" TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('reader', 'analyst', 'editor', 'admin')),
        password TEXT NOT NULL,
        sees_all INTEGER NOT NULL CHECK (sees_all IN (0, 1)),
        stamp TEXT NOT NULL,
        added TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE watch_access (
        person TEXT NOT NULL REFERENCES people ("key") ON DELETE CASCADE,
        watch TEXT NOT NULL,
        PRIMARY KEY (person, watch)
    )
    """,
    """
    CREATE TABLE tokens (
        id TEXT PRIMARY KEY,
        hash TEXT NOT NULL UNIQUE,
        person TEXT NOT NULL REFERENCES people ("key") ON DELETE CASCADE,
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('reader', 'analyst', 'editor', 'admin')),
        made TEXT NOT NULL,
        expires TEXT NOT NULL
    )
    """,
    "CREATE INDEX tokens_by_person ON tokens (person)",
    "CREATE INDEX stories_by_began ON stories (began, id)",  # for lists that programs page through
)

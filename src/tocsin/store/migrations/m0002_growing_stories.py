"""Step 2: stories that grow document by document, what finds their documents again, and analysts' words.

Comes in: nothing. Goes out: SQL statements, frozen once released; what changes later is a later step.
Stories, origins and edges of before are derived and are traced anew: every document that was read waits.
"""

_AGE = "coalesce(published_at, published || 'T12:00:00+00:00', first_seen, 'undated')"

_STATEMENTS = (
    "DELETE FROM stories",
    "ALTER TABLE stories DROP COLUMN position",
    "ALTER TABLE stories ADD COLUMN began TEXT NOT NULL DEFAULT 'undated'",
    "ALTER TABLE stories ADD COLUMN guests TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE stories ADD COLUMN changes TEXT NOT NULL DEFAULT '[]'",
    """
    CREATE TABLE untraced (
        document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
        age TEXT NOT NULL
    )
    """,
    "CREATE INDEX untraced_by_age ON untraced (age, document)",
    "INSERT INTO untraced SELECT id, <age> FROM documents WHERE id IN (SELECT document FROM readings)",
    """
    CREATE TRIGGER reading_is_untraced AFTER INSERT ON readings
    BEGIN
        INSERT INTO untraced SELECT id, <age> FROM documents WHERE id = NEW.document
        ON CONFLICT DO NOTHING;
    END
    """,
    """
    CREATE TRIGGER change_is_untraced AFTER UPDATE ON documents
    WHEN EXISTS (SELECT 1 FROM readings WHERE document = NEW.id)
    BEGIN
        INSERT INTO untraced SELECT id, <age> FROM documents WHERE id = NEW.id
        ON CONFLICT (document) DO UPDATE SET age = excluded.age;
    END
    """,
    """
    CREATE TABLE marks (
        document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
        number INTEGER NOT NULL UNIQUE,
        moment TEXT,
        words BLOB NOT NULL,
        credited TEXT NOT NULL,
        own TEXT NOT NULL,
        agencies TEXT NOT NULL,
        runs INTEGER NOT NULL,
        "group" INTEGER NOT NULL,
        story TEXT
    )
    """,
    'CREATE INDEX marks_by_group ON marks ("group", moment)',
    "CREATE INDEX marks_by_story ON marks (story)",
    "CREATE TABLE word_counts (word INTEGER PRIMARY KEY, documents INTEGER NOT NULL)",
    'CREATE TABLE group_keys (key INTEGER, "group" INTEGER, PRIMARY KEY (key, "group")) WITHOUT ROWID',
    "CREATE TABLE copy_runs (run INTEGER, document INTEGER, PRIMARY KEY (run, document)) WITHOUT ROWID",
    """
    CREATE TABLE copies (
        "from" TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
        "to" TEXT NOT NULL,
        relation TEXT NOT NULL,
        probability REAL NOT NULL,
        evidence TEXT NOT NULL
    )
    """,
    'CREATE INDEX copies_by_parent ON copies ("to")',
    "CREATE TABLE guests (story TEXT, document TEXT, PRIMARY KEY (story, document)) WITHOUT ROWID",
    "CREATE INDEX guests_by_document ON guests (document)",
    'CREATE TABLE story_redirects (story TEXT PRIMARY KEY, "to" TEXT NOT NULL) WITHOUT ROWID',
    """
    CREATE TABLE story_changes (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        "from" TEXT NOT NULL,
        "to" TEXT NOT NULL,
        documents TEXT NOT NULL,
        causes TEXT NOT NULL,
        seen TEXT,
        reason TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE corrections (
        number INTEGER PRIMARY KEY,
        document TEXT NOT NULL,
        "to" TEXT NOT NULL,
        is_cut INTEGER NOT NULL,
        "by" TEXT,
        at TEXT
    )
    """,
)

STATEMENTS: tuple[str, ...] = tuple(statement.replace("<age>", _AGE) for statement in _STATEMENTS)

"""Step 18: what a model of the user proposed, what people decided about it; translations of documents.

Comes in: nothing. Goes out: SQL statements, frozen once released. Both hold words of documents, so that they
go with the document when it is erased. No outlook, weighing or story refers to them.
"""

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE suggestions (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        spans TEXT NOT NULL,
        source TEXT,
        stance TEXT NOT NULL,
        watch TEXT,
        indicator TEXT,
        item TEXT,
        because TEXT NOT NULL,
        model TEXT NOT NULL,
        host TEXT NOT NULL,
        at TEXT NOT NULL,
        decision TEXT,
        "by" TEXT,
        reason TEXT,
        decided_at TEXT
    )
    """,
    "CREATE INDEX suggestions_by_document ON suggestions (document, kind)",
    """
    CREATE TABLE translations (
        document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        language TEXT NOT NULL,
        passages TEXT NOT NULL,
        model TEXT NOT NULL,
        host TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (document, language)
    )
    """,
    """
    CREATE VIEW v_suggestions AS
    SELECT d.name AS document, s.kind, s.watch, s.indicator, s.item, s.because, s.model, s.host, s.at,
           coalesce(s.decision, 'open') AS decision, s."by", s.reason, s.decided_at, s.id
    FROM suggestions s JOIN documents d ON d.id = s.document
    """,
    """
    CREATE VIEW v_translations AS
    SELECT d.name AS document, t.language, t.model, t.host, t.at
    FROM translations t JOIN documents d ON d.id = t.document
    """,
)

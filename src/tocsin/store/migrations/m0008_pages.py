"""Step: what the pages look up by: outlets, markings, the stories that a document tells.

Comes in: nothing. Goes out: SQL statements, frozen once released. Knows nothing about the pages.
Triggers keep `story_documents` in step with `stories`, whoever writes them.
"""

_LIST = """
    INSERT INTO story_documents SELECT value, NEW.id FROM json_each(NEW.documents) WHERE true
    ON CONFLICT DO NOTHING
"""

STATEMENTS: tuple[str, ...] = (
    """
    CREATE INDEX documents_by_outlet ON documents (outlet, first_seen, published)
    WHERE superseded_by IS NULL
    """,
    "CREATE INDEX documents_by_marking ON documents (marking) WHERE marking IS NOT NULL",
    """
    CREATE TABLE story_documents (
        document TEXT NOT NULL,
        story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
        PRIMARY KEY (document, story)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX story_documents_by_story ON story_documents (story)",
    "INSERT INTO story_documents SELECT DISTINCT value, stories.id FROM stories, json_each(documents)",
    f"CREATE TRIGGER stories_come AFTER INSERT ON stories BEGIN {_LIST}; END",
    """
    CREATE TRIGGER stories_change AFTER UPDATE OF documents ON stories
    BEGIN DELETE FROM story_documents WHERE story = NEW.id; <list>; END
    """.replace("<list>", _LIST),
)

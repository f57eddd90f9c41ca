"""Say to PostgreSQL what is written for SQLite: the tables' steps and the queries put to the driver.

Comes in: a statement in SQLite's words. Goes out: the same in PostgreSQL's, where the two differ; functions
that only SQLite has are made once in the database (`FUNCTIONS`). Knows nothing about what a statement is for.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

# SQLite's functions of which our statements make use, as they are spelt there.
FUNCTIONS = (
    """
    CREATE FUNCTION json_each(list text) RETURNS TABLE (value text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 20
    AS $$ SELECT each_.value FROM json_array_elements_text(list::json) AS each_ (value) $$
    """,
    """
    CREATE FUNCTION json_array_length(list text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT json_array_length(list::json) $$
    """,
    """
    CREATE FUNCTION instr(words text, part text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT strpos(words, part) $$
    """,
    """
    CREATE FUNCTION max(one integer, other integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT greatest(one, other) $$
    """,
    """
    CREATE FUNCTION max(one text, other text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT greatest(one COLLATE "C", other COLLATE "C") $$
    """,
    """
    CREATE FUNCTION written_list(list anycompatiblearray) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT array_to_json(list)::text $$
    """,
    """
    CREATE AGGREGATE json_group_array (anycompatible) (
        SFUNC = array_append, STYPE = anycompatiblearray, INITCOND = '{}', FINALFUNC = written_list
    )
    """,
    # The number after the highest, as SQLite gives it: in the order in which rows came in, none left out.
    """
    CREATE FUNCTION next_number(of_table text, of_column text) RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE found bigint;
    BEGIN
        EXECUTE 'SELECT coalesce(max(' || quote_ident(of_column) || '), 0) + 1 FROM ' || quote_ident(of_table)
        INTO found;
        RETURN found;
    END $$
    """,
)

# Texts sort by code point, whatever the language of the server.
_TYPES = (
    (r"\bTEXT\b", 'TEXT COLLATE "C"'),
    (r"\bINTEGER\b", "BIGINT"),
    (r"\bREAL\b", "DOUBLE PRECISION"),
    (r"\bBLOB\b", "BYTEA"),
    (r"\) WITHOUT ROWID$", ")"),
)
_WORDS_OF_DOCUMENTS = (
    """
    CREATE TABLE document_words (
        document BIGINT PRIMARY KEY,
        plain TEXT NOT NULL,
        words TSVECTOR NOT NULL
    )
    """,
    "CREATE INDEX document_words_by_word ON document_words USING gin (words)",
)
_TRIGGER = re.compile(
    r"CREATE TRIGGER (?P<name>\w+) (?P<when>(?:BEFORE|AFTER) [\w ]+ ON \w+)"
    r"(?: WHEN (?P<condition>.+?))? BEGIN (?P<body>.+;) END"
)
_RAISE = re.compile(r"SELECT RAISE \(ABORT, ('(?:[^']|'')*')\)")
_KEY = re.compile(r"(\( ?|, )(\"?)(\w+)\2 INTEGER PRIMARY KEY")


def translate_step(statement: str) -> Iterator[str]:
    """The statements that do in PostgreSQL what one of a migration does in SQLite."""
    line = " ".join(statement.split())
    if line.startswith("CREATE VIRTUAL TABLE document_words"):
        yield from _WORDS_OF_DOCUMENTS
    elif line.startswith("CREATE TABLE"):
        yield _translate_types(_number_rows(line))
    elif line.startswith("ALTER TABLE"):
        yield _translate_types(line)
    elif trigger := _TRIGGER.fullmatch(line):
        yield from _translate_trigger(trigger)
    elif line.startswith("DROP TRIGGER"):
        yield f"DROP FUNCTION {line.split()[2]}() CASCADE"
    else:
        yield translate_query(line)


@lru_cache(maxsize=1000)
def translate_query(query: str) -> str:
    """A query that SQLite would understand, without its placeholders."""
    query = re.sub(r"json_extract\(([\w.\"]+), '\$\[(\d+)\]'\)", r"((\1)::json->>\2)::integer", query)
    query = re.sub(r"json_extract\(([\w.\"]+), '\$\.(\w+)'\)", r"((\1)::json->>'\2')", query)
    query = query.replace("AS INTEGER)", "AS BIGINT)").replace("group_concat(", "string_agg(")
    return re.sub(r"\bIS NOT (?!NULL\b|DISTINCT\b)", "IS DISTINCT FROM ", query)


@lru_cache(maxsize=1000)
def translate_placeholders(query: str) -> str:
    """SQLite's `?` as `%s`, and its `?1` as `%(p1)s`."""
    return re.sub(r"\?(\d*)", lambda found: f"%(p{found[1]})s" if found[1] else "%s", query)


def _number_rows(line: str) -> str:
    """An integer key gets the next number where none is given, as in SQLite."""
    table = line.split()[2]
    numbered = rf"\1\2\3\2 INTEGER PRIMARY KEY DEFAULT next_number('{table}', '\3')"
    return _KEY.sub(numbered, line)


def _translate_types(line: str) -> str:
    for pattern, kind in _TYPES:
        line = re.sub(pattern, kind, line)
    return line


def _translate_trigger(trigger: re.Match[str]) -> Iterator[str]:
    name, body = trigger["name"], _RAISE.sub(r"RAISE EXCEPTION \1", trigger["body"])
    if trigger["condition"]:
        body = f"IF {trigger['condition']} THEN {body} END IF;"
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {translate_query(body)}"
        " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    yield f"CREATE TRIGGER {name} {trigger['when']} FOR EACH ROW EXECUTE FUNCTION {name}()"

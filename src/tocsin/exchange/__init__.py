"""Exchange: what leaves for other programs, and our own briefs as they come back.

Comes in: briefs, or rows that a store shows. Goes out: STIX 2.1, CAP 1.2, Atom, and tables as CSV, JSON
lines, Parquet and SQLite; whatever the form, the markings go along. Knows nothing about stores, clocks or
how a brief came to be.
"""

from tocsin.exchange.cap import to_cap
from tocsin.exchange.forms import FORMS, Form, write_lines, write_tables, write_text
from tocsin.exchange.newsfeed import to_feed
from tocsin.exchange.stix import to_stix
from tocsin.exchange.stix_back import carried_by_stix, is_stix, read_stix
from tocsin.exchange.tables import Table, tables_of

__all__ = [
    "FORMS",
    "Form",
    "Table",
    "carried_by_stix",
    "is_stix",
    "read_stix",
    "tables_of",
    "to_cap",
    "to_feed",
    "to_stix",
    "write_lines",
    "write_tables",
    "write_text",
]

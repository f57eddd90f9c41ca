"""Step: stories that wait to be counted anew, so that a run counts each of them once.

Comes in: nothing. Goes out: SQL statements, frozen once released. Knows nothing about the records' Python
shape (a test holds the two together).
"""

STATEMENTS = ("CREATE TABLE uncounted (story TEXT PRIMARY KEY) WITHOUT ROWID",)

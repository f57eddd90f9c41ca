"""Which verbs of the command line have no form in the workbench, and why: files of the server, long work.

Comes in: nothing. Goes out: two tables, which a test holds against the program's verbs. A verb that writes
into the store is in `NOT_HERE` or behind an action; one that only shows is behind a page or in `NOT_HERE`.
"""

from collections.abc import Mapping

# a verb that only shows -> the address of the page that shows the same
SHOWN_AT: Mapping[str, str] = {
    "forecast precedents": "/problem/{watch}/forecast/{scenario}",
    "ach": "/problem/{watch}/explanations",
    "grades": "/sources",
    "inbox": "/inbox",
    "indicators": "/problem/{watch}/indicator/{id}",
    "people": "/people",
    "people list": "/people",
    "people tokens": "/people",
    "plans": "/plans",
    "relations": "/problem/{watch}",
    "search": "/search",
    "sources": "/sources",
    "watches": "/watch",
    "why": "/problem/{watch}/forecast/{scenario}",
}

_FILES = "reads or writes files where it runs; a browser must not name files of the server"
_LONG = "may take hours and is started by cron, systemd or a person at the terminal"
_STORELESS = "needs no store and writes none"
_ASKED = "sends a document to a model outside, which this site never does on a browser's word"

NOT_HERE: Mapping[str, str] = {
    "backup": _FILES,
    "bundle": _FILES,
    "check": "reads the whole store, which takes minutes where it is large",
    "doctor": "tells of the machine that it runs on, which is not for every reader",
    "draft": "prints a brief to be edited; the editor at /brief/{version}/edit holds the same text",
    "events export": _FILES,
    "events import": _FILES,
    "events told": _STORELESS,
    "export": _FILES,
    "forecast replay-files": _FILES,
    "forecast test-trigger": f"takes minutes of work; {_STORELESS}",
    "lint": _STORELESS,
    "mcp": "talks with one program over its own input and output; the API serves others",
    "move": "takes the store to another place, while nothing else may use it",
    "read": _STORELESS,
    "replay": _LONG,
    "restore": "puts another file in the store's place, while nothing else may use it",
    "rules": _STORELESS,
    "run": _LONG,
    "serve": "is what serves the forms",
    "smooth": _FILES,
    "sources archive": _FILES,
    "sources check": "asks servers outside, which this site never does on a browser's word; a run does",
    "sources export": _FILES,
    "suggest claims": _ASKED,
    "suggest indicators": _ASKED,
    "suggest list": "is for who asked the model at the terminal",
    "translate": _ASKED,
    "unbundle": _FILES,
    "watch check": _FILES,
    "watch new": _FILES,
    "watch test": _FILES,
    "what-if": "makes an exercise of injects from a file, apart from the store",
}

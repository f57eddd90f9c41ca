"""Write docs/openapi.json from the tables of the API, so that the file cannot drift.

Run `python docs/make_openapi.py` after a change in a resource, an action or a record; a test compares the
file with what this makes. It knows nothing of what the addresses give.
"""

import json
from pathlib import Path

from tocsin.web.openapi import describe_api


def openapi_file() -> str:
    """The whole file."""
    return json.dumps(describe_api(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("openapi.json").write_text(openapi_file(), encoding="utf-8")

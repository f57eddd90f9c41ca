"""Print what docs/ keeps of the form of a watch file: `python -m tocsin.watches [--table]`.

Comes in: the flag. Goes out, on stdout: docs/watch.schema.json, or the table of keys in docs/watch-files.md.
Knows nothing about any one watch.
"""

import json
import sys

from tocsin.watches.schema import field_table, watch_schema

text = field_table() if "--table" in sys.argv[1:] else json.dumps(watch_schema(), indent=2)
sys.stdout.write(text.rstrip("\n") + "\n")

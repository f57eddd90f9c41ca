"""The workbench in a browser: read-only pages over a store, each with a `.json` twin at the same address.

Comes in: an open store and requests from this machine. Goes out: pages. A door beside the command line:
it knows the store and the rooms' charts and words, and nothing of how anything was concluded.
"""

"""Sphinx settings: `make docs` builds these pages into docs/_build."""

project = "Tocsin"
copyright = "2026, the Tocsin authors"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
html_theme = "furo"
html_title = "Tocsin"
exclude_patterns = ["_build"]
myst_heading_anchors = 3

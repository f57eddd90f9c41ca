"""Templates of a package, opened in one way: what goes into a page is escaped, and a name must be known.

Comes in: the name of a package with a folder `templates`. Goes out: a Jinja environment, or a file as text.
Knows nothing about what the templates show.
"""

from functools import partial
from importlib import resources

import jinja2


def open_templates(package: str) -> jinja2.Environment:
    """The package's templates; filters and globals are the caller's to add."""
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(partial(read_template, package)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def read_template(package: str, name: str) -> str:
    """One file of the package's `templates`, as text."""
    return resources.files(package).joinpath("templates", name).read_text("utf-8")

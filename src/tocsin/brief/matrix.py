"""Shows a matrix of competing hypotheses: as a table in a page of its own, in a brief, or in plain text.

Comes in: a comparison. Goes out: HTML or text. Knows nothing about how places and weights were found.
"""

import base64
import datetime as dt
import hashlib
import textwrap
from collections.abc import Iterator, Sequence

import jinja2
from markupsafe import Markup

from tocsin.brief.explanations import write_disagreements, write_explanations
from tocsin.brief.templating import open_templates, read_template
from tocsin.brief.wording import day, unended
from tocsin.terms import Comparison, HypothesisOrder, HypothesisScore, MatrixRow, Rating, WeighedRow

SUGGESTED = "suggested"
WORTH = (
    "An order of explanations, not a probability of any. Controlled studies of the method found mixed "
    "results; take it as a second look."
)
_WIDE = 100  # characters of a line of text


def to_matrix_page(made: Comparison, *, title: str, as_of: dt.date, markings: Sequence[str]) -> str:
    """The matrix as one self-contained page."""
    css = read_template(__package__, "brief.css")
    environment = open_templates(__package__)
    environment.filters |= {"day": day}
    add_matrix_words(environment)
    return environment.get_template("matrix_page.html.j2").render(
        made=made,
        title=title,
        as_of=as_of,
        markings=markings,
        lines=[*write_explanations(made, ()), *write_disagreements(made, ())],
        css=Markup(css),  # noqa: S704  our own file
        css_hash=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
    )


def to_matrix_text(made: Comparison) -> str:
    """The matrix as text: sentences, places, then row by row who rates what."""
    told = [line.text for line in (*write_explanations(made, ()), *write_disagreements(made, ()))]
    lines = [line for text in told for line in _wrapped(text)]
    names = hypothesis_names(made)
    for order in made.orders:
        lines += ["", f"Places, by {order.analyst} alone" if order.analyst else "Places, 1 first"]
        lines += [f"  {s.rank}  {names[s.hypothesis]} ({s.score:.1f} against)" for s in order.scores]
    lines += ["", "Rows: CC very consistent, C, N neither, I inconsistent, II very inconsistent, NA"]
    for row, weighed in matrix_rows(made):
        lines += _row(row, weighed)
    return "\n".join([*lines, "", *_wrapped(WORTH)]) + "\n"


def add_matrix_words(environment: jinja2.Environment) -> None:
    """Give a template environment what matrix.html.j2 asks for."""
    environment.globals |= {
        "hypothesis_names": hypothesis_names,
        "matrix_rows": matrix_rows,
        "ratings_of": ratings_of,
        "row_statement": row_statement,
        "score_of": score_of,
    }


def hypothesis_names(made: Comparison) -> dict[str, str]:
    """Hypothesis id -> name."""
    return {each.id: unended(each.name) for each in made.hypotheses}


def matrix_rows(made: Comparison) -> list[tuple[MatrixRow, WeighedRow]]:
    """The rows with how they count, those that tell most apart first."""
    weighed = {each.row: each for each in made.rows}
    pairs = [(row, weighed[row.id]) for row in made.matrix.rows]
    return sorted(pairs, key=lambda pair: -pair[1].diagnosticity)


def ratings_of(row: MatrixRow, hypothesis: str) -> list[tuple[str, Rating]]:
    """Who rates the row how for a hypothesis; a rule's suggestion is called one."""
    rated = row.ratings or {SUGGESTED: row.suggested}
    return [(who, given[hypothesis]) for who, given in rated.items() if hypothesis in given]


def score_of(order: HypothesisOrder, hypothesis: str) -> HypothesisScore:
    """A hypothesis's place in an order."""
    return next(each for each in order.scores if each.hypothesis == hypothesis)


def row_statement(made: Comparison, row: str) -> str:
    """What a row says."""
    return unended(next(each.statement for each in made.matrix.rows if each.id == row))


def _row(row: MatrixRow, weighed: WeighedRow) -> Iterator[str]:
    apart = (
        f"tells apart {weighed.diagnosticity:.1f}" if weighed.diagnosticity else "fits all alike: no count"
    )
    weights = f"credibility {row.credibility or 'not judged'}, relevance {row.relevance or 'not judged'}"
    yield ""
    yield from _wrapped(f"{row.id}: {row.statement}")
    yield f"  {apart}; {weights}"
    if weighed.group != row.id:
        yield f"  counts once with {weighed.group}: one origin"
    for who in row.ratings or [SUGGESTED]:
        given = row.ratings.get(who, row.suggested)
        yield from _wrapped(f"  {who}: " + ", ".join(f"{name} {rating}" for name, rating in given.items()))


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDE, subsequent_indent="    ")

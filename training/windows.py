"""Turn marked texts into windows of wordpieces with tags and pointers, as the reader is trained on.

Articles come in; windows come out: whole tables of tokens packed to 192 wordpieces, each word with its tag,
each cue with its source, each fragment of content with its cue. Words and tables are those of `tocsin.read`,
so that what is trained is what is read. It knows nothing about torch.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tocsin.read.segments import paragraphs
from tocsin.read.tables import tables
from tocsin.read.tokens import Tokens
from tocsin.read.wordpieces import CLASSIFY, SEPARATE, WINDOW, Part, Splitter, cut
from tocsin.terms import Span
from training.polnear import Article, Attribution

SOURCE, CUE, CONTENT = 1, 3, 5  # the tags of first words; the tag of the words that follow is one more


class Marks(NamedTuple):
    """Tags of the words of a stretch; pointers as (from, to) word numbers, `to` -1 for none."""

    tags: list[int]
    sources: list[tuple[int, int]]  # first word of a cue, first word of its source
    cues: list[tuple[int, int]]  # first word of a fragment of content, first word of its cue


class Stretch(NamedTuple):
    """A table of tokens, or as much of one as a window holds: pieces and marks of its words."""

    ids: list[int]
    kinds: list[int]
    firsts: list[int]
    marks: Marks


class Window(NamedTuple):
    """Stretches that are read together."""

    stretches: tuple[Stretch, ...]

    @property
    def length(self) -> int:
        """Wordpieces, special ones included."""
        return 1 + sum(len(s.ids) + 1 for s in self.stretches)


def pack(articles: Iterable[Article], splitter: Splitter) -> Iterator[Window]:
    """Windows of the articles, in order; no window holds words of two articles."""
    for article in articles:
        yield from filled(stretches(article, splitter))


def filled(some: Iterable[Stretch]) -> Iterator[Window]:
    """Stretches in order, as many to a window as it holds."""
    held: list[Stretch] = []
    length = 1
    for stretch in some:
        if held and length + len(stretch.ids) + 1 > WINDOW:
            yield Window(tuple(held))
            held, length = [], 1
        held.append(stretch)
        length += len(stretch.ids) + 1
    if held:
        yield Window(tuple(held))


def stretches(article: Article, splitter: Splitter) -> Iterator[Stretch]:
    """The tables of an article, each as one stretch or, where too long for a window, as several."""
    text = article.text
    for tokens in tables(text, paragraphs(text)):
        whole = tokens.span(0, len(tokens) - 1)
        inside = [a for a in article.attributions if _touches(a, whole)]
        for part, pieces in cut(Part(tokens, 0, len(tokens)), splitter):
            yield Stretch(*pieces, mark(tokens, inside, part.first, part.end))


def _touches(attribution: Attribution, span: Span) -> bool:
    return any(a < span.end and b > span.start for part in attribution for a, b in part)


def mark(tokens: Tokens, attributions: Iterable[Attribution], first: int, end: int) -> Marks:
    """Tags and pointers of tokens `first` up to `end`; a cue wins over a source, a source over a content."""
    owner: list[tuple[int, int, int] | None] = [None] * (end - first)
    known = list(attributions)
    for role, base in ((2, CONTENT), (0, SOURCE), (1, CUE)):
        for number, attribution in enumerate(known):
            for part, (a, b) in enumerate(attribution[role]):
                for k in _bare(tokens, a, b, first, end):
                    owner[k - first] = (base, number, part)
    tags = [0 if o is None else o[0] + (k > 0 and owner[k - 1] == o) for k, o in enumerate(owner)]
    return Marks(tags, list(_sources(owner, tags, known)), list(_cues(owner, tags)))


def _bare(tokens: Tokens, a: int, b: int, first: int, end: int) -> list[int]:
    """The tokens of a span without marks at its edges, unless it is all marks (a colon as a cue)."""
    inside = [k for k in range(first, end) if tokens.starts[k] < b and tokens.ends[k] > a]
    words = [k for k in inside if tokens.low[k][0].isalnum()]
    return list(range(words[0], words[-1] + 1)) if words else inside


def _sources(
    owner: list[tuple[int, int, int] | None], tags: list[int], known: list[Attribution]
) -> Iterator[tuple[int, int]]:
    """Of each cue its source; a source that several cues share was painted by the last of them."""
    at = {o: k for k, o in reversed(list(enumerate(owner))) if o is not None}
    spans = {known[o[1]].source[o[2]]: k for o, k in at.items() if o[0] == SOURCE}
    for k, o in enumerate(owner):
        if o is not None and tags[k] == CUE and at[o] == k:
            source = known[o[1]].source
            yield k, spans.get(source[0], -1) if source else -1


def _cues(owner: list[tuple[int, int, int] | None], tags: list[int]) -> Iterator[tuple[int, int]]:
    at: dict[int, int] = {}
    for k, o in enumerate(owner):
        if o is not None and o[0] == CUE:
            at.setdefault(o[1], k)
    for k, o in enumerate(owner):
        if o is not None and tags[k] == CONTENT and o[1] in at:
            yield k, at[o[1]]


def batch_ids(window: Window) -> tuple[list[int], list[int]]:
    """Ids and kinds of a window: [CLS], then each stretch with [SEP] after it."""
    ids, kinds = [CLASSIFY], [0]
    for stretch in window.stretches:
        ids += [*stretch.ids, SEPARATE]
        kinds += [*stretch.kinds, 0]
    return ids, kinds

"""A listing: what a feed or a sitemap offers at one moment, entry by entry, before anything is fetched.

Comes in: nothing. Goes out: the records that the readers of feeds and sitemaps fill and that channels
takes documents from. Dates stay as the words that were written. Knows nothing about what was seen before.
"""

from tocsin.terms import Link, Record, identify


class Entry(Record):
    """One item of a listing: its own id, where its page is, and what the listing says of it.

    `content` is its text as HTML where the listing gives all of it, `summary` where it gives some.
    """

    id: str
    link: str | None = None
    title: str | None = None
    content: str | None = None
    summary: str | None = None
    is_html: bool = True  # whether content and summary are markup
    published: str | None = None
    updated: str | None = None
    byline: str | None = None
    credit: str | None = None
    outlet: str | None = None  # whom the listing names as the item's source
    language: str | None = None
    links: tuple[Link, ...] = ()
    shares_link: bool = False  # other items of the listing lead to the same page, so it is none of their own

    @property
    def page(self) -> str | None:
        """The page that is the item's own."""
        return None if self.shares_link else self.link

    @property
    def item(self) -> str:
        """The id by which it is known that the item was seen."""
        return identify(self.id)

    @property
    def edition(self) -> str:
        """The id of the item as it stands now: another one once it says that it was changed."""
        return identify(self.id, self.updated)


class Listing(Record):
    """All entries that an address offers, in its order, and what it says of itself.

    `children` are the sitemaps that a sitemap index names, with the dates of their last change.
    """

    kind: str  # rss, atom, json-feed, sitemap
    title: str | None = None
    language: str | None = None
    entries: tuple[Entry, ...] = ()
    children: tuple[tuple[str, str | None], ...] = ()

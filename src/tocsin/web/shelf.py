"""What pages are made from: an open store, and the watches by whose words it is told.

Comes in: a store and the names of watches. Goes out: both, the watches loaded when first asked for.
Knows nothing about pages. A watch that is no longer at hand is no fault: its ids stand for its names.
"""

import threading
from collections.abc import Sequence
from functools import cached_property

from tocsin.brief.wording import lower_first, unended
from tocsin.reference.kinds import kinds
from tocsin.store import Store
from tocsin.store.narrowed import Narrowed
from tocsin.terms import Indicator, Scenario, Watch
from tocsin.watches import load_watch, packaged_watches
from tocsin.web.visitors import Visitor


class Shelf:
    """One store with the watches that go with it; `names` are those not packaged, by folder or file.

    Pages read from `store`, in which nothing can be changed; what a person does is done in another opening
    of the same file, made when it is first needed. `for_visitor` gives the shelf as that person may see it.
    """

    def __init__(self, store: Store, names: Sequence[str] = ()) -> None:
        self.store = store
        self._names = tuple(names)
        self._opening = threading.Lock()
        self._writable: Store | None = None

    def close(self) -> None:
        """Let go of the opening that was written through; the other is its opener's."""
        with self._opening:
            if self._writable is not None:
                self._writable.close()
                self._writable = None

    def for_visitor(self, visitor: Visitor) -> "Shelf":
        """The shelf as the visitor may see it: with fewer problems, or this one."""
        if visitor.watches is None:
            return self
        seen = Shelf(Narrowed(self.store, visitor.watches), self._names)
        seen.__dict__["watches"] = {id_: each for id_, each in self.watches.items() if visitor.sees(id_)}
        return seen

    def writable(self) -> Store:
        """The store, to write into."""
        with self._opening:
            if self._writable is None:
                self._writable = self.store.open_again()
            return self._writable

    @cached_property
    def watches(self) -> dict[str, Watch]:
        """Every watch at hand, by id."""
        loaded = [load_watch(name) for name in (*packaged_watches(), *self._names)]
        return {watch.id: watch for watch in loaded}

    @cached_property
    def names(self) -> dict[str, str]:
        """What stands for ids in the text of other rooms: warning kinds, then the words of the watches."""
        names = {kind: kind.replace("-", " ") for kind in kinds()}
        for watch in self.watches.values():
            told = {s.id: s.name for s in watch.scenarios} | {i.id: i.name for i in watch.indicators}
            names |= {each: lower_first(unended(name)) for each, name in told.items()}
        return names

    def watch(self, id: str) -> Watch | None:
        """The watch of that id, if it is at hand."""
        return self.watches.get(id)

    def title(self, watch: str) -> str:
        """What the problem is called."""
        found = self.watch(watch)
        return found.title if found else _plain(watch)

    def scenario(self, watch: str, id: str) -> Scenario | None:
        """A scenario as the watch words it."""
        found = self.watch(watch)
        return next((each for each in found.scenarios if each.id == id), None) if found else None

    def scenario_name(self, watch: str, id: str) -> str:
        """What a scenario is called."""
        found = self.scenario(watch, id)
        return found.name if found else _plain(id)

    def indicator(self, watch: str, id: str) -> Indicator | None:
        """An indicator as the watch words it."""
        found = self.watch(watch)
        return next((each for each in found.indicators if each.id == id), None) if found else None

    def indicator_name(self, watch: str, id: str) -> str:
        """What an indicator is called."""
        found = self.indicator(watch, id)
        return found.name if found else _plain(id)


def _plain(id: str) -> str:
    return id.replace("-", " ")

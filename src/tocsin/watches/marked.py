"""YAML that remembers the line of every key, so that a fault can be pointed at.

Comes in: one YAML file. Goes out: its values as plain dictionaries, lists and scalars, and the line
of every key and item. Knows nothing about watches; refuses what would make a line ambiguous.
"""

from pathlib import Path
from typing import NamedTuple

import yaml

from tocsin.errors import ConfigurationError

KeyPath = tuple[str | int, ...]
Value = object  # a dict, a list or a scalar, as YAML's safe loader makes them


class MarkedFile(NamedTuple):
    """One YAML file: its values, and the line (from 1) of each key path in it."""

    file: Path
    values: dict[str, Value]
    lines: dict[KeyPath, int]

    def line(self, path: KeyPath) -> int:
        """The line of `path`, or of the nearest key above it that stands in the file."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]


def read_marked(file: Path) -> MarkedFile:
    """Read one YAML mapping.

    Raises:
        ConfigurationError: not UTF-8, not YAML, not a mapping, a key twice, an alias, a date that is none.
    """
    loader = yaml.SafeLoader(_text(file))
    try:
        root = _compose(loader, file)
        if not isinstance(root, yaml.MappingNode):
            raise ConfigurationError(
                f"{file}:1", "the file is not a mapping of keys", "write `key: value` lines"
            )
        reader = _Reader(file, loader)
        return MarkedFile(file, reader.mapping(root, ()), reader.lines)
    except RecursionError as error:
        raise ConfigurationError(
            str(file), "brackets or indents nest too deep", "flatten the file"
        ) from error
    finally:
        loader.dispose()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError(str(file), "the file is not UTF-8 text", "save it as UTF-8") from error
    except OSError as error:
        raise ConfigurationError(
            str(file), f"cannot be read ({error.strerror})", "check name and rights"
        ) from error


def _compose(loader: yaml.SafeLoader, file: Path) -> yaml.Node | None:
    try:
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        what = f"not valid YAML: {error.problem}"
        raise ConfigurationError(
            f"{file}:{line}", what, "check indentation, colons and quotes there"
        ) from error
    except yaml.YAMLError as error:
        raise ConfigurationError(
            str(file), f"not valid YAML: {error}", "remove unprintable characters"
        ) from error


class _Reader:
    """Turns nodes into values and notes lines; a node met twice (an alias) would have two and is refused."""

    def __init__(self, file: Path, loader: yaml.SafeLoader) -> None:
        self.file = file
        self.loader = loader
        self.lines: dict[KeyPath, int] = {(): 1}
        self.met: set[int] = set()

    def value(self, node: yaml.Node, path: KeyPath) -> Value:
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return self.sequence(node, path)
        return self.scalar(node)

    def mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Value]:
        self.meet(node)
        values: dict[str, Value] = {}
        for name, child in node.value:
            key = str(name.value)  # as written: YAML would turn a key `on` or `no` into a truth value
            if key in values:
                raise self.error(name, f"the key {key!r} stands twice here", "keep one of the two")
            self.lines[(*path, key)] = name.start_mark.line + 1
            values[key] = self.value(child, (*path, key))
        return values

    def sequence(self, node: yaml.SequenceNode, path: KeyPath) -> list[Value]:
        self.meet(node)
        for index, child in enumerate(node.value):
            self.lines[(*path, index)] = child.start_mark.line + 1
        return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]

    def scalar(self, node: yaml.Node) -> Value:
        try:
            return self.loader.construct_object(node)
        except (ValueError, yaml.YAMLError) as error:
            what = f"{node.value!r} is not a value that exists"
            raise self.error(node, what, "write a real date (2026-04-18), or quote it as text") from error

    def meet(self, node: yaml.Node) -> None:
        if id(node) in self.met:
            raise self.error(
                node, "a part is used twice through an alias (*name)", "write it out in both places"
            )
        self.met.add(id(node))

    def error(self, node: yaml.Node, what: str, remedy: str) -> ConfigurationError:
        return ConfigurationError(f"{self.file}:{node.start_mark.line + 1}", what, remedy)

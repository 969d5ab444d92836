"""XML read without trust: no entities, nothing fetched, no depth without end. Names come with their namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from trace.epcis.checking import Wrong
from trace.epcis.document import BadDocument

DEEPEST = 100
XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(slots=True)
class Node:
    """An element: its namespace and name, the prefix it was written with, attributes, what is in it."""

    namespace: str
    name: str
    prefix: str
    attributes: dict[tuple[str, str, str], str]
    children: list[Node] = field(default_factory=list)
    text: str = ""
    # Of the root: every prefix of the document with what it stood for first; values may bear prefixes as names do.
    declared: dict[str, str] = field(default_factory=dict)

    def all(self, name: str) -> list[Node]:
        """The children of this name."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Node | None:
        """The first child of this name."""
        return next(iter(self.all(name)), None)

    def attribute(self, name: str) -> str | None:
        """An attribute without a namespace."""
        return self.attributes.get(("", name, ""))

    def below(self, name: str) -> Iterator[Node]:
        """Every element of this name in it, however deep."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.below(name)


def read(body: bytes) -> Node:
    """The root of an XML text."""
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.namespace_prefixes = True
    parser.buffer_text = True
    parser.StartNamespaceDeclHandler = builder.namespace
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = builder.characters, builder.entity
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError) as problem:
        raise BadDocument([Wrong("", f"this is not XML that is read here: {problem}")]) from None
    assert builder.root is not None
    builder.root.declared = builder.declared
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self.declared: dict[str, str] = {}
        self._open: list[Node] = []

    def namespace(self, prefix: str | None, uri: str | None) -> None:
        if prefix and uri:
            self.declared.setdefault(prefix, uri)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= DEEPEST:
            raise ValueError(f"it is more than {DEEPEST} elements deep")
        node = Node(*_named(name), {_named(one): value for one, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _: str) -> None:
        node = self._open.pop()
        node.text = node.text.strip()

    def characters(self, text: str) -> None:
        self._open[-1].text += text

    def entity(self, name: str, *_: object) -> None:
        # A few lines of entities can grow to gigabytes or name a file of ours.
        raise ValueError(f"it declares the entity {name[:40]!r}, and no entities are taken")


def _named(name: str) -> tuple[str, str, str]:
    parts = name.split(" ")
    if len(parts) == 1:
        return "", parts[0], ""
    return parts[0], parts[1], parts[2] if len(parts) > 2 else ""

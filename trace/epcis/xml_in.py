"""EPCIS documents in XML, 2.0 and 1.2, as the JSON that says the same (EPCIS 2.0 sections 9 and 10).

What 1.2 put into `extension` and `baseExtension` stands where 2.0 has it, and words of CBV come bare. From here on a document
is checked, kept and asked for like any other; the pointers of its mistakes lead into that JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from trace.epcis import contexts, terms, tree
from trace.epcis.checking import Wrong
from trace.epcis.document import BadDocument
from trace.epcis.tree import XSI, Node
from trace.epcis.xml_values import figure, iri, several, typed

Said = dict[str, Any]
ROOTS = ("EPCISDocument", "EPCISQueryDocument", "EPCISMasterDataDocument")
# The standard's own namespaces, and those of XML and of the header of business documents: nobody's extensions.
_OF_EPCIS = (
    "urn:epcglobal:", "http://www.w3.org/2001/XMLSchema",
    "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader",
)  # fmt: skip
_WRAPPERS = frozenset({"extension", "baseExtension"})


def document(body: bytes) -> Said:
    """The document in JSON."""
    root = tree.read(body)
    if root.name not in ROOTS:
        raise BadDocument([Wrong("", f"{root.name[:60]!r} is no EPCIS document: expected {', '.join(ROOTS)}")])
    return _Converter(root.declared).document(root)


class _Converter:
    """Converts one document, and gathers what its prefixes stand for on the way."""

    def __init__(self, declared: Mapping[str, str]) -> None:
        self._prefixes = {
            prefix: iri(namespace)
            for prefix, namespace in declared.items()
            if prefix not in contexts.PREFIXES and not namespace.startswith(_OF_EPCIS)
        }

    def document(self, root: Node) -> Said:
        events = [self._event(node) for node in _events(root)]
        vocabularies = [self._vocabulary(node) for node in root.below("Vocabulary")]
        said: Said = {
            "@context": [contexts.STANDARD, self._prefixes] if self._prefixes else contexts.STANDARD,
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": root.attribute("creationDate"),
            "epcisBody": {"eventList": events},
        }
        if vocabularies:
            said["epcisHeader"] = {"epcisMasterData": {"vocabularyList": vocabularies}}
        return said

    def _event(self, node: Node) -> Said:
        said: Said = {"type": node.name if not node.namespace else self._name(node)}
        for part in _unwrapped(node):
            self._put(said, part)
        if node.name == "QuantityEvent":
            return _upgraded(said)
        return said

    def _put(self, said: Said, part: Node) -> None:
        if part.namespace:
            several(said, self._name(part), self._extension(part))
        elif part.name == "certificationInfo":
            several(said, part.name, part.text)
        else:
            read = _MEMBERS.get(part.name)
            said[part.name] = part.text if read is None else read(self, part)

    def _name(self, node: Node) -> str:
        return self._prefixed(node.namespace, node.name, node.prefix)

    def _prefixed(self, namespace: str, name: str, prefix: str) -> str:
        """The name with a prefix that stands for its namespace here, and for no other."""
        whole = iri(namespace)
        known = next((one for one, iri in contexts.PREFIXES.items() if iri == whole), None)
        if known is not None:
            return f"{known}:{name}"
        wanted = prefix or "ext"
        chosen, number = wanted, 1
        while chosen in contexts.PREFIXES or self._prefixes.get(chosen, whole) != whole:
            chosen, number = f"{wanted}{number}", number + 1
        self._prefixes[chosen] = whole
        return f"{chosen}:{name}"

    def _extension(self, node: Node) -> Any:
        more = {
            self._prefixed(namespace, name, prefix) if namespace else name: value
            for (namespace, name, prefix), value in node.attributes.items()
            if namespace != XSI
        }
        if not node.children and not more:
            return node.text
        inner: Said = more
        for child in node.children:
            several(inner, self._name(child) if child.namespace else child.name, self._extension(child))
        return inner | ({"@value": node.text} if node.text else {})

    def extended(self, node: Node, own: Said) -> Said:
        """`own` with the extensions that stand beside it."""
        for child in _unwrapped(node):
            if child.namespace:
                several(own, self._name(child), self._extension(child))
        return own

    def sensor(self, node: Node) -> Said:
        """A sensorElement."""
        said: Said = {}
        if (metadata := node.first("sensorMetadata")) is not None:
            said["sensorMetadata"] = self._attributes(metadata)
        said["sensorReport"] = [self._attributes(one) for one in node.all("sensorReport")]
        return self.extended(node, said)

    def _attributes(self, node: Node) -> Said:
        said: Said = {}
        for (namespace, name, prefix), value in node.attributes.items():
            if not namespace:
                said[name] = typed(name, value)
            elif namespace != XSI:
                said[self._prefixed(namespace, name, prefix)] = value
        return said

    def error(self, node: Node) -> Said:
        """An errorDeclaration."""
        said: Said = {}
        for part in _unwrapped(node):
            if part.namespace:
                several(said, self._name(part), self._extension(part))
            elif part.name == "correctiveEventIDs":
                said[part.name] = [one.text for one in part.children]
            else:
                said[part.name] = terms.REASONS.bare(part.text) if part.name == "reason" else part.text
        return said

    def _vocabulary(self, node: Node) -> Said:
        return {
            "type": node.attribute("type"),
            "vocabularyElementList": [self._element(one) for one in node.below("VocabularyElement")],
        }

    def _element(self, node: Node) -> Said:
        said: Said = {"id": node.attribute("id")}
        if attributes := node.all("attribute"):
            said["attributes"] = [{"id": one.attribute("id"), "attribute": self._value(one)} for one in attributes]
        if (children := node.first("children")) is not None:
            said["children"] = [one.text for one in children.all("id")]
        return said

    def _value(self, attribute: Node) -> Any:
        if not attribute.children:
            return attribute.text
        inner: Said = {}
        for child in attribute.children:
            several(inner, self._name(child) if child.namespace else child.name, self._extension(child))
        return inner


def _epcs(_: _Converter, node: Node) -> list[str]:
    return [one.text for one in node.all("epc")]


def _quantities(_: _Converter, node: Node) -> list[Said]:
    found = []
    for element in node.all("quantityElement"):
        # A quantity may be there and nil, which says as much as none.
        said: Said = {part.name: part.text for part in element.children if part.text or part.name != "quantity"}
        if "quantity" in said:
            said["quantity"] = figure(said["quantity"])
        found.append(said)
    return found


def _typed_list(member: str, vocabulary: terms.Vocabulary) -> Callable[[_Converter, Node], list[Said]]:
    def read(_: _Converter, node: Node) -> list[Said]:
        found = []
        for one in node.all(member):
            type_ = one.attribute("type")
            found.append(({} if type_ is None else {"type": vocabulary.bare(type_)}) | {member: one.text})
        return found

    return read


def _place(converter: _Converter, node: Node) -> Said:
    found = node.first("id")
    return converter.extended(node, {} if found is None else {"id": found.text})


def _persistent(_: _Converter, node: Node) -> Said:
    parts = {name: [terms.DISPOSITIONS.bare(one.text) for one in node.all(name)] for name in ("set", "unset")}
    return {name: words for name, words in parts.items() if words}


_MEMBERS: dict[str, Callable[[_Converter, Node], Any]] = {
    **dict.fromkeys(("epcList", "childEPCs", "inputEPCList", "outputEPCList"), _epcs),
    **dict.fromkeys(("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"), _quantities),
    "bizStep": lambda _, node: terms.BIZ_STEPS.bare(node.text),
    "disposition": lambda _, node: terms.DISPOSITIONS.bare(node.text),
    "readPoint": _place,
    "bizLocation": _place,
    "bizTransactionList": _typed_list("bizTransaction", terms.TRANSACTIONS),
    "sourceList": _typed_list("source", terms.PARTIES),
    "destinationList": _typed_list("destination", terms.PARTIES),
    "sensorElementList": lambda converter, node: [converter.sensor(one) for one in node.all("sensorElement")],
    "persistentDisposition": _persistent,
    "errorDeclaration": _Converter.error,
    "ilmd": lambda converter, node: converter.extended(node, {}),
}


def _events(root: Node) -> Iterator[Node]:
    """The events in their order; 1.2 had the newer types in an extension of the list."""
    for found in root.below("EventList"):
        yield from _unwrapped(found)


def _unwrapped(node: Node) -> Iterator[Node]:
    """The children, those of wrappers in their places."""
    for child in node.children:
        if not child.namespace and child.name in _WRAPPERS:
            yield from _unwrapped(child)
        else:
            yield child


def _upgraded(said: Said) -> Said:
    """A QuantityEvent, which 2.0 no longer has: so many of a class were seen (EPCIS 1.2 section 7.4.4)."""
    quantity = {"epcClass": said.pop("epcClass", ""), "quantity": figure(said.pop("quantity", ""))}
    return {**said, "type": "ObjectEvent", "action": "OBSERVE", "quantityList": [quantity]}

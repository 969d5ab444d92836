"""Master data that parties send in the headers of their documents: what places and products are, and what lies in what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy.orm import Session

from trace import bulk
from trace.epcis import contexts, facts, tables
from trace.epcis.contexts import expanded
from trace.epcis.naming import leniently
from trace.errors import Malformed

# A warehouse in a site in a region: a hierarchy is no deeper than this, and may by mistake run in a circle.
DEEPEST = 32
MOST_PLACES = 10_000


class TooManyPlaces(Malformed):
    """A place with more places below it than a query looks at."""

    code = "too-many-places"
    exception = "QueryTooComplexException"


def keep(session: Session, party_id: int, vocabularies: Iterable[dict[str, Any]], context: object, origin: str) -> None:
    """Take up what a document says; an element that came before is replaced."""
    namespaces = contexts.prefixes(context)
    elements: dict[tuple[str, str], dict[str, Any]] = {}
    for vocabulary in vocabularies:
        for element in vocabulary.get("vocabularyElementList", ()):
            elements[
                expanded(vocabulary["type"], namespaces), leniently(expanded(element["id"], namespaces), origin)
            ] = element
    if not elements:
        return
    names = {name for _, name in elements}
    one = [(party_id, type_, name) for type_, name in elements]
    bulk.run(session, "DELETE FROM epcis_element WHERE party_id = ? AND type = ? AND id = ?", one)
    mine = [(party_id, name) for name in sorted(names)]
    bulk.run(session, "DELETE FROM epcis_attribute WHERE party_id = ? AND id = ?", mine)
    bulk.run(session, "DELETE FROM epcis_child WHERE party_id = ? AND parent = ?", mine)
    bulk.insert(session, tables.element, [
        (party_id, type_, name, orjson.dumps(said).decode()) for (type_, name), said in elements.items()
    ])  # fmt: skip
    attributes: list[bulk.Row] = []
    children: set[tuple[int, str, str]] = set()
    for (_, name), said in elements.items():
        for attribute in said.get("attributes", ()):
            attributes += _attribute(party_id, name, attribute, namespaces)
        children |= {
            (party_id, name, leniently(expanded(child, namespaces), origin)) for child in said.get("children", ())
        }
    bulk.insert(session, tables.attribute, attributes)
    bulk.insert(session, tables.child, sorted(children))


def _attribute(party_id: int, name: str, attribute: dict[str, Any], namespaces: Any) -> list[bulk.Row]:
    value = attribute.get("attribute")
    if isinstance(value, dict):
        text: str | None = facts.key(orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode())
        number = None
    elif isinstance(value, str):
        text, number = facts.key(value), facts.number(value)
    elif value is None:
        return []
    else:
        text, number = facts.numeral(value), float(value)
    said = attribute["id"]
    return [(party_id, name, facts.key(one), text, number) for one in {said, expanded(said, namespaces)}]


def below(session: Session, party_id: int, places: Sequence[str]) -> set[str]:
    """These places and all that lie in them, as the party's master data has it."""
    found, edge = set(places), set(places)
    for _ in range(DEEPEST):
        rows = bulk.select_in(
            session, f"SELECT child FROM epcis_child WHERE party_id = {int(party_id)} AND parent", sorted(edge), "text"
        )
        edge = {row[0] for row in rows} - found
        found |= edge
        if not edge:
            break
        if len(found) > MOST_PLACES:
            raise TooManyPlaces(f"more than {MOST_PLACES} places lie below these: ask for fewer")
    return found


def described(session: Session, party_id: int, names: Sequence[str], texts: Sequence[str] | None) -> set[str]:
    """What has an attribute of one of these names, with one of these values where any are given."""
    wanted, values = f"name IN ({', '.join('?' * len(names))})", [party_id, *map(facts.key, names)]
    if texts is not None:
        wanted += f" AND text IN ({', '.join('?' * len(texts))})"
        values += texts
    rows = bulk.run(session, f"SELECT DISTINCT id FROM epcis_attribute WHERE party_id = ? AND {wanted}", tuple(values))
    if len(rows) > MOST_PLACES:
        raise TooManyPlaces(f"more than {MOST_PLACES} names have this attribute: ask more closely")
    return {row[0] for row in rows}


def elements(session: Session, party_id: int, type_: str | None = None) -> list[tuple[str, dict[str, Any]]]:
    """A party's master data by the type of vocabulary, as it came."""
    where, values = ("AND type = ?", (party_id, type_)) if type_ else ("", (party_id,))
    rows = bulk.run(
        session, f"SELECT type, said FROM epcis_element WHERE party_id = ? {where} ORDER BY type, id", values
    )
    return [(found, orjson.loads(said)) for found, said in rows]

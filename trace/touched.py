"""What an event is about: the things in whose lives it becomes an entry, each with its role."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trace.event import Event


def things(event: Event) -> list[tuple[str, str]]:
    """What the event is about: (role, URI), each thing once, the first role holding.

    Counts of a class among the children are no event of that class: lot and product chains take only
    events about the lot or product itself (DESIGN section 2, Thing).
    """
    if event.type == "ObjectEvent" and len(event.epc_list) == 1 and not event.quantity_list and event.case is None:
        # By far the most frequent event; what follows would give the same.
        return [("epc", event.epc_list[0])]
    found: dict[str, str] = {}
    if event.parent_id is not None:
        found[event.parent_id] = "parent"
    for role, uris in (
        ("epc", event.epc_list),
        ("child", event.child_epcs),
        ("input", event.input_epc_list),
        ("output", event.output_epc_list),
    ):
        for uri in uris:
            found.setdefault(uri, role)
    for role, quantities in (
        ("class", event.quantity_list),
        ("input", event.input_quantity_list),
        ("output", event.output_quantity_list),
    ):
        for quantity in quantities:
            found.setdefault(quantity.epc_class, role)
    if event.case is not None:
        found.setdefault(event.case, "case")
    return [(role, uri) for uri, role in found.items()] if found else _without_objects(event)


def _without_objects(event: Event) -> list[tuple[str, str]]:
    """What an event without objects is about: the place that a sensor tells of, an order, or only itself."""
    for place in (event.read_point, event.biz_location):
        if place is not None:
            return [("place", place.id)]
    if event.biz_transaction_list:
        return [("transaction", event.biz_transaction_list[0].biz_transaction)]
    return [("event", event.event_id)] if event.event_id is not None and ":" in event.type else []

"""What there is in the events that a party may see: its things, places, steps, dispositions and types of events."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from trace import bulk

THINGS = ("epc", "parentID", "inputEPC", "outputEPC")


def values(session: Session, party_id: int, names: Sequence[str], most: int, after: str = "") -> list[str]:
    """The texts of these facts in a party's own events, and its things in those of others, in order, behind `after`."""
    marks = ", ".join("?" * len(names))
    statement = (
        f"SELECT text FROM (SELECT f.text AS text FROM epcis_fact f JOIN epcis_event e ON e.entry_id = f.entry_id "
        f"WHERE f.name IN ({marks}) AND f.scope < 2 AND e.actor_id = ? AND f.text > ? "
        "UNION SELECT t.uri FROM epcis_view v JOIN thing t ON t.id = v.thing_id "
        f"WHERE v.name IN ({marks}) AND v.party_id = ? AND t.uri > ?) u ORDER BY text LIMIT ?"
    )
    parameters = (*names, party_id, after, *names, party_id, after, most)
    return [row[0] for row in bulk.run(session, statement, parameters)]


def has(session: Session, party_id: int, names: Sequence[str], text: str) -> bool:
    """Whether one of these facts has this text in an event that the party may see."""
    marks = ", ".join("?" * len(names))
    own = (
        "SELECT 1 FROM epcis_fact f JOIN epcis_event e ON e.entry_id = f.entry_id "
        f"WHERE f.name IN ({marks}) AND f.text = ? AND f.scope < 2 AND e.actor_id = ? LIMIT 1"
    )
    others = (
        "SELECT 1 FROM epcis_view v JOIN thing t ON t.id = v.thing_id "
        f"WHERE v.name IN ({marks}) AND t.uri = ? AND v.party_id = ? LIMIT 1"
    )
    wanted = (*names, text, party_id)
    return bool(bulk.run(session, own, wanted) or bulk.run(session, others, wanted))

"""A small world that is recorded and integrated, for tests of the log, of lives and of the audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from trace import ledger, logdir, parties, sequencer
from trace.event import Event
from trace.keyring import Keyring
from trace.ledger import Draft
from trace.parties import Party
from trace.receipts import Receipt
from trace.standing import Actor

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
GTIN = "https://id.gs1.org/01/09520123456788"
SSCC = "https://id.gs1.org/00/095201234567891235"


def item(serial: str) -> str:
    """The name of an item."""
    return f"{GTIN}/21/{serial}"


def event(step: str, *things: str, hour: int = 8, **more: Any) -> Event:
    """An ObjectEvent about `things`; `hour` is the hour of that day at which it happened."""
    given: dict[str, Any] = {
        "type": "ObjectEvent", "action": "OBSERVE", "biz_step": step, "epc_list": things,
        "event_time": f"2026-11-24T{hour:02d}:00:00.000+08:00", "event_time_zone_offset": "+08:00",
    }  # fmt: skip
    return Event(**given | more)


def packing(action: str, parent: str, *children: str, hour: int = 8) -> Event:
    """An AggregationEvent that packs (ADD) or unpacks (DELETE)."""
    step = "packing" if action == "ADD" else "unpacking"
    disposition = "container_closed" if action == "ADD" else None
    return event(
        step, type="AggregationEvent", action=action, disposition=disposition, parent_id=parent, child_epcs=children,
        hour=hour,
    )  # fmt: skip


@dataclass
class World:
    """A ledger with its log folder, and one party that acts unless another is named."""

    sessions: sessionmaker[Session]
    keyring: Keyring
    folder: Path
    actor: Actor

    def record(self, *events: Event, actor: Actor | None = None, texts: dict[str, str] | None = None) -> list[Receipt]:
        """Append events, one transaction each call."""
        with self.sessions() as session:
            drafts = [Draft(one, actor or self.actor, "party", texts or {}) for one in events]
            found = ledger.append(session, drafts, NOW)
            session.commit()
        return found

    def integrate(self) -> str | None:
        """One step of the sequencer, committed and published; the newest note, or None when nothing was pending."""
        with self.sessions() as session:
            note = sequencer.integrate(session, self.keyring, NOW, self.folder)
            session.commit()
        if note is not None:
            logdir.publish(self.folder, self.keyring, note)
        return note

    def party(self, name: str, kind: str = "merchant") -> Actor:
        """A new party."""
        with self.sessions() as session:
            found: Party = parties.register(session, kind, name, NOW)
            actor = parties.actor(session, found.id)
            session.commit()
        return actor

    def filled(self, batches: Sequence[int]) -> None:
        """Items of their own, so many entries before each integration."""
        count = 0
        for many in batches:
            self.record(*[event("commissioning", item(f"N{count + i}"), disposition="active") for i in range(many)])
            count += many
            self.integrate()

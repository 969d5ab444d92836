"""The first page: the day in one sentence, for a firm what is in hands and for a station what lies on its shelves."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from flask import render_template
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.gate import allows, caller, person
from app.access.roles import Role
from app.carrier import sentences, stays
from app.carrier.door import BOTH, bp
from app.clock import now
from app.db import reading
from couriers import hands, held, roster
from couriers.devices import Device
from couriers.roster import Courier
from couriers.scanned import ScanGap
from credit import complaints

# DESIGN asks for scans that a phone has kept back for longer than this.
LATE = timedelta(hours=2)
LISTED = 200


@bp.get("/carrier/")
@allows(*BOTH)
def today() -> str:
    """What there is to know and to do now."""
    if caller().role is Role.STATION:
        return stays.page()
    who, moment = person(), now()
    with reading() as session:
        found = hands.of(session, who.party_id, moment)
        aliases = {one: roster.get(session, one).alias for one in {each.courier_id for each in found}}
        waiting = len(held.waiting(session, who.party_id))
        late = _late(session, who.party_id, moment)
        cases = [one for one in complaints.of(session, who.party_id) if one.state == complaints.RECEIVED]
    by = Counter(one.courier_id for one in found)
    groups = [
        (aliases[one], count, [each for each in found if each.courier_id == one]) for one, count in by.most_common()
    ]
    return render_template(
        "carrier/today.html", groups=groups, total=len(found), waiting=waiting, late=late, cases=cases,
        listed=LISTED, state=sentences.state,
    )  # fmt: skip


def _late(session: Session, carrier_id: int, moment: datetime) -> list[tuple[str, str, int, datetime, datetime | None]]:
    """Phones of which numbers are missing for long: alias, device, how many, since when, and when it was heard of last."""
    wanted = (
        select(Courier.alias, Device.name, func.count(), func.min(ScanGap.noticed_at), Device.last_seen_at)
        .join(Device, Device.id == ScanGap.device_id)
        .join(Courier, Courier.id == Device.courier_id)
        .where(Courier.carrier_id == carrier_id, ScanGap.noticed_at <= moment - LATE)
        .group_by(Courier.alias, Device.name, Device.last_seen_at)
        .order_by(func.min(ScanGap.noticed_at))
    )
    return [(alias, name[:8], count, since, seen) for alias, name, count, since, seen in session.execute(wanted)]

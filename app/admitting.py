"""The nightly look at the gate: what grades ask for is proposed, what has reached its last day ends; nothing is decided."""

from __future__ import annotations

from flask import Flask

from app import measure_words
from app.clock import now
from app.db import after_close, transaction
from app.tasks import nudge
from credit import admission
from credit.measures import Hand
from trace import parties


def look(app: Flask) -> int:
    """Propose and end; how many measures were touched."""
    moment = now()
    with app.app_context(), transaction() as session:
        operator = parties.find(session, kind=parties.Kind.OPERATOR)
        if operator is None:
            return 0
        hand = Hand(parties.actor(session, operator.id), None)
        ended = admission.expire(session, hand, moment)
        proposed = admission.look(session, hand, moment)
        for step, found in (("expired", ended), ("proposed", proposed)):
            for one in found:
                measure_words.tell(session, one, step, moment)
        after_close(session, nudge)
        return len(ended) + len(proposed)

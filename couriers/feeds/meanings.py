"""What a provider's status means in our words, and back: the form of every table of words in this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trace.words import Stage

# Somewhere between two stops; where a provider says no more, a few declared phrases of its text may.
BETWEEN = (Stage.HUB_IN, Stage.HUB_OUT)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A step with its facts. Without a stage: a word that we know, and that is no step of a parcel.

    `look` names the phrases (couriers/feeds/phrases.py) that may make it more exact.
    """

    stage: Stage | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    look: tuple[str, ...] = ()


def step(stage: Stage, **facts: str) -> Meaning:
    """The meaning of a status that says so much and no more: what it leaves open has no fact."""
    return Meaning(stage, facts)


NO_STEP = Meaning()
ON_ITS_WAY = Meaning(look=("hub_in", "hub_out"))
# Nobody in a feed vouches for the recipient's consent (快递市场管理办法 28).
DEPOSITED = Meaning(Stage.DEPOSITED, {"consent": "none"}, ("deposited_locker", "deposited_station"))
LOCKER = step(Stage.DEPOSITED, site="locker", consent="none")
STATION = step(Stage.DEPOSITED, site="station", consent="none")
SIGNED = step(Stage.SIGNED)
BY_RECIPIENT = step(Stage.SIGNED, method="recipient")
BY_CODE = step(Stage.SIGNED, method="code")
BY_PROXY = step(Stage.SIGNED, method="proxy", consent="none")
REFUSED = step(Stage.REFUSED, reason="by_recipient")
SENT_BACK = step(Stage.RETURNED, outcome="shipped")
BACK = step(Stage.RETURNED, outcome="received")


def failed(reason: str) -> Meaning:
    """A delivery that was tried in vain; feeds do not count the attempts."""
    return step(Stage.ATTEMPT_FAILED, reason=reason)


class Words:
    """A provider's table of words, read both ways."""

    def __init__(self, table: Mapping[str, Meaning]) -> None:
        self.table = dict(table)

    def meaning(self, code: str) -> Meaning | None:
        """What `code` says; None for a word that is in no table."""
        return self.table.get(code)

    def code(self, stage: Stage, facts: Mapping[str, object] | None = None) -> str | None:
        """The provider's word for a step of ours: of those that say nothing untrue the most exact, or None."""
        said = dict(facts or {})
        true = [
            (len(meaning.facts), code)
            for code, meaning in self.table.items()
            if meaning.stage is stage and meaning.facts.items() <= said.items()
        ]
        if true:
            most = max(count for count, _ in true)
            return next(code for count, code in true if count == most)
        if stage in BETWEEN:
            return next((code for code, meaning in self.table.items() if meaning is ON_ITS_WAY), None)
        return None

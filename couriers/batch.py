"""An upload of a phone's queue: each scan gets a verdict of its own, and sending any of them again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from couriers import (
    barred,
    clock,
    deeds,
    devices,
    divisions,
    placing,
    reading,
    release,
    roster,
    scanned,
    scans,
    taking_back,
    verdicts,
)
from couriers.clock import Corrected
from couriers.deeds import Hands
from couriers.devices import Device
from couriers.giving import Given, given
from couriers.places import Spot
from couriers.roster import Courier
from couriers.scanned import ScanBy
from couriers.signed import BadScan, BadSignature, Scan, good, parse
from couriers.verdicts import HELD_COURIER, HELD_DEVICE, Verdict
from trace import parties
from trace.errors import Conflict, Refusal
from trace.moments import from_ms, to_ms
from trace.receipts import Receipt
from trace.stages import Deed, Stamp
from trace.words import Evidence

MOST = 100


class ScanIdReused(Conflict):
    """The same device signed two different scans with one id."""

    code = "scan-id-reused"


@dataclass(frozen=True, slots=True)
class Sent:
    """One scan as it came: the signed text, and beside it what may be erased: a place and personal texts."""

    text: str
    signature: str
    spot: Spot | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Work:
    """A scan on its way to a verdict."""

    sent: Sent
    scan: Scan
    when: Corrected
    deed: Deed | None = None
    hands: Given | None = None
    flags: list[str] = field(default_factory=list)

    @property
    def order(self) -> tuple[int, int]:
        return self.when.at_ms, self.scan.seq


def take(session: Session, device: Device, queue: Sequence[Sent], sent_ms: int, now: datetime) -> list[Verdict]:
    """Record what of an upload can be recorded, and answer each scan, in the order in which they came.

    `sent_ms` is what the device's clock said when it sent.
    """
    device = devices.locked(session, device)
    courier = roster.get(session, device.courier_id)
    answers: list[Verdict | None] = [None] * len(queue)
    works: dict[int, _Work] = {}
    for at, sent in enumerate(queue):
        try:
            scan = _read(device, sent)
            when = clock.corrected(scan.at, sent_ms, to_ms(now), to_ms(device.enrolled_at))
            works[at] = _Work(sent, scan, when)
        except Refusal as refusal:
            answers[at] = verdicts.of_refusal(None, refusal)
    scanned.count_up(session, device, {work.scan.seq for work in works.values()}, now)
    echoes = _answer_known(session, device, works, answers)
    held = HELD_DEVICE if device.revoked_at else HELD_COURIER if courier.suspended_at else None
    for at, work in list(works.items()):
        if work.scan.step == "undone":
            # Taken back before it was sent: nothing but its number was ever ours to know.
            answers[at] = Verdict(work.scan.id, "accepted")
        elif held is not None:
            came = scanned.Came(work.sent.text, work.sent.signature, work.sent.texts)
            scanned.hold(session, device, work.scan, came, held, now)
            answers[at] = verdicts.kept(work.scan.id, held)
        else:
            continue
        del works[at]
    _record(session, device, courier, works, answers, now)
    device.last_seen_at = now
    session.flush()
    for at, first in echoes.items():
        said = answers[first]
        answers[at] = said._replace(kind="duplicate") if said is not None and said.kind == "accepted" else said
    return [answer for answer in answers if answer is not None]


def _read(device: Device, sent: Sent) -> Scan:
    if not good(device.key, sent.text.encode(), sent.signature):
        raise BadSignature("this scan was not signed by the phone that sends it: it cannot be recorded")
    scan = parse(sent.text)
    if scan.device != device.name:
        raise BadSignature("this scan names another phone than the one that sends it: it cannot be recorded")
    return scan


def _answer_known(
    session: Session, device: Device, works: dict[int, _Work], answers: list[Verdict | None]
) -> dict[int, int]:
    """What is recorded already is answered without asking any rule again; gives what comes twice in one upload."""
    stand = scanned.known(session, device, [work.scan.id for work in works.values()])
    texts = {scan_id: one.text for scan_id, one in stand.items()}
    first: dict[str, int] = {}
    echoes: dict[int, int] = {}
    for at, work in list(works.items()):
        scan_id = work.scan.id
        if texts.setdefault(scan_id, work.sent.text) != work.sent.text:
            reused = ScanIdReused("another scan with this id has come from this phone: scan it again")
            answers[at] = verdicts.of_refusal(scan_id, reused)
        elif (one := stand.get(scan_id)) is not None:
            answers[at] = verdicts.of_receipt(scan_id, taking_back.receipt(session, one), tuple(one.flags.split()))
        elif scan_id in first:
            echoes[at] = first[scan_id]
        else:
            first[scan_id] = at
            continue
        del works[at]
    return echoes


def _record(
    session: Session,
    device: Device,
    courier: Courier,
    works: dict[int, _Work],
    answers: list[Verdict | None],
    now: datetime,
) -> None:
    actor = parties.actor(session, courier.carrier_id)
    for at, work in sorted(works.items(), key=lambda pair: pair[1].order):
        try:
            _build(session, courier, actor.uri, work)
        except Refusal as refusal:
            answers[at] = verdicts.of_refusal(work.scan.id, refusal)
    ready = sorted(((at, work) for at, work in works.items() if answers[at] is None), key=lambda pair: pair[1].order)
    told = [(work.deed, _evidence(work)) for _, work in ready if work.deed is not None]
    results = scans.accept_each(session, actor, told, now)
    locates = roster.lets_locate(session, courier)
    before = scanned.last_spot(session, device) if locates else None
    for (at, work), result in zip(ready, results, strict=True):
        if isinstance(result, Refusal):
            answers[at] = verdicts.of_refusal(work.scan.id, result)
            continue
        row = _row(device, work, result, now)
        before, odd = placing.judge(session, row, work.scan.place, work.sent.spot if locates else None, before)
        work.flags += odd
        row.flags = " ".join(work.flags)
        if not result.duplicate:
            session.add(row)
        answers[at] = verdicts.of_receipt(work.scan.id, result, tuple(work.flags))


def _evidence(work: _Work) -> Evidence:
    return Evidence.BOTH if work.hands is not None and work.hands.holds else Evidence.DEVICE


def _build(session: Session, courier: Courier, firm: str, work: _Work) -> None:
    """Make the deed of a scan, or refuse it."""
    scan = work.scan
    if work.when.flagged:
        work.flags.append(clock.OFF)
    if scan.step == "corrected":
        work.deed = taking_back.deed(session, courier, scan, from_ms(work.when.at_ms))
        return
    if scan.code is None:
        raise BadScan("this scan names no parcel: scan its label again")
    uri = reading.parcel(session, scan.code)
    if scan.step == "handed_over" and scan.manifest is not None:
        work.hands = given(session, courier, scan.manifest, scan.code.text, uri)
    giver = work.hands.firm if work.hands is not None and work.hands.holds else None
    if scan.step == "accepted" or (work.hands is not None and work.hands.firm != firm):
        # What was taken in before is sent late now and then; the moment of the scan counts.
        barred.check(session, courier.carrier_id, from_ms(work.when.at_ms))
    stamp = Stamp(
        from_ms(work.when.at_ms), scan.event_id, divisions.county(session, scan.place), device_at=clock.shown(scan.at)
    )
    made = deeds.deed(scan, uri, stamp, Hands(firm, giver), work.sent.texts)
    if scan.step == "signed" and scan.method == "code":
        release.check(session, uri, work.sent.texts.get("release", ""))
    flagged = msgspec.structs.replace(made.event, flags=(clock.OFF,)) if work.when.flagged else made.event
    work.deed = Deed(flagged, made.texts)


def _row(device: Device, work: _Work, receipt: Receipt, now: datetime) -> ScanBy:
    scan = work.scan
    return ScanBy(
        entry_id=receipt.entry_id, scan_id=scan.id, device_id=device.id, courier_id=device.courier_id,
        giver_id=work.hands.courier_id if work.hands else None, step=scan.step, seq=scan.seq, device_ms=scan.at,
        corrected_ms=work.when.at_ms, received_ms=to_ms(now), text=work.sent.text, signature=work.sent.signature,
    )  # fmt: skip

"""What other doors, and carriers in forms of their own, send under /api/v1: told here for the document alone."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from app.access.gate import PUBLIC, WrongRole, WrongScope
from app.access.roles import Role
from app.api.contract import Operation
from app.api.shapes import Shown
from app.api.tracking import MOST_BYTES, FeedNotSigned, TooManyLines
from app.errors import Unauthenticated
from couriers.feeds.providers import NoSuchProvider
from couriers.feeds.told import BadFeed, TimeWithoutZone
from couriers.verdicts import Kind
from credit.complaints import NoSuchCase
from trace.history import NoSuchThing

FORM = "application/x-www-form-urlencoded"


class TrackingLine(Struct, frozen=True, kw_only=True, rename={"event_id": "eventID"}):
    """What became of one line, in the order of sending; nothing of its text is sent back."""

    result: Literal["accepted", "duplicate", "refused", "unknown", "no_step"]
    carrier: str | UnsetType = UNSET
    waybill: str | UnsetType = UNSET
    time: str | UnsetType = UNSET
    status: str | UnsetType = UNSET
    stage: str | UnsetType = UNSET
    event_id: str | UnsetType = UNSET
    code: str | UnsetType = UNSET
    detail: str | UnsetType = UNSET


class TrackingAnswer(Shown, frozen=True, kw_only=True):
    """How many lines of each result, and each line; beside it what the provider itself waits for."""

    counts: dict[str, int]
    items: list[TrackingLine]


class SignedScan(Struct, frozen=True, kw_only=True):
    """One scan as the phone signed it (docs/courier.md)."""

    signed: str
    signature: str
    spot: dict[str, int] | None = None
    texts: dict[str, str] = {}


class ScanUpload(Shown, frozen=True, kw_only=True):
    """The queue of one phone; the header Suyuan-Signature signs this body with the phone's key."""

    device: str
    sent_at: Annotated[int, Meta(ge=0, description="What the phone's clock said, in ms since 1970.")]
    scans: Annotated[list[SignedScan], Meta(min_length=1, max_length=100)]


class ScanVerdict(Shown, frozen=True, kw_only=True):
    """The answer to one scan; only `retry` leaves it in the phone's queue."""

    id: str | None
    verdict: Kind
    code: str | UnsetType = UNSET
    sentence: str | UnsetType = UNSET
    todo: str | UnsetType = UNSET
    detail: str | UnsetType | None = UNSET
    held: bool | UnsetType = UNSET
    leaf: str | UnsetType = UNSET
    record_time: str | UnsetType = UNSET
    flags: list[str] | UnsetType = UNSET


class ScanVerdicts(Shown, frozen=True, kw_only=True):
    """A verdict for each scan in its order, and a signed receipt for what was recorded."""

    received_at: str
    offset: int
    verdicts: list[ScanVerdict]
    receipt: str | None


class Responsibility(Shown, frozen=True, kw_only=True):
    """Whose hands, what is missing, suggested shares (docs/rating.md). A person decides."""

    case: str
    category: str
    about: str
    status: str
    cause: str | None
    rules: dict[str, Any] | None
    segments: list[dict[str, Any]]
    findings: list[dict[str, Any]]


def _told() -> dict[tuple[str, str], Operation]:
    tracking = Operation(
        "POST", (), None, "Take a delivery of tracking data, in the form that its provider sends it in",
        "kuaidi100, kdniao, track17, aftership or plain. Signed by its provider with the secret of a feed, or sent with a "
        "carrier's token. The same delivery again, late, or out of order does no harm (docs/tracking.md).",
        200, answer=TrackingAnswer, takes=("application/json", FORM), most=MOST_BYTES, security="signed", tag="tracking",
        raises=(FeedNotSigned, Unauthenticated, WrongRole, WrongScope, TooManyLines, NoSuchProvider, BadFeed, TimeWithoutZone),
    )  # fmt: skip
    return {
        ("POST", "/api/v1/tracking/<provider>"): tracking,
        ("POST", "/api/v1/tracking/<provider>/<int:feed>"): tracking,
        ("POST", "/api/v1/scans:batch"): Operation(
            "POST", (), None, "The queue of a courier's phone, and a verdict for each scan",
            "Signed with the key of an enrolled phone. Sending any scan again changes nothing.",
            200, body=ScanUpload, answer=ScanVerdicts, security="signed", tag="scans",
            raises=(Unauthenticated,), besides=((400, "bad-upload"), (403, "not-your-phone")),
        ),
        ("GET", "/api/v1/cases/<number>/responsibility"): Operation(
            "GET", (Role.REGULATOR, Role.OPERATOR), None, "What the record suggests for a case; a person decides", "",
            200, answer=Responsibility, tag="cases", raises=(NoSuchCase, NoSuchThing),
        ),
    }  # fmt: skip


TOLD = _told()


def operation(method: str, rule: str, view: Callable[..., Any]) -> Operation:
    """What is told of a route: what stands here, else its own sentence and who may enter."""
    roles = tuple(sorted(getattr(view, "__allows__", ())))
    if (found := TOLD.get((method, rule))) is not None:
        return replace(found, roles=roles)
    title, _, rest = inspect.cleandoc(view.__doc__ or "").partition("\n\n")
    return Operation(
        method, roles, getattr(view, "__scope__", None), title.rstrip("."), " ".join(rest.split()), 200,
        media="application/json", security="open" if PUBLIC in roles else "token", tag="others",
    )  # fmt: skip

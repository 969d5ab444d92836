"""What a phone sends, read and limited before anything is done with it."""

from __future__ import annotations

from base64 import b64decode
from typing import Annotated, TypeVar

import msgspec
from flask import Request
from msgspec import Meta
from werkzeug.exceptions import RequestEntityTooLarge

from couriers.batch import MOST, Sent
from couriers.places import Spot
from couriers.signed import Name
from trace.canon import LARGEST
from trace.errors import Malformed

# A hundred scans, each with the list of a handover.
MOST_BYTES = 600_000
_Text = Annotated[str, Meta(max_length=8_000)]
_Short = Annotated[str, Meta(max_length=400)]


class BadUpload(Malformed):
    """An upload of a phone that cannot be read, or holds more scans than are taken at once."""

    code = "bad-upload"


class _Place(msgspec.Struct, frozen=True):
    """Millionths of a degree, and metres."""

    lat: Annotated[int, Meta(ge=-90_000_000, le=90_000_000)]
    lon: Annotated[int, Meta(ge=-180_000_000, le=180_000_000)]
    accuracy: Annotated[int, Meta(ge=0, le=1_000_000)]


class _Item(msgspec.Struct, frozen=True):
    signed: _Text
    signature: _Short
    spot: _Place | None = None
    texts: dict[_Short, _Short] = {}


class _Body(msgspec.Struct, frozen=True, rename="camel"):
    device: Name
    sent_at: Annotated[int, Meta(ge=0, le=LARGEST)]
    scans: list[msgspec.Raw]


class Upload(msgspec.Struct, frozen=True):
    """The queue of one device, and what its clock said when it sent (ms since 1970)."""

    device: str
    sent_ms: int
    queue: list[Sent]


class Enrolment(msgspec.Struct, frozen=True):
    """A one-time code, the key of the phone that wants in (base64 of its SubjectPublicKeyInfo), and the code signed with it."""

    code: _Short
    key: _Short
    proof: _Short

    @property
    def spki(self) -> bytes:
        """The key's bytes."""
        try:
            return b64decode(self.key, validate=True)
        except ValueError:
            raise BadUpload("the key is not base64: let the page make a new one") from None


class Return(msgspec.Struct, frozen=True):
    """A phone whose session has ended: our challenge, signed."""

    device: Name
    challenge: _Short
    signature: _Short


def upload(raw: bytes) -> Upload:
    """The upload that a body says. A scan of another form is handed on empty, to be refused by itself."""
    try:
        body = msgspec.json.decode(raw, type=_Body)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise BadUpload(f"this is not an upload of scans: {error}") from None
    if not 1 <= len(body.scans) <= MOST:
        raise BadUpload(f"an upload has {len(body.scans)} scans: expected 1 to {MOST}; send the rest in the next one")
    return Upload(body.device, body.sent_at, [_sent(one) for one in body.scans])


def _sent(raw: msgspec.Raw) -> Sent:
    try:
        item = msgspec.json.decode(raw, type=_Item)
    except (msgspec.MsgspecError, UnicodeError):
        return Sent("", "")
    spot = None if item.spot is None else Spot(item.spot.lat, item.spot.lon, item.spot.accuracy)
    return Sent(item.signed, item.signature, spot, item.texts)


def enrolment(request: Request) -> Enrolment:
    """What an enrolment says."""
    return _json(request, Enrolment)


def return_(request: Request) -> Return:
    """What a phone that comes back says."""
    return _json(request, Return)


def body(request: Request, most: int = MOST_BYTES) -> bytes:
    """The body of a JSON request. No other site's form can send one without asking the browser first."""
    if request.mimetype != "application/json":
        raise BadUpload("expected a body of type application/json")
    request.max_content_length = most
    if (request.content_length or 0) > most:
        raise RequestEntityTooLarge()
    return request.get_data(cache=False)


_Form = TypeVar("_Form", Enrolment, Return)


def _json(request: Request, form: type[_Form]) -> _Form:
    try:
        return msgspec.json.decode(body(request, 10_000), type=form)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise BadUpload(f"this cannot be read: {error}") from None

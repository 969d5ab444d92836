"""What a request asks: parameters from its address, the page it wants, prefixes and formats from its headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from flask import request

from app.epcis.door import NotAcceptable
from app.epcis.limits import LONGEST_QUERY
from trace.epcis import contexts, values
from trace.epcis.formats import EpcFormat
from trace.epcis.values import BadParameter, Values
from trace.epcis.xml_out import CbvFormat
from trace.errors import Malformed

DEFAULT_PAGE, MOST_PAGE = 30, 1_000
_PAGING = ("perPage", "nextPageToken")
_EXTENSION = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(\S+)\s*")


class UriTooLong(Malformed):
    """An address with a question that is longer than is read."""

    code = "uri-too-long"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its parameters, and how much of the answer is wanted at once, from where on."""

    parameters: dict[str, Values]
    per_page: int
    token: str | None

    def about(self, party_id: int) -> bytes:
        """What a page token is bound to: who asks, where, and what."""
        return orjson.dumps([party_id, request.path, self.parameters], option=orjson.OPT_SORT_KEYS)


def asked() -> Asked:
    """The question in the address at hand; values are parted by `|`, and no parameter comes twice."""
    if len(request.query_string) > LONGEST_QUERY:
        raise UriTooLong(f"this question is longer than {LONGEST_QUERY} bytes: make it a named query")
    found: dict[str, Values] = {}
    for name, given in request.args.lists():
        if len(given) > 1:
            raise BadParameter(f"{name[:80]!r} comes {len(given)} times: expected its values in one, parted by |")
        found[name] = given if name in _PAGING else given[0].split("|")
    per_page = values.count("perPage", values.one("perPage", found.pop("perPage", [DEFAULT_PAGE])))
    token = found.pop("nextPageToken", None)
    assert per_page is not None
    return Asked(found, min(per_page, MOST_PAGE), None if token is None else str(token[0]))


def namespaces() -> Mapping[str, str]:
    """What the prefixes in a question stand for: GS1's own, ours, and those of the header GS1-Extensions."""
    found = {**contexts.PREFIXES, **contexts.OURS}
    for part in request.headers.get("GS1-Extensions", "").split(","):
        if (one := _EXTENSION.fullmatch(part)) is not None:
            found[one[1]] = one[2]
    return found


def epc_format() -> EpcFormat:
    """How names are wanted (GS1-EPC-Format); by default as they were captured."""
    wanted = request.headers.get("GS1-EPC-Format", EpcFormat.NO_PREFERENCE)
    if wanted not in set(EpcFormat):
        raise NotAcceptable(f"{wanted[:40]!r} is no GS1-EPC-Format: expected one of {', '.join(EpcFormat)}")
    return EpcFormat(wanted)


def cbv_format() -> CbvFormat:
    """How words of CBV are wanted in XML (GS1-CBV-XML-Format); by default as URNs."""
    wanted = request.headers.get("GS1-CBV-XML-Format", CbvFormat.URN)
    if wanted not in set(CbvFormat):
        raise NotAcceptable(f"{wanted[:40]!r} is no GS1-CBV-XML-Format: expected one of {', '.join(CbvFormat)}")
    return CbvFormat(wanted)


def hashed() -> bool:
    """Whether events come with CBV's event hash (our own header Suyuan-Event-Hash, which names its version)."""
    wanted = request.headers.get("Suyuan-Event-Hash")
    if wanted not in (None, "CBV2.0"):
        raise NotAcceptable(f"{wanted[:40]!r} is no Suyuan-Event-Hash: expected CBV2.0")
    return wanted is not None

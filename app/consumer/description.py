"""What other resolvers and readers may know of ours: its description file, and the context that makes a linkset JSON-LD."""

from __future__ import annotations

import orjson
from flask import Response, current_app

from app.access.gate import PUBLIC, allows
from app.consumer import linkset
from app.consumer.resolving import CORS, JSON_LD
from app.settings import Settings
from trace.identity import keys
from trace.linktypes import VOCABULARY

_A_DAY = ("Cache-Control", "public, max-age=86400")
# Members of a linkset as RDF: registered relations by IANA's addresses, what a link says in Dublin Core.
_CONTEXT = {
    "@context": {
        "@vocab": "http://www.iana.org/assignments/relation/",
        "linkset": "@graph",
        "anchor": "@id",
        "href": "@id",
        "itemDescription": "http://www.w3.org/2000/01/rdf-schema#comment",
        "title": "http://purl.org/dc/terms/title",
        "type": "http://purl.org/dc/terms/format",
        "hreflang": {"@id": "http://purl.org/dc/terms/language", "@container": "@set"},
        "context": {"@id": "http://purl.org/dc/terms/audience", "@container": "@set"},
    }
}


@allows(PUBLIC)
def description() -> Response:
    """The resolver description file: what is resolved here, and how links are named."""
    settings: Settings = current_app.extensions["settings"]
    said = {
        "name": "Suyuan 溯源",
        "resolverRoot": settings.base_url,
        "supportedPrimaryKeys": sorted(keys.PRIMARY),
        "supportedLinkType": [{"namespace": VOCABULARY, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
        "supportsLanguageVariants": True,
        "validatesAIcombinations": True,
        "jsonLdContextLocation": f"{settings.base_url}{linkset.CONTEXT}",
        "contact": {"fn": "Suyuan 溯源"},
    }
    return Response(orjson.dumps(said), mimetype="application/json", headers=[*CORS, _A_DAY])


@allows(PUBLIC)
def context() -> Response:
    """The JSON-LD context of our linksets."""
    return Response(orjson.dumps(_CONTEXT), mimetype=JSON_LD, headers=[*CORS, _A_DAY])

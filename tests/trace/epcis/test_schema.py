"""Our rules against GS1's own JSON Schema, formats checked: whatever that refuses is refused."""

from __future__ import annotations

import json

import jsonschema_rs
from hypothesis import given, settings, strategies as st

from tests.trace.epcis import material
from tests.trace.epcis.material import wrapped
from trace.epcis import checking

JUNK = st.sampled_from(
    [
        "",
        "x",
        "ex:y",
        "urn:epcglobal:cbv:bizstep:shipping",
        "2020-01-01T00:00:00Z",
        1,
        -1.5,
        True,
        None,
        [],
        {},
        ["x"],
        [1],
        {"a": 1},
    ]
)


@settings(max_examples=400)
@given(data=st.data())
def test_whatever_the_published_schema_refuses_is_refused(shared, data):
    """Every example, with one member taken out, replaced or put in, at any depth."""
    said, context = data.draw(st.sampled_from(material.all_events(shared)))
    spoilt = json.loads(json.dumps(said))
    spot = spoilt
    while True:
        keys = list(spot) if isinstance(spot, dict) else range(len(spot))
        deeper = [key for key in keys if isinstance(spot[key], dict | list) and spot[key]]
        if not deeper or data.draw(st.booleans()):
            break
        spot = spot[data.draw(st.sampled_from(deeper))]
    change = data.draw(st.sampled_from(["out", "other", "in"]))
    if isinstance(spot, list) or change == "other":
        spot[data.draw(st.sampled_from(list(keys)))] = data.draw(JUNK)
    elif change == "out":
        del spot[data.draw(st.sampled_from(list(keys)))]
    else:
        spot[data.draw(st.sampled_from(["colour", "ex:colour", "epcList", "ilmd", "parentID", "action", "type"]))] = (
            data.draw(JUNK)
        )
    published = jsonschema_rs.validator_for(material.schema(shared), validate_formats=True)
    whole = {**spoilt, "@context": context} if isinstance(spoilt, dict) else spoilt
    if not published.is_valid(wrapped(spoilt)) or not published.is_valid(whole):
        assert checking.of_event(spoilt), spoilt

"""The naive filter and GET /epcis/events agree on every generated question, on both databases."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from tests.trace.epcis import invented, material, naive

CONTEXT = [material.CONTEXT, {"ex": "http://ns.example/"}]
PREFIXES = "ex=http://ns.example/, md=http://md.example/"
MASTER_DATA = {
    "epcisMasterData": {
        "vocabularyList": [
            {
                "type": "urn:epcglobal:epcis:vtype:BusinessLocation",
                "vocabularyElementList": [
                    {
                        "id": place,
                        "attributes": [
                            {"id": name, "attribute": text} for name, text in naive.ATTRIBUTES.get(place, {}).items()
                        ],
                        "children": naive.CHILDREN.get(place, []),
                    }
                    for place in {*naive.ATTRIBUTES, *naive.CHILDREN}
                ],
            }
        ]
    }
}


def test_the_answer_is_what_a_naive_filter_finds(hall, stranger):
    sent = invented.events(80)
    answer = hall.post("/capture", material.wrapped(*sent, context=CONTEXT, epcisHeader=MASTER_DATA))
    assert answer.status_code == 202, answer.text
    # Noise: the same events of somebody else must never be found.
    stranger.post("/capture", material.wrapped(*sent[:20], context=CONTEXT))
    recorded = {one["eventID"]: one["recordTime"] for one in answer.json["events"]}
    known = [{**one, "recordTime": recorded[one["eventID"]]} for one in sent]

    @settings(max_examples=700, suppress_health_check=list(HealthCheck))
    @given(asked=invented.QUESTIONS)
    def agree(asked):
        found = hall.events({**asked, "perPage": 1_000}, GS1_Extensions=PREFIXES)
        own = [one["eventID"] for one in found if one["type"] != "syn:PublicPart"]
        assert sorted(own) == sorted(one["eventID"] for one in naive.answers(known, asked))

    agree()

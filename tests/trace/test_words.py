"""The words of the record: ours, CBV's in all spellings, and those of others."""

from __future__ import annotations

import pytest

from trace.words import CBV_DISPOSITION, CBV_STEP, PUBLIC_FACTS, TERMS, VOC, WITH_CLOCK, Stage, short, stage


@pytest.mark.parametrize("one", TERMS, ids=str)
def test_each_stage_is_told_by_its_terms_in_every_spelling(one):
    step, disposition = TERMS[one]
    assert stage(step, disposition) == one
    if not step.startswith(VOC):
        for before in (CBV_STEP, "urn:epcglobal:cbv:bizstep:", "cbv:BizStep-"):
            assert stage(before + step, disposition) == one
    if disposition and not disposition.startswith(VOC):
        for before in (CBV_DISPOSITION, "urn:epcglobal:cbv:disp:", "cbv:Disp-"):
            assert stage(step, before + disposition) == one


def test_every_stage_but_a_correction_has_terms_and_no_two_share_them():
    assert set(Stage) - set(TERMS) == {Stage.CORRECTED}
    assert len(set(TERMS.values())) == len(TERMS)


def test_our_own_words_never_stand_in_anybodys_domain():
    assert VOC.startswith("https://suyuan.example/")


@pytest.mark.parametrize(
    ("step", "disposition", "told"),
    [
        ("commissioning", None, Stage.SERIALISED),
        ("commissioning", "in_progress", Stage.SERIALISED),
        (VOC + "listing", None, VOC + "listing"),
        ("inspecting", None, "inspecting"),
        (CBV_STEP + "inspecting", "active", "inspecting"),
        ("https://epcis.example.org/step", None, "https://epcis.example.org/step"),
        (None, "active", "observed"),
        # A warehouse accepts and holds goods all day; nobody has signed for them, and no courier was there.
        ("accepting", "in_progress", "accepting"),
        ("accepting", None, "accepting"),
        ("holding", None, "holding"),
    ],
)
def test_words_of_others_mean_what_others_mean_by_them(step, disposition, told):
    assert stage(step, disposition) == told


def test_terms_that_are_not_cbvs_stay_as_they_are():
    assert short(None) is None
    assert short("https://ref.gs1.org/cbv/BizStep-packing") == "packing"
    assert short("https://else.example/BizStep-packing") == "https://else.example/BizStep-packing"


def test_no_step_from_the_sale_on_shows_the_clock():
    after = set(Stage) - {Stage.SERIALISED, Stage.LISTED, Stage.DELISTED, Stage.CARD, Stage.RECALLED}
    assert not after & WITH_CLOCK


def test_public_facts_name_nobody():
    assert not {"name", "phone", "address", "order", "recipient", "courier", "text"} & PUBLIC_FACTS

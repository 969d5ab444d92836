"""The names that the demonstration records its things under, as paths; app/showcase.py links them.

Numbers are of the GS1 prefix for demonstrations, 952. Serials and label codes are fixed, so that they can be linked.
They open invented things alone, in a world that is filled only where nothing else is recorded.
"""

from __future__ import annotations

from typing import NamedTuple

GINSENG = "/01/09520123456788"
MEDICINE = "/01/09520123456795"
WINE = "/01/09520124567810"
JUICE = "/01/09520124567827"
RICE = "/01/09520125678911"
# The merchant of these has no GS1 key, so they are named by its own codes.
DRIED_BERRIES = "/id/LMG-200"
FRESH_BERRIES = "/id/LM-6X125"
ROOTS = "/id/LS-ROOT"

GINSENG_LOT = "QH2609-03"
MEDICINE_LOT = "YP2609-11"
WINE_LOT = "PJ2510-02"
JUICE_LOT = "LH2610-07"
RICE_LOT = "MH2610-01"
DRIED_BERRY_LOT = "LG2608-05"
ROOT_NUMBER = "SC2610-02"

AT_STATION = f"{GINSENG}/21/K7QX2M9PBWTE"
DELIVERED = f"{GINSENG}/21/PB99DYH3BG8H"
RETURNED = f"{GINSENG}/21/H9BG7R2N7XWT"
CORRECTED = f"{GINSENG}/21/R7KLGWG5NK29"
LATE = f"{GINSENG}/21/PENPF8R9MY2L"
PACKED = f"{GINSENG}/21/T3WNR8KX2HQD"
PACKED_TOO = f"{GINSENG}/21/XD7BQ5MLA9RH"
DECIDED = f"{MEDICINE}/21/MWAB5MK5L6RL"
DISPUTED = f"{WINE}/21/PXTL3RWLHALB"
BY_PROXY = f"{WINE}/21/Q65273X7PBD5"
REFUSED = f"{WINE}/21/W2A42PALLEA3"
RECALLED = f"{JUICE}/21/4MGKK792H6RB"
RECALLED_UNSOLD = f"{JUICE}/21/3XTF4HDEJ7NP"
# Others of the recalled lot, of which nothing more is told.
RECALLED_TOO = tuple(f"{JUICE}/21/{serial}" for serial in ("ARGYF9GDCJFK", "3W8UEE6UN8WG", "GAM43NQ8MT4R"))
OWN_CODED = f"{DRIED_BERRIES}/{DRIED_BERRY_LOT}/EMCEHCN4A2PG"


def lot(product: str, number: str) -> str:
    """The path of a lot of a product."""
    return f"{product}/{number}" if product.startswith("/id/") else f"{product}/10/{number}"


RECALLED_LOT = lot(JUICE, JUICE_LOT)
BY_LOT = lot(RICE, RICE_LOT)
ROOT_LOT = lot(ROOTS, ROOT_NUMBER)
SLICED_LOT = lot(MEDICINE, MEDICINE_LOT)

DISPUTE_CASE = "/id/case/ZTF4H4ROI2ICNRSM"
DECIDED_CASE = "/id/case/YQXQWYSK5UNHRVZG"


class Label(NamedTuple):
    """What is printed on a parcel: its name, and the code that opens its page whole."""

    path: str
    token: str


def _waybill(number: str, token: str) -> Label:
    return Label(f"/id/waybill/shandao-demo/{number}", token)


def _sscc(number: str, token: str) -> Label:
    return Label(f"/00/{number}", token)


STATION_PARCEL = _waybill("DEMO-SD-3107", "JL6DKQTQXMBPGAVX")
DELIVERED_PARCEL = _waybill("DEMO-SD-2884", "Z2YFZHB5KOKICVKT")
RETURNED_PARCEL = _waybill("DEMO-SD-2851", "6WZZ35BTGBSNCS2X")
CORRECTED_PARCEL = _waybill("DEMO-SD-2990", "CL3OAGIQ3WDCGI7H")
LATE_PARCEL = _waybill("DEMO-SD-3042", "HMOKYALUERI2XL52")
DECIDED_PARCEL = _waybill("DEMO-SD-2790", "ER27M3IFZDIDWPVG")
BY_PARCEL = _waybill("DEMO-SD-3155", "WOPXWD4AOYDYVTCM")
PACKED_PARCEL = _waybill("DEMO-SD-4001", "UQ4H7TXZB2LMKD5N")
PACKED_TOO_PARCEL = _waybill("DEMO-SD-4002", "FY6JR3WOSX2TEQ7C")
DISPUTED_PARCEL = _sscc("095201260000004009", "ESA4GHL2EJ6WKCHU")
PROXY_PARCEL = _sscc("095201260000004016", "OENMBBZD7UV6VQPY")
REFUSED_PARCEL = _sscc("095201260000004023", "3PZZQEGHH2GTHOG3")
RECALLED_PARCEL = _sscc("095201260000004030", "Z35FP3DPECM5K42I")
OWN_CODED_PARCEL = _sscc("095201260000004047", "6EC7HKPFIIA6VZ7E")
RICE_PARCEL = _sscc("095201260000004054", "WQ3NDLX5UJ2YHE4K")

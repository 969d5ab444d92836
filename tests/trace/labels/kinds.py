"""Labels of each kind for tests."""

from __future__ import annotations

from trace.identity.gtin import Gtin
from trace.identity.lot import Lot
from trace.labels import item_sizes
from trace.labels.item import Item
from trace.labels.parcel import Parcel
from trace.labels.slip import Slip

BASE = "https://id.example.cn"
GTIN = Gtin.parse("6901234567892")
GINSENG = Item(GTIN, "集安生晒参 50 克", "集安市清河镇", Lot("QH2609-03"))
SIZES = list(item_sizes.SIZES)
TOKEN = "MFRGG43FMZXW6YTB"
CODE = "9F4KQ7TM2XWD8HRC"
SLIP = Slip(f"{BASE}/claim#{CODE}", CODE)


def parcel(number):
    """A parcel with this number."""
    return Parcel(number, TOKEN, "集安参行")

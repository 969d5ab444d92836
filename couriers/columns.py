"""Which column of an export is which, by its heading; and which columns are dropped before anything is kept. Pure.

Names, telephones and addresses of buyers are none of ours: whoever packs has them on the label of the carrier.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from trace.imports.sheet import Line, Sheet

# Our columns, and the headings under which exports have them; contained in them, or (=) alone. The first that fits counts.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "waybill": ("运单号", "快递单号", "物流单号", "面单号", "运单编号", "trackingnumber", "waybill", "trackingno"),
    "order": ("订单编号", "订单号", "订单id", "主订单", "ordernumber", "orderid", "orderno"),
    "pieces": ("购买数量", "商品数量", "宝贝数量", "=数量", "=件数", "quantity", "qty", "=pieces"),
    "code": ("商品条码", "条形码", "=条码", "商家编码", "商品编码", "货号", "gtin", "=ean", "barcode", "=sku", "skuid"),
    "title": ("商品名称", "商品标题", "宝贝标题", "宝贝名称", "货品名称", "=品名", "=商品", "producttitle", "productname"),
    "carrier": ("快递公司", "物流公司", "快递名称", "承运商", "=快递", "carriername", "=carrier", "=courier"),
    "ordered": ("下单时间", "创建时间", "付款时间", "支付时间", "成交时间", "ordertime", "createdat", "paidat"),
}  # fmt: skip
# Whoever these are about has not given them to us.
_PERSONAL = re.compile(
    "收件|收货|姓名|联系|电话|手机|地址|买家|会员|昵称|旺旺|备注|留言|邮箱|身份|发件|寄件|name|phone|mobile|address|buyer|note|mail"
)
_MINE = re.compile("carriername|productname|producttitle|快递名称|商品名称|宝贝名称|货品名称")
_CODE = re.compile("(?=.*[0-9])[!-~ ]{1,60}")
_TELEPHONE = re.compile(
    r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9]{9}(?![0-9])|(?<![0-9])0[0-9]{2,3}-?[0-9]{7,8}(?![0-9])|@"
)


def field_of(heading: str) -> str | None:
    """Which of our columns a heading means."""
    said = "".join(heading.lower().split()).replace("_", "").replace("-", "")
    if _PERSONAL.search(said) and not _MINE.search(said):
        return None
    return next((name for name, words in HEADINGS.items() if any(_fits(word, said) for word in words)), None)


def _fits(word: str, heading: str) -> bool:
    return word[1:] == heading if word.startswith("=") else word in heading


def keep(sheet: Sheet) -> tuple[Sheet, list[str]]:
    """The table with the columns that may be ours alone, and the headings of those that were dropped."""
    places = [at for at in range(len(sheet.headings)) if _may_stay(sheet, at)]
    dropped = [heading for at, heading in enumerate(sheet.headings) if at not in places and heading]
    lines = tuple(Line(line.number, tuple(line.cells[at] for at in places)) for line in sheet.lines)
    return Sheet(tuple(sheet.headings[at] for at in places), lines), dropped


def guess(headings: Sequence[str]) -> dict[str, int]:
    """Which column is which, by the headings; the first one that means a field is it."""
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        if (name := field_of(heading)) is not None:
            found.setdefault(name, at)
    return found


def _may_stay(sheet: Sheet, at: int) -> bool:
    heading = sheet.headings[at]
    if field_of(heading) is not None:
        return True
    said = "".join(heading.lower().split())
    if _PERSONAL.search(said):
        return False
    # Of a column with a strange heading only what nobody would take for a person's stays: codes, numbers, times.
    cells = [line.cells[at] for line in sheet.lines if line.cells[at]]
    return bool(cells) and all(_CODE.fullmatch(one) and not _TELEPHONE.search(one) for one in cells)

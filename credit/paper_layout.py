"""A document on A4: title, number, paragraphs, room for the seal, the receipt of service, and on each page its number. Pure.

Every page also bears the SHA-256 of what the document says and a QR code that leads to its check.
"""

from __future__ import annotations

from collections.abc import Iterator

from credit.paper_texts import RECEIPT, Text as Paper, said
from trace.labels import face, fitting, qr, sheet
from trace.labels.marks import BadLabel, Bars, Drawing, Mark, Matrix, Text, Weight

WIDTH, HEIGHT = sheet.A4
LEFT, ROOM = 28.0, 154.0
TOP, BOTTOM = 34.0, 262.0
BODY, LINE = 4.9, 9.4
MOST_LINES = 10_000
SEAL = 38.0
_ROWS = (
    "送达文书",
    "文书编号",
    "受送达人",
    "送达地点",
    "送达方式",
    "签收人（签名或盖章）",
    "代收人及代收理由",
    "签收日期",
    "送达人",
    "备注",
)


def drawn(paper: Paper, digest: str, address: str) -> list[Drawing]:
    """The pages of a document; `digest` is the SHA-256 (hex) of what it says, `address` where it can be checked."""
    pages = [list(page) for page in _pages(paper)]
    pages.append(list(_receipt(paper)))
    return [
        Drawing(WIDTH, HEIGHT, (*page, *_foot(at, len(pages), digest, address)), paper.title)
        for at, page in enumerate(pages, 1)
    ]


def printable(text: str) -> str:
    """The text with a square for each character that the typeface lacks: somebody's emoji must not stop a document."""
    return "".join(one if _has(one) else "□" for one in text)


def _has(character: str) -> bool:
    try:
        face.glyph(character, 500)
    except BadLabel:
        return False
    return True


def _pages(paper: Paper) -> Iterator[list[Mark]]:
    marks: list[Mark] = [
        *_centred(paper.office, TOP, 5.6), *_centred(paper.title, TOP + 13, 8.4, 700), *_right(paper.number, TOP + 24, 4.4),
    ]  # fmt: skip
    y = TOP + 38
    marks.append(Text(LEFT, y, BODY, f"{printable(paper.addressee)}："))
    y += LINE
    for paragraph in paper.paragraphs:
        for indent, line in _lines(printable(paragraph)):
            if y > BOTTOM:
                yield marks
                marks, y = [], TOP
            marks.append(Text(LEFT + indent, y, BODY, line))
            y += LINE
    if y + SEAL + LINE > BOTTOM:
        yield marks
        marks, y = [], TOP
    yield [*marks, *_signed(paper, y + LINE)]


def _lines(paragraph: str) -> Iterator[tuple[float, str]]:
    """A paragraph's lines; the first stands two characters in (GB/T 9704 section 7.3.3)."""
    # Two characters hold the place, and are taken off again.
    first, *rest = fitting.lines(f"口口{paragraph}", BODY, ROOM, MOST_LINES)
    yield 2 * BODY, first[2:]
    for line in rest:
        yield 0.0, line


def _signed(paper: Paper, y: float) -> Iterator[Mark]:
    """Office and day at the right, and a square kept free for the seal over them."""
    x = LEFT + ROOM - SEAL - 14
    yield from _frame(x, y, SEAL, SEAL)
    yield Text(x + 8, y + SEAL / 2 + 1, 3.4, "（此处加盖印章）")
    yield from _right(printable(paper.office), y + SEAL + 8, BODY)
    yield from _right(said(paper.day), y + SEAL + 8 + LINE, BODY)


def _receipt(paper: Paper) -> Iterator[Mark]:
    """The receipt of service: what was served is filled in, the rest is for the pen."""
    yield from _centred(RECEIPT, TOP + 6, 8.4, 700)
    given = {
        "送达文书": paper.title,
        "文书编号": paper.number,
        "受送达人": "" if "、" in paper.addressee else paper.addressee,
    }
    top, high, first = TOP + 18, 16.0, 48.0
    for at, name in enumerate(_ROWS):
        y = top + at * high
        yield from _frame(LEFT, y, ROOM, high)
        yield Bars(LEFT + first, y, 0.3, high, "1")
        yield Text(LEFT + 3, y + high / 2 + 1.4, 4.0, name)
        if given.get(name):
            yield Text(
                LEFT + first + 3,
                y + high / 2 + 1.4,
                4.0,
                fitting.shortened(printable(given[name]), 4.0, ROOM - first - 6),
            )
    yield Text(LEFT, top + len(_ROWS) * high + 8, 3.4, "受送达人拒绝签收的，由送达人写明情况并请在场人签名。")


def _foot(at: int, of: int, digest: str, address: str) -> Iterator[Mark]:
    yield Matrix(LEFT, 270.0, 17.0, qr.symbol(address))
    yield Text(LEFT + 21, 276.0, 2.8, "扫码核对本文书。内容摘要 SHA-256：")
    yield Text(LEFT + 21, 280.5, 2.8, digest[:32])
    yield Text(LEFT + 21, 285.0, 2.8, digest[32:])
    yield from _right(f"第 {at} 页，共 {of} 页", 285.0, 3.4)


def _frame(x: float, y: float, width: float, height: float) -> Iterator[Mark]:
    for top in (y, y + height):
        yield Bars(x, top, width, 0.3, "1")
    for left in (x, x + width - 0.3):
        yield Bars(left, y, 0.3, height, "1")


def _centred(text: str, y: float, size: float, weight: Weight = 500) -> Iterator[Mark]:
    for at, line in enumerate(fitting.lines(printable(text), size, ROOM, 2, weight)):
        yield Text((WIDTH - face.width(line, size, weight)) / 2, y + at * size * 1.4, size, line, weight)


def _right(text: str, y: float, size: float) -> Iterator[Mark]:
    line = fitting.shortened(printable(text), size, ROOM)
    yield Text(LEFT + ROOM - face.width(line, size), y, size, line)

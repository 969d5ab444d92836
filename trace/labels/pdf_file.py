"""The frame of a PDF file (ISO 32000-1, section 7.5): numbered objects written one after the other, and where each is.

Our own, because a page of labels is the same bytes again and again but for the codes: written with reportlab the same
page takes several hundred times as long (docs/labels.md).
"""

from __future__ import annotations

from hashlib import sha256
from typing import BinaryIO

from isal import isal_zlib

# Pages hang in twigs of so many, because viewers read the whole list that the page they look for is in.
_TWIG = 500


class PdfFile:
    """A file of pages of one size that is written from front to back and never kept in memory."""

    def __init__(self, out: BinaryIO, width: float, height: float) -> None:
        self._out = out
        self._box = f"[0 0 {points(width)} {points(height)}]"
        self._places: list[int] = [0]
        self._at = 0
        self._twigs: list[int] = []
        self._leaves: list[int] = []
        self._pages = 0
        # The second line tells whoever moves the file that it is not text.
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self._root = self.reserve()
        self._tree = self.reserve()

    def reserve(self) -> int:
        """A number for an object that is written later."""
        self._places.append(0)
        return len(self._places) - 1

    def put(self, body: bytes, number: int | None = None) -> int:
        """Write an object, and tell its number."""
        number = number or self.reserve()
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def stream(self, data: bytes | memoryview, entries: str = "", number: int | None = None) -> int:
        """Write a compressed stream with these entries in its dictionary."""
        packed = isal_zlib.compress(data, 1)
        head = f"<<{entries}/Length {len(packed)}/Filter/FlateDecode>>stream\n".encode()
        return self.put(b"%b%b\nendstream" % (head, packed), number)

    def page(self, content: bytes | memoryview) -> None:
        """Add a page that is painted by these operators."""
        if self._pages % _TWIG == 0:
            self._end_twig()
            self._twigs.append(self.reserve())
        painted = self.stream(content)
        self._leaves.append(self.put(b"<</Type/Page/Parent %d 0 R/Contents %d 0 R>>" % (self._twigs[-1], painted)))
        self._pages += 1

    def close(self, resources: str, title: str) -> None:
        """Write what all pages share, and the table of where each object is."""
        self._end_twig()
        kids = " ".join(f"{number} 0 R" for number in self._twigs)
        tree = f"<</Type/Pages/Kids[{kids}]/Count {self._pages}/MediaBox{self._box}/Resources<<{resources}>>>>"
        self.put(tree.encode(), self._tree)
        self.put(b"<</Type/Catalog/Pages %d 0 R/Lang(zh-CN)>>" % self._tree, self._root)
        info = self.put(f"<</Title<{_utf16(title)}>/Producer(Suyuan)>>".encode())
        start = self._at
        count = len(self._places)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for first in range(1, count, 10_000):
            rows = self._places[first : first + 10_000]
            self._write(b"".join(b"%010d 00000 n \n" % place for place in rows))
        name = sha256(f"{title} {start} {count}".encode()).hexdigest()[:32]
        end = f"trailer\n<</Size {count}/Root {self._root} 0 R/Info {info} 0 R/ID[<{name}><{name}>]>>\nstartxref\n{start}\n%%EOF\n"
        self._write(end.encode())

    def _end_twig(self) -> None:
        if self._leaves:
            kids = " ".join(f"{number} 0 R" for number in self._leaves)
            body = f"<</Type/Pages/Parent {self._tree} 0 R/Kids[{kids}]/Count {len(self._leaves)}>>"
            self.put(body.encode(), self._twigs[-1])
            self._leaves = []

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)


def points(millimetres: float) -> str:
    """A length in PDF's unit, 1/72 inch."""
    return f"{millimetres * 72 / 25.4:.4f}".rstrip("0").rstrip(".") or "0"


def _utf16(text: str) -> str:
    return ("\ufeff" + text).encode("utf-16-be").hex()

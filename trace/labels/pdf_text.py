"""Text in a PDF: the characters that a file uses, as a composite font (ISO 32000-1, section 9.7) of one weight.

Codes have two bytes. Printable ASCII has its own, so that a serial can be laid into a page that is ready.
"""

from __future__ import annotations

from collections.abc import Iterator

from trace.labels import face
from trace.labels.marks import Text, Weight
from trace.labels.pdf_file import PdfFile, points

ASCII = "".join(map(chr, range(32, 127)))
_OTHERS = 256
# Noto Sans SC's own figures, in thousandths of the size.
_METRICS = "/FontBBox[-1000 -1000 3000 2000]/ItalicAngle 0/Ascent 1160/Descent -288/CapHeight 733"


class Typeface:
    """One weight as a file uses it; each character gets its code when it first comes up."""

    def __init__(self, weight: Weight) -> None:
        self.weight = weight
        self.used = False
        self._others: dict[str, int] = {}

    def show(self, mark: Text, height: float) -> str:
        """The operators that show a line on something so high."""
        self.used = True
        size = points(mark.size)
        if mark.pitch is None:
            return f"BT/F{self.weight} {size} Tf {points(mark.x)} {points(height - mark.y)} Td<{self._hex(mark.text)}>Tj ET\n"
        moved, last = [], -mark.x
        for character, x in zip(mark.text, face.places(mark), strict=True):
            moved.append(f"{points(x - last)} {{}} Td<{self._hex(character)}>Tj")
            last = x
        first, *others = moved
        shown = " ".join([first.format(points(height - mark.y)), *(one.format(0) for one in others)])
        return f"BT/F{self.weight} {size} Tf {shown} ET\n"

    def embed(self, file: PdfFile) -> str:
        """Write the font with what was shown, and tell its entry in the resources; nothing where nothing was."""
        if not self.used:
            return ""
        others = "".join(self._others)
        cut = face.cut(ASCII + others, self.weight)
        program = file.stream(cut.file, f"/Length1 {len(cut.file)}")
        name = f"SUYUAN+NotoSansSC-{self.weight}"
        about = file.put(
            f"<</Type/FontDescriptor/FontName/{name}/Flags 4{_METRICS}/StemV {self.weight // 5}"
            f"/FontFile2 {program} 0 R>>".encode()
        )
        glyphs = [0] * 32 + [cut.glyphs[one] for one in ASCII]
        glyphs += [0] * (_OTHERS - len(glyphs)) + [cut.glyphs[one] for one in others]
        numbers = file.stream(b"".join(number.to_bytes(2) for number in glyphs))
        descendant = file.put(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            f"/Supplement 0>>/FontDescriptor {about} 0 R/CIDToGIDMap {numbers} 0 R"
            f"/W[{ord(ASCII[0])}[{self._widths(ASCII)}]{_OTHERS}[{self._widths(others)}]]>>".encode()
        )
        texts = file.stream("\n".join(self._unicode()).encode())
        font = file.put(
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]"
            f"/ToUnicode {texts} 0 R>>".encode()
        )
        return f"/F{self.weight} {font} 0 R"

    def _hex(self, text: str) -> str:
        codes = (
            ord(one) if one in ASCII else self._others.setdefault(one, _OTHERS + len(self._others)) for one in text
        )
        return "".join(f"{code:04x}" for code in codes)

    def _widths(self, text: str) -> str:
        return " ".join(str(face.glyph(one, self.weight).advance) for one in text)

    def _unicode(self) -> Iterator[str]:
        """The table by which a reader copies text out of the file."""
        yield (
            "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/Suyuan def/CMapType 2 def"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
            "1 begincodespacerange<0000><ffff>endcodespacerange\n"
            f"1 beginbfrange<{ord(ASCII[0]):04x}><{ord(ASCII[-1]):04x}><{ord(ASCII[0]):04x}>endbfrange"
        )
        rows = [f"<{code:04x}><{one.encode('utf-16-be').hex()}>" for one, code in self._others.items()]
        # A CMap says at most 100 at a time (Adobe technical note 5014).
        for at in range(0, len(rows), 100):
            part = rows[at : at + 100]
            yield f"{len(part)} beginbfchar\n{''.join(part)}\nendbfchar"
        yield "endcmap end end"

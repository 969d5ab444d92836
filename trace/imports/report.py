"""What an import did, as a table for a person and as JSON for a program."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from trace.imports.tables import Refused


@dataclass
class Report:
    """Rows and flags are those of the files that were read; events are those that this run added."""

    rows: dict[str, int] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)
    flagged: dict[str, int] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    missing: tuple[str, ...] = ()

    def as_json(self) -> dict[str, dict[str, int]]:
        """The report's one machine form (docs/import.md)."""
        named: dict[str, Mapping[str, int]] = {
            "rows": self.rows, "events": self.events, "flagged": self.flagged, "refused": self.refused,
        }  # fmt: skip
        return {part: dict(counts) for part, counts in named.items()}

    def as_text(self) -> str:
        """The same as lines to read, with the tables that were expected and are not there."""
        lines = []
        for title, counts, otherwise in (
            ("Rows read", self.rows, "no table"),
            ("Events recorded", self.events, "nothing new"),
            ("Flagged", self.flagged, "nothing"),
            ("Refused", self.refused, "nothing"),
        ):
            lines.append(title)
            width = max(map(len, counts), default=0)
            lines += [f"  {name:{width}}  {count:>9,}" for name, count in counts.items()] or [f"  {otherwise}"]
        if self.missing:
            lines.append(f"Not in this folder: {', '.join(self.missing)} (what needs them is not counted)")
        return "\n".join(lines)


def refused_csv(refused: Iterable[Refused]) -> str:
    """Refused rows as CSV: table, line, reason, sentence, then the row's cells as they came."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("table", "line", "reason", "sentence", "row"))
    for one in refused:
        # Bytes that are no text came in as lone surrogates; they are shown as \\xNN.
        cells = [cell.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") for cell in one.row]
        writer.writerow((one.table, one.line, one.reason, one.sentence, *cells))
    return text.getvalue()

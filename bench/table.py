"""The table at the end, for people and for docs/performance.md."""

from __future__ import annotations

from collections.abc import Sequence

from bench.measure import Row

HEAD = ("work", "database", "rate", "limit", "ratio", "by CPU", "budget", "")


def lines(rows: Sequence[Row]) -> list[str]:
    """The rows as a table in Markdown."""
    return [_line(HEAD), _line(("---",) * len(HEAD)), *(_line(_cells(row)) for row in rows)]


def _cells(row: Row) -> tuple[str, ...]:
    verdict = "; ".join(filter(None, ("met" if row.met else "MISSED", row.note)))
    return (
        row.work, row.database, f"{_number(row.rate)} {row.unit}", _number(row.limit), f"{row.ratio:.2f}",
        "-" if row.cpu_ratio is None else f"{row.cpu_ratio:.2f}", f"{row.least:.2f}", verdict,
    )  # fmt: skip


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2f}"

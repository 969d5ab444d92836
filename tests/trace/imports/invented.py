"""An invented shop with its own headings: three orders of which one is impossible. Nothing here is anybody's data."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from trace.imports import profile, tables
from trace.imports.orders import Export, collect
from trace.imports.profile import Profile

SHOP = """
name = "hillside"
shop = "Hillside Fruit"
zone = "Asia/Shanghai"
country = "CN"

[orders]
table = "bestellungen"
id = "nr"
status = "zustand"
purchased = "gekauft"
handed_over = "versandt"
delivered = "zugestellt"

[items]
table = "posten"
order = "bestellung"
number = "zeile"
product = "ware"
merchant = "haendler"

[products]
table = "waren"
id = "nummer"
name = "bezeichnung"

[merchants]
table = "haendler"
id = "kuerzel"
name = "firma"

[statuses]
delivered = ["fertig"]

[[steps]]
step = "sold"
at = "orders.purchased"
actor = "merchant"

[[steps]]
step = "handed_over"
at = "orders.handed_over"
actor = "merchant"
to = "shop"

[[steps]]
step = "signed"
at = "orders.delivered"
actor = "shop"
"""

FILES = {
    "bestellungen": """nr,zustand,gekauft,versandt,zugestellt
A1,fertig,2026-03-01 08:00:00,2026-03-01 12:00:00,2026-03-02 09:00:00
A2,fertig,2026-03-01 23:30:00,2026-03-03 10:00:00,2026-03-02 10:00:00
A3,offen,2026-03-04T01:00:00Z,,
""",
    "posten": """bestellung,zeile,ware,haendler,preis
A1,1,w1,h1,10.00
A1,2,w2,h1,4.00
A2,1,w1,h2,9.50
""",
    "waren": "nummer,bezeichnung\nw1,Blueberries\nw2,Ginseng slices\n",
    "haendler": "kuerzel,firma\nh1,Hill One\nh2,Hill Two\n",
}


def parsed() -> Profile:
    return profile.parse(SHOP)


def rows(text: str | bytes, table: str, columns: dict[str, str]) -> list[tables.Row | tables.Refused]:
    raw = text.encode() if isinstance(text, str) else text
    return list(tables.rows(io.BufferedReader(io.BytesIO(raw)), table, columns))


def export(files: dict[str, str | bytes] = FILES, mapping: Profile | None = None) -> Export:
    mapping = mapping or parsed()
    read = {
        name: rows(files[table.table], table.table, table.columns())
        for name, table in mapping.tables.items()
        if table.table in files
    }
    return collect(mapping, read)


def folder(where: Path, files: dict[str, str] = FILES, names: Iterable[str] | None = None) -> Path:
    where.mkdir(parents=True, exist_ok=True)
    for name in names if names is not None else files:
        (where / f"{name}.csv").write_text(files[name], encoding="utf-8")
    return where

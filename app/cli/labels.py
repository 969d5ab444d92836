"""`flask labels`: codes for goods, printed before anything is recorded of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import click
import numpy as np
from flask import current_app
from flask.cli import with_appcontext
from tqdm import tqdm

from app.cli import Command, Sentence
from app.db import reading
from app.settings import Settings
from trace import cards, products
from trace.identity.gtin import Gtin
from trace.identity.link import STEM
from trace.identity.lot import Lot
from trace.labels import case, gs1, item_sizes, lot as lot_label, pdf_marks, press, serials, sheet, svg
from trace.labels.family import Bytes
from trace.labels.item import Item
from trace.labels.lot import LotLabel
from trace.labels.marks import Drawing

MOST_SVG = 200


@click.command("labels", cls=Command)
@click.option("--gtin", "number", required=True, help="The product's GTIN, of 8, 12 or 13 digits.")
@click.option("--count", required=True, type=int, help=f"How many, at most {serials.MOST:,} in one file.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write.")
@click.option("--lot", "lot_number", help="The lot to print; a code names its lot once that is recorded.")
@click.option(
    "--size", type=click.Choice(list(item_sizes.SIZES)), default="a4", help="In mm; a4: 21 on a sheet (default)."
)
@click.option(
    "--symbol",
    type=click.Choice(["qr", "datamatrix"]),
    default="qr",
    help="qr: opens the item's page (default); datamatrix: GTIN, lot and serial for scanners of a trade.",
)
@click.option("--name", help="The name to print (default: the registered product's).")
@click.option("--origin", help="Where it is from, to print (default: as the product's public card says).")
@click.option("--svg", is_flag=True, help=f"Also write each page as SVG, at most {MOST_SVG}.")
@with_appcontext
def labels(
    number: str,
    count: int,
    out: Path,
    lot_number: str | None,
    size: str,
    symbol: press.Symbol,
    name: str | None,
    origin: str | None,
    svg: bool,
) -> None:
    """Print labels with random codes, and write the list of the codes beside the PDF. Nothing is recorded."""
    settings: Settings = current_app.extensions["settings"]
    gtin = Gtin.parse(number)
    lot = Lot.parse(lot_number) if lot_number else None
    known_name, known_origin = _registered(gtin)
    item = Item(gtin, name or known_name, origin or known_origin, lot)
    batch = press.prepare(item, size, settings.base_url, symbol)
    drawn = serials.draw(count)
    pages = -(-count // len(batch.sheet.slots))
    drawings = [out.with_name(f"{out.stem}-{page}.svg") for page in range(1, pages + 1)] if svg else []
    if len(drawings) > MOST_SVG:
        raise Sentence(
            f"{pages} pages of SVG were asked for: expected at most {MOST_SVG}; leave --svg out, or print fewer"
        )
    kept = out.with_suffix(".csv")
    _check_free([out, kept, *drawings])
    with _secret(kept) as listed, _secret(out) as printed:
        listed.write(_listed(gtin, lot, item.stem(settings.base_url), drawn))
        with tqdm(total=count, desc="printing", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            press.to_pdf(printed, batch, drawn, bar.update)
    for path, page in zip(drawings, press.to_svg(batch, drawn) if svg else (), strict=True):
        with _secret(path) as file:
            file.write(page.encode())
    _tell(out, kept, count, pages, item, settings.base_url)


@click.command("case-labels", cls=Command)
@click.option("--gtin", "number", required=True, help="The GTIN of the pieces that are in the case.")
@click.option(
    "--level", type=int, default=1, help="The packaging level, 1 to 8, that begins the case's number (default 1)."
)
@click.option("--pieces", type=int, default=0, help="How many pieces are in it.")
@click.option("--lot", "lot_number", help="The lot of what is in it.")
@click.option("--best-before", type=click.DateTime(["%Y-%m-%d"]), help="Such as 2028-10-01.")
@click.option("--name", help="The name to print (default: the registered product's).")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF or SVG to write.")
@with_appcontext
def case_labels(
    number: str,
    level: int,
    pieces: int,
    lot_number: str | None,
    best_before: datetime | None,
    name: str | None,
    out: Path,
) -> None:
    """Make the label of cases of one kind, 100 x 150 mm; print it once for each case."""
    settings: Settings = current_app.extensions["settings"]
    piece = Gtin.parse(number)
    gtin = gs1.case_of(piece, level)
    lot = Lot.parse(lot_number) if lot_number else None
    elements = gs1.Elements(gtin, lot, best_before.date() if best_before else None)
    drawn = case.drawing(case.Case(elements, name or _registered(piece)[0], pieces), settings.base_url)
    _write(out, drawn)
    click.echo(f"The label of case {gtin}: {out}")


@click.command("lot-labels", cls=Command)
@click.option("--gtin", "number", required=True, help="The product's GTIN, of 8, 12 or 13 digits.")
@click.option("--lot", "lot_number", required=True, help="The lot.")
@click.option("--size", type=click.Choice(list(item_sizes.SIZES)), default="60x40", help="In mm (default 60x40).")
@click.option("--name", help="The name to print (default: the registered product's).")
@click.option("--origin", help="Where it is from, to print (default: as the product's public card says).")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF or SVG to write.")
@with_appcontext
def lot_labels(number: str, lot_number: str, size: str, name: str | None, origin: str | None, out: Path) -> None:
    """Make the label of a lot, which is the same on each of its pieces; a4 fills a sheet with it."""
    settings: Settings = current_app.extensions["settings"]
    gtin = Gtin.parse(number)
    known_name, known_origin = _registered(gtin)
    label = LotLabel(gtin, Lot.parse(lot_number), name or known_name, origin or known_origin)
    _write(out, lot_label.drawing(label, size, settings.base_url), a4=size == "a4")
    click.echo(f"The label of lot {lot_number}: {out}")


def _write(out: Path, drawn: Drawing, *, a4: bool = False) -> None:
    """One label, or a sheet full of it, as the name of the file says: PDF or SVG."""
    pages = sheet.a4_of_21() if a4 else sheet.roll(drawn.width, drawn.height)
    _check_free([out])
    many = [drawn] * len(pages.slots)
    with out.open("xb") as file:
        if out.suffix.lower() == ".svg":
            file.write(svg.page(many, pages).encode())
        else:
            pdf_marks.write(file, many, pages, drawn.title)


def _registered(gtin: Gtin) -> tuple[str, str]:
    """Name and origin of the product as its merchant registered it; empty where nobody did."""
    with reading() as session:
        product = products.find(session, f"{STEM}/01/{gtin.gtin14}")
        if product is None:
            return "", ""
        card = cards.newest(session, product.uri, "origin")
        place = cards.read(card).get("place") if card else None
        return product.name, str(place or "")


def _listed(gtin: Gtin, lot: Lot | None, stem: bytes, drawn: Bytes) -> bytes:
    """The list as CSV: GTIN, lot, serial, and the address in the QR code."""
    # A lot may hold commas and quotes, and a spreadsheet takes what begins with = for a formula: so it is quoted.
    quoted = '"' + (lot.lot if lot else "").replace('"', '""') + '"'
    front = np.frombuffer(f"{gtin.gtin14},{quoted},".encode(), np.uint8)
    middle = np.frombuffer(b"," + stem, np.uint8)
    end = np.frombuffer(b"\r\n", np.uint8)
    rows = [np.broadcast_to(part, (len(drawn), len(part))) for part in (front, middle, end)]
    body = np.concatenate([rows[0], drawn, rows[1], drawn, rows[2]], axis=1)
    return b"gtin,lot,serial,uri\r\n" + body.tobytes()


def _check_free(paths: list[Path]) -> None:
    for path in paths:
        if path.exists():
            raise Sentence(f"{path} is there already: choose another name, so that no list of printed codes is lost")
        if not path.parent.is_dir():
            raise Sentence(f"{path.parent} is not a folder: make it first, or choose another")
    if len(set(paths)) < len(paths):
        raise Sentence(f"{paths[0]} is where the list of the codes goes: expected a name that ends in .pdf")


@contextmanager
def _secret(path: Path) -> Iterator[BinaryIO]:
    """A new file that its owner alone can read: whoever has a code can open its item's page."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            yield file
        except BaseException:
            path.unlink()
            raise


def _tell(out: Path, kept: Path, count: int, pages: int, item: Item, base_url: str) -> None:
    of = f" of {item.name}" if item.name else ""
    click.echo(f"{count} labels{of} on {pages} page{'s' * (pages > 1)}: {out}")
    click.echo(
        f"Their codes: {kept}. Whoever has a code can open its item's page, so both files are yours alone (0600)."
    )
    click.echo("Nothing is recorded or reserved yet: the codes belong to goods once they are activated in the record.")
    if not item.name:
        click.echo(
            "No product is registered under this GTIN and no --name was given, so the labels bear no name.", err=True
        )
    if urlsplit(base_url).hostname in ("127.0.0.1", "localhost", "::1"):
        click.echo(f"BASE_URL is {base_url}: on a phone these codes lead nowhere. Set it before you print.", err=True)


COMMANDS = [labels, case_labels, lot_labels]

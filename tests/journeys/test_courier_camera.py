"""The scan page reads real labels through a camera that shakes, in every kind that it meets on the way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.browser import chromium, visitor
from tests.journeys import filming
from tests.journeys.courier_world import choose, enrol, type_number, verdict
from tests.trace.labels import printed
from trace.identity.own import Own
from trace.labels import code128, ean, sheet, svg
from trace.labels.parcel import HEIGHT, WIDTH, Parcel, drawing

pytestmark = pytest.mark.browser
sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
DPI = 200


def label(number, part: str):
    """A parcel's printed label, the half with the QR code or the one with the bars."""
    page = svg.page([drawing(Parcel(number, "A" * 16, "岭上参业"), "https://ship.example")], sheet.roll(WIDTH, HEIGHT))
    picture = printed.svg(page, DPI)
    scale = DPI / 25.4
    rows = {"qr": slice(round(4 * scale), round(56 * scale)), "bars": slice(round(70 * scale), round(135 * scale))}[
        part
    ]
    columns = slice(round(4 * scale), round(56 * scale)) if part == "qr" else slice(0, picture.shape[1])
    return np.ascontiguousarray(picture[rows, columns])


def bars(modules: str):
    """Bars alone, with white around them."""
    row = np.array([[255 * (1 - int(one)) for one in modules]], np.uint8)
    return np.pad(np.repeat(np.repeat(row, 4, 1), 200, 0), 60, constant_values=255)


def seen(world, film, step="accepted", weight="412"):
    """What the phone makes of a film: the one scan that reached the server."""
    with chromium(*filming.options(film)) as browser, visitor(browser) as page:
        strangers = []
        page.on("request", lambda request: strangers.append(request.url) if world.url not in request.url else None)
        enrol(page, world)
        choose(page, step)
        verdict(page, "ask")
        page.locator("#weight").fill(weight)
        for box in page.locator("[name=checks]").all():
            box.check()
        page.locator("#details .take").click()
        verdict(page, "sent")
        assert strangers == []
    (scan,) = world.scans()
    return scan


@sqlite
@pytest.mark.parametrize("tilt", [0, 180])
def test_the_qr_code_of_a_printed_label(served, tmp_path, tilt):
    number = served.sscc(1)
    scan = seen(served, filming.film(tmp_path / "qr.y4m", label(number, "qr"), tilt=tilt))
    assert f'"text":"https://ship.example/00/{number.sscc}"' in scan.text
    assert '"symbology":"]Q' in scan.text
    assert "AAAA" not in scan.text


@sqlite
@pytest.mark.parametrize("tilt", [0, 90])
def test_the_gs1_bars_of_a_printed_label(served, tmp_path, tilt):
    number = served.sscc(2)
    film = filming.film(tmp_path / "gs1.y4m", label(number, "bars"), tall=400, tilt=tilt)
    scan = seen(served, film)
    assert f'"symbology":"]C1","text":"00{number.sscc}"' in scan.text


@sqlite
def test_a_carriers_own_code_128_in_bad_light(served, tmp_path):
    (number,) = served.parcels(1)
    scan = seen(served, filming.film(tmp_path / "c128.y4m", bars(code128.plain(number)), tall=300, noise=25))
    assert f'"symbology":"]C0","text":"{number}"' in scan.text


@sqlite
def test_goods_are_told_from_parcels(served, tmp_path):
    film = filming.film(tmp_path / "ean.y4m", bars(ean.modules("6901234567892")), tall=300)
    with chromium(*filming.options(film)) as browser, visitor(browser) as page:
        enrol(page, served)
        verdict(page, "refused")
        assert page.locator("#title").inner_text() == "没有这个单号的包裹。"
    assert served.scans() == []


@sqlite
def test_the_first_reading_takes_a_second_at_most(served, tmp_path):
    """From the opening of an enrolled page to the stored scan, camera and WebAssembly included."""
    number = served.sscc(3)
    film = filming.film(tmp_path / "qr.y4m", label(number, "qr"))
    with chromium(*filming.options(film)) as browser, visitor(browser) as page:
        enrol(page, served)
        verdict(page, "stored")
        taken = []
        for _ in range(5):
            page.reload()
            page.locator("#verdict[data-kind=stored], #verdict[data-kind=again]").wait_for()
            taken.append(page.evaluate("performance.now()"))
        assert min(taken) <= 1_000, taken


@sqlite
def test_without_a_camera_the_number_is_typed_and_a_photo_is_read(served, tmp_path):
    (number,) = served.parcels(1)
    Image.fromarray(label(Own("parcel", ("B7K2",)), "qr")).save(tmp_path / "photo.png")
    with chromium() as browser, visitor(browser) as page:
        enrol(page, served)
        page.locator("#open").wait_for(state="visible")
        assert "相机打不开" in page.locator("#cameraSays").inner_text()
        type_number(page, number)
        verdict(page, "stored")
        page.locator("#photo").set_input_files(tmp_path / "photo.png")
        page.locator("#line", has_text="尾号 B7K2").wait_for()
        page.locator("#photo").set_input_files(
            Path(__file__).parents[2] / "app" / "static" / "courier" / "icon-192.png"
        )
        verdict(page, "refused")
        assert page.locator("#title").inner_text() == "照片里没有码"

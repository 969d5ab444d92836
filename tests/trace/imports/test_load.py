"""An export goes into the record once: merchants, names and events; and a second run adds nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select

from tests.trace.imports.invented import FILES, SHOP, export, parsed
from trace import tables
from trace.imports import load, profile
from trace.imports.chains import Teller
from trace.imports.flags import Judge
from trace.imports.report import Report
from trace.parties import Party

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def run(session, files=FILES, size=load.BATCH, mapping=None):
    mapping = mapping or parsed()
    found, report = export(files, mapping), Report()
    cast = load.cast(session, mapping, found, NOW)
    teller = Teller(mapping, found, cast)
    for batch in load.batches((one for order in found.orders.values() for one in teller.tell(order)), size):
        load.count(report, found, *load.record(session, batch, NOW))
    return report, found, cast


def test_everything_is_recorded_once(session):
    report, found, cast = run(session)
    assert report.events == {"sold": 4, "handed_over": 3, "signed": 3}
    assert found.refused == []
    again, found, recast = run(session)
    assert again.events == {}
    assert found.refused == []
    assert recast == cast
    assert session.scalar(select(func.count()).select_from(tables.entry)) == 10
    assert session.scalar(select(func.count()).select_from(Party)) == 3


def test_an_import_that_broke_off_goes_on(session):
    mapping, found = parsed(), export()
    teller = Teller(mapping, found, load.cast(session, mapping, found, NOW))
    first, *_ = load.batches((one for order in found.orders.values() for one in teller.tell(order)), 3)
    load.record(session, first, NOW)
    report, _, _ = run(session, size=2)
    assert report.events.total() == 7


def test_two_imports_at_once_record_everything_once(sessions):
    mapping = parsed()
    lines = "".join(f"B{n},fertig,2026-03-01 08:00:00,2026-03-01 12:00:00,2026-03-02 09:00:00\n" for n in range(60))
    pieces = "".join(f"B{n},1,w1,h1,9.50\n" for n in range(60))
    files = FILES | {"bestellungen": FILES["bestellungen"] + lines, "posten": FILES["posten"] + pieces}
    with sessions() as session:
        load.cast(session, mapping, export(files), NOW)
        session.commit()
    begin = Barrier(2)

    def record(_: int) -> int:
        found, added = export(files), 0
        with sessions() as session:
            told = Teller(mapping, found, load.cast(session, mapping, found, NOW))
            session.rollback()
            begin.wait(20)
            for batch in load.batches((one for order in found.orders.values() for one in told.tell(order)), 3):
                added += len(load.record(session, batch, NOW)[0])
                session.commit()
        return added

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(record, range(2))) == 190
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(tables.entry)) == 190


def test_what_came_later_is_added_and_what_was_changed_is_refused(session):
    run(session)
    later = FILES["bestellungen"].replace(
        "A3,offen,2026-03-04T01:00:00Z,,", "A3,offen,2026-03-04T01:00:00Z,2026-03-05 08:00:00,"
    )
    report, found, _ = run(session, FILES | {"bestellungen": later.replace("12:00:00", "12:30:00")})
    assert report.events == {"handed_over": 1}
    assert {(one.table, one.line, one.reason) for one in found.refused} == {
        ("posten", 2, "recorded_otherwise"),
        ("posten", 3, "recorded_otherwise"),
    }


SHIPPED = profile.parse(SHOP.replace('delivered = ["fertig"]', 'shipped = ["offen"]'))


def test_an_order_that_went_on_is_no_change_although_its_flag_is_gone(session):
    report, found, _ = run(session, FILES, mapping=SHIPPED)
    assert Judge(found).count()["shipped_never_delivered"] == 1
    arrived = FILES["bestellungen"].replace("T01:00:00Z,,", "T01:00:00Z,2026-03-05 08:00:00,2026-03-06 08:00:00")
    report, found, _ = run(session, FILES | {"bestellungen": arrived}, mapping=SHIPPED)
    assert report.events == {"handed_over": 1, "signed": 1}
    assert Judge(found).count()["shipped_never_delivered"] == 0
    assert found.refused == []


def test_what_an_earlier_import_made_known_is_known(session):
    without = {name: text for name, text in FILES.items() if name not in ("haendler", "waren")}
    report, found, _ = run(session, without)
    assert report.events == {"sold": 1}
    assert [one.reason for one in found.refused] == ["unknown_haendler", "unknown_ware"] * 3
    run(session)
    report, found, _ = run(session, without | {"posten": FILES["posten"] + "A2,2,w2,h1,1\nA2,3,w9,h1,1\n"})
    assert report.events == {"sold": 1, "handed_over": 1, "signed": 1}
    assert [(one.line, one.reason) for one in found.refused] == [(6, "unknown_ware")]


def test_the_shop_holds_what_was_handed_over_to_it(session):
    _, _, cast = run(session)
    held = session.execute(select(tables.thing.c.owner_id, tables.thing.c.holder_id)).all()
    assert (cast.merchants["h2"].id, cast.shop.id) in held
    stood = session.scalars(select(tables.entry.c.envelope)).all()
    assert not any('"standing":"outsider"' in envelope for envelope in stood)


@pytest.mark.parametrize("size", [1, 3, 10, 11])
def test_batches_leave_nothing_out(size):
    found = list(load.batches(iter(range(10)), size))
    assert [one for batch in found for one in batch] == list(range(10))
    assert all(len(batch) == size for batch in found[:-1])

"""What an upload says besides: places, codes of recipients, handovers on two phones, scans taken back."""

from __future__ import annotations

from sqlalchemy import select

from couriers import parcels, release, roster, scanned, trail
from couriers.places import Spot
from couriers.scanned import ScanBy
from couriers.states import State
from tests.couriers.cast import NOW, PARCEL
from tests.couriers.phone import LABEL, OTHER, Phone, event_of, id_of, kinds
from trace import event as events, tables
from trace.words import Evidence


def evidence(session, verdict):
    wanted = select(tables.entry.c.envelope).where(tables.entry.c.id == verdict.receipt.entry_id)
    return session.execute(wanted).scalar_one()


def state(session, uri=PARCEL):
    return trail.custody(session, uri).state


def test_without_consent_no_place_is_kept_and_with_it_only_beside_the_record(session, phone):
    here = Spot(41_720_000, 125_940_000, 30)
    phone.send(session, phone.scan("accepted", LABEL, 9, spot=here, place="220502"))
    roster.let_locate(session, phone.courier, NOW)
    far = Spot(43_880_000, 125_320_000, 30)
    (found,) = phone.send(session, phone.scan("out_for_delivery", LABEL, 10, spot=far, place="220502"))
    first, second = session.scalars(select(ScanBy).order_by(ScanBy.entry_id))
    assert (first.spot, first.flags) == (None, "no_place")
    assert second.flags == "far_from_place"
    assert 220_000 < second.distance < 230_000
    assert "43880000" not in events.encode(event_of(session, found)).decode()
    roster.end_locating(session, phone.courier, NOW)
    scanned.forget_spots(session, phone.courier.id)
    session.expire_all()
    assert session.get(ScanBy, second.entry_id).spot is None


def test_two_places_that_nobody_gets_between_are_marked_and_change_nothing(session, phone):
    roster.let_locate(session, phone.courier, NOW)
    tonghua, changchun = Spot(41_720_000, 125_940_000, 30), Spot(43_880_000, 125_320_000, 30)
    found = phone.send(
        session,
        phone.scan("accepted", LABEL, 9, spot=tonghua),
        phone.scan("out_for_delivery", LABEL, 9.5, spot=changchun),
        phone.scan("attempt_failed", LABEL, 14, spot=tonghua, reason="nobody_home"),
    )
    assert [one.flags for one in found] == [(), ("impossible_travel",), ()]


def test_a_sign_off_by_code_needs_the_recipients_code(session, phone):
    code = release.issue(session, parcels.get(session, PARCEL), NOW)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    phone.send(session, phone.scan("accepted", LABEL, 9), phone.scan("accepted", OTHER, 9))

    def signed(label, said):
        return kinds(phone.send(session, phone.scan("signed", label, 10, method="code", texts={"release": said})))

    assert signed(OTHER, code) == ["refused no-release-code"]
    assert signed(LABEL, wrong) == ["refused wrong-release-code"]
    assert signed(LABEL, f"{code[:3]} {code[3:]}") == ["accepted"]


def test_five_wrong_codes_close_that_way_even_for_the_right_one(session, phone):
    code = release.issue(session, parcels.get(session, PARCEL), NOW)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    phone.send(session, phone.scan("accepted", LABEL, 9))
    queue = [phone.scan("signed", LABEL, 10, method="code", texts={"release": wrong}) for _ in range(5)]
    queue.append(phone.scan("signed", LABEL, 11, method="code", texts={"release": code}))
    assert kinds(phone.send(session, *queue)) == ["refused wrong-release-code"] * 6


def test_a_handover_on_two_phones_counts_as_two_devices(session, cast, phone):
    phone.send(session, phone.scan("accepted", LABEL, 9))
    mule = Phone(session, cast.rival.id, "骡子 1 号")
    assert kinds(mule.send(session, mule.scan("handed_over", LABEL, 10))) == ["refused not-in-your-hands"]
    listed = phone.gives(LABEL, "PN20261124002")
    (found,) = mule.send(session, mule.scan("handed_over", LABEL, 10, manifest=listed))
    assert found.kind == "accepted"
    assert f'"evidence":"{Evidence.BOTH}"' in evidence(session, found)
    assert session.get(ScanBy, found.receipt.entry_id).giver_id == phone.courier.id
    assert kinds(mule.send(session, mule.scan("out_for_delivery", LABEL, 11))) == ["accepted"]
    assert kinds(phone.send(session, phone.scan("out_for_delivery", LABEL, 12))) == ["refused not-in-your-hands"]


def test_a_list_of_somebody_who_has_not_got_the_parcel_gives_nothing(session, cast, phone):
    phone.send(session, phone.scan("accepted", LABEL, 9))
    thief, fence = Phone(session, cast.rival.id, "骡子 1 号"), Phone(session, cast.rival.id, "骡子 2 号")
    scan = fence.scan("handed_over", LABEL, 10, manifest=thief.gives(LABEL))
    assert kinds(fence.send(session, scan)) == ["refused not-in-your-hands"]


def test_a_list_that_was_altered_is_ones_own_or_names_another_parcel_is_refused(session, cast, phone):
    phone.send(session, phone.scan("accepted", LABEL, 9), phone.scan("accepted", OTHER, 9))
    mule = Phone(session, cast.rival.id, "骡子 1 号")
    listed = phone.gives(LABEL)
    for altered, label in [
        (listed.replace(LABEL, OTHER), OTHER),
        (listed, OTHER),
        (mule.gives(LABEL), LABEL),
        ("?", LABEL),
    ]:
        scan = mule.scan("handed_over", label, 10, manifest=altered)
        assert kinds(mule.send(session, scan)) == ["refused bad-manifest"]


def test_a_wrong_scan_is_taken_back_and_the_parcel_is_where_it_was(session, phone):
    wrong = phone.scan("signed", LABEL, 10, method="recipient")
    phone.send(session, phone.scan("accepted", LABEL, 9), wrong)
    back = phone.scan("corrected", None, 11, of=id_of(wrong))
    assert kinds(phone.send(session, back)) == ["accepted"]
    assert kinds(phone.send(session, back)) == ["duplicate"]
    assert state(session) is State.CARRIED
    again = phone.scan("signed", LABEL, 12, method="recipient")
    assert kinds(phone.send(session, again)) == ["accepted"]


def test_nobody_takes_back_anothers_scan(session, cast, phone):
    scan = phone.scan("accepted", LABEL, 9)
    phone.send(session, scan)
    other = Phone(session, cast.carrier.id, "小马 4 号")
    back = other.scan("corrected", None, 11, of=id_of(scan))
    assert kinds(other.send(session, back)) == ["refused no-such-scan"]

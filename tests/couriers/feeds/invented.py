"""Deliveries as each provider sends them, made up after its documentation."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from couriers.feeds.delivery import Delivery

COURIER, TELEPHONE = "王小翔", "13800138000"
# A trace as 快递100 and 快递鸟 tell it, oldest first: time, number of the status at each, text.
TRACE = (
    ("2026-11-21 18:10:05", "103", "1", f"【通化市东昌区公司】 已揽收 取件人: {COURIER} ({TELEPHONE})"),
    ("2026-11-21 21:40:11", "0", "204", "【通化转运中心公司】 已收入"),
    ("2026-11-21 22:05:37", "1002", "206", "【通化转运中心】 已发出 下一站 【长春转运中心公司】"),
    ("2026-11-23 08:15:00", "5", "202", f"【长春市南关区公司】 派件中 派件人: {COURIER} 电话 {TELEPHONE} 。"),
    ("2026-11-23 11:02:48", "501", "211", "快件已由长春南关区幸福里店菜鸟驿站代收，请及时取件"),
    ("2026-11-23 17:31:57", "304", "311", f"客户签收人: {COURIER}，签收人凭取货码签收。 已签收"),
)
STAGES = ["accepted", "hub_in", "hub_out", "out_for_delivery", "deposited", "signed"]


def kuaidi100(trace=TRACE, **more):
    """A push of 快递100: the newest line first."""
    data = [
        {"time": at, "ftime": at, "context": text, "statusCode": code, "areaCode": "CN220502003000",
         "areaName": "吉林,通化市,东昌区,龙泉街道"}
        for at, code, _, text in reversed(trace)
    ]  # fmt: skip
    result = {"com": "yuantong", "nu": "YT0000000000001", "state": "3", "ischeck": "1", "data": data, **more}
    param = json.dumps({"status": "polling", "lastResult": result}, ensure_ascii=False)
    return form(param=param, sign="")


def kdniao(trace=TRACE):
    """A push of 快递鸟: with the courier's name and telephone in members of their own."""
    traces = [
        {"AcceptTime": at, "AcceptStation": text, "Action": action, "Location": "通化市"}
        for at, _, action, text in trace
    ]
    parcel = {"ShipperCode": "YTO", "LogisticCode": "YT0000000000001", "Success": True, "State": "3", "Traces": traces,
              "DeliveryMan": COURIER, "DeliveryManTel": TELEPHONE}  # fmt: skip
    data = json.dumps({"EBusinessID": "1000001", "Count": "1", "Data": [parcel]}, ensure_ascii=False)
    return form(RequestData=data, RequestType="101", DataSign="")


def track17(*events):
    """A webhook of 17TRACK, version 2: the newest event first."""
    told = [
        {"time_iso": at, "time_utc": at, "description": text, "location": "Tonghua", "stage": None, "sub_status": code}
        for at, code, text in reversed(events)
    ]
    info = {"tracking": {"providers": [{"provider": {"key": 3011}, "events": told}]}}
    return body({"event": "TRACKING_UPDATED", "data": {"number": "RR123456785CN", "carrier": 3011, "track_info": info}})


def aftership(*checkpoints):
    """A webhook of AfterShip."""
    told = [{"checkpoint_time": at, "subtag": code, "message": text} for at, code, text in checkpoints]
    return body(
        {"event": "tracking_update", "msg": {"slug": "yto", "tracking_number": "YT0000000000001", "checkpoints": told}}
    )


def plain(*events, **more):
    """Our own plain form."""
    return body({"carrier": "yto", "events": list(events), **more})


def form(**fields):
    return Delivery(urlencode(fields).encode(), {"content-type": "application/x-www-form-urlencoded"})


def body(said, **headers):
    return Delivery(json.dumps(said, ensure_ascii=False).encode(), headers)

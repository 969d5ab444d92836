"""快递鸟: pushes of a subscription, a form with `RequestData` (JSON) and `DataSign` (Base64 of the MD5 of data and key).

Words: its advanced states (`Action` of each line), which hold the basic ones. Its times are China's and name no zone.
What it sends of couriers (DeliveryMan, DeliveryManTel) is never read.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import md5

from couriers.feeds.delivery import Delivery, parsed, rows, same, text
from couriers.feeds.meanings import (
    BACK,
    BY_CODE,
    BY_PROXY,
    DEPOSITED,
    NO_STEP,
    ON_ITS_WAY,
    REFUSED,
    SENT_BACK,
    SIGNED,
    Words,
    failed,
    step,
)
from couriers.feeds.provider import Provider
from couriers.feeds.told import Line
from trace.words import Stage

WORDS = Words(
    {
        "0": NO_STEP,  # 暂无轨迹信息
        "10": NO_STEP,  # 待揽件
        "1": step(Stage.ACCEPTED),  # 已揽收
        "2": ON_ITS_WAY,  # 在途中
        "204": step(Stage.HUB_IN),  # 到达转运中心
        "201": step(Stage.HUB_IN),  # 到达派件城市
        "205": step(Stage.HUB_IN),  # 到达派件网点
        "206": step(Stage.HUB_OUT),  # 寄件网点发件
        "202": step(Stage.OUT_FOR_DELIVERY),  # 派件中
        "419": step(Stage.OUT_FOR_DELIVERY),  # 重新派送
        "211": DEPOSITED,  # 已放入快递柜或驿站
        "3": SIGNED,  # 已签收
        "301": SIGNED,  # 正常签收
        "302": SIGNED,  # 轨迹异常后最终签收
        "304": BY_PROXY,  # 代收签收
        "311": BY_CODE,  # 快递柜或驿站签收
        "404": REFUSED,  # 拒收(退件)
        "407": SENT_BACK,  # 退货未签收
        "406": BACK,  # 退货签收
        "405": failed("other"),  # 派件异常
        "416": failed("unreachable"),  # 无法联系
        "420": failed("bad_address"),  # 收货地址不详细
        "421": failed("bad_telephone"),  # 收件人电话错误
        "4": NO_STEP,  # 问题件
        "401": NO_STEP,  # 发货无信息
        "402": NO_STEP,  # 超时未签收
        "403": NO_STEP,  # 超时未更新
        "412": NO_STEP,  # 快递柜或驿站超时未取
        "413": NO_STEP,  # 单号已拦截
        "414": NO_STEP,  # 破损
        "415": NO_STEP,  # 客户取消发货
        "417": NO_STEP,  # 配送延迟
        "418": NO_STEP,  # 快件取出
        "422": NO_STEP,  # 错分件
        "423": NO_STEP,  # 超区件
        "5": NO_STEP,  # 转寄
        "6": NO_STEP,  # 清关
        "601": NO_STEP,  # 待清关
        "602": NO_STEP,  # 清关中
        "603": NO_STEP,  # 已清关
        "604": NO_STEP,  # 清关异常
    }
)


def lines(delivery: Delivery) -> list[Line]:
    """The lines of every parcel of the push."""
    return [
        Line(
            carrier=text(parcel, "ShipperCode"),
            number=text(parcel, "LogisticCode"),
            time=text(trace, "AcceptTime"),
            code=text(trace, "Action"),
            text=text(trace, "AcceptStation"),
            place=text(trace, "Location"),
        )
        for parcel in rows(_data(delivery).get("Data"), "Data")
        for trace in rows(parcel.get("Traces"), "Traces")
    ]


def _data(delivery: Delivery) -> dict[str, object]:
    return parsed(delivery.field("RequestData"), "RequestData")


def signed(delivery: Delivery, secret: str, now: datetime) -> bool:
    """The signature of 快递鸟's documentation: what is put into Base64 is the MD5 in hexadecimal digits."""
    digest = md5((delivery.field("RequestData") + secret).encode(), usedforsecurity=False).hexdigest()
    return same(b64encode(digest.encode()).decode(), delivery.field("DataSign"))


def answer(delivery: Delivery, now: datetime) -> Mapping[str, object]:
    """Anything else, and it sends the same again; its clock is China's."""
    local = (now + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M:%S")
    return {"EBusinessID": text(_data(delivery), "EBusinessID"), "UpdateTime": local, "Success": True, "Reason": ""}


PROVIDER = Provider("kdniao", WORDS, lines, signed, "+08:00", answer=answer)

"""A few declared phrases of Chinese trace texts, for feeds that give no status: anything else is unknown, not guessed."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from couriers.feeds.meanings import (
    BACK,
    BY_CODE,
    BY_PROXY,
    BY_RECIPIENT,
    LOCKER,
    NO_STEP,
    REFUSED,
    SENT_BACK,
    SIGNED,
    STATION,
    Meaning,
    step,
)
from trace.words import Stage


class Phrase(NamedTuple):
    """A name, what the text must hold, what it must not hold, and what it then means."""

    name: str
    holds: re.Pattern[str]
    unless: re.Pattern[str] | None
    meaning: Meaning


def _phrase(name: str, meaning: Meaning, holds: str, unless: str | None = None) -> Phrase:
    return Phrase(name, re.compile(holds), re.compile(unless) if unless else None, meaning)


_CABINET = "(?:快递柜|智能柜|自提柜|丰巢|蜂巢|速递易|云柜)"
_STORE = "(?:驿站|代收点|自提点|代理点|快递超市|兔喜|便利店|超市)"
# Something that is to come, was tried in vain, or is asked for, has not happened.
_NOT_YET = "未|即将|预计|将于|准备|等待|待揽|待签|失败|不成功|异常"
_TO_COME = f"(?:{_NOT_YET})[^，。；]{{0,4}}"

# The first that fits holds. Parcels that wait or go back are called signed in passing ("他人代签 ... 已暂放"), and a
# reminder names the step that it reminds of, so the order is part of the table.
PHRASES = (
    _phrase("reminder", NO_STEP, "自提短信|取件短信|取件通知|取件提醒"),
    _phrase("returned", BACK, "退[回件货][^，。；]{0,6}已?签收", _TO_COME + "签收"),
    _phrase("returning", SENT_BACK, "(?:已|正在|被)退[回件]|退回(?:中|途中|[寄发]件|至|到|件)", _TO_COME + "退"),
    _phrase("refused", REFUSED, "(?:已|被|收件人|收件方|客户|用户)[^，。；]{0,6}拒[收签]|拒[收签](?:件|扫描)", _TO_COME + "拒"),
    _phrase("deposited_locker", LOCKER, f"暂[放存][^，。；]{{0,20}}{_CABINET}|{_CABINET}[^，。；]{{0,20}}暂[放存]"),
    _phrase("deposited_station", STATION, "暂[放存]"),
    _phrase("signed_code", BY_CODE, "凭取[货件]码签收|已签收[^。；]{0,60}签收人在[^。；]{0,80}领取", _TO_COME + "签收"),
    _phrase(
        "deposited_locker", LOCKER,
        f"{_CABINET}[^，。；]{{0,20}}(?:代收|代保管)|(?:放入|投入|存入|存放|投递[至到])[^，。；]{{0,40}}{_CABINET}",
    ),
    _phrase(
        "deposited_station", STATION,
        "代(?:收|保管)[，,]?\\s*请(?:您)?(?:及时|尽快)[^，。；]{0,6}取"
        f"|(?:到达|送达|送至|存放|放[入在至到]|投递[至到]|入库)[^，。；]{{0,40}}{_STORE}",
        _TO_COME + "(?:到|送|入|存|放)",
    ),
    _phrase("signed_proxy", BY_PROXY, "(?:他人|家人|邻居|同事|前台|门卫|物业|保安)代?[签收]|代签收", _TO_COME + "[代签收]"),
    _phrase("signed_recipient", BY_RECIPIENT, "本人签收", _TO_COME + "(?:本人)?签收"),
    _phrase("signed", SIGNED, "已(?:经)?签收|已(?:经)?妥投|签收成功", _TO_COME + "(?:签收|妥投)"),
    _phrase(
        "out_for_delivery", step(Stage.OUT_FOR_DELIVERY), "派[件送]中|正在[^，。；]{0,8}派[件送]|第[0-9]+次派[件送]",
        "派[件送][^，。；]{0,4}(?:失败|不成功|异常)|" + _TO_COME + "派[件送]",
    ),
    _phrase("accepted", step(Stage.ACCEPTED), "已(?:经)?(?:揽收|揽件|收件|收寄)|揽收成功", _TO_COME + "[揽收]|揽[收件]失败"),
    _phrase("hub_out", step(Stage.HUB_OUT), "发往|已(?:经)?发出|(?:快件|已(?:经)?)离开", _TO_COME + "(?:发往|发出|离开)"),
    _phrase("hub_in", step(Stage.HUB_IN), "已(?:经)?收入|已(?:经)?到达|^\\s*到达?【", _TO_COME + "(?:收入|到达)"),
)  # fmt: skip


def read(text: str, among: Collection[str] | None = None) -> Phrase | None:
    """The first phrase that `text` holds, of those named `among` if any are; None where it holds none."""
    for phrase in PHRASES:
        if among is not None and phrase.name not in among:
            continue
        if phrase.holds.search(text) and not (phrase.unless and phrase.unless.search(text)):
            return phrase
    return None

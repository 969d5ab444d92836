"""The carriers' codes: each provider writes them its own way, and a parcel must have one name whoever tells of it."""

from __future__ import annotations

from collections.abc import Mapping

# Our code -> the same firm in kuaidi100's, 快递鸟's, AfterShip's and 17TRACK's tables. What stands in none of them
# keeps the provider's own code.
_FIRMS: Mapping[str, Mapping[str, str]] = {
    "sf": {"kuaidi100": "shunfeng", "kdniao": "sf", "aftership": "sf-express"},
    "yto": {"kuaidi100": "yuantong", "kdniao": "yto", "aftership": "yto"},
    "zto": {"kuaidi100": "zhongtong", "kdniao": "zto", "aftership": "zto-express"},
    "sto": {"kuaidi100": "shentong", "kdniao": "sto", "aftership": "sto"},
    "yunda": {"kuaidi100": "yunda", "kdniao": "yd", "aftership": "yunda-express"},
    "ems": {"kuaidi100": "ems", "kdniao": "ems", "aftership": "china-ems"},
    "chinapost": {"kuaidi100": "youzhengguonei", "kdniao": "yzpy", "aftership": "china-post", "track17": "3011"},
    "jd": {"kuaidi100": "jd", "kdniao": "jd"},
    "jt": {"kuaidi100": "jtexpress", "kdniao": "jtsd"},
    "best": {"kuaidi100": "huitongkuaidi", "kdniao": "htky", "aftership": "bestexpress"},
    "deppon": {"kuaidi100": "debangkuaidi", "kdniao": "dbl"},
}
_OURS = {(provider, theirs): ours for ours, codes in _FIRMS.items() for provider, theirs in codes.items()}


def ours(provider: str, code: str) -> str:
    """Our code for a carrier that `provider` calls `code`."""
    said = code.strip().lower()
    if (found := _OURS.get((provider, said))) is not None:
        return found
    # 17TRACK counts the carriers; a bare number would name another one elsewhere.
    return f"{provider}-{said}" if said.isdigit() else said


def theirs(provider: str, code: str) -> str | None:
    """What `provider` calls the carrier that we call `code`, where the tables say so."""
    return _FIRMS.get(code, {}).get(provider)

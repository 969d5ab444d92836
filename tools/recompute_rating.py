#!/usr/bin/env python3
"""Recompute a rating from its file, with nothing but Python: `python3 recompute_rating.py FILE`.

Written from docs/rating.md and not from our code. Exit code: 0 the same, 1 another result, 2 cannot be read.
"""

from __future__ import annotations

import json
import math
import sys
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

UPHELD = ("upheld", "partly_upheld")


def day(text: str) -> date:
    return date.fromisoformat(text)


def worth(rules: dict[str, Any], now: date, then: date) -> float:
    """How much something counts: half after every half-life, nothing outside of the window."""
    age = (now - then).days
    if not 0 <= age <= rules["time"]["window_days"]:
        return 0.0
    weight: float = 0.5 ** (age / rules["time"]["half_life_days"])
    return weight


def tallies(file: dict[str, Any], now: date) -> dict[str, tuple[float, float]]:
    """For each indicator: how much counts, and how much of it was done well."""
    rules = file["rules"]
    whole: dict[str, list[float]] = {}
    well: dict[str, list[float]] = {}

    def add(key: str, when: str, times: int, bad: float) -> None:
        weight = worth(rules, now, day(when))
        if weight > 0:
            whole.setdefault(key, []).append(weight * times)
            well.setdefault(key, []).append(weight * (times - bad / 100))

    for one in file["entries"]:
        if one["state"] == "counted":
            add(one["indicator"], one["day"], 1, one["bad"])
    for when in file["missing"]:
        add("scan_complete", when, 1, 100)
    for case in file["findings"]:
        signoff = case["signoff"]
        if signoff and case["outcome"] in UPHELD:
            if signoff["counted"] and not signoff["bad"]:
                add("signoff_ok", signoff["day"], -1, 0)
        elif signoff and not signoff["counted"]:
            add("signoff_ok", signoff["day"], 1, 0)
        if case["feeds"] and standing(case, now):
            well.setdefault(case["feeds"], []).append(-worth(rules, now, day(case["final"])) * case["share"] / 100)
    return {key: (math.fsum(some), max(math.fsum(well[key]), 0.0)) for key, some in whole.items()}


def standing(case: dict[str, Any], now: date) -> bool:
    return case["outcome"] in UPHELD and day(case["final"]) <= now


def mark(rules: dict[str, Any], of: dict[str, Any], n: float, k: float, usual: float) -> tuple[float, float]:
    """The points of an indicator, and the variance it brings."""
    times = min(max((1 - usual) / (1 - of["mu"]), rules["area"]["least"]), rules["area"]["most"])
    mu, floor, target = (1 - (1 - of[name]) * times for name in ("mu", "floor", "target"))
    p = (k + of["m"] * mu) / (n + of["m"])
    u = min(max((p - floor) / (target - floor), 0.0), 1.0)
    slope = of["weight"] / 100 / (target - floor)
    return of["weight"] * u, slope**2 * p * (1 - p) / (n + of["m"] + 1) if 0 < u < 1 else 0.0


def deduction(rules: dict[str, Any], cases: list[dict[str, Any]], now: date, effective: float) -> float:
    costs = []
    for case in cases:
        if case["feeds"] or not case["halfLifeDays"]:
            continue
        age = (now - day(case["final"])).days
        cost = case["severity"] * case["share"] / 100 * 0.5 ** (age / case["halfLifeDays"])
        volume = rules["volume"]
        if volume["enabled"] and case["code"] in volume["codes"] and effective > volume["parcels"]:
            cost *= math.sqrt(volume["parcels"] / effective)
        costs.append(cost)
    total: float = min(rules["deductions"]["most"], math.fsum(costs))
    return total


def rate(file: dict[str, Any], now: date) -> dict[str, Any]:
    """The calculation of one day."""
    rules, counts = file["rules"], tallies(file, now)
    points, variances = {}, []
    for of in rules["indicators"]:
        n, k = counts.get(of["key"], (0.0, 0.0))
        points[of["key"]], variance = mark(rules, of, n, k, file["usual"].get(of["key"], of["mu"]))
        variances.append(variance)
    conduct, beta, rated = math.fsum(points.values()) / 100, [], []
    for side in rules["sides"]:
        votes = [
            one for one in file["votes"]
            if one["side"] == side["key"] and 0 <= (now - day(one["day"])).days <= rules["time"]["window_days"]
        ]  # fmt: skip
        weight = math.fsum(1 / one["k"] for one in votes)
        mean = (math.fsum(one["stars"] / one["k"] for one in votes) + side["m"] * side["mu"]) / (weight + side["m"])
        share = side["share"] * weight / (weight + side["q"])
        beta.append(share)
        rated.append(share * (mean - rules["votes"]["least"]) / (rules["votes"]["most"] - rules["votes"]["least"]))
    cases = [case for case in file["findings"] if standing(case, now)]
    lost = deduction(rules, cases, now, max((n for n, _ in counts.values()), default=0.0))
    value = 100 * ((1 - math.fsum(beta)) * conduct + math.fsum(rated)) - lost
    spread = 100 * (1 - math.fsum(beta)) * math.sqrt(math.fsum(variances))
    places = rules["grading"]["decimals"]
    found = {"score": round(value, places), "low": round(value - rules["doubt"]["deviations"] * spread, places)}
    parcels = sum(
        1 for one in file["entries"]
        if one["indicator"] == "completion" and one["state"] == "counted" and not one["bad"]
        and 0 <= (now - day(one["day"])).days <= rules["time"]["window_days"]
    )  # fmt: skip
    days = max((now - day(file["firstDay"])).days, 0) if file["firstDay"] else 0
    red = any(case["redLine"] for case in cases)
    reached = grade(rules, found["score"], found["low"], parcels, days, red)
    shown = {key: round(one, places) for key, one in points.items()}
    return found | {"reached": reached, "parcels": parcels, "points": shown, "deduction": round(lost, places)}


def grade(rules: dict[str, Any], score: float, low: float, parcels: int, days: int, red: bool) -> str:
    of = rules["grading"]
    if red:
        return str(of["barred"])
    if parcels < of["parcels"] or days < of["days"]:
        return str(of["unrated"])
    for one in rules["grades"]:
        if (low if one["by"] == "low" else score) >= one["from"] and parcels >= one["parcels"]:
            return str(one["name"])
    return str(of["lowest"])


def held(file: dict[str, Any], now: date, today: str) -> str:
    """Grades rise at once, and fall after some weeks below, by so many classes a week."""
    rules = file["rules"]
    of = rules["grading"]
    ladder = [one["name"] for one in rules["grades"]] + [of["lowest"]]
    monday, place, below = now - timedelta(days=now.weekday()), None, 0
    for back in range(of["look_back_weeks"] - 1, -1, -1):
        reached = rate(file, monday - timedelta(weeks=back))["reached"]
        if reached not in ladder:
            place, below = None, 0
        elif place is None or ladder.index(reached) <= place:
            place, below = ladder.index(reached), 0
        else:
            below += 1
            if below >= of["weeks_below"]:
                place = min(place + of["classes_a_week"], ladder.index(reached))
    if today not in ladder or place is None:
        return today
    return str(ladder[min(place, ladder.index(today))])


def main(words: list[str]) -> int:
    if len(words) != 1:
        print("usage: recompute_rating.py FILE", file=sys.stderr)
        return 2
    try:
        with open(words[0], encoding="utf-8") as opened:
            file = json.load(opened)
        if file["kind"] != "suyuan-rating" or file["v"] != 1:
            print("this is no rating file of version 1", file=sys.stderr)
            return 2
        text = json.dumps(file["rules"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if sha256(text.encode()).hexdigest() != file["rulesDigest"]:
            print("OTHER: the rules in the file are not those that its digest names")
            return 1
        now = day(file["asOf"]["day"])
        found = rate(file, now)
        found["grade"] = held(file, now, found["reached"])
        wrong = sorted(key for key, value in file["result"].items() if found.get(key) != value)
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError) as problem:
        print(f"the file cannot be read: {problem!r}", file=sys.stderr)
        return 2
    for key in wrong:
        print(f"OTHER {key}: the file says {file['result'][key]}, it comes to {found.get(key)}")
    if wrong:
        return 1
    print(f"OK score={found['score']} low={found['low']} grade={found['grade']} entries={len(file['entries'])}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Words in one language for what the record says: pure, made once for each language and year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from app.consumer import sentences as s, vocabulary as v
from app.i18n import Catalog, catalog
from app.islands import island

Public = Mapping[str, Any]
# Facts that belong to the machine, or that the title has used already.
_SILENT = frozenset({"card", "cardKind", "site"})
_CITY = re.compile("^([\u4e00-\u9fff]{2,4})市(?=[\u4e00-\u9fff]{2,}$)")


class Words:
    """The vocabulary of one language; `year` is the one that dates leave out."""

    def __init__(self, lang: str, year: int, t: Catalog) -> None:
        self.lang, self.year, self.t = lang, year, t
        self.steps = {step: t(text) for step, text in v.STEPS.items()}
        self.shorts = {step: t(text) for step, text in v.SHORT.items()}
        self.vouchers = {kind: t(text) for kind, text in v.VOUCHERS.items()}
        self.vouchers_at = {key: t(text) for key, text in v.VOUCHERS_AT.items()}
        self.note_texts = {key: t(text) for key, text in v.NOTES.items()}
        self.note_texts |= {
            f"{step}.{fact}.{code}": self.note_texts[fact].replace("{value}", t(text))
            for (step, fact), values in v.VALUES.items()
            for code, text in values.items()
        }
        self.reasons = {code: t(text) for code, text in v.VALUES["recalled", "reason"].items()}
        self.flags = {code: t(text) for code, text in v.FLAGS.items()}
        self.script = {key: t(text) for key, text in s.SCRIPT.items()}
        self.outsider, self.unknown_flag = t(v.OUTSIDER), t(v.UNKNOWN_FLAG)
        self.checks = [(t(name), t(good), t(bad)) for name, good, bad in s.CHECKS]
        self.box = {state: (t(head), t(line)) for state, (head, line) in s.BOX.items()}
        self.island = self._island()

    def title(self, public: Public) -> str:
        """What a stop is called: ours for the steps we know, else the business step's own word."""
        step = public["step"]
        site = (public.get("facts") or {}).get("site")
        found = self.steps.get(f"{step}.{site}") or self.steps.get(step)
        return found or _last_word(step)

    def voucher(self, public: Public) -> str:
        """Who vouches for it."""
        evidence: str = public["evidence"]
        return self.vouchers_at.get((public["step"], evidence)) or self.vouchers.get(evidence) or evidence

    def day(self, public: Public) -> str:
        """When: the day alone where the record has no more, else day and minute where it happened."""
        text, offset = public["eventTime"], public.get("offset", "+00:00")
        return self._day(text) if len(text) == 10 else self._minute(text, offset)

    def day_only(self, public: Public) -> str:
        """The day alone, where it happened."""
        text = public["eventTime"]
        return self._day(text if len(text) == 10 else _local(text, public.get("offset", "+00:00")).date().isoformat())

    def short(self, public: Public) -> str:
        """What happened in as few words as a map has room for."""
        found = self.shorts.get(public["step"])
        if found is None:
            title = self.title(public)
            found = title[:1].lower() + title[1:]
        return found

    def where(self, public: Public) -> str:
        """The place's name, or nothing."""
        place = public.get("place")
        return place["name"] if place else ""

    def notes(self, public: Public) -> tuple[str, ...]:
        """The lines below a stop: what its public facts say, and whether an outsider said it."""
        found = []
        facts = public.get("facts")
        if facts:
            for name in sorted(facts):
                if (line := self._note(public["step"], name, facts[name])) is not None:
                    found.append(line)
        if public.get("standing") == "outsider" and (public["step"], public["evidence"]) not in v.BY_ANYBODY:
            found.append(self.outsider)
        return tuple(found)

    def reason(self, code: str) -> str:
        """Why something is recalled, in words where we have them."""
        return self.reasons.get(code, code)

    def odd(self, public: Public) -> tuple[str, ...]:
        """What does not fit, one plain sentence for each flag."""
        flags = public.get("flags") or ()
        return tuple(self.flags.get(code) or self.unknown_flag.replace("{code}", code) for code in flags)

    def status(self, step: str, evidence: str, variant: str | None, place: str, title: str) -> tuple[Markup, str]:
        """The sentence of the page as marked-up clauses, and the line under it."""
        said = s.STATUS.get(f"{step}|{evidence}") or s.STATUS.get(f"{step}.{variant}") or s.STATUS.get(step)
        if said is None:
            said, place = (s.ELSEWHERE, "") if step else (s.NOTHING, "")
        sentence = self.t(said.there if place else said.plain)
        then = self.t(said.then) if said.then else ""
        return clauses(
            sentence.replace("{place}", spoken(place) if self.lang == "zh-CN" else place).replace("{title}", title)
        ), then

    def _note(self, step: str, name: str, value: object) -> str | None:
        if name in _SILENT:
            return None
        exact = self.note_texts.get(f"{step}.{name}.{value}")
        if exact is not None:
            return exact
        shaped = self.note_texts.get(name)
        return None if shaped is None else shaped.replace("{value}", str(value))

    @lru_cache(maxsize=4096)  # noqa: B019 (a Words lives as long as the process: one for each language and year)
    def _day(self, text: str) -> str:
        return self._date(date.fromisoformat(text))

    @lru_cache(maxsize=4096)  # noqa: B019
    def _minute(self, text: str, offset: str) -> str:
        local = _local(text, offset)
        shaped = self.script["clock"].replace("{time}", f"{local:%H:%M}")
        return shaped.replace("{date}", self._date(local.date()))

    def _date(self, day: date) -> str:
        shape = self.script["date" if day.year == self.year else "dated"]
        named = shape.replace("{d}", str(day.day)).replace("{m}", str(day.month)).replace("{y}", str(day.year))
        return named.replace("{mon}", s.MONTHS[day.month - 1])

    def _island(self) -> Markup:
        """What the script needs to draw the same stops from verified envelopes, as JSON for the page."""
        return island(
            {
                "lang": self.lang,
                "year": self.year,
                "steps": self.steps,
                "swaps": v.SWAPS,
                "hard": v.HARD,
                "vouchers": self.vouchers | {f"{step}|{kind}": text for (step, kind), text in self.vouchers_at.items()},
                "notes": self.note_texts,
                "flags": self.flags,
                "unknownFlag": self.unknown_flag,
                "outsider": self.outsider,
                "byAnybody": sorted(f"{step}|{kind}" for step, kind in v.BY_ANYBODY),
                "next": v.NEXT,
                "checks": self.checks,
                "box": self.box,
                "months": s.MONTHS,
                "say": self.script,
            }
        )


@lru_cache(maxsize=8)
def words(lang: str, year: int) -> Words:
    """The words of a language, for pages made in `year`."""
    return Words(lang, year, catalog(lang))


def clauses(sentence: str) -> Markup:
    """A sentence whose clauses are parted by `|`, each in a box of its own that a line does not break.

    A clause's leading space goes in front of its box, where it is a space and no indent.
    """
    found = []
    for part in sentence.split("|"):
        clause = part.lstrip(" ")
        found.append(Markup('{}<span class="c">{}</span>').format(part[: len(part) - len(clause)], clause))
    return Markup("").join(found)


def spoken(place: str) -> str:
    """A place as one says it, 长春市朝阳区 as 长春朝阳区, with a clause's end between city and district."""
    return _CITY.sub(r"\1|", place)


def plain(sentence: Markup) -> str:
    """The same sentence for a window's title."""
    return " ".join(sentence.striptags().split())


def grouped(code: str) -> str:
    """A code in groups of four, as people read it out; one that is printed with dashes has groups of its own."""
    if not code.isalnum():
        return code
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def _local(text: str, offset: str) -> datetime:
    minutes = int(offset[1:3]) * 60 + int(offset[4:6])
    return datetime.fromisoformat(text).astimezone(UTC) + timedelta(minutes=-minutes if offset[0] == "-" else minutes)


def _last_word(step: str) -> str:
    return step.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1].replace("_", " ").strip() or step

"""Values of query parameters, kind by kind, and the condition that each makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum, auto

from trace.epcis import facts, patterns, terms, units
from trace.epcis.asking import Among, Below, Compared, Condition, Described, There, When
from trace.epcis.contexts import expanded
from trace.epcis.naming import leniently
from trace.epcis.patterns import Pattern
from trace.epcis.terms import Vocabulary
from trace.epcis.values import BadParameter, Values, action, figure, one, said, text, truth
from trace.errors import Malformed
from trace.event import TYPES

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")


class Kind(Enum):
    """How the value of a parameter is read."""

    TYPES = auto()
    CLOCK = auto()
    ACTIONS = auto()
    IDS = auto()
    STEPS = auto()
    DISPOSITIONS = auto()
    TRANSACTIONS = auto()
    PARTIES = auto()
    REASONS = auto()
    MEASUREMENTS = auto()
    NAMES = auto()
    BELOW = auto()
    EPCS = auto()
    CLASSES = auto()
    NUMBERS = auto()
    MEASURES = auto()
    DEVIATIONS = auto()
    MOMENTS = auto()
    TEXTS = auto()
    BOOLEAN = auto()
    THERE = auto()
    HAS_ATTRIBUTE = auto()
    ATTRIBUTE = auto()
    VALUES = auto()
    MORE = auto()


_VOCABULARIES: dict[Kind, Vocabulary] = {
    Kind.STEPS: terms.BIZ_STEPS,
    Kind.DISPOSITIONS: terms.DISPOSITIONS,
    Kind.REASONS: terms.REASONS,
    Kind.MEASUREMENTS: terms.MEASUREMENTS,
    # In the name of the parameter, not in its value.
    Kind.TRANSACTIONS: terms.TRANSACTIONS,
    Kind.PARTIES: terms.PARTIES,
}


class Reader:
    """Reads the parameters of one query: knows its prefixes and the log that names belong to."""

    def __init__(self, namespaces: Mapping[str, str], origin: str) -> None:
        self._namespaces, self._origin = namespaces, origin

    def order(self, by: str) -> str:
        """What `orderBy` names: one of the two times, or the fact of an extension."""
        if by in ("eventTime", "recordTime"):
            return by
        front = re.match("(?:INNER_)?(?:ILMD_|ERROR_DECLARATION_)?", by)
        assert front is not None
        if ":" not in by:
            raise BadParameter(
                f"{by[:80]!r} cannot be ordered by: expected eventTime, recordTime or an extension's name"
            )
        return facts.named(front[0] + self._whole(by[front.end() :]))

    def condition(
        self, kind: Kind, named: tuple[str, ...], groups: Mapping[str, str | None], parameter: str, values: Values
    ) -> Condition | None:
        """What a parameter asks; None where it asks nothing, as EXISTS_... with the value false does."""
        if not values:
            raise BadParameter(f"{parameter[:80]} has no value")
        filled = {name: text or "" for name, text in groups.items()}
        for name in ("ext", "field"):
            if name in filled:
                filled[name] = self._whole(filled[name])
        if kind in (Kind.TRANSACTIONS, Kind.PARTIES):
            filled["word"] = _VOCABULARIES[kind].bare(self._whole(filled["word"]))
        if (unit := groups.get("unit")) is not None:
            filled["unit"] = units.base(unit)
        names = tuple(facts.named(name.format_map(filled)) for name in named)
        operator = groups.get("op") or "EQ"
        match kind:
            case Kind.CLOCK:
                return When(filled["clock"], operator, self._moment(parameter, values))
            case Kind.MOMENTS:
                return Compared(f"{names[0]}@", operator, float(self._moment(parameter, values)))
            case Kind.THERE:
                return There(names[0]) if truth(parameter, values) else None
            case Kind.NUMBERS | Kind.MEASURES | Kind.DEVIATIONS:
                return self._measured(kind, names[0], operator, unit, parameter, values)
            case Kind.EPCS | Kind.CLASSES:
                return self._epcs(names, parameter, values, classes=kind is Kind.CLASSES)
            case Kind.BELOW:
                return Below(names[0], self._texts(Kind.NAMES, parameter, values))
            case Kind.HAS_ATTRIBUTE:
                return Described(names[0], tuple(self._whole(text(parameter, one)) for one in values))
            case Kind.ATTRIBUTE:
                return Described(
                    names[0], (self._whole(filled["attribute"]),), tuple(facts.key(said(one)) for one in values)
                )
            case Kind.VALUES:
                return self._values(names[0], values)
            case Kind.MORE:
                return self._more(names[0], operator, parameter, values)
            case Kind.BOOLEAN:
                return Among(names, ("true" if truth(parameter, values) else "false",))
            case _:
                return Among(names, self._texts(kind, parameter, values))

    def _texts(self, kind: Kind, parameter: str, values: Values) -> tuple[str, ...]:
        read = self._spelling(kind)
        return tuple(facts.key(read(parameter, text(parameter, value))) for value in values)

    def _spelling(self, kind: Kind) -> Callable[[str, str], str]:
        if kind is Kind.TYPES:
            return lambda parameter, word: word if word in TYPES else self._uri(parameter, word)
        if kind is Kind.ACTIONS:
            return action
        if kind is Kind.TEXTS:
            return lambda _, word: word
        if kind is Kind.IDS:
            return self._id
        if kind in (Kind.NAMES, Kind.TRANSACTIONS, Kind.PARTIES):
            return lambda parameter, word: leniently(self._uri(parameter, word), self._origin)
        vocabulary = _VOCABULARIES[kind]
        return lambda parameter, word: self._word(vocabulary, parameter, word)

    def _epcs(self, names: tuple[str, ...], parameter: str, values: Values, *, classes: bool) -> Among:
        texts: list[str] = []
        found: list[Pattern] = []
        for value in values:
            try:
                one = patterns.read(self._whole(text(parameter, value)), self._origin, classes=classes)
            except Malformed as refusal:
                raise BadParameter(f"{parameter[:80]}: {refusal.message}") from None
            if isinstance(one, str):
                texts.append(facts.key(one))
            else:
                found.append(one)
        return Among(names, tuple(texts), tuple(found))

    def _measured(
        self, kind: Kind, name: str, operator: str, unit: str | None, parameter: str, values: Values
    ) -> Condition:
        read = [figure(parameter, value) for value in values]
        if unit is not None:
            read = [units.converted(value, unit, difference=kind is Kind.DEVIATIONS) for value in read]
        if operator == "EQ":
            return Among((name,), numbers=tuple(read))
        if len(read) != 1:
            raise BadParameter(f"{parameter[:80]} compares with one number: got {len(read)}")
        return Compared(name, operator, read[0])

    def _values(self, name: str, values: Values) -> Among:
        """An extension equals a text, a number by its fewest digits, a time in whatever zone it was written."""
        spelt = [said(value) for value in values]
        moments = [float(moment) for one in spelt if (moment := facts.microseconds(one)) is not None]
        return Among((name,), tuple(map(facts.key, spelt)), moments=tuple(moments))

    def _more(self, name: str, operator: str, parameter: str, values: Values) -> Compared:
        spelt = said(one(parameter, values))
        if (moment := facts.microseconds(spelt)) is not None:
            return Compared(f"{name}@", operator, float(moment))
        return Compared(name, operator, figure(parameter, spelt))

    def _moment(self, parameter: str, values: Values) -> int:
        spelt = text(parameter, one(parameter, values))
        if (moment := facts.microseconds(spelt)) is None:
            raise BadParameter(
                f"{spelt[:60]!r} is no time of {parameter[:80]}: expected one like 2026-11-23T11:40:00.000Z"
            )
        return moment

    def _word(self, vocabulary: Vocabulary, parameter: str, word: str) -> str:
        bare = vocabulary.bare(self._whole(word))
        return bare if bare in vocabulary.words else self._uri(parameter, bare)

    def _id(self, parameter: str, word: str) -> str:
        self._uri(parameter, word)
        return word

    def _uri(self, parameter: str, word: str) -> str:
        whole = self._whole(word)
        if not _URI.fullmatch(whole):
            raise BadParameter(
                f"{word[:80]!r} is no value of {parameter[:80]}: expected a URI or a word of the standard"
            )
        return whole

    def _whole(self, name: str) -> str:
        return expanded(name, self._namespaces)

"""Values of XML as JSON has them."""

from __future__ import annotations

from typing import Any

from trace.epcis import facts, terms

_FIGURES = frozenset({"value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"})


def several(said: dict[str, Any], name: str, value: Any) -> None:
    """Put a value; a name that comes again makes a list of it."""
    if name not in said:
        said[name] = value
    elif isinstance(said[name], list):
        said[name].append(value)
    else:
        said[name] = [said[name], value]


def typed(name: str, text: str) -> Any:
    """An attribute of a sensor in its type: numbers, true or false, bare words."""
    if name in _FIGURES:
        return figure(text)
    if name == "booleanValue":
        return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
    words = {"type": terms.MEASUREMENTS, "exception": terms.ALERTS, "component": terms.COMPONENTS}.get(name)
    return text if words is None else words.bare(text)


def figure(text: str) -> Any:
    """The number of a text; what is none stays a text, and is refused with its place."""
    found = facts.number(text)
    return text if found is None else int(found) if found.is_integer() and abs(found) < 2**53 else found


def iri(namespace: str) -> str:
    """What a name of this namespace begins with as a URI."""
    if namespace.endswith(("/", "#", ":")):
        return namespace
    return f"{namespace}{':' if namespace.startswith('urn:') else '/'}"

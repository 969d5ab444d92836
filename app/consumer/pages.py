"""What each public page shows: plain values, already in words, so that templates only lay them out."""

from __future__ import annotations

from dataclasses import dataclass, field

from jinja2 import Environment
from markupsafe import Markup

from app.assets import asset
from app.consumer.route import Route
from app.consumer.words import Words, clauses

SWITCH = {"zh-CN": ("en", "English"), "en": ("zh-CN", "中文")}


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the line. `kind` holds the classes after `stop`: veil, now, swap, src, skip, next."""

    kind: str
    title: str
    small: str = ""
    line: str = ""
    icon: str = ""
    hard: bool = False
    voucher: str = ""
    notes: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    # Where the entry stands in the proof's list; None for what is no entry (a next stop, a gap).
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a card: term, text, and where it leads or what qualifies it.

    `card` is the SHA-256 of the public card whose `field` the text is, so that the script can put the proved one there.
    """

    term: str
    text: str
    href: str = ""
    small: str = ""
    code: bool = False
    card: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo, by the hash that the public card names it by."""

    href: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Card:
    """A sheet of facts, with its heading."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The strongest warning there is: paper on ink, under the sentence."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """A button that leads somewhere; at most one of a page is solid."""

    label: str
    href: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Hrefs:
    """Where a thing's page leads to: its proof as a file, and the page for whoever has the inside code."""

    proof: str
    claim: str


@dataclass(frozen=True, slots=True)
class Row:
    """A link in a list, with a line that says what is there."""

    title: str
    href: str
    line: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page has: the sentence that the reader came for, what it is about, what follows."""

    sentence: Markup
    eyebrow: str = ""
    explain: str = ""
    title: str = ""
    banner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingPage(Page):
    """An item, a lot, a product or a parcel, with its life and the proof of it.

    `proof` is JSON for the script (app/islands.py); an empty one means: nothing to check.
    """

    band: Band | None = None
    actions: tuple[Action, ...] = ()
    stops: tuple[Stop, ...] = ()
    cards: tuple[Card, ...] = ()
    route: Route | None = None
    links: tuple[Row, ...] = ()
    links_title: str = ""
    photos: tuple[Picture, ...] = ()
    # What it was made of.
    ingredients: tuple[Row, ...] = ()
    # How often the code was opened: a heading, and what that means.
    opened: tuple[str, str] | None = None
    proof: Markup = field(default_factory=Markup)
    proof_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """The search field and, in a demonstration, the things to look at."""

    asked: str = ""
    wrong: str = ""
    # A heading, what is to be known first, and the links under it.
    groups: tuple[tuple[str, str, tuple[Row, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPage(Page):
    """Nothing is recorded under what was asked for, or it cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantPage(Page):
    """Who a merchant is, as published, and what it sells."""

    cards: tuple[Card, ...] = ()
    products: tuple[Row, ...] = ()


def render(env: Environment, name: str, page: Page, words: Words) -> str:
    """The HTML of `page` by the template `consumer/{name}.html`."""
    other, label = SWITCH[words.lang]
    return env.get_template(f"consumer/{name}.html").render(
        page=page, w=words, _=words.t, lang=words.lang, other=other, other_label=label, asset=asset
    )


def sentence(words: Words, message: str, **values: str) -> Markup:
    """A translated sentence with its `{names}` filled in, as marked-up clauses."""
    return clauses(filled(words, message, **values))


def filled(words: Words, message: str, **values: str) -> str:
    """A translated message with its `{names}` filled in."""
    text = words.t(message)
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text

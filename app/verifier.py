"""The page in a case's folder that checks it on any office computer: the verifier of the public pages, and the proofs in it.

The modules and the words of stops and checks are the consumers' door's own, which offers them here; doors do not know
each other.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

import orjson
from jinja2 import Environment
from markupsafe import Markup

from app.assets import STATIC
from app.i18n import LOCALES, catalog
from app.islands import island
from app.texts import N_

# In the order in which each finds what it imports above it.
MODULES = ("bytes", "canonical", "verdict", "merkle", "note", "sequence", "growth", "proof", "draw", "folder")
TONGUES = (("zh-CN", "中文"), ("en", "English"))
LABELS = {
    "title": N_("Case {number}: check its folder"),
    "explain": N_("All of it is done by this browser: no network is needed, and nothing leaves this computer."),
    "proved": N_("The records in this folder"),
    "good": N_("{proof}: {count} records, altered nowhere and in this order"),
    "wait": N_("{proof}: {count} records, the newest of them not in the log yet: pack the case again in a minute"),
    "not": N_("{proof}: could not be checked, or does not fit"),
    "beside": N_("The files beside this page: choose them all, or drop them here"),
    "list": N_("SHA-256 of the list of files (it stands in a handing over): {digest}"),
    "same": N_("{name}: as it was packed"),
    "changed": N_("{name}: NOT as it was packed"),
    "missing": N_("Not chosen: {names}"),
    "key": N_("The log's key"),
    "from": N_(
        "The folder brings this key along. Compare it with a printed notice or another office, or type the one from there."
    ),
    "check": N_("Check again with this key"),
    "unproved": N_(
        "Not proved: that the first record was true; that the printed code was not copied; "
        "that no newer record is being withheld."
    ),
}


class Parts(NamedTuple):
    """What the page is made of: the modules as one script, and the words of one language as JSON."""

    bundle: Callable[[Sequence[str]], str]
    words: Callable[[str], str]


class Alone(NamedTuple):
    """A page that stands alone, and the sources that a policy has to name for its script and style."""

    html: str
    script: str
    style: str


_OFFERED: list[Parts] = []


def offers(parts: Parts) -> None:
    """The consumers' door says what it has, when it is built."""
    _OFFERED[:] = [parts]


def folder_page(environment: Environment, number: str, files: Mapping[str, bytes], listed: bytes) -> str:
    """verify.html for these files and the list of them."""
    (parts,) = _OFFERED
    proofs = {name: orjson.loads(data) for name, data in files.items() if name.startswith("proof-")}
    folder = {
        "number": number, "digest": sha256(listed).hexdigest(), "files": orjson.loads(listed)["files"], "proofs": proofs,
    }  # fmt: skip
    css = (STATIC / "suyuan.css").read_text(encoding="utf-8")
    key = next((one["key"] for one in proofs.values()), "")
    made = alone(
        environment,
        "regulator/folder.html",
        parts.bundle(MODULES),
        css,
        LABELS,
        parts.words,
        folder=island(folder),
        key=key,
    )
    return made.html


def alone(
    environment: Environment,
    template: str,
    script: str,
    css: str,
    labels: Mapping[str, str],
    words: Callable[[str], str],
    **more: object,
) -> Alone:
    """A page that needs no server: script, style and the words of both languages stand in it.

    It brings its own policy along, so that it can tell nobody anything when it is opened from a disk.
    """
    said = {
        lang: {
            "labels": {name: catalog(lang)(text) for name, text in labels.items()},
            "words": json.loads(words(lang)),
        }
        for lang in LOCALES
    }
    script_source, style_source = _source(script), _source(css)
    html = environment.get_template(template).render(
        css=Markup(css), script=Markup(script), words=island(said), tongues=TONGUES,
        policy=f"default-src 'none'; script-src {script_source}; style-src {style_source}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        **more,
    )  # fmt: skip
    return Alone(html, script_source, style_source)


def _source(text: str) -> str:
    # A browser would end the element there, and hash less than we do.
    assert not re.search("</(script|style)", text, re.IGNORECASE)
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

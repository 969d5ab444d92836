"""verify.html: the verifier of the pages as one file that needs no server and no network, for an office computer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from flask import Blueprint, Response, current_app, request
from jinja2 import Environment

from app import headers, verifier
from app.access.gate import PUBLIC, allows
from app.assets import STATIC
from app.consumer.vocabulary import N_
from app.consumer.words import words
from app.verifier import Alone

bp = Blueprint("offline", __name__, template_folder="templates")

# In the order in which each finds what it imports above it.
MODULES = (
    "bytes", "canonical", "verdict", "merkle", "note", "sequence", "growth", "proof", "draw", "office",
)  # fmt: skip
# Dates name their year: the file is kept for longer than the year in which it was made.
NO_YEAR = 0
FORM = "\n.field + .field { margin-top: 1.25rem; }\n"
LABELS = {
    "title": N_("Check a proof file"),
    "explain": N_("All of it is done by this browser: no network is needed, and nothing leaves this computer."),
    "file": N_("The proof file: choose it, or drop it on this page"),
    "key": N_("The log's key"),
    "from": N_(
        "name+keyid+base64, from where you trust it: a printed notice, another office. Not from the proof file."
    ),
    "old": N_("A signed state of the log that you kept (may be left out)"),
    "why": N_("With it, the check also shows that the log has only grown since then."),
    "check": N_("Check it"),
    "checks": N_("The five checks"),
    "not": N_(
        "Not proved: that the first record was true; that the printed code was not copied; "
        "that no newer record is being withheld."
    ),
    "thing": N_("What the file is about"),
    "life": N_("Its way here"),
    "down": N_("down is upstream"),
    "colon": N_(": "),
}


def bundle(names: Sequence[str] = MODULES) -> str:
    """The modules as one script: imports and exports are taken out, what was loaded when needed stands in it."""
    noble = (STATIC / "vendor" / "noble-ed25519.js").read_text(encoding="utf-8")
    body, _, _ = noble.rpartition("\nexport {")
    parts = [f"const {{ verifyAsync }} = (() => {{\n{body}\nreturn {{ verifyAsync }};\n}})();"]
    for name in names:
        text = (STATIC / "verify" / f"{name}.js").read_text(encoding="utf-8")
        text = re.sub(r"^import .*\n", "", text, flags=re.MULTILINE)
        parts.append(re.sub(r"^export (?=(async )?function|const|class)", "", text, flags=re.MULTILINE))
    return re.sub(r'\(await import\("[^"]+"\)\)\.', "", "\n".join(parts))


def spoken(lang: str) -> str:
    """The words of stops and checks in a language, as JSON."""
    return str(words(lang, NO_YEAR).island)


# A case's folder is checked by the same modules, in the same words.
verifier.offers(verifier.Parts(bundle, spoken))


@lru_cache(maxsize=1)
def built(environment: Environment) -> Alone:
    """The page, made once for each process."""
    css = (STATIC / "suyuan.css").read_text(encoding="utf-8") + FORM
    return verifier.alone(environment, "consumer/verify.html", bundle(), css, LABELS, spoken)


@bp.get("/verify.html")
@allows(PUBLIC)
def verify_html() -> Response:
    """The page to use here, or to keep."""
    page = built(current_app.jinja_env)
    headers.widen("script-src", page.script)
    headers.widen("style-src", page.style)
    answer = Response(page.html, mimetype="text/html", headers={"Cache-Control": "no-cache"})
    answer.add_etag()
    answer.make_conditional(request)
    return answer

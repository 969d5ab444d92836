"""verify.html: the verifier of the pages as one file that needs no server and no network, for an office computer."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from flask import Blueprint, Response, current_app, request
from jinja2 import Environment
from markupsafe import Markup

from app import headers, verifier
from app.access.gate import PUBLIC, allows
from app.assets import STATIC
from app.consumer.vocabulary import N_
from app.consumer.words import island, words
from app.i18n import LOCALES, catalog

bp = Blueprint("offline", __name__, template_folder="templates")

# In the order in which each finds what it imports above it.
MODULES = (
    "bytes", "canonical", "verdict", "merkle", "note", "sequence", "growth", "proof", "draw", "office",
)  # fmt: skip
# Dates name their year: the file is kept for longer than the year in which it was made.
NO_YEAR = 0
FORM = "\n.field + .field { margin-top: 1.25rem; }\n"
TONGUES = (("zh-CN", "中文"), ("en", "English"))
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


@dataclass(frozen=True, slots=True)
class Built:
    """The page, and the sources that its policy has to name for its own script and style."""

    html: str
    script: str
    style: str


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


# A case's folder is checked by the same modules, in the same words.
verifier.offers(verifier.Parts(bundle, lambda lang: str(words(lang, NO_YEAR).island)))


@lru_cache(maxsize=1)
def built(environment: Environment) -> Built:
    """The page, made once for each process."""
    script, css = bundle(), (STATIC / "suyuan.css").read_text(encoding="utf-8") + FORM
    script_source, style_source = _source(script), _source(css)
    said = {
        lang: {
            "labels": {name: catalog(lang)(text) for name, text in LABELS.items()},
            "words": json.loads(words(lang, NO_YEAR).island),
        }
        for lang in LOCALES
    }
    html = environment.get_template("consumer/verify.html").render(
        css=Markup(css),
        script=Markup(script),
        words=island(said),
        tongues=TONGUES,
        # The file brings its own policy along, so that it can tell nobody anything when it is opened from a disk.
        policy=f"default-src 'none'; script-src {script_source}; style-src {style_source}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
    )
    return Built(html, script_source, style_source)


def _source(text: str) -> str:
    # A browser would end the element there, and hash less than we do.
    assert not re.search("</(script|style)", text, re.IGNORECASE)
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


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

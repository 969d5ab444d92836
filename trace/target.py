"""Where a link leads and what it says of that: valid, and such that the published schema of a GS1 linkset takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from trace import linktypes
from trace.errors import Malformed
from trace.identity.characters import shown

LONGEST_HREF = 2_048
LONGEST_TITLE = 200
MOST_LANGUAGES = 40
# The schema takes zh and zh-CN, and not zh-Hans, which BCP 47 would.
_LANGUAGE = re.compile("[a-z]{2}(?:-[A-Z]{2})?")
# The top-level types that IANA has registered.
_MEDIA_TYPE = re.compile(
    r"(?:application|audio|font|haptics|image|message|model|multipart|text|video)/[A-Za-z0-9][A-Za-z0-9_+.-]{0,126}"
)
_CONTEXT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_KEPT = "/?#[]@!$&'()*+,;=:%~-._"
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?")


class BadWebLink(Malformed):
    """A link without an address or a title, or with a language, media type or context that cannot be one."""

    code = "bad-web-link"


@dataclass(frozen=True, slots=True)
class Target:
    """What a link says. `media_type` is "" where none is said."""

    kind: str
    href: str
    title: str
    languages: tuple[str, ...] = ()
    media_type: str = ""
    contexts: tuple[str, ...] = ()
    default: bool = False

    @classmethod
    def parse(
        cls,
        kind: str,
        href: str,
        title: str,
        languages: tuple[str, ...] = (),
        media_type: str = "",
        contexts: tuple[str, ...] = (),
        *,
        default: bool = False,
    ) -> Target:
        """The target of a link that somebody makes."""
        if not 0 < len(title := title.strip()) <= LONGEST_TITLE or not title.isprintable():
            raise BadWebLink(f"a link's title has {len(title)} characters: expected 1 to {LONGEST_TITLE}, on one line")
        for tag in languages:
            if not _LANGUAGE.fullmatch(tag):
                raise BadWebLink(f"{shown(tag)} is not the language of a link: expected one like zh or zh-CN")
        if media_type and not _MEDIA_TYPE.fullmatch(media_type):
            raise BadWebLink(
                f"{shown(media_type)} is not a media type: expected one like text/html, without parameters"
            )
        for word in contexts:
            if not _CONTEXT.fullmatch(word):
                raise BadWebLink(
                    f"{shown(word)} is not a context: expected 1 to 40 letters, digits and _ . -, such as a country's code"
                )
        if len(languages) > MOST_LANGUAGES or len(contexts) > MOST_LANGUAGES:
            raise BadWebLink(
                f"a link has {len(languages)} languages and {len(contexts)} contexts: at most {MOST_LANGUAGES}"
            )
        return cls(
            linktypes.of_owner(kind), _address(href), title, tuple(dict.fromkeys(languages)), media_type.lower(),
            tuple(dict.fromkeys(contexts)), default,
        )  # fmt: skip


def _address(href: str) -> str:
    """An absolute http(s) address in ASCII: a host in other letters by its punycode, the rest percent-encoded."""
    wrong = BadWebLink(f"{shown(href)} is not an address to link to: expected http:// or https://, and a host")
    if not href.isprintable() or " " in href or "\\" in href:
        raise wrong
    try:
        parts = urlsplit(href)
        host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    except ValueError:
        raise wrong from None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise wrong
    rest = href.partition("://")[2][len(parts.netloc) :]
    found = f"{parts.scheme}://{host}{quote(rest, safe=_KEPT)}"
    if len(found) > LONGEST_HREF:
        raise BadWebLink(f"a link's address has {len(found)} characters: expected at most {LONGEST_HREF}")
    return found

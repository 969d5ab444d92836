"""Names and telephones out of trace texts, before anything is stored or logged.

Couriers' and recipients' names and numbers and the codes to collect a parcel go; names of stations in 【】 and public
hotlines (95xxx, 400-, 800-) stay. In doubt it masks: the text is for reading, and no status hangs on what is hidden.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

HIDDEN = "***"
# What is left of a telephone, here or in a text that came masked.
_GONE = r"(?<!\*)1?\*{7,}"

_EXTENSION = r"(?:\s?(?:转|分机|ext\.?|[-_])\s?[0-9]{1,6})?(?![0-9])"
_MOBILE = rf"(?<![0-9])(?:\+?86[- ]?)?1[ .-]?[3-9](?:[ .-]?[0-9]){{9}}(?:1[3-9][0-9]{{9}})*{_EXTENSION}"
_AREA = "(?:[(（]0[0-9]{2,3}[)）]|0[0-9]{2,3})"
_LANDLINE = rf"(?<![0-9]){_AREA}[-— ]?[0-9]{{3,4}}[- ]?[0-9]{{4}}{_EXTENSION}"
_ABROAD = r"\+[0-9]{1,3}[ .-]?\(?[0-9](?:[ ().-]{0,2}[0-9]){6,13}(?![0-9])"
# Three and three and four digits, as in North America; ours that begin so are hotlines.
_GROUPED = r"(?<![0-9*])(?!400|800)\(?[0-9]{3}\)?[ .-][0-9]{3}[ .-][0-9]{4}(?![0-9])"
# A telephone that is stuck to other figures; a waybill's number is hidden with it, and known anyway.
_STUCK = "(?<![0-9A-Za-z])[0-9]{11,}"
_TELEPHONE = re.compile(f"{_ABROAD}|{_MOBILE}|{_LANDLINE}|{_GROUPED}|{_STUCK}")
_LOCAL = re.compile(
    rf"((?:电话|手机|座机|致电|拨打|联系)\s*[:：]?\s*)(?!95|400|800)[2-8][0-9]{{2,3}}-?[0-9]{{4}}{_EXTENSION}"
)
_RESIDENT = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx](?![0-9A-Za-z])")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,253}\.[A-Za-z]{2,24}")
_CHAT = re.compile(r"((?:微信|QQ)\s*号?\s*[:：]?\s*)[A-Za-z0-9_-]{5,20}")
# Whoever reads a collecting code can take the parcel away.
_CODE = re.compile(r"((?:取件|取货|提货|验证|开箱)(?:码|密码)\s*[:：是为]?\s*)(?=[A-Za-z-]*[0-9])[0-9A-Za-z-]{2,14}")

_HAN = "\u3400-\u9fff·"
_PERSON = (
    "(?:派件|派送|配送|投递|揽收|揽件|收件|取件|寄件|签收|代收|经办|联系|操作|扫描)(?:人员|员|人)"
    "|快递员|快递小哥|小件员|业务员|骑手|司机"
)
# Which kind of person, or how: no name.
_KIND = r"本人|他人|家人|同事|邻居|前台|门卫|物业|保安|代收|代签|已签|凭取|\*"
_ELSE = "已|凭|在|的|正在|将|会|为|请|可|即|与|和|处|派|揽|外呼|专属|服务|联系|电话"
_SAID = r"[A-Za-z][A-Za-z.'-]*(?: [A-Za-z][A-Za-z.'-]*){0,2}|[^\s，。；;,（()）【】/|*0-9]+"
_LABELLED = re.compile(rf"({_PERSON})(\s*(?:姓名|是|为)?\s*[:：]\s*)(?!{_KIND})({_SAID})")
_CALLED = re.compile(rf"({_PERSON})(\s*是?)(?!{_KIND}|{_ELSE})([{_HAN}]{{2,4}})(?=[\s（(，。；,;/、】)）*]|$)")
_BRACKETED = re.compile(
    rf"({_PERSON})(\s*[是为]?\s*[:：]?\s*【)(?![^】]*(?:驿站|柜|店|网点|公司))([^】*]{{1,20}})(?=】)"
)
# Beside a telephone, or who signed.
_BEFORE = re.compile(rf"(^|[\s【】\[（(,，。;；:：/、—的由-])([{_HAN}]{{2,4}})(?=[\s（(/,，:：]{{0,3}}{_GONE})")
_AFTER = re.compile(rf"({_GONE}\s*[（(]\s*)([{_HAN}]{{2,4}})(?=\s*[)）])")
_BY = re.compile(rf"([由被])([{_HAN}]{{2,4}})(?=(?:本人)?(?:签收|代收|代签|取走|领取))")
_PLACE = re.compile(
    "(?:电话|手机|联系|热线|客服|号码|电联|致电|拨打|咨询|投诉|公司|驿站|中心|网点|站点|超市|部|店|点|柜|派件|派送|请|员|人|证|号)$"
)
_ENGLISH = re.compile(
    r"((?i:signed(?: for)? by|received by|collected by|courier|driver|recipient|left with)(?: name)?\s*[:-]?\s*)"
    r"([A-Z][A-Za-z.'-]*(?: [A-Z][A-Za-z.'-]*){0,3})"
)


def mask(text: str) -> str:
    """`text` without its names and telephones; masking what came masked changes nothing."""
    shown = _plain(text)
    # What one rule hides may uncover a name to another. Nothing that people write needs more rounds.
    for _ in range(3):
        for pattern, hide in _HIDES:
            shown = pattern.sub(hide, shown)
    return shown


def _plain(text: str) -> str:
    """Digits of every script as ASCII, and nothing invisible: neither `１３８` nor a zero-width space hides a number."""
    return "".join(
        str(unicodedata.decimal(letter)) if unicodedata.category(letter) == "Nd" else letter
        for letter in text
        if letter in "\t\n" or unicodedata.category(letter) not in ("Cf", "Cs", "Cc")
    )


def _all(found: re.Match[str]) -> str:
    return HIDDEN


def _digits(found: re.Match[str]) -> str:
    return "*" * max(sum(letter.isdigit() for letter in found[0]), 7)


def _number(found: re.Match[str]) -> str:
    return found[1] + "*" * 7


def _behind(found: re.Match[str]) -> str:
    return "".join(found.groups()[:-1] if found.re.groups > 1 else found.groups()) + HIDDEN


def _name(found: re.Match[str]) -> str:
    """A label, and what is said behind it: a long run is a sentence that begins with the name."""
    label, between, said = found.groups()
    return f"{label}{between}{HIDDEN}{said[4:] if len(said) > 6 and not said.isascii() else ''}"


def _person(found: re.Match[str]) -> str:
    return found[0] if _PLACE.search(found[2]) else found[1] + HIDDEN


_HIDES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_MAIL, _all),
    (_RESIDENT, _digits),
    (_TELEPHONE, _digits),
    (_LOCAL, _number),
    (_CHAT, _behind),
    (_CODE, _behind),
    (_BRACKETED, _behind),
    (_LABELLED, _name),
    (_CALLED, _name),
    (_BEFORE, _person),
    (_AFTER, _behind),
    (_BY, _person),
    (_ENGLISH, _behind),
)

"""The documents of a case in words: which there are, after which step, and what stands in each. Pure.

They are Chinese documents of Chinese offices. None of them names whoever complained: the office writes the name in, and a
respondent's copy must never have it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from credit.procedure import Kind


class Paper(StrEnum):
    """A kind of document."""

    ACCEPTANCE = "acceptance"
    REFUSAL = "refusal"
    FILING = "filing"
    EVIDENCE = "evidence"
    MEDIATION_END = "mediation_end"
    DECISION = "decision"
    REVIEW = "review"
    CLOSING = "closing"
    TRANSFER = "transfer"


# The step after which it can be issued, its title, for which kinds, and whether the respondent may get it.
KINDS: dict[Paper, tuple[str, str, tuple[Kind, ...], bool]] = {
    Paper.ACCEPTANCE: ("accepted", "投诉受理通知书", (Kind.COMPLAINT,), True),
    Paper.REFUSAL: ("refused", "不予受理告知书", (Kind.COMPLAINT, Kind.REPORT), False),
    Paper.FILING: ("filed", "举报立案告知书", (Kind.REPORT,), False),
    Paper.EVIDENCE: ("asked", "举证通知书", (Kind.COMPLAINT,), True),
    Paper.MEDIATION_END: ("ended", "终止调解通知书", (Kind.COMPLAINT,), True),
    Paper.DECISION: ("decided", "责任认定书", (Kind.COMPLAINT, Kind.REPORT), True),
    Paper.REVIEW: ("reviewed", "复核决定书", (Kind.COMPLAINT, Kind.REPORT), True),
    Paper.CLOSING: ("closed", "结案告知书", (Kind.COMPLAINT, Kind.REPORT), True),
    Paper.TRANSFER: ("transferred", "案件移送函", tuple(Kind), False),
}
OUTCOMES = {"upheld": "投诉成立", "partly_upheld": "投诉部分成立", "rejected": "投诉不成立"}
RECEIPT = "送达回证"


class Facts(NamedTuple):
    """What a document is made of: the words are those of the step that it tells of."""

    kind: Paper
    number: str
    case: str
    of: Kind
    category: str
    respondent: str
    office: str
    received: date
    day: date
    text: str = ""
    reason: str = ""
    outcome: str = ""
    appeal_until: date | None = None
    to: str = ""
    manifest: str = ""


class Text(NamedTuple):
    """A document in words: the title, its number, to whom, and the paragraphs."""

    title: str
    number: str
    addressee: str
    paragraphs: tuple[str, ...]
    office: str
    day: date


def possible(kind: str, taken: Collection[str]) -> list[Paper]:
    """The documents that can be issued after these steps."""
    return [paper for paper, (step, _, kinds, _) in KINDS.items() if kind in kinds and step in taken]


def written(facts: Facts) -> Text:
    """The document."""
    _, title, _, respondent_too = KINDS[facts.kind]
    whom = (
        "投诉人、被投诉人"
        if respondent_too and facts.of is Kind.COMPLAINT
        else "举报人"
        if facts.of is Kind.REPORT
        else "投诉人"
    )
    if facts.kind is Paper.EVIDENCE:
        whom = facts.respondent
    elif facts.kind is Paper.TRANSFER:
        whom = facts.to
    word = {Kind.REPORT: "举报", Kind.INQUIRY: "查询"}.get(facts.of, "投诉")
    opening = f"{said(facts.received)}收到的关于{facts.respondent}“{facts.category}”的{word}（案件编号{facts.case}），"
    return Text(title, facts.number, whom, (opening + _main(facts), *_more(facts)), facts.office, facts.day)


def said(day: date) -> str:
    """A day as documents write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _main(facts: Facts) -> str:
    match facts.kind:
        case Paper.ACCEPTANCE:
            return "经审查符合受理条件，决定予以受理。处理期限与进度可凭案件编号和查询码查询。"
        case Paper.REFUSAL:
            return f"经审查决定不予受理。理由：{facts.reason or '见下'}。"
        case Paper.FILING:
            return "经核查符合立案条件，决定立案。本机关对举报人的信息予以保密。"
        case Paper.EVIDENCE:
            return "请在收到本通知之日起三个工作日内作出书面陈述，并提交下列证据。逾期不提交的，依现有记录认定。"
        case Paper.MEDIATION_END:
            return f"经调解未能终结争议，决定终止调解。理由：{facts.reason or '见下'}。"
        case Paper.DECISION:
            return f"经核查全部交接记录和双方陈述，认定：{OUTCOMES.get(facts.outcome, facts.outcome)}。"
        case Paper.REVIEW:
            return f"经由未参与原决定的人员复核，决定：{OUTCOMES.get(facts.outcome, facts.outcome)}。本决定为终局意见。"
        case Paper.CLOSING:
            return "现已办结，予以结案。"
        case Paper.TRANSFER:
            return "经审查不属于本部门管辖，现将案件及全部材料移送你部门处理，请核对清单后签收；不予接收的，请在七个工作日内退回。"
        case _:
            raise AssertionError(facts.kind)


def _more(facts: Facts) -> list[str]:
    found = [line.strip() for line in facts.text.splitlines() if line.strip()]
    if facts.kind is Paper.DECISION and facts.appeal_until is not None:
        found.append(f"不服本决定的，可以在{said(facts.appeal_until)}以前申请复核；复核期间本决定不计入任何信用记录。")
    if facts.kind is Paper.TRANSFER and facts.manifest:
        found.append(f"移送清单的 SHA-256：{facts.manifest}")
    return found

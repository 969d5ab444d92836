"""The documents of a case as they come out of the printer: read back from the PDF itself."""

from __future__ import annotations

import io
from datetime import date

import pypdfium2
import pytest
import zxingcpp

from credit import paper_layout
from credit.paper_texts import KINDS, Facts, Paper, possible, written
from credit.procedure import Kind
from trace.labels import pdf_marks, sheet

DIGEST = "ab" * 32
ADDRESS = f"https://suyuan.example/document/{DIGEST[:32]}"


def facts(kind, **more):
    given = {
        "kind": kind, "number": "通邮申〔2026〕147号", "case": "K7Q2M9XA", "of": Kind.COMPLAINT, "category": "虚假签收",
        "respondent": "长白速递", "office": "通化市邮政管理局", "received": date(2026, 10, 29), "day": date(2026, 11, 23),
    }  # fmt: skip
    return Facts(**(given | more))


def printed(paper):
    out = io.BytesIO()
    pdf_marks.write(out, paper_layout.drawn(paper, DIGEST, ADDRESS), sheet.roll(*sheet.A4), paper.title)
    document = pypdfium2.PdfDocument(out.getvalue())
    return [page.get_textpage().get_text_range() for page in document], document


@pytest.mark.parametrize("kind", list(Paper))
def test_each_document_has_title_number_office_day_and_a_receipt_of_service(kind):
    texts, document = printed(
        written(facts(kind, text="第一条理由。\n第二条理由。", to="东昌区市场监管局", manifest=DIGEST))
    )
    title = KINDS[kind][1]
    first = texts[0].replace("\r\n", "")
    assert title in first
    assert "通邮申〔2026〕147号" in first
    assert "通化市邮政管理局" in first
    assert "2026年11月23日" in first
    assert "第二条理由。" in first
    assert "此处加盖印章" in first
    assert "送达回证" in texts[-1]
    assert title in texts[-1]
    for at, text in enumerate(texts, 1):
        assert f"第 {at} 页，共 {len(texts)} 页" in text
        assert DIGEST[:32] in text
    (read,) = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
    assert read.text == ADDRESS
    document.close()


def test_long_reasons_run_over_pages_and_lose_nothing_and_no_line_leaves_the_paper():
    reasons = "".join(f"第{at}项：二〇二六年十月二十四日六分钟内签收十四件。" for at in range(120))
    paper = written(facts(Paper.DECISION, text=reasons, outcome="upheld", appeal_until=date(2026, 12, 3)))
    texts, document = printed(paper)
    whole = "".join(texts[:-1]).replace("\r\n", "")
    assert len(texts) >= 4
    assert "第119项" in whole
    assert "2026年12月3日以前申请复核" in whole
    for page in paper_layout.drawn(paper, DIGEST, ADDRESS):
        for mark in page.marks:
            if hasattr(mark, "text"):
                from trace.labels import face

                assert mark.x + face.width(mark.text, mark.size, mark.weight) <= 210 - 15
                assert mark.y <= 290
    document.close()


def test_what_the_typeface_has_no_letter_for_stops_no_document():
    texts, document = printed(written(facts(Paper.EVIDENCE, text="请提交录像🙂。")))
    assert "请提交录像□。" in texts[0].replace("\r\n", "")
    document.close()


def test_no_document_names_whoever_complained_and_a_reporters_says_it_is_kept_secret():
    assert written(facts(Paper.ACCEPTANCE)).addressee == "投诉人、被投诉人"
    filing = written(facts(Paper.FILING, of=Kind.REPORT))
    assert filing.addressee == "举报人"
    assert "保密" in filing.paragraphs[0]
    assert written(facts(Paper.EVIDENCE)).addressee == "长白速递"


def test_a_document_belongs_to_a_step_and_a_kind():
    assert possible("complaint", {"accepted", "asked"}) == [Paper.ACCEPTANCE, Paper.EVIDENCE]
    assert possible("report", {"accepted", "filed"}) == [Paper.FILING]

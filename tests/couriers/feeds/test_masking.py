"""No name and no telephone of a courier or a recipient comes through; stations and public hotlines do."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, strategies as st

from couriers.feeds.masking import mask

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINES = st.from_regex(r"0(?:10|[2-9][0-9]{1,2})-[2-8][0-9]{6,7}", fullmatch=True)
# What stands around it: words, brackets and blanks of such texts, and anything else that is no figure.
AROUND = st.one_of(
    st.sampled_from(
        ["【深圳宝安区二部】 派件中 派件人: ", "请联系", "电话:", "（", "）", " ", "正在派件，", "如有疑问，"]
    ),
    st.text(
        st.characters(blacklist_categories=("Nd", "Nl", "No", "Cs", "Cf", "Cc"), blacklist_characters="*+-_"),
        max_size=20,
    ),
)
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙", "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超"
NAMES = st.builds(
    "".join, st.tuples(st.sampled_from(SURNAMES), st.text(st.sampled_from(GIVEN), min_size=1, max_size=2))
)
LABELS = ["派件人", "派送员", "快递员", "业务员", "取件人", "揽收员", "签收人", "收件人", "投递员", "客户签收人"]


@given(AROUND, MOBILES, st.sampled_from(["", " ", "-", "."]), AROUND)
def test_no_mobile_number_comes_through(before, number, gap, after):
    spelled = number[:3] + gap + number[3:7] + gap + number[7:]
    assert re.sub(r"\D", "", mask(before + spelled + after)) == ""


@given(AROUND, LANDLINES, AROUND)
def test_no_landline_comes_through(before, number, after):
    assert re.sub(r"\D", "", mask(f"{before}{number}转8012{after}")) == ""


@given(st.sampled_from(LABELS), st.sampled_from([": ", "：", "是：", " ：", "【"]), NAMES, MOBILES)
def test_no_name_behind_its_label_comes_through(label, colon, name, number):
    close = "】" if colon == "【" else ""
    masked = mask(f"【通化市东昌区公司】 派件中 {label}{colon}{name}{close} 电话 {number} 。")
    assert name not in masked
    assert masked.startswith("【通化市东昌区公司】 派件中 ")


@given(
    NAMES,
    MOBILES,
    st.sampled_from(["{name}({number})", "【{name}/{number}】", "的{name}（{number}）", "{name} {number}"]),
)
def test_no_name_beside_its_telephone_comes_through(name, number, written):
    masked = mask("【通化转运中心】 " + written.format(name=name, number=number) + " 正在派件")
    assert name not in masked
    assert "【通化转运中心】" in masked


SENTENCES = st.lists(
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(LABELS),
        st.sampled_from([": ", "：", " ", "【"]),
        NAMES,
        st.sampled_from(["，", " 电话 ", "（", "】 "]),
    )
    | MOBILES
    | LANDLINES
    | st.sampled_from(["。", "【通化转运中心】 已收入 ", "已签收，"]),
    max_size=6,
).map("".join)


@given(SENTENCES)
def test_masking_twice_is_masking_once(text):
    assert mask(mask(text)) == mask(text)


@given(st.text(max_size=300))
def test_any_text_can_be_masked_and_written(text):
    mask(text).encode()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("１３８００１３８０００", "***********"),
        ("138\u200b0013\u200b8000", "***********"),
        ("+86 138 0013 8000", "*" * 13),
        ("（8213800138000）", "（*************）"),
        ("13800138000转1234", "*" * 15),
        ("电话：8765432", "电话：*******"),
        ("(555) 123-4567", "**********"),
        ("+44 20 7946 0958", "*" * 12),
        ("身份证220502199001011234", "身份证" + "*" * 18),
        ("微信号:wxabc12345", "微信号:***"),
        ("王先生 a.wang@example.com", "王先生 ***"),
        ("请凭取件码8-2-3061取件", "请凭取件码***取件"),
        ("请联系13800138000（王翔）", "请联系***********（***）"),
        ("已由李四签收", "已由***签收"),
        ("签收人是【张三】", "签收人是【***】"),
        ("派件人: 和平", "派件人: ***"),
        ("派件人:欧阳娜娜已经联系客户", "派件人:***已经联系客户"),
        ("Signed for by: J SMITH", "Signed for by: ***"),
        ("driver John Smith is near", "driver *** is near"),
    ],
)
def test_what_tells_of_a_person_is_hidden(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "（95720为中通快递员外呼专属号码，请放心接听）",
        "投诉电话 95554，或 400-633-3333，或 4006333333，或 800-820-8820",
        "【北京转运中心】 已发出 下一站 【通化市东昌区公司】",
        "客户签收人: 本人",
        "已由菜鸟驿站代收",
        "签收人凭取货码签收",
        "您的快递已签收, 签收人在【丰巢的西门丰巢柜2号柜(丰巢智能快递柜)】领取",
        "快递员正在派件",
        "运单 YT0000000000001 于 2026-11-23 17:31:57 到达",
        "请在评价快递员处帮忙点亮五颗星星哦",
    ],
)
def test_what_tells_of_no_person_stays(text):
    assert mask(text) == text


def test_real_traces_keep_their_stations_and_hotlines_and_lose_every_number(shared):
    """The texts came masked; numbers are put in where the stars stand."""
    texts = [
        event["text"]
        .replace("1" + "*" * 10, "13912345678")
        .replace("0**-********", "021-12345678")
        .replace("某某", "李晓明")
        for trace in json.loads((shared / "data/cn_traces/cn_traces_masked.json").read_text(encoding="utf-8"))
        for event in trace["events"]
    ]
    assert len(texts) == 39
    for text in texts:
        masked = mask(text)
        assert "李晓明" not in masked, masked
        assert not re.search(r"139|12345678", masked), masked
        for station in re.findall(r"【[^】/]*】", text):
            assert station in masked
        for hotline in re.findall(r"95[0-9]{3}|4006333333", text):
            assert hotline in masked

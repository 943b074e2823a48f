"""What holds of every commitment of any text, and what must not change when the same text is printed otherwise."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from gangmu.core.commitments import Commitment, find_commitments, to_json
from gangmu.core.commitments.quantities import quantities
from gangmu.core.commitments.sentence import Reading
from gangmu.core.reader import read_text
from gangmu.core.reader.structure import Document

PLAN = """# 某某市青川区国民经济和社会发展第十五个五年规划纲要

## 第一章 发展基础

“十四五”期间，全区新建步道12公里，改造桥梁8座。居民出行条件明显改善。

## 第二章 指导思想

坚持以人民为中心，推动高质量发展，努力建设宜居家园。

## 第三章 主要目标

到2030年，步道总里程达到120公里，桥梁完好率提高到98%以上。城区面貌持续改善。

## 第四章 完善交通网络

### 一、改造桥梁

加快实施柳河大桥改造工程，新建养护站3-5个，总投资约1.2亿元。严禁侵占河道，确保行洪安全。

### 二、管好设施

健全桥梁养护责任追究制度，搭建桥梁健康监测平台，重复检查率控制在2%以内。鼓励企业参与养护，提升养护水平。
北岸片区为居住功能区。力争2028年全部桥梁达到一类标准。
"""
PIECES = [
    "加快建设",
    "健全",
    "严禁",
    "确保",
    "力争",
    "鼓励企业",
    "探索",
    "到2030年",
    "“十五五”期间",
    "12座",
    "4.9万平方米",
    "85%以上",
    "不超过10%",
    "3-5个",
    "左右",
    "制度",
    "机制",
    "监测平台",
    "数据库",
    "柳河大桥",
    "青川区",
    "改造工程",
    "红线",
    "，",
    "。",
    "；",
    "：",
    "（首批）",
    "“一桥一档”",
    "的",
    "和",
    "、",
    "为",
    "以",
    "在",
    "将",
    "１２",
    "百分点",
    "提高",
    "下降",
]


def check(document: Document, entries: list[Commitment]) -> None:
    for one in entries:
        assert document.text[one.start : one.end] == one.text
        assert one.start <= document.sentences[one.sentence].start < one.end == document.sentences[one.sentence].end
        for mention in (*one.systems, *one.projects, *one.mechanisms, *one.places, *one.organisations):
            assert document.text[mention.start : mention.end] == mention.text != ""
            assert one.start <= mention.start < mention.end <= one.end
        for act in one.acts:
            assert act.verb in document.text[act.start : act.end]
            assert act.object in document.text[act.start : act.end]
        for quantity in one.quantities:
            assert re.search(r"[0-9０-９两二三四五六七八九十百千万]", document.text[quantity.start : quantity.end])
        assert ("quantity" in one.kinds) == bool(one.quantities)
        assert ("system" in one.kinds) == bool(one.systems)
        assert ("mechanism" in one.kinds) == bool(one.mechanisms)
        assert ("project" in one.kinds) == bool(one.projects or one.context_project)
        assert (one.strength is not None) == one.binding
        if not one.binding:
            assert not any((one.kinds, one.quantities, one.systems, one.projects, one.mechanisms, one.acts, one.places))
            assert one.context_project is None
            assert one.subject is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40))
def test_any_text_keeps_the_invariants(pieces: list[str]) -> None:
    document = read_text("# 青川区规划\n\n## 一、主要任务\n\n推进" + "".join(pieces) + "\n")
    check(document, find_commitments(document))


def test_the_sample_keeps_the_invariants_and_the_order() -> None:
    document = read_text(PLAN)
    entries = find_commitments(document)
    check(document, entries)
    assert [one.sentence for one in entries] == sorted(one.sentence for one in entries)
    assert len(to_json(entries)) == len(entries)


def labels(text: str) -> dict[str, tuple[object, ...]]:
    """Labels by the words of the sentence without marks, white space and printing."""
    found = {}
    for one in find_commitments(read_text(text)):
        key = re.sub(r"[\W_]", "", one.text.translate({0xFF10 + digit: str(digit) for digit in range(10)}))
        figures = tuple((each.number, each.unit, each.bound) for each in one.quantities)
        found[key] = (one.binding, one.strength, one.kinds, figures)
    return found


def full_width(text: str) -> str:
    body = text.split("\n")
    return "\n".join(
        line if line.startswith("#") else line.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
        for line in body
    )


def test_full_width_digits_change_no_label() -> None:
    assert labels(full_width(PLAN)) == labels(PLAN)


def test_a_missing_stop_at_a_line_end_changes_no_label() -> None:
    before, after = labels(PLAN), labels(PLAN.replace("。\n", "\n"))
    shared = before.keys() & after.keys()
    assert len(shared) >= len(before) - 2
    assert {key: after[key] for key in shared} == {key: before[key] for key in shared}


def test_blanks_inside_a_sentence_do_not_hide_a_figure() -> None:
    text = "新建步道 4.9 万平方米 ，改造桥梁 12 座。"
    reading = Reading.of(text, 0, len(text))
    assert [(one.number, one.unit) for one in quantities(reading)] == [("49000", "平方米"), ("12", "座")]
    first = quantities(reading)[0]
    assert text[first.start : first.end] == "4.9 万平方米"


def test_no_table_or_note_becomes_a_commitment() -> None:
    text = PLAN.replace("## 第四章", "注：步道里程为累计数。\n\n## 第四章")
    assert not [one for one in find_commitments(read_text(text)) if one.text.startswith("注")]

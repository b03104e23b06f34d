"""The interchange format: what other programs get, and that nothing is lost on the way there and back."""

import json
import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.findings import Certainty, Finding, Quote, Severity
from jixiao.law import article
from jixiao.model import (
    SCHEMA,
    Submission,
    Unread,
    interchange,
    parse_notation,
    submission_from_bytes,
    submission_from_json,
    submission_to_json,
)
from jixiao.places import Place
from tests.model.submissions import SUBMISSIONS, TEXT

PLACES = st.builds(
    Place,
    **dict.fromkeys(("page", "table", "row", "column", "line"), st.none() | st.integers(1, 99)),
    sheet=st.none() | TEXT,
)
FINDINGS = st.builds(
    Finding,
    code=st.just("READ-01"),
    name=TEXT,
    title=TEXT,
    severity=st.sampled_from(Severity),
    certainty=st.sampled_from(Certainty),
    message=TEXT,
    evaluation=st.none() | st.integers(0, 3),
    quotes=st.lists(
        st.builds(Quote, text=st.none() | TEXT, place=st.none() | PLACES, path=st.none() | TEXT), max_size=2
    ).map(tuple),
    figures=st.dictionaries(TEXT, TEXT, max_size=2),
    basis=st.just(()),
    suggestion=st.none() | TEXT,
)


@settings(max_examples=50)
@given(
    SUBMISSIONS,
    st.lists(st.builds(Unread, text=TEXT, why=TEXT, place=PLACES), max_size=3),
    st.lists(FINDINGS, max_size=2),
)
def test_a_submission_comes_back_from_json_as_it_went(
    submission: Submission, unread: list[Unread], problems: list[Finding]
) -> None:
    whole = msgspec.structs.replace(submission, unread=tuple(unread), problems=tuple(problems))
    assert submission_from_json(submission_to_json(whole)) == whole
    assert submission_from_json(json.loads(json.dumps(submission_to_json(whole)))) == whole


def test_a_legal_basis_comes_back_too() -> None:
    finding = Finding(
        code="READ-01",
        name="unread-cell",
        title="单元格未能读出",
        severity=Severity.WARNING,
        certainty=Certainty.CERTAIN,
        message="有一个单元格未能读出。",
        basis=(article("财预〔2020〕10号", 13),),
    )
    submission = msgspec.structs.replace(parse_notation(""), problems=(finding,))
    assert submission_from_json(submission_to_json(submission)) == submission


def test_the_schema_comes_first_and_rows_carry_their_meaning() -> None:
    form = "评价：project self_evaluation 2023 万元\n指标：产出指标 / 数量指标 / 培训次数 | 指标值 ≥2次\n"
    plain = submission_to_json(parse_notation(form))
    assert next(iter(plain.items())) == ("schema", "jixiao.submission/1")
    (row,) = plain["evaluations"][0]["indicators"]
    assert row["typed"]["actual"] is None
    assert isinstance(row["typed"]["target"], dict)
    assert row["target"] == "≥2次"
    assert row["place"] == {"line": 2}


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^这不是 jixiao.submission/1 格式的数据：schema 为 'jixiao.audit/1'。$"):
        submission_from_json({"schema": "jixiao.audit/1"})
    with pytest.raises(ValueError, match="schema 为 None"):
        submission_from_json({})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"evaluations": 3}, "“evaluations”应为列表，却是整数；"),
        ({"evaluations": [{"kind": "household"}]}, "“evaluations[0].kind”的值'household'不在规定的几种之内；"),
        ({"evaluations": [{"year": "去年"}]}, "“evaluations[0].year”应为整数或null，却是文字；"),
        ({"evaluations": [{"indicators": [{"level1": None}]}]}, "“evaluations[0].indicators[0]”缺少“level2”；"),
        ({"source": None}, "“source”应为对象，却是null；"),
    ],
)
def test_values_of_another_shape_are_refused_in_chinese(change: dict[str, object], told: str) -> None:
    plain = submission_to_json(parse_notation("评价：project target - -"))
    with pytest.raises(ValueError, match=f"^{re.escape(told)}请用 jixiao read 重新生成这个文件，或"):
        submission_from_json({**plain, **change})


def test_a_missing_source_is_told_of_the_outermost_level() -> None:
    with pytest.raises(ValueError, match=r"^最外层缺少“source”；"):
        submission_from_json({"schema": SCHEMA})


def test_what_the_decoder_may_say_besides_is_told_in_chinese_too() -> None:
    assert interchange._unlike("Something new - at `$.source`").startswith("“source”的值不合规定；")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_bytes_of_a_file_are_read(mark: bytes) -> None:
    submission = parse_notation("评价：project target - -")
    assert submission_from_bytes(mark + msgspec.json.encode(submission_to_json(submission))) == submission


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'{"schema": "jixiao.submission/1", ', "文件结尾不完整，或有的字符不是正确的 JSON；"),
        (b'{"schema": "jixiao.submission/1\xff"}', "文件结尾不完整，或有的字符不是正确的 JSON；"),
        (b'{"schema": "jixiao.submission/1"} x', "第35个字节附近不是正确的 JSON；"),
    ],
)
def test_broken_json_is_refused_in_chinese(data: bytes, told: str) -> None:
    with pytest.raises(ValueError, match=f"^{told}请用 jixiao read 重新生成这个文件。$"):
        submission_from_bytes(data)


def test_the_schema_is_the_one_agreed() -> None:
    assert SCHEMA == "jixiao.submission/1"


def test_json_nested_beyond_all_measure_is_told_in_chinese() -> None:
    with pytest.raises(ValueError, match="嵌套的层数过多"):
        submission_from_bytes(b'{"a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}")

"""Personal data is found wherever a submission may hold it, told with its place, and gone when it is blanked."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.model import (
    Evaluation,
    Fact,
    Field,
    Fund,
    Goal,
    Indicator,
    Management,
    Narrative,
    Passage,
    Submission,
    Unread,
)
from jixiao.places import Place, Source
from jixiao.renderers.publication.privacy import blanked, exposed
from tests.model.submissions import SUBMISSIONS

SOURCE = Source(name="自评表.docx", sha256="0" * 64, media_type="", reader="word")
PHONE = "13900001234"
TOLD = f"电话{PHONE}"


ROW = Indicator(level1=None, level2=None, name=None, note=TOLD)


def of(*evaluations: Evaluation, **more: object) -> Submission:
    return msgspec.structs.replace(Submission(source=SOURCE, evaluations=evaluations), **more)


@pytest.mark.parametrize(
    ("submission", "path", "where"),
    [
        (of(Evaluation(project_name="医保宣传", conclusion=TOLD)), "evaluations/0/conclusion", "“医保宣传”"),
        (
            of(Evaluation(title="表", remark=TOLD, cells={"remark": Place(row=9)})),
            "evaluations/0/remark",
            "“表”（第9行）",
        ),
        (of(Evaluation(funds=(Fund(label=TOLD),))), "evaluations/0/funds/0/label", "“第1张表”"),
        (of(Evaluation(funds=(Fund(label=None, executed=TOLD),))), "evaluations/0/funds/0/executed", "“第1张表”"),
        (
            of(Evaluation(fund_management=(Management(item="", issue=TOLD),))),
            "evaluations/0/fund_management/0/issue",
            "“第1张表”",
        ),
        (
            of(Evaluation(goals=(Goal(expected=None, actual=TOLD, place=Place(line=7)),))),
            "evaluations/0/goals/0/actual",
            "（原文第7行）",
        ),
        (
            of(Evaluation(indicators=(ROW,))),
            "evaluations/0/indicators/0/note",
            "“第1张表”",
        ),
        (of(Evaluation(fields=(Field(label="项目概况", value=TOLD),))), "evaluations/0/fields/0/value", "“项目概况”"),
        (
            of(narrative=Narrative(text=(Passage(text=TOLD, place=Place(paragraph=3)),))),
            "narrative/text/0/text",
            "正文（正文第3段）",
        ),
        (
            of(narrative=Narrative(facts=(Fact(subject=TOLD, field="x", value="1"),))),
            "narrative/facts/0/subject",
            "正文",
        ),
        (of(unread=(Unread(text=TOLD, why="无法识别。"),)), "unread/0/text", "未能读取的内容"),
        (of(source=msgspec.structs.replace(SOURCE, name=f"{TOLD}.docx")), "source/name", "文件名"),
    ],
)
def test_every_text_is_looked_through(submission: Submission, path: str, where: str) -> None:
    [piece] = exposed([submission])
    assert (piece.path, piece.text, piece.file) == (path, PHONE, 1)
    assert where in piece.where
    [clean] = blanked([submission], [piece])
    assert exposed([clean]) == ()
    assert PHONE not in str(msgspec.to_builtins(clean))
    assert "■" * len(PHONE) in str(msgspec.to_builtins(clean))


@pytest.mark.parametrize(
    ("label", "value", "kinds"),
    [
        ("联系人", "陈静", ["contact"]),
        ("填报人（签字）", "陈静 0000-2345678", ["contact"]),
        ("经办人", "陈静", ["contact"]),
        ("联系人", "待遇保障科", []),
        ("联系人", "陈某", []),
        ("联系人", "0816-2345678", ["landline"]),
        ("电话", "2345678", ["landline"]),
        ("联系电话", "2345678转12", ["landline"]),
        ("联系电话", "12393", []),
        ("监督电话", "2345678", []),
        ("联系人数", "两百人", []),
        ("审核人次", "三千", []),
        ("填报日期", "20240115", []),
        ("单位负责人", "陈静", ["signature"]),
        ("单位负责人签字", "陈 静", ["signature"]),
        ("单位负责人签字", "同意", []),
        ("单位负责人意见", "情况属实，同意上报。", []),
        ("财务负责人", "陈某", []),
        ("项目负责人", "规划财务科", []),
        ("项目负责人", "陈静 13900001234", ["contact", "mobile"]),
        ("编制人数", "13900001234", ["mobile"]),
    ],
)
def test_fields_for_contacts_are_personal_as_a_whole(label: str, value: str, kinds: list[str]) -> None:
    pieces = exposed([of(Evaluation(fields=(Field(label=label, value=value),)))])
    assert [piece.kind.value for piece in pieces] == kinds
    if kinds == ["contact"]:
        assert pieces[0].text == value


@pytest.mark.parametrize(
    "evaluation",
    [
        Evaluation(project_code="51092322T000000431595"),
        Evaluation(project_code="510107199303072213"),
        Evaluation(
            amount_unit="元", funds=(Fund(label="年度资金总额", initial="13900001234", executed="13900001234.00"),)
        ),
        Evaluation(
            indicators=(
                Indicator(level1=None, level2=None, name="补助资金", target="≥13900001234", actual="13900001234"),
            )
        ),
        Evaluation(indicators=(Indicator(level1=None, level2=None, name="补助资金", target="13900001234元"),)),
        Evaluation(level1_weights={"电话13900001234": "50"}),
    ],
)
def test_columns_of_figures_and_codes_are_not(evaluation: Evaluation) -> None:
    assert exposed([of(evaluation)]) == ()


def test_a_piece_is_named_by_what_it_is_and_where() -> None:
    first, second = exposed([of(Evaluation(remark=TOLD)), of(Evaluation(remark=TOLD))])
    assert first.key.startswith("mobile/")
    assert first.key != second.key
    assert exposed([of(Evaluation(remark=TOLD))])[0].key == first.key


def test_only_the_pieces_named_are_blanked() -> None:
    submission = of(Evaluation(remark=f"{TOLD}，{TOLD}", conclusion=TOLD))
    pieces = exposed([submission])
    [half] = blanked([submission], pieces[:1])
    assert exposed([half]) == pieces[1:]


@settings(max_examples=50)
@given(SUBMISSIONS, st.sampled_from([TOLD, "联系人：陈静", "邮箱chen@example.cn"]))
def test_blanking_changes_nothing_else(submission: Submission, told: str) -> None:
    more = msgspec.structs.replace(submission.narrative, text=(*submission.narrative.text, Passage(text=told)))
    submission = msgspec.structs.replace(submission, narrative=more)
    pieces = exposed([submission])
    assert pieces
    [clean] = blanked([submission], pieces)
    assert exposed([clean]) == ()
    before, after = (str(msgspec.to_builtins(each)) for each in (submission, clean))
    touched = sum(len(piece.text) for piece in pieces)
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) <= touched
    assert blanked([submission], []) == (submission,)

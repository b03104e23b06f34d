"""A grade chosen by ticking a box is read as the grade that is ticked."""

import pytest

from jixiao.audit import audit
from jixiao.documents import Cell, Document, Table
from jixiao.findings import Finding
from jixiao.forms import recognise
from jixiao.forms.ticks import choice_in, ticked
from jixiao.model import Submission
from jixiao.places import Place, Source

ROWS = (
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    ("产出指标", "数量指标", "宣传场次", "≥12场", "12场", "50", "50"),
    ("效益指标", "社会效益指标", "政策知晓率", "≥80%", "90%", "50", "50"),
    ("总分", "", "", "", "", "100", "100"),
)


def read(*below: tuple[str, ...]) -> Submission:
    cells = tuple(
        Cell(row=row, column=column, text=text, place=Place(table=1, row=row + 1, column=column + 1))
        for row, texts in enumerate((*ROWS, *below))
        for column, text in enumerate(texts)
    )
    return recognise(
        Document(
            source=Source(name="x.docx", media_type="x", sha256="", reader="docx"),
            blocks=(Table(cells=cells, fidelity="grid"),),
        )
    )


def wrong_grades(submission: Submission) -> list[Finding]:
    return [finding for finding in audit(submission)[1] if finding.code == "SCO-09"]


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("优☑ 良□ 中□ 差□", "优"),
        ("优□ 良☑ 中□ 差□", "良"),
        ("□优 ☑良 □中 □差", "良"),
        ("优□良■中□差□", "良"),
        ("☐优、☒良、☐中、☐差", "良"),
        ("优√", "优"),
        ("√良", "良"),
        ("优√ 良 中 差", "优"),
        ("优 √良 中 差", "良"),
        ("优（√）良（ ）中（）差（ ）", "优"),
        ("□优秀 ☑良好 □合格", "良好"),
        ("优□ 良□ 中□ 差□", None),
        ("优☑ 良☑ 中□ 差□", None),
        ("优√良中差", None),
        ("优 良√中 差", None),
        ("优 √ 良 中 差", None),
    ],
)
def test_the_ticked_grade_is_the_grade(text: str, grade: str | None) -> None:
    assert choice_in(text) == text
    assert ticked(text) == grade


@pytest.mark.parametrize(
    "text", ["优", "良好", "本项目自评为优。", "优、良、中、差", "√", "较差（见附件）", None, "中□号"]
)
def test_what_offers_no_grades_with_boxes_is_no_choice(text: str | None) -> None:
    assert choice_in(text) is None


def test_a_ticked_grade_that_is_not_that_of_the_total_is_accused() -> None:
    assert not wrong_grades(read(("评价等级", "优☑ 良□ 中□ 差□")))
    submission = read(("评价等级", "优□ 良☑ 中□ 差□"))
    assert submission.evaluations[0].grade == "良"
    assert not submission.unread
    assert len(wrong_grades(submission)) == 1


def test_boxes_of_which_none_is_ticked_are_no_grade() -> None:
    submission = read(("评价等级", "优□ 良□ 中□ 差□"))
    assert submission.evaluations[0].grade is None
    assert not submission.unread


def test_a_conclusion_may_hold_the_boxes() -> None:
    assert read(("自评结论", "自评等级：□优 ☑良 □中 □差")).evaluations[0].grade == "良"

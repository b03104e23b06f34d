"""Papers that are handed out: personal data is told by its place and its kind, and not repeated."""

from jixiao.papers import Cell, Grid, Line, Paper
from jixiao.renderers.publication.handed_out import told_personal

_PHONE = "13900001234"


def test_every_place_is_told_with_the_words_around_it() -> None:
    grid = Grid(
        widths=(1.0, 1.0), cells=(Cell(row=0, column=0, text="原因"), Cell(row=0, column=1, text=f"电话{_PHONE}"))
    )
    text = f"经核实，该项目由经办人李明（{_PHONE}）负责，联系人：陈静，其余情况均已在自评表中说明清楚，不再一一列举。"
    paper = Paper(name="整改通知", blocks=(Line(text="关于整改的通知", style="title"), Line(text=text), grid))
    told = told_personal([paper])
    assert told == (
        "“整改通知”第2段：联系人等姓名、手机号码，“经核实，该项目由经办人■■（■■■■■■■■■■■）负责，联系人：■■，其余情况均已在自评表中……”",
        "“整改通知”表1第1行第2列：手机号码，“电话■■■■■■■■■■■”",
    )
    assert all(_PHONE not in sentence and "陈静" not in sentence for sentence in told)


def test_papers_without_personal_data_are_passed_over() -> None:
    assert told_personal([Paper(name="报告", blocks=(Line(text="全年检查120家机构，覆盖3,650人次。"),))]) == ()

"""Self-evaluation forms as bureaus fill them in spreadsheets - numbers with formats, merged levels, sums - read and recognised."""

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from jixiao import forms
from jixiao.audit import audit
from jixiao.documents import Document, Table
from jixiao.model import Evaluation
from jixiao.readers.choosing import read_bytes

SOFFICE = shutil.which("soffice") or ""
THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
PIECE = re.compile(r"(.*?)(?:~(.*?))?(?:>(\d+))?(?:\^(\d+))?")
NUMBER = re.compile(r"\d+(\.\d+)?")
ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '

# A cell is written value~format>columns^rows; None is covered from above, a number stays a number.
FORM = """
项目支出绩效自评表>9
（2023年度）>9
填报单位：青崖市医疗保障局>5 | 单位：万元>4
项目名称>2 | {name}>7
主管部门及代码>2 | 青崖市医疗保障局>3 | 实施单位 | 青崖市医疗保障事务中心>3
项目资金（万元）^4 | | 年初预算数 | 全年预算数（A） | 全年执行数（B）>2 | 分值 | 执行率 | 得分
None | 年度资金总额 | 1234.5~#,##0.00_  | 1234.5~#,##0.00 | 1201.5~{accounting}>2 | 10 | 0.97327~0.00% | 9.73~0.00
None | 其中：当年财政拨款 | 1000~#,##0.00 | 1000~#,##0.00 | 1000~{accounting}>2 | - | 1~0% | -
None | 其他资金 | 234.5~#,##0.00 | 234.5~#,##0.00 | 0~{accounting}>2 | - | - | -
年度总体目标^2 | 预期目标>4 | 实际完成情况>4
None | 全年开展医保政策宣传。>4 | 全年开展了医保政策宣传。>4
绩效指标^7 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
None | 产出指标^4 | 数量指标 | 宣传场次 | 12~"≥"0"场" | 9~0"场" | 20 | 15~0.0 | 场地受限。
None | None | 质量指标 | 宣传资料合格率 | 0.95~"≥"0% | 0.973~0.0% | 10 | 10 |
None | None | 时效指标 | 宣传完成时间 | 45260~yyyy"年"m"月"d"日前" | 45250~yyyy"年"m"月"d"日" | 10 | 10 |
None | None | 成本指标 | 宣传费用 | 1234.5~"≤"#,##0.0"万元" | 12015000~0\\.0,"万元" | 10 | 10 |
None | 效益指标 | 社会效益指标 | 政策知晓率 | ≥85% | 0.88~0% | 30 | 30 |
None | 满意度指标 | 服务对象满意度指标 | 参保人员满意度 | ≥90% | 0.93~0% | 10 | 10 |
总分>6 | 100 | 94.73~0.00 |
"""

ROWS = [
    ("产出指标", "宣传场次", "20", "≥12场", "9场", "15.0", "场地受限。"),
    ("产出指标", "宣传资料合格率", "10", "≥95%", "97.3%", "10", None),
    ("产出指标", "宣传完成时间", "10", "2023年11月30日前", "2023年11月20日", "10", None),
    ("产出指标", "宣传费用", "10", "≤1,234.5万元", "1201.5万元", "10", None),
    ("效益指标", "政策知晓率", "30", "≥85%", "88%", "30", None),
    ("满意度指标", "参保人员满意度", "10", "≥90%", "93%", "10", None),
]


def draw(page: Worksheet, name: str, *, top: int = 1, left: int = 1) -> int:
    """Draw the form, ruled but for its title lines, and give the row below it."""
    lines = FORM.strip("\n").format(name=name, accounting=ACCOUNTING).splitlines()
    for row, line in enumerate(lines, top):
        column = left
        for piece in line.split("|"):
            column = _cell(page, row, column, piece.strip(), ruled=row > top + 1)
    return top + len(lines)


def _cell(page: Worksheet, row: int, column: int, piece: str, *, ruled: bool) -> int:
    match = PIECE.fullmatch(piece)
    assert match is not None
    text, code, columns, rows = match.groups()
    last_row, last_column = row + int(rows or 1) - 1, column + int(columns or 1) - 1
    if text != "None":
        cell = page.cell(row, column)
        cell.value = float(text) if NUMBER.fullmatch(text) else text or None
        cell.number_format = code or "General"
        for covered in page.iter_cols(column, last_column, row, last_row):
            for one in covered if ruled else ():
                one.border = BOX
        if columns or rows:
            page.merge_cells(start_row=row, end_row=last_row, start_column=column, end_column=last_column)
    return last_column + 1


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def blank() -> tuple[Workbook, Worksheet]:
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "自评表"
    return book, page


def assert_said(form: Evaluation, name: str) -> None:
    assert (form.title, form.year, form.project_name, form.amount_unit) == ("项目支出绩效自评表", 2023, name, "万元")
    assert (form.supervisor, form.implementer) == ("青崖市医疗保障局", "青崖市医疗保障事务中心")
    assert (form.total_weight, form.total_score) == ("100", "94.73")
    assert [(fund.label, fund.adjusted, fund.executed, fund.weight, fund.rate, fund.score) for fund in form.funds] == [
        ("年度资金总额", "1,234.50", "1,201.50", "10", "97.33%", "9.73"),
        ("其中：当年财政拨款", "1,000.00", "1,000.00", None, "100%", None),
        ("其他资金", "234.50", None, None, None, None),
    ]
    assert [(goal.expected, goal.actual) for goal in form.goals] == [
        ("全年开展医保政策宣传。", "全年开展了医保政策宣传。")
    ]
    assert [
        (row.level1, row.name, row.weight, row.target, row.actual, row.score, row.note) for row in form.indicators
    ] == ROWS


def test_a_form_of_numbers_with_formats_is_read_as_it_is_displayed() -> None:
    book, page = blank()
    draw(page, "医保政策宣传")
    helper = book.create_sheet("下拉选项")
    helper.append(["优", "良"])
    helper.sheet_state = "hidden"
    document = read_bytes(saved(book), "自评表.xlsx")
    submission = forms.recognise(document)
    (form,) = submission.evaluations
    assert_said(form, "医保政策宣传")
    assert str(form.indicators[0].place) == "工作表“自评表”第13行第4列"
    assert [omission.text for omission in document.omissions] == ["优\t良"]
    assert _value(document, "97.33%") == "0.97327"


def _value(document: Document, text: str) -> str | None:
    cells = [cell for block in document.blocks if isinstance(block, Table) for cell in block.cells]
    return next(cell.value for cell in cells if cell.text == text)


@pytest.mark.parametrize("beside", [False, True])
def test_several_forms_stand_below_one_another_or_side_by_side_on_a_sheet(*, beside: bool) -> None:
    book, page = blank()
    below = draw(page, "医保政策宣传")
    if beside:
        draw(page, "经办能力提升", left=11)
    else:
        page.cell(below + 1, 1, "注：其他资金包括结转资金。")
        draw(page, "经办能力提升", top=below + 4)
    draw(book.create_sheet("附表"), "基金监管")
    submission = forms.recognise(read_bytes(saved(book), "自评表.xlsx"))
    names = ["医保政策宣传", "经办能力提升", "基金监管"]
    for form, name in zip(submission.evaluations, names, strict=True):
        assert_said(form, name)


def test_a_formula_without_result_is_told_and_not_taken_for_blank() -> None:
    book, page = blank()
    draw(page, "医保政策宣传")
    page["H13"] = "=ROUND(9/12*20,1)"
    document = read_bytes(saved(book), "自评表.xlsx")
    (omission,) = document.omissions
    assert (omission.text, str(omission.place)) == ("=ROUND(9/12*20,1)", "工作表“自评表”第13行第8列")
    (form,) = forms.recognise(document).evaluations
    assert [row.score for row in form.indicators[:2]] == [None, "10"]


@pytest.mark.parametrize("both", [False, True])
def test_a_total_that_no_program_has_calculated_is_no_missing_total(*, both: bool) -> None:
    book, page = blank()
    draw(page, "医保政策宣传")
    page["H19"] = "=SUM(H13:H18)"
    if both:
        page["G19"] = "=SUM(G13:G18)"
    submission = forms.recognise(read_bytes(saved(book), "自评表.xlsx"))
    (form,) = submission.evaluations
    assert form.total_score is None
    _, findings = audit(submission)
    assert "STR-14" not in {finding.code for finding in findings}
    (told,) = [problem for problem in submission.problems if problem.code == "READ-05"]
    assert told.message.count("用 Excel 或 WPS 打开、保存一次后重新提交") == 1
    assert "WPS" not in "".join(quote.text or "" for quote in told.quotes)


@pytest.mark.parametrize(("cell", "field"), [("F13", "actual"), ("H14", "score"), ("E7", "executed")])
def test_a_cell_that_no_program_has_calculated_is_not_called_blank(cell: str, field: str) -> None:
    book, page = blank()
    draw(page, "医保政策宣传")
    page[cell] = "=4+5"
    submission = forms.recognise(read_bytes(saved(book), "自评表.xlsx"))
    (form,) = submission.evaluations
    row = int(cell[1:])
    [item] = [each for each in (*form.funds, *form.indicators) if each.place.row == row]
    assert getattr(item, field) is None
    assert item.doubtful == (field,)
    assert "READ-02" not in {problem.code for problem in submission.problems}
    _, findings = audit(submission)
    assert not [finding for finding in findings for each in finding.quotes if each.text is None]
    page[cell] = None
    _, findings = audit(forms.recognise(read_bytes(saved(book), "自评表.xlsx")))
    assert [finding for finding in findings for each in finding.quotes if each.text is None] or field == "executed"


def test_a_total_that_is_blank_beside_an_uncalculated_score_is_still_missing() -> None:
    book, page = blank()
    draw(page, "医保政策宣传")
    page["H13"] = "=ROUND(9/12*20,1)"
    page["H19"] = None
    _, findings = audit(forms.recognise(read_bytes(saved(book), "自评表.xlsx")))
    assert "STR-14" in {finding.code for finding in findings}


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_the_same_form_in_the_old_format_gives_the_same_blocks(tmp_path: Path) -> None:
    book, page = blank()
    draw(page, "医保政策宣传")
    page["H19"] = "=SUM(H13:H18)"
    page.row_dimensions[9].hidden = True
    page.column_dimensions["I"].hidden = True
    (tmp_path / "form.xlsx").write_bytes(saved(book))
    for target in ("xls", "out/form.xlsx"):
        folder, _, _ = target.rpartition("/")
        subprocess.run(  # noqa: S603 - our own file
            [
                *(SOFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
                *("--convert-to", target.rpartition(".")[2], "--outdir", folder or ".", "form.xlsx"),
            ],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            timeout=120,
        )
    old = read_bytes((tmp_path / "form.xls").read_bytes(), "form")
    new = read_bytes((tmp_path / "out" / "form.xlsx").read_bytes(), "form")
    assert old.source.media_type != new.source.media_type
    assert old.blocks == new.blocks
    assert old.omissions == new.omissions
    (form,) = forms.recognise(old).evaluations
    assert form.total_score == "85.00"

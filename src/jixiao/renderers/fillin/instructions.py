"""填表说明: a sheet of its own that says how the workbook is filled in, by which rules it calculates, and what was found last year."""

from collections.abc import Iterator, Sequence

import msgspec
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jixiao.papers.excel.strings import plain
from jixiao.papers.heights import text_height
from jixiao.papers.measuring import lines
from jixiao.renderers.citations import cited
from jixiao.renderers.fillin.carrying import Template, reminders
from jixiao.renderers.fillin.explanations import explained
from jixiao.renderers.fillin.form import FormSheet, room_in
from jixiao.renderers.fillin.looks import ASIDE, COMPUTED, HEADING, INPUT, ORANGE, RED, Looks
from jixiao.renderers.official import listed
from jixiao.scoring import RulePack

NAME = "填表说明"
_SIZE = 11
_WIDTHS = (24, 26, 78)

_HOW = (
    "只在浅黄色单元格填写；灰色单元格由公式自动计算，白色单元格由表式规定，二者不能改动。",
    "选中单元格，旁边会显示本栏怎样填写。有下拉箭头的，可以从列表中选择。",
    "指标值和完成值写成“≥95%”“97.2%”这样的文本，一个符号、一个数、一个单位；指标性质、度量单位另有栏目的，指标值只写数。粘贴来的数字请改成文本。",
    "表格右侧的“应得分”“填写提示”随填随算：橙色表示还有内容要补充，红色表示数据有误或得分偏高。右侧各栏不打印，不属于自评表。",
    "应得分只供对照。能够按数值计算的给出分数，定性指标给出可以评定的范围，其余由人工评定；最终得分由填报单位负责。",
    "增加指标：先用表内空行；不够的，在行号上单击右键插入行（插入的行没有应得分提示，合计照常计入）。不用的行清空内容后隐藏，不影响合计。",
    "工作表受保护但没有密码，确需调整版式的，可在“审阅”中撤消保护。打印为黑白，底色不打印，自动缩放为一页宽。",
    "填好保存后，可用 jixiao read、jixiao audit 直接读取和审核本文件；没有填的单元格按空白处理。",
)
_LAST_YEAR = "原表的目标、指标、指标值和分值已经沿用，请按本年批复的绩效目标逐项核对；其中不是本年的年份没有改动，标成橙色，由人改写。"


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A form that was written: its sheet's name, the form, and what it was made from."""

    sheet: str
    form: FormSheet
    template: Template


class _Writer:
    """Writes the sheet line by line."""

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        self.sheet, self.looks, self.row = sheet, Looks(book, _SIZE), 0

    def title(self, text: str) -> None:
        self.sheet.set_row(self.row, 34)
        look = self.looks.made(font_name="方正小标宋简体", font_size=20, align="center", valign="vcenter")
        self.sheet.merge_range(self.row, 0, self.row, 2, text, look)
        self.row += 1

    def heading(self, text: str) -> None:
        self.row += 1
        self.sheet.write_string(self.row, 0, text, self.looks.made(font_name="黑体", font_size=12))
        self.row += 1

    def line(self, text: str) -> None:
        look = self.looks.made(font_name="仿宋_GB2312", font_size=_SIZE, text_wrap=True, valign="top")
        self.sheet.merge_range(self.row, 0, self.row, 2, "", look)
        self.sheet.write_string(self.row, 0, plain(text), look)
        self.sheet.set_row(self.row, _height(text, sum(_WIDTHS)))
        self.row += 1

    def table(self, headings: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
        head = self.looks.made(
            font_name="黑体", font_size=_SIZE, border=1, bg_color=HEADING, align="center", valign="vcenter"
        )
        look = self.looks.made(
            font_name="仿宋_GB2312", font_size=_SIZE, border=1, text_wrap=True, valign="vcenter", indent=1
        )
        self.sheet.set_row(self.row, _height("", 1))
        for column, text in enumerate(headings):
            self.sheet.write_string(self.row, column, text, head)
        for texts in rows:
            self.row += 1
            self.sheet.set_row(self.row, max(map(_height, texts, _WIDTHS)))
            for column, text in enumerate(texts):
                self.sheet.write_string(self.row, column, plain(text), look)
        self.row += 2

    def colours(self) -> None:
        """The legend of the fills."""
        for text, fill in (
            ("在此填写", {"bg_color": INPUT}),
            ("自动计算", {"bg_color": COMPUTED}),
            ("还有内容要补充，或者要核对", ORANGE),
            ("数据有误，或者得分高于应得分", RED),
            ("填报辅助，不属于自评表", {"bg_color": ASIDE}),
        ):
            self.sheet.write_blank(self.row, 0, None, self.looks.made(border=1, **fill))
            self.sheet.write_string(self.row, 1, text, self.looks.made(font_name="仿宋_GB2312", font_size=_SIZE))
            self.row += 1


def _height(text: str, width: float) -> float:
    """The height of a row whose text stands in a column as wide as so many characters."""
    return text_height(lines(text, room_in(width) / _SIZE), _SIZE)


def write_instructions(book: Workbook, sheet: Worksheet, forms: Sequence[Written], pack: RulePack) -> None:
    """Write the whole sheet."""
    writer = _Writer(book, sheet)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    writer.title(NAME)
    writer.heading("一、怎样填写")
    for number, text in enumerate(_HOW, start=1):
        writer.line(f"{number}.{text}")
    if any(form.template.last is not None for form in forms):
        writer.line(f"{len(_HOW) + 1}.{_LAST_YEAR}")
    writer.colours()
    writer.heading("二、各栏说明")
    writer.table(("栏目", "简称", "怎样填写"), _fields(forms))
    writer.heading("三、评价口径")
    for text in _rules(pack):
        writer.line(text)
    numbers = iter("四五")
    if any(form.template.last is not None for form in forms):
        writer.heading(f"{next(numbers)}、沿用的原表审核发现的问题（提醒）")
        writer.table(("工作表", "审核点", "原表的问题"), _reminders(forms))
    if any(form.template.dropped for form in forms):
        writer.heading(f"{next(numbers)}、本表式容纳不下、没有沿用的原表内容")
        for form in forms:
            for text in listed(form.template.dropped):
                writer.line(f"【{form.sheet}】{text}")
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True, "format_rows": True, "objects": True})


def _fields(forms: Sequence[Written]) -> Iterator[Sequence[str]]:
    """Each heading of the forms once, with what its cells want."""
    told: set[tuple[str, str]] = set()
    for form in forms:
        for spot in form.form.spots:
            if spot.kind not in {"value", "line"} or not spot.path or not spot.heading:
                continue
            words = explained(spot.path, spot.heading, form.form.layout)
            if (key := (spot.heading, words.text)) not in told:
                told.add(key)
                yield spot.heading, words.title, words.text


def _rules(pack: RulePack) -> Iterator[str]:
    yield f"本工作簿按“{pack.title}”（{pack.issuer}，{cited(pack.basis)}）计算。{pack.description}"
    sections = (
        pack.weights, pack.execution, pack.completion, pack.reverse, pack.equal, pack.qualitative, pack.satisfaction,
        pack.over_achievement, pack.grades, pack.rounding,
    )  # fmt: skip
    for number, rule in enumerate(sections, start=1):
        yield f"（{number}）{rule.explanation}"
    if not pack.verified:
        yield "以上口径的文字尚未与文件原文逐字核对，如与本地财政部门的规定不一致，以规定为准。"


def _reminders(forms: Sequence[Written]) -> Iterator[Sequence[str]]:
    """What was found last year, form by form; a line that says so where nothing was."""
    for form in forms:
        last = form.template.last
        found = [] if last is None else [*reminders(last)]
        for finding in found:
            yield form.sheet, f"{finding.title}（{finding.code}）", finding.message
        if last is not None and not found:
            yield form.sheet, "没有", "原表没有审核出问题。"

"""One form on its way from tokens to an Evaluation: its sections, its rows, its totals, and what could not be placed."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import msgspec

from jixiao.forms import shapes
from jixiao.forms.closing import closes, doubt, doubt_cells, stray_points, untied
from jixiao.forms.conservation import lost
from jixiao.forms.cutting import FormSpan, title_at
from jixiao.forms.fund_pairs import unheaded_funds
from jixiao.forms.fund_rows import FundTable, of_year
from jixiao.forms.funds import around_funds, read_funds
from jixiao.forms.headings import fund_heading
from jixiao.forms.identity import YEAR, grade_in, project_and_code, stated_grade, year_in
from jixiao.forms.indicators import AlignedTable, IndicatorTable, align_indicators, fill_indicators
from jixiao.forms.labels import Label, label_at
from jixiao.forms.layouts import Choice, choose
from jixiao.forms.mending import Mended, Sure, mend
from jixiao.forms.narrative import Report, stated_score
from jixiao.forms.proving import proved, told_again
from jixiao.forms.reconciling import Sums, reconcile
from jixiao.forms.ribbon import CERTAIN, Gap, Ribbon, Token, cell_text, opens, unframed
from jixiao.forms.sections import Section, goals_of, management_of, read_head, read_section
from jixiao.forms.totals import Totals, last_sum, of_unscored, read_totals, settle, unlabelled_totals
from jixiao.forms.transposed_funds import opens_funds, transposed_funds
from jixiao.forms.words import key, keys, words
from jixiao.model import Evaluation, Fund, Unread
from jixiao.model.submission import Form, Kind
from jixiao.places import Place
from jixiao.targets import score_points, weight_points

_TAIL_FIELDS = frozenset({"conclusion", "grade", "remark", "field", "total_score"})
_CHAPTER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|第[一二三四五六七八九十]+[章部])"
)
_PERIOD = re.compile(r"(?<!\d)1月?[-~至]1?\d月")
_ONLY_YEAR = re.compile(r"20\d{2}年?度?")
_NUMBER_OF_DOCUMENT = re.compile(r"[(〔\[]20\d{2}[)〕\]]\d*号?")
_LONGEST_WITH_YEAR = 40
_EXECUTION_POINTS = re.compile(r"(?:(?:预算|资金)?执行率?(?:指标)?)?(分值|权重|得分)")
_PAGE = re.compile(r"[-—第共页/\d]*")
_UNIT = re.compile(r"\((?:单位[:为]?)?(万元|元|亿元)\)|单位[:为]*(万元|元|亿元)")


class FormTrace(msgspec.Struct, frozen=True, kw_only=True):
    """How one form was recognised, for `doctor`: its headings word by word with the fields they fill, its layout and why, its sums.

    `closes` is None where the form prints no totals.
    """

    title: str | None
    columns: tuple[tuple[str, str], ...]
    fund_columns: tuple[tuple[str, str], ...]
    headings: tuple[Place, ...]
    choice: Choice | None
    closes: bool | None


class FormReading:
    """One form on its way from tokens to an Evaluation."""

    def __init__(self, tokens: Ribbon, span: FormSpan, sure: Sure, cells: AbstractSet[Place]) -> None:
        self.tokens = tokens
        self.span = span
        self.sure = sure
        self.mended: Mended | None = None
        self.guessed = False
        self.unread: list[Unread] = []
        self.choice: Choice | None = None
        self.pages: list[tuple[int, int]] = []
        first = span.headings[0]
        start = span.title.end if span.title else span.start
        above = unframed(tokens[start : first.start])
        self.fund_heading = fund_heading(above)
        self.sections, self.funds = self._above(above)
        self.totals, rows_start = self._totals(first.end)
        aligned, self.body_end = self._bodies(rows_start)
        tail_start = self.body_end
        if self.totals.place is None:
            self.totals, tail_start = self._totals(self.body_end)
        if self.totals.place is None:
            self.totals = last_sum(aligned) or self.totals
        self.end = self._tail_end(tail_start)
        self.tail = read_section(self._funds_below(unframed(self._without_totals(tail_start))))
        self.head = read_head((*self.sections, self.tail))
        self.bounded = self._bounded(aligned, cells)
        if not self.bounded:
            reconcile(aligned, self._sums())
        self._between = [
            Unread(text=text, why="这段文字夹在指标表的行与行之间，不属于任何单元格。", place=place)
            for table in aligned
            for place, text in _lines(table.between).items()
            if not _PAGE.fullmatch(key(text))
        ]
        self.words = tuple(word for table in aligned for word in table.heading.words)
        self.loose = [table for table in aligned if table.loose]
        self.ordinals = {
            (token.place, token.key) for table in aligned for field in ("ordinal", "depth") for token in table.of(field)
        }
        self.tables: list[IndicatorTable] = []
        for table in aligned:
            self.tables.append(fill_indicators(table, self.tables[-1] if self.tables else None))

    def _bounded(self, tables: Iterable[AlignedTable], cells: AbstractSet[Place]) -> bool:
        """Whether the file itself bounds every cell of the rows, so that sums which do not close are the form's own error."""
        if any(table.loose for table in tables):
            return False
        rows = (token for token in self.tokens[self.span.headings[0].start : self.body_end] if not token.prose)
        return all(token.gap is not Gap.GLUE and token.place in cells for token in rows)

    def _above(self, above: Ribbon) -> tuple[list[Section], FundTable]:
        heading = self.fund_heading
        if heading is None:
            form = self._form(self.span.headings[0].fields())
            single = "initial" if form == "target" else "adjusted"
            funds, left = transposed_funds(above) or unheaded_funds(above, single)
            return [read_section(left)], funds
        before, rows, after = around_funds(above, heading)
        return [read_section(before), read_section(after)], read_funds(rows, heading)

    def _without_totals(self, start: int) -> Ribbon:
        """What stands below the rows, without a row of total points that follows the funds there (总分, not the 合计 of amounts)."""
        tail = self.tokens[start : self.end]
        if self.totals.place is not None or not tail or not opens_funds(self.tokens[: self.end], start):
            return tail
        for index in range(start, self.end):
            label = label_at(self.tokens, index) if self.tokens[index].gap is Gap.ROW else None
            if label is not None and _is_total(label) and "分" in label.printed:
                self.totals, end = self._totals(index)
                return (*self.tokens[start:index], *self.tokens[end : self.end])
        return tail

    def _funds_below(self, tail: Ribbon) -> Ribbon:
        """Read funds that stand below the indicators of a real table where none stand above; returns what is left of the tail."""
        if self.funds.rows or self.fund_heading is not None:
            return tail
        last = next((index for index, token in enumerate(tail) if token.prose), len(tail))
        table, rest = tail[:last], tail[last:]
        self.fund_heading = fund_heading(table)
        if self.fund_heading is None:
            single = "initial" if self._form(self.span.headings[0].fields()) == "target" else "adjusted"
            self.funds, left = transposed_funds(table) or unheaded_funds(table, single)
            return (*left, *rest)
        before, rows, after = around_funds(table, self.fund_heading)
        self.funds = read_funds(rows, self.fund_heading)
        return (*before, *after, *rest)

    def _sums(self) -> Sums:
        """What the points of the rows should add up to: the printed totals, with or without the points of the execution rate."""
        printed = {
            "weight": self.totals.weight or "100",
            "score": self.totals.score or self.head.values.get("total_score"),
        }
        sums: Sums = {}
        for (field, text), read in zip(printed.items(), (weight_points, score_points), strict=True):
            total = read(text)
            execution = [read(getattr(fund, field)) for fund in self.funds.rows]
            if total is not None:
                sums[field] = (total, *(total - points for points in execution if points is not None))
        return sums

    def _bodies(self, start: int) -> tuple[list[AlignedTable], int]:
        tables: list[AlignedTable] = []
        end = self.span.end
        limits = [*(heading.start for heading in self.span.headings[1:]), self.span.end]
        starts = [start, *(heading.end for heading in self.span.headings[1:])]
        for heading, begin, limit in zip(self.span.headings, starts, limits, strict=True):
            end = self._body_end(begin, limit)
            self.pages.append((end, limit))
            tables.append(align_indicators(self.tokens[begin:end], heading))
        self.pages.pop()  # what follows the last table is the tail
        return tables, end

    def _body_end(self, start: int, limit: int) -> int:
        hard = [
            index for index in range(start, limit) if self.tokens[index].gap is Gap.ROW and not self.tokens[index].prose
        ]
        for index in range(start, limit):
            after_table = index > hard[-1] if hard else not self.tokens[start - 1].prose
            if self.tokens[index].prose and after_table:
                # Running text behind the last row of a table is not the table's.
                return index
            if not opens(self.tokens, index):
                continue
            if self.tokens[index].gap is Gap.ROW and opens_funds(self.tokens[:limit], index):
                return index
            label = label_at(self.tokens, index)
            if unlabelled_totals(self.tokens[:limit], index, self.span.headings[-1]) is not None:
                return index
            if label and (label.kind == "total" or (label.kind == "head" and label.field in _TAIL_FIELDS)):
                return index
            if title_at(self.tokens, index, limit):
                return index
        return limit

    def _totals(self, index: int) -> tuple[Totals, int]:
        """The total row that begins at a token, below the rows or right under the heading, and where it ends."""
        if index >= self.span.end:
            return Totals(), index
        label = label_at(self.tokens, index)
        if label is not None and _is_total(label):
            return read_totals(self.tokens, label, self.span.headings[-1], self.span.end)
        return unlabelled_totals(self.tokens[: self.span.end], index, self.span.headings[-1]) or (Totals(), index)

    def _tail_end(self, start: int) -> int:
        """Where the narrative goes on: at a chapter heading, or at a paragraph that no label introduces."""
        labelled = False
        for index in range(start, self.span.end):
            token = self.tokens[index]
            if not opens(self.tokens, index):
                continue
            label = label_at(self.tokens, index)
            labelled = labelled or (label is not None and label.kind == "head")
            if token.prose and (_CHAPTER.match(token.key) or (not labelled and len(token.key) > 12)):
                return index
        return self.span.end

    def evaluation(self, report: Report, *, alone: bool) -> Evaluation:
        """Put the values together; totals and grade may be stated in the conclusion or, for a lone form, in the report around it."""
        columns = self.span.headings[0].fields()
        kind, form = self._kind(report), self._form(columns)
        values = self.head.values
        rows = tuple(row for table in self.tables for row in table.rows)
        for table in self.tables:
            self.unread.extend(table.unread)
        self.unread.extend(self._between)
        self._loose()
        self.funds = of_year(self.funds, self._year(report))
        total_weight, total_score = (
            self.totals.weight,
            self.totals.score or (values.get("total_score") or "").removesuffix("分") or None,
        )
        total_weight, total_score = of_unscored(total_weight, total_score, rows)
        beside = next((extra.value for extra in self.totals.fields if extra.label.endswith("等级")), None)
        in_row = self.totals.grade
        grade = (
            grade_in(values.get("grade"))
            or (in_row.text if in_row else beside)
            or stated_grade(values.get("conclusion"))
        )
        total_score = total_score or stated_score(values.get("conclusion"))
        cells = self._cells()
        if alone:
            printed = total_score
            total_weight, total_score = settle(total_weight, total_score, report.total_score, rows)
            if total_score != printed and report.score_place is not None:
                cells["total_score"] = report.score_place
            grade = grade or report.grade
        funds_columns = self.fund_heading.fields() if self.fund_heading else ()
        texts = frozenset(token.key for token in self.tokens[self.span.start : self.end])
        choice = self.choice = choose(kind=kind, form=form, columns=columns, funds=funds_columns, texts=texts)
        supervisor, implementer = values.get("supervisor"), values.get("implementer")
        if implementer is None and alone:
            implementer = report.filler
        name, code = project_and_code(values.get("project_name"), values.get("project_code"))
        evaluation = Evaluation(
            kind=kind,
            form=form,
            layout=choice.layout.code if choice else None,
            year=self._year(report),
            period=self._period() if form == "monitoring" else None,
            title=self.span.title.text if self.span.title else None,
            project_name=name,
            project_code=code,
            supervisor=supervisor,
            local_supervisor=values.get("local_supervisor"),
            implementer=implementer,
            amount_unit=self._unit() or (report.amount_unit if alone else None),
            funds=self._funds(),
            fund_management=tuple(
                row
                for section in self.sections
                for row in management_of(section, cell_lines=self.span.headings[0].lines)
            ),
            goals=tuple(
                goal for section in self.sections for goal in goals_of(section, cell_lines=self.span.headings[0].lines)
            ),
            level1_weights={word: points for table in self.tables for word, points in table.level1_weights.items()},
            level2_weights={word: points for table in self.tables for word, points in table.level2_weights.items()},
            indicators=rows,
            total_weight=total_weight,
            total_score=total_score,
            grade=grade,
            conclusion=values.get("conclusion"),
            remark=values.get("remark"),
            fields=(
                *self.head.fields,
                *self.funds.fields,
                *(field for table in self.tables for field in table.fields),
                *self.totals.fields,
            ),
            place=self.tokens[self.span.start].place,
            cells=cells,
        )
        first, pages = self._own_tokens()
        self.unread.extend(lost(first, evaluation, self._known()))
        self.unread.extend(lost(pages, evaluation, self._known(), repeated=True))
        self.mended = mend(evaluation, self.sure)
        evaluation = self.mended.evaluation if self.bounded else doubt(self.mended.evaluation, columns)
        if self.loose:
            evaluation, spoilt = proved(evaluation, self.span.headings[0].fields())
            self.guessed = spoilt
            if spoilt:
                self.unread.extend(told_again(self.loose))
                self.unread.extend(self._cut_short())
        unsure = {column.field for heading in self.span.headings for column in heading.columns if column.unsure}
        sums = (f"total_{field}" for field in ("weight", "score") if field in unsure and self.totals.place is not None)
        supposed = () if self.bounded else (*untied(evaluation), *stray_points(evaluation))
        return doubt_cells(evaluation, (*self.mended.doubtful, *sums, *supposed))

    def _cut_short(self) -> Iterable[Unread]:
        """The lines behind rows that end without a total: where the rows were supposed, they may go on there."""
        if self.totals.place is not None:
            return ()
        why = "推断的指标表到此没有合计行，这段文字可能仍属于指标表，请对照原件核对。"
        lines = _lines(self.tokens[self.body_end : self.span.end])
        return (Unread(text=text, why=why, place=place) for place, text in lines.items())

    def trace(self, evaluation: Evaluation) -> FormTrace:
        """Tell how this form was recognised."""
        funds = self.fund_heading.columns if self.fund_heading else ()
        totals = evaluation.total_score is not None or evaluation.total_weight is not None
        return FormTrace(
            title=evaluation.title,
            columns=tuple((column.word, column.field) for column in self.span.headings[0].columns),
            fund_columns=tuple((column.word, column.field) for column in funds),
            headings=tuple(self.tokens[heading.start].place for heading in self.span.headings),
            choice=self.choice,
            closes=closes(evaluation) if totals else None,
        )

    def _own_tokens(self) -> tuple[Ribbon, Ribbon]:
        """The tokens of the form without its title and headings, and those of the heads that a new page repeats."""
        first = self.span.headings[0]
        start = self.span.title.end if self.span.title else self.span.start
        loose = {id(token) for token in self.tail.loose if token.prose}
        again = {index for begin, end in self.pages for index in range(begin, end)}
        own: list[Token] = []
        pages: list[Token] = []
        for index in (*range(start, first.start), *range(first.end, self.end)):
            token = self.tokens[index]
            if id(token) not in loose and (token.place, token.key) not in self.ordinals:
                (pages if index in again else own).append(self.tokens[index])
        return tuple(own), tuple(pages)

    def _known(self) -> list[str]:
        """The words that account for tokens which are no values: labels, headings, titles, and what is reported already."""
        sections = (*self.sections, self.tail)
        labels = [f"{entry.label.printed}{entry.label.suffix}" for section in sections for entry in section.entries]
        headings = [*self.span.headings, *([self.fund_heading] if self.fund_heading else [])]
        columns = [word for heading in headings for word in heading.words]
        title = [self.span.title.text] if self.span.title else []
        grade = self.head.values.get("grade") or ""
        year = self.head.values.get("year") or ""
        return [
            *labels,
            *columns,
            *self.words,
            *self.funds.words,
            self.totals.word,
            *title,
            grade,
            year if _ONLY_YEAR.fullmatch(key(year)) else "",
            *(unread.text for unread in self.unread),
        ]

    def _funds(self) -> tuple[Fund, ...]:
        """The fund rows; points of the execution rate that stand among the head fields go to the first, which is the total."""
        points = {}
        for extra in self.head.fields:
            match = _EXECUTION_POINTS.fullmatch(extra.label)
            if match and extra.value is not None and shapes.is_points(key(extra.value)):
                points["score" if match.group(1) == "得分" else "weight"] = extra
        rows = self.funds.rows
        if not rows or not points or rows[0].weight is not None or rows[0].score is not None:
            return rows
        texts = {field: extra.value for field, extra in points.items()}
        cells = {**rows[0].cells, **{field: extra.place for field, extra in points.items()}}
        return (msgspec.structs.replace(rows[0], **texts, cells=cells), *rows[1:])

    def _cells(self) -> dict[str, Place]:
        cells = {field: entry.place for field, entry in self.head.entries.items()}
        cells |= {field: entry.tokens[0].place for field, entry in self.head.entries.items() if entry.tokens}
        if "grade" not in cells and "conclusion" in cells:
            cells["grade"] = cells["conclusion"]
        if self.totals.place is not None:
            cells.update(total_weight=self.totals.place, total_score=self.totals.place)
            cells.update({f"total_{field}": place for field, place in self.totals.cells.items()})
        if self.totals.grade is not None:
            cells.setdefault("grade", self.totals.grade.place)
        return cells

    def _loose(self) -> None:
        """Report what no label claims, except years, units and repeated frames."""
        loose = [token for section in self.sections for token in section.loose]
        loose += [token for token in self.tail.loose if not token.prose]
        for place, text in _lines(loose).items():
            if not (YEAR.search(key(text)) or _UNIT.search(key(text)) or shapes.is_dash(key(text))):
                self.unread.append(Unread(text=text, why="这段文字前面没有可识别的栏目名称。", place=place))

    def _kind(self, report: Report) -> Kind:
        title = key(self.span.title.text) if self.span.title else ""
        labels = {entry.label.printed for section in self.sections for entry in section.entries}
        if (
            "转移支付" in title
            or "区域" in title
            or any("转移支付" in label or label == "中央主管部门" for label in labels)
        ):
            return "transfer"
        if "整体" in title or (self.head.values.get("project_name") is None and "整体" in key(report.title or "")):
            return "department"
        return "project"

    def _form(self, columns: tuple[str, ...]) -> Form:
        if {"reviewed_actual", "reviewed_score"} & set(columns):
            return "review"
        if {"forecast", "likelihood"} & set(columns):
            return "monitoring"
        if self.span.title and self.span.title.form in {"review", "monitoring", "target"}:
            return self.span.title.form
        if not {"actual", "score"} & set(columns):
            return "target"
        return "self_evaluation"

    def _period(self) -> str | None:
        """The months that a monitoring form prints in its title or in the headings of its columns."""
        texts = (token.key for token in self.tokens[self.span.start : self.span.headings[0].end])
        return next((found[0] for text in texts if (found := _PERIOD.search(text))), None)

    def _year(self, report: Report) -> int | None:
        candidates = [self.head.values.get("year") or ""]
        head = range(self.span.start, self.span.headings[0].start)
        candidates += [self.tokens[index].key for index in head if self._may_tell_year(index)]
        for text in candidates:
            year = year_in(text)
            if year is not None:
                return year
        return report.year

    def _may_tell_year(self, index: int) -> bool:
        """Whether a year in a token may be the form's: in no number of a document (〔2022〕8号), and no answer to another label."""
        token = self.tokens[index]
        if len(token.key) >= _LONGEST_WITH_YEAR or _NUMBER_OF_DOCUMENT.search(token.key):
            return False
        if token.gap is not Gap.CELL or token.shift < CERTAIN or not _ONLY_YEAR.fullmatch(token.key):
            return True
        label = label_at(self.tokens, index - 1)
        return label is not None and label.field == "year"

    def _unit(self) -> str | None:
        stated = self.head.values.get("amount_unit")
        if stated:
            return stated
        texts = [token.key for token in self.tokens[self.span.start : self.span.headings[0].start]]
        texts += [token.key for token in self.tokens[self.body_end : self.end] if not token.prose]
        match = _UNIT.search(" ".join(texts))
        return (match.group(1) or match.group(2)) if match else None


def _lines(tokens: Iterable[Token]) -> dict[Place, str]:
    """The text of each line or cell that the tokens stand in."""
    lines: dict[Place, list[Token]] = {}
    for token in tokens:
        lines.setdefault(token.place, []).append(token)
    return {place: cell_text(tuple(line)) for place, line in lines.items()}


def _is_total(label: Label) -> bool:
    """Whether a label opens a row of totals; 自评总分 does so next to the rows and is a field elsewhere."""
    return label.kind == "total" or (label.field == "total_score" and label.printed in keys(words().totals))

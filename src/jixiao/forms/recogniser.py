"""The recogniser: a ribbon is cut into forms, each form into sections, each section into values with their places."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

import msgspec

from jixiao.documents import Document
from jixiao.forms import shapes
from jixiao.forms.closing import closes, doubt, doubt_cells, untied
from jixiao.forms.columns import turned
from jixiao.forms.conservation import lost
from jixiao.forms.crossed_funds import straightened
from jixiao.forms.cutting import FormSpan, cut, title_at
from jixiao.forms.fund_pairs import unheaded_funds
from jixiao.forms.fund_rows import FundTable, of_year
from jixiao.forms.funds import read_funds
from jixiao.forms.headings import Heading, fund_heading
from jixiao.forms.indicators import AlignedTable, IndicatorTable, align_indicators, fill_indicators
from jixiao.forms.labels import Label, label_at
from jixiao.forms.layouts import Choice, choose
from jixiao.forms.levels import is_level_word
from jixiao.forms.mending import Mended, Sure, likelihoods, mend
from jixiao.forms.narrative import Report, read_narrative, stated_score
from jixiao.forms.problems import problems_of
from jixiao.forms.proving import proved, told_again
from jixiao.forms.real_tables import understood
from jixiao.forms.reconciling import Sums, reconcile
from jixiao.forms.ribbon import CERTAIN, Gap, Ribbon, Token, bounded, cell_text, opens, ribbon, unframed
from jixiao.forms.sections import Section, goals_of, management_of, read_head, read_section
from jixiao.forms.sideways import turned_upright
from jixiao.forms.spelling import spelt
from jixiao.forms.ticks import choice_in, ticked
from jixiao.forms.totals import (
    Totals,
    last_sum,
    of_unscored,
    read_totals,
    settle,
    totals_around,
    totals_beside_score,
    totals_by_sums,
)
from jixiao.forms.transposed_funds import opens_funds, transposed_funds
from jixiao.forms.ungluing import unglue
from jixiao.forms.words import key, keys, words
from jixiao.model import Evaluation, Fund, Submission, Unread
from jixiao.model.submission import Form, Kind
from jixiao.places import Place
from jixiao.targets import score_points, weight_points

_TAIL_FIELDS = frozenset({"conclusion", "grade", "remark", "field", "total_score"})
_CHAPTER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|第[一二三四五六七八九十]+[章部])"
)
_YEAR = re.compile(r"(2[0O][0-9O]{2})年?(?:度|\)|$)|(2[0O][0-9O]{2})年")
_PERIOD = re.compile(r"(?<!\d)1月?[-~至]1?\d月")
_ONLY_YEAR = re.compile(r"20\d{2}年?度?")
_NUMBER_OF_DOCUMENT = re.compile(r"[(〔\[]20\d{2}[)〕\]]\d*号?")
_LONGEST_WITH_YEAR = 40
_FEWEST_LEVELS = 2
"""Level words, and values, that make a table one of indicators."""
_YEAR_IN_WORDS = re.compile(r"二[〇○零O0][〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
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


def recognise(document: Document) -> Submission:
    """Read every form of a document and the narrative around them; what is not understood is kept as unread."""
    return _read(document)[0]


def trace(document: Document) -> tuple[Submission, tuple[FormTrace, ...]]:
    """Read a document as `recognise` does and tell of each form how it was recognised."""
    submission, readings = _read(document)
    forms = zip(readings, submission.evaluations, strict=True)
    return submission, tuple(reading.trace(evaluation) for reading, evaluation in forms)


def _read(document: Document) -> tuple[Submission, list["_FormReading"]]:
    document, respelt = spelt(document)
    cells = bounded(document)
    blocks, strays = turned(document.blocks)
    document = msgspec.structs.replace(document, blocks=blocks)
    sure = likelihoods(document)
    document, heads = understood(straightened(turned_upright(document)))
    tokens = ribbon(document, heads=heads)
    spans = cut(tokens)
    if not spans:
        tokens = ribbon(document, broken_rows=True)
        spans = cut(tokens)
    if not spans or any(heading.glued for span in spans for heading in span.headings):
        tokens = unglue(tokens)
        spans = cut(tokens)
    readings = [_FormReading(tokens, span, sure, cells) for span in spans]
    outside = _outside(tokens, readings)
    report = read_narrative(outside)
    evaluations = tuple(reading.evaluation(report, alone=len(readings) == 1) for reading in readings)
    unread = (*(item for reading in readings for item in reading.unread), *strays, *_not_understood(outside, readings))
    omitted = tuple(
        Unread(text=item.text, why=item.why, place=item.place) for item in document.omissions if not item.aside
    )
    submission = Submission(
        source=document.source,
        evaluations=evaluations,
        narrative=report.narrative,
        unread=(*unread, *omitted),
        problems=tuple(
            problems_of(
                evaluations,
                unread,
                omitted,
                [reading.mended for reading in readings],
                respelt,
                [] if sure else [index for index, reading in enumerate(readings) if reading.guessed],
            )
        ),
    )
    return submission, readings


def _not_understood(outside: Ribbon, readings: list["_FormReading"]) -> Iterator[Unread]:
    """Report the real tables beside the forms that hold levels and values of indicators, but were not recognised as forms."""
    tables: dict[tuple[int | None, str | None], list[Token]] = {}
    for token in outside if readings else ():
        if not token.prose and token.shift >= CERTAIN:
            tables.setdefault((token.place.table, token.place.sheet), []).append(token)
    for table in tables.values():
        levels = sum(1 for token in table if is_level_word(token.key))
        values = sum(1 for token in table if shapes.is_value(token.key) and not shapes.is_number(token.key))
        if levels >= _FEWEST_LEVELS and values >= _FEWEST_LEVELS:
            first = next((index for index, token in enumerate(table) if index and token.gap is Gap.ROW), len(table))
            text = " ".join(token.text for token in table[:first])
            yield Unread(
                text=text, why="由此开始的表格像是指标表，但看不出各列是什么，没有作为表读入。", place=table[0].place
            )


def _outside(tokens: Ribbon, readings: list["_FormReading"]) -> Ribbon:
    """The tokens that belong to no form."""
    claimed = {index for reading in readings for index in range(reading.span.start, reading.end)}
    loose = {id(token) for reading in readings for token in reading.tail.loose if token.prose}
    return tuple(token for index, token in enumerate(tokens) if index not in claimed or id(token) in loose)


class _FormReading:
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
        before, rows, after = _around(above, heading)
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
        before, rows, after = _around(table, self.fund_heading)
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
            if _unlabelled_totals(self.tokens[:limit], index, self.span.headings[-1]) is not None:
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
        return _unlabelled_totals(self.tokens[: self.span.end], index, self.span.headings[-1]) or (Totals(), index)

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
        grade = _grade_field(values.get("grade")) or beside or stated_grade(values.get("conclusion"))
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
        name, code = _project(values.get("project_name"), values.get("project_code"))
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
        return doubt_cells(evaluation, (*self.mended.doubtful, *sums, *(() if self.bounded else untied(evaluation))))

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
            if match and extra.value is not None:
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
        return cells

    def _loose(self) -> None:
        """Report what no label claims, except years, units and repeated frames."""
        loose = [token for section in self.sections for token in section.loose]
        loose += [token for token in self.tail.loose if not token.prose]
        for place, text in _lines(loose).items():
            if not (_YEAR.search(key(text)) or _UNIT.search(key(text)) or shapes.is_dash(key(text))):
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


def _unlabelled_totals(tokens: Ribbon, index: int, heading: Heading) -> tuple[Totals, int] | None:
    return (
        totals_around(tokens, index, heading)
        or totals_beside_score(tokens, index, heading)
        or totals_by_sums(tokens, index, heading)
    )


def _is_total(label: Label) -> bool:
    """Whether a label opens a row of totals; 自评总分 does so next to the rows and is a field elsewhere."""
    return label.kind == "total" or (label.field == "total_score" and label.printed in keys(words().totals))


def _ends_funds(label: Label | None) -> bool:
    if label is None or label.kind == "total" or label.field == "amount_unit":
        return False
    return label.kind != "frame" or not re.search("资金|预算", label.printed)


def _around(tokens: Ribbon, heading: Heading) -> tuple[Ribbon, Ribbon, Ribbon]:
    """What stands above a fund heading, its rows, and what stands below them."""
    ends = (
        index
        for index in range(heading.end, len(tokens))
        if opens(tokens, index) and _ends_funds(label_at(tokens, index))
    )
    end = next(ends, len(tokens))
    return tokens[: heading.start], tokens[heading.end : end], tokens[end:]


def _grade_field(text: str | None) -> str | None:
    """The grade as printed, or the one ticked of several."""
    choice = choice_in(text)
    return text if choice is None else ticked(choice)


def stated_grade(conclusion: str | None) -> str | None:
    """The grade with which a conclusion opens, that it names, or that is ticked in it."""
    choice = choice_in(conclusion)
    if choice is not None:
        return ticked(choice)
    match = shapes.grade_pattern().search(key(conclusion)) if conclusion else None
    return (match.group(1) or match.group(2)) if match else None


_CODE = re.compile(r"^(?:\[?([0-9A-Z]{8,}T?[0-9A-Z]*)\]?[-—_ ]+)(.+)$")


def carries_code(code: str, name: str) -> bool:
    """Whether a code before a project's name is told from it again: [51092322T000000431595]-医保信息化."""
    return _project(f"{code}-{name}", None) == (name, code)


def year_in(title: str) -> int | None:
    """The year that a title prints."""
    plain = _YEAR_IN_WORDS.sub(lambda match: match.group(0).translate(_DIGITS), key(title))
    match = _YEAR.search(plain)
    return int((match.group(1) or match.group(2)).replace("O", "0")) if match else None


def _project(name: str | None, code: str | None) -> tuple[str | None, str | None]:
    """Split a project's code off its name: 51092322T000000431595-医保信息化."""
    match = _CODE.match(name) if name else None
    return (match.group(2), code or match.group(1)) if match else (name, code)

"""What is reviewed: every self-evaluation of every file with its scorecard and findings, and what is not, with the reason."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import PurePath

import msgspec

from jixiao.facts import not_relied_on
from jixiao.findings import Finding, Severity
from jixiao.model import Evaluation, Fund
from jixiao.model.titles import FORMS
from jixiao.renderers.scores import form_name
from jixiao.results import Audited, Failed, Result
from jixiao.scoring import Interval, RowScore, Scorecard, as_entered, packs, score, total_row, written
from jixiao.targets import amount, yuan_per

ZERO, HUNDRED = Decimal(0), Decimal(100)

_OF_THE_PROGRAM = ("READ-", "AUDIT-")
"""Findings about the reading or the program: for the reviewer (审核人员), never a reproach to the unit."""


class AuditedForm(msgspec.Struct, frozen=True, kw_only=True):
    """One form of any kind that was audited.

    `file` is the file as the user named it, without the folders that all files share, `sha256` that of its bytes, `index` the place of
    the form in it. `findings` are about the form, `notes` those about its reading; a form that is not `relied_on` was guessed for the
    most part, so that neither its figures nor the differences are to be counted.
    """

    file: str
    sha256: str
    index: int
    evaluation: Evaluation
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    relied_on: bool = True

    @property
    def name(self) -> str:
        """What the form is called: by its project, else by its title."""
        return form_name(self.evaluation)

    @property
    def source(self) -> str:
        """Where the form stands: file and number."""
        return f"{self.file}，第{self.index + 1}张表"

    @property
    def year(self) -> str | None:
        """年度 as a text, since nobody adds years up."""
        return None if self.evaluation.year is None else str(self.evaluation.year)

    @property
    def unit(self) -> str | None:
        """被审核单位: the implementer, else the supervisor."""
        return self.evaluation.implementer or self.supervisor

    @property
    def supervisor(self) -> str | None:
        """主管部门, of a transfer the local one."""
        return self.evaluation.local_supervisor or self.evaluation.supervisor

    def count(self, severity: Severity) -> int:
        """How many findings of a severity there are about the form."""
        return sum(finding.severity is severity for finding in self.findings)


class ReviewedForm(AuditedForm, frozen=True, kw_only=True):
    """One self-evaluation under review; `card` is its scorecard under the leading rule pack.

    Where a reviewer has entered 复核完成值 the row is scored by it; where 复核得分 is settled, that stands in the total and the grade.
    """

    card: Scorecard

    @property
    def rows(self) -> tuple[RowScore, ...]:
        """The scored rows as they are added up, the execution rate first."""
        return self.card.rows if self.card.execution is None else (self.card.execution, *self.card.rows)

    @property
    def fund(self) -> Fund | None:
        """The row of 年度资金总额."""
        index = total_row(self.evaluation.funds)
        return None if index is None else self.evaluation.funds[index]

    @property
    def amount(self) -> Decimal | None:
        """全年预算数 in yuan, or the initial budget where that is blank; None where there is none or nothing tells its unit."""
        fund, unit = self.fund, self.evaluation.amount_unit
        if fund is None:
            return None
        printed = fund.adjusted if fund.adjusted is not None else fund.initial
        told = yuan_per(unit) is not None or "元" in (printed or "") or "万" in (printed or "")
        return amount(printed, unit) if told else None

    @property
    def points_added(self) -> Decimal | None:
        """The sum of the points as printed; None when no row prints any."""
        printed = [row.reported for row in self.rows if row.reported is not None]
        return sum(printed, ZERO) if printed else None

    @property
    def reported(self) -> Decimal | None:
        """自评总分 as printed, else the sum of the points where every scored row prints some."""
        printed = self.card.total.reported
        if printed is not None or any(row.reported is None for row in self.rows if row.computed is not None):
            return printed
        return self.points_added

    @property
    def added_up(self) -> bool:
        """Tell whether the reported total is not printed but added up by us."""
        return self.card.total.reported is None and self.reported is not None

    @property
    def computed(self) -> Interval | None:
        """重算总分; None where no row is scored."""
        total = self.card.total
        if total.low is None or total.high is None:
            return None
        return Interval(low=total.low, high=total.high, open_above=total.open_above)

    @property
    def incomparable(self) -> str:
        """Why reported and recomputed total cannot be held against each other, in Chinese; empty where they can."""
        weight = self.card.total.weight
        if not self.relied_on:
            return "读数没有把握，未作比较"
        if self.computed is None:
            return "本表不设分值" if weight is None and self.points_added is None else "没有可以记分的行"
        if self.reported is None:
            return "没有自评总分"
        if any(row.reported is not None and row.computed is None for row in self.rows):
            return "有的行无法记分，总分未作比较"
        if weight != HUNDRED and self.points_added != self.reported:
            return f"记分各行的分值合计{written(weight or ZERO)}分，总分未作比较"
        return ""

    @property
    def gap(self) -> Decimal | None:
        """By how much the reported total must change at least (重算－自评); 0 where the rules admit it, None where it is not compared."""
        if self.incomparable or self.computed is None or self.reported is None:
            return None
        return gap(self.reported, self.computed)

    @property
    def differs(self) -> bool:
        """Tell whether the reported total lies outside of what the rules admit."""
        if self.incomparable or self.computed is None or self.reported is None:
            return False
        return not self.computed.admits(self.reported)

    @property
    def too_high(self) -> bool:
        """Tell whether the reported total is above what the rules admit."""
        return self.differs and self.gap is not None and self.gap <= 0

    @property
    def too_low(self) -> bool:
        """Tell whether it is below."""
        return self.differs and self.gap is not None and self.gap > 0


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A file or form that is not reviewed, and the reason in a Chinese sentence."""

    file: str
    name: str
    why: str


class FileFindings(msgspec.Struct, frozen=True, kw_only=True):
    """What was found about a file as a whole, with the self-evaluations that it holds and the `others`: goal and monitoring forms."""

    file: str
    forms: tuple[ReviewedForm, ...]
    others: tuple[AuditedForm, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...]


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """All that is under review, in the order of the files."""

    forms: tuple[ReviewedForm, ...]
    files: tuple[FileFindings, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def packs(self) -> tuple[str, ...]:
        """The codes of the rule packs that the forms were scored under."""
        return tuple(dict.fromkeys(form.card.rule_pack for form in self.forms))


def gap(reported: Decimal, computed: Interval) -> Decimal:
    """The way from a reported score to the nearest one that the rules admit: negative where it is too high, 0 inside."""
    return max(ZERO, computed.low - reported) + min(ZERO, computed.high - reported)


def gather(results: Sequence[Result], *, entered: bool = False) -> Material:
    """Sort the results: forms to be reviewed, findings about whole files, and what is left out.

    With `entered` the 复核得分 of the forms are what a reviewer settled; without, they may be what we wrote before, and are recomputed.
    """
    files: list[FileFindings] = []
    left_out: list[LeftOut] = []
    for result, name in zip(results, _short([result.path for result in results]), strict=True):
        if isinstance(result, Failed):
            left_out.append(LeftOut(file=name, name="", why=result.message))
            continue
        files.append(_file(result, name, entered=entered))
        if not result.submission.evaluations:
            why = "文件中没有识别出绩效自评表，没有内容可以复核，不等于没有问题。"
            left_out.append(LeftOut(file=name, name="", why=why))
        for form in files[-1].others:
            why = f"本表是{FORMS[form.evaluation.form]}，不是自评表，没有自评得分可以复核。"
            left_out.append(LeftOut(file=form.file, name=form.name, why=why))
    forms = tuple(form for file in files for form in file.forms)
    return Material(forms=forms, files=tuple(files), left_out=tuple(left_out))


def of_the_program(finding: Finding) -> bool:
    """Tell whether a finding is about the reading or the program instead of the form."""
    return finding.code.startswith(_OF_THE_PROGRAM)


def _short(paths: Sequence[str]) -> list[str]:
    """The paths without the folders that all of them share; a single one by its name."""
    parts = [PurePath(path).parts for path in paths]
    shared = 0
    while parts and all(len(each) > shared + 1 and each[shared] == parts[0][shared] for each in parts):
        shared += 1
    return [str(PurePath(*each[shared:])) if each else path for each, path in zip(parts, paths, strict=True)]


def _file(result: Audited, name: str, *, entered: bool) -> FileFindings:
    guessed = not_relied_on(result.submission)
    leading: dict[int, Scorecard] = {}
    for card in result.scorecards:
        leading.setdefault(card.evaluation, card)
    forms: list[ReviewedForm] = []
    others: list[AuditedForm] = []
    for index, evaluation in enumerate(result.submission.evaluations):
        findings, notes = _parted(finding for finding in result.findings if finding.evaluation == index)
        form = AuditedForm(
            file=name,
            sha256=result.submission.source.sha256,
            index=index,
            evaluation=evaluation,
            findings=findings,
            notes=notes,
            relied_on=index not in guessed,
        )
        if index in leading:
            card = _as_reviewed(evaluation, leading[index], entered=entered)
            forms.append(ReviewedForm(card=card, **msgspec.structs.asdict(form)))
        else:
            others.append(form)
    findings, notes = _parted(finding for finding in result.findings if finding.evaluation is None)
    return FileFindings(file=name, forms=tuple(forms), others=tuple(others), findings=findings, notes=notes)


def _as_reviewed(evaluation: Evaluation, card: Scorecard, *, entered: bool) -> Scorecard:
    """Score anew by the values that a reviewer entered, and by the scores where they are settled; the scorecard as it is without any."""
    rows = tuple(
        row if row.reviewed_actual is None else msgspec.structs.replace(row, actual=row.reviewed_actual)
        for row in evaluation.indicators
    )
    pack = packs[card.rule_pack]
    if rows != evaluation.indicators:
        card = score(msgspec.structs.replace(evaluation, indicators=rows), pack, card.evaluation)
    return as_entered(evaluation, card, pack) if entered else card


def _parted(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Part what is said about the form from what is said about its reading."""
    own: list[Finding] = []
    program: list[Finding] = []
    for finding in findings:
        (program if of_the_program(finding) else own).append(finding)
    return tuple(own), tuple(program)

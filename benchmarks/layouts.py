"""How well forms are read whose layouts nobody coded for: `python3 benchmarks/layouts.py`.

Every form is composed by chance of the variations that published forms show: words and order of columns, one or two head rows, levels
merged, repeated, as rows of their own or numbered, points in columns, names or fractions, funds as table, sideways, in pairs or below,
totals above, below or absent. What a form says is known, for it was composed. Even seeds take the words of one half of the lists below,
odd ones those of the other half: a reader mended with the even ones is measured by the odd ones, which only state figures.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "benchmarks"))

from layout_words import FOURTH, THIRD  # noqa: E402 - found by the path set above

from jixiao.forms import recognise  # noqa: E402 - found by the path set above
from jixiao.model import Submission, parse_notation  # noqa: E402 - found by the path set above
from tests.forms.comparison import Report, compare, plain  # noqa: E402 - found by the path set above
from tests.forms.grids import document  # noqa: E402 - found by the path set above

Words = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]

WORDS: Words = {
    "level1": (("一级指标", "指标类别", "指标类型", "类别"), ("指标维度", "评价维度", "大类", "指标分类")),
    "level2": (("二级指标", "指标小类", "二级"), ("二级指标", "子类", "指标细类")),
    "name": (
        ("三级指标", "指标名称", "绩效指标", "指标内容", "具体指标"),
        ("评价指标", "考核内容", "绩效要素", "评价要点", "工作事项"),
    ),
    "target": (
        ("年度指标值", "目标值", "年度目标", "计划值", "应完成数", "考核目标值"),
        ("绩效目标值", "目标任务", "计划数", "设定目标", "应达标准", "预期值"),
    ),
    "actual": (
        ("实际完成值", "完成值", "实际值", "完成情况", "全年完成", "实际达到"),
        ("全年实际完成值", "实现值", "达成情况", "实际完成数", "落实情况", "年终实绩"),
    ),
    "weight": (("分值", "权重", "标准分", "满分"), ("指标分值", "配分", "应得分", "基准分")),
    "score": (("得分", "自评得分", "实得分"), ("自评分", "评定得分", "自查评分")),
    "note": (("偏差原因分析及改进措施", "未完成原因"), ("失分原因", "未达标原因分析")),
    "remark": (("备注",), ("备注",)),
    "rule": (("评分标准", "扣分办法"), ("评分细则", "计分规则")),
    "proof": (("佐证材料", "责任科室", "完成率"), ("数据来源", "牵头处室", "达标率")),
    "operator": (("符号", "指标性质"), ("比较符", "性质")),
    "unit": (("计量单位", "单位"), ("度量单位", "单位")),
    "first_half": (("上半年完成", "1-6月完成值"), ("上半年实绩", "前两季度完成")),
    "last_year": (("上年实际", "上年完成值"), ("上年度水平", "去年完成")),
    "project_name": (("项目名称", "项目"), ("专项名称", "评价项目名称")),
    "supervisor": (("主管部门", "主管单位"), ("预算主管部门", "业务主管部门")),
    "implementer": (("实施单位", "项目单位"), ("承担单位", "项目实施单位")),
    "person": (("项目负责人", "填报人"), ("联系人", "经办科室")),
    "initial": (("年初预算数", "年初预算"), ("年初安排数", "年初批复预算")),
    "adjusted": (("全年预算数", "调整预算数", "预算数"), ("调整后预算", "年度预算额", "预算安排")),
    "executed": (("全年执行数", "执行数", "实际支出"), ("年度支出额", "资金支出", "决算数")),
    "rate": (("执行率", "预算执行率"), ("支出进度", "资金使用率")),
    "source": (("资金来源", "资金类别"), ("资金渠道", "资金构成")),
    "total": (("总分", "合计"), ("总计", "自评总分")),
    "fund_total": (("年度资金总额", "合计"), ("资金总额", "总计")),
    "fund_frame": (("项目资金", "资金情况"), ("资金投入", "预算执行情况")),
    "expected": (("年度总体目标", "预期目标"), ("年初设定目标", "全年目标")),
    "achieved": (("实际完成情况", "目标完成情况"), ("全年完成情况", "目标实际完成情况")),
    "frame": (("绩效指标",), ("年度绩效指标",)),
    "title": (("项目支出绩效自评表", "专项资金绩效自评表"), ("项目绩效自评打分表", "绩效自评情况表")),
}
LEVELS = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("效益指标", "社会效益指标"),
    ("效益指标", "经济效益指标"),
    ("满意度指标", "服务对象满意度指标"),
)
ROWS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "数量指标": (
        ("政策宣讲场次", "≥", "40", "场"),
        ("检查定点机构数", "≥", "120", "家"),
        ("培训经办人员数", "≥", "300", "人次"),
        ("新增服务站点", "≥", "15", "个"),
        ("发放宣传手册", "≥", "2.5", "万册"),
    ),
    "质量指标": (
        ("资料合格率", "≥", "95", "%"),
        ("问题查实率", "≥", "80", "%"),
        ("系统验收合格率", "=", "100", "%"),
    ),
    "时效指标": (("拨付及时率", "=", "100", "%"), ("平均办理天数", "≤", "10", "天")),
    "社会效益指标": (("政策知晓率", "≥", "85", "%"), ("参保率", "≥", "95", "%"), ("投诉下降率", "≥", "10", "%")),
    "经济效益指标": (("追回基金金额", "≥", "200", "万元"), ("次均费用增幅", "≤", "3", "%")),
    "服务对象满意度指标": (("参保群众满意度", "≥", "90", "%"), ("办事人员满意度", "≥", "92", "%")),
}
PROJECTS = ("医保政策宣传", "基金飞行检查", "经办能力提升", "异地结算推广", "救助资金兜底", "参保扩面攻坚")
UNITS = ("青岚县医疗保障局", "苍屏市医疗保障局", "滦水区医疗保障局")
AGENCIES = ("青岚县医保服务中心", "苍屏市医保事务中心")
REASONS = ("山区人手不足", "系统升级延误", "两个乡镇报送较晚")
EXECUTION_POINTS = 10


class Layout(NamedTuple):
    """One form: its grid (tests/forms/grids.py), and what it says in the notation."""

    grid: str
    truth: str


class Row(NamedTuple):
    """What one indicator says."""

    level1: str
    level2: str
    name: str
    operator: str
    value: str
    unit: str
    first: str
    actual: str
    weight: int
    score: str
    note: str


class Composer:
    """Composes one form by chance."""

    def __init__(self, seed: int, words: Words | None = None) -> None:
        self.words = words or WORDS
        self.rng = random.Random(seed)  # noqa: S311 - chance for a measurement, no secret
        self.half = seed % 2
        self.truth: list[str] = []
        self.year = str(self.rng.randint(2021, 2024))
        self.used: set[str] = set()

    def word(self, field: str) -> str:
        """A word for a field, no word twice in a heading."""
        words = self.words[field][self.half]
        words = [word for word in words if word not in self.used] or list(words)
        word = self.rng.choice(words)
        self.used.add(word)
        return word

    def maybe(self, share: float) -> bool:
        """Whether something that a share of all forms has is there."""
        return self.rng.random() < share

    def form(self) -> Layout:
        """Compose the form."""
        self.with_funds = self.rng.choice(["none", "table", "table", "sideways", "pairs", "below"])
        self.points = self.rng.choice(["columns", "columns", "columns", "name", "fraction", "none", "score"])
        self.funded = self.with_funds == "table" and self.points == "columns" and self.maybe(0.5)
        self.rows = self._rows()
        indicators = self._indicators()
        width = max(len(indicators[0]), 6)
        indicators = [_widened(row, width, self.name_at) for row in indicators]
        body: list[list[str]] = []
        head, title = self._title(width)
        body += title
        body += self._head(width)
        amounts: list[list[str]] = []
        if self.with_funds != "none":
            amounts = self._funds(width)
        if self.with_funds != "below":
            body += amounts
        if self.maybe(0.4):
            body += self._goals(width)
        body += indicators
        if self.with_funds == "below":
            body += amounts
        body += self._foot(width)
        truth = [f"评价：project self_evaluation {self.year} {self.unit_truth} -", *self.truth]
        lines = ["| " + " | ".join(row) + " |" for row in body]
        return Layout("\n".join([*head, *lines]) + "\n", "\n".join(truth) + "\n")

    def _title(self, width: int) -> tuple[list[str], list[list[str]]]:
        title = f"{self.rng.choice(['青岚县', '苍屏市', ''])}{self.word('title')}"
        self.unit_truth = "-"
        unit = ""
        if self.with_funds != "none":
            self.unit_said = self.rng.choice(["line", "label", "cell"])
            self.unit_truth = {"cell": "-"}.get(self.unit_said, "万元")
            unit = "单位：万元" if self.unit_said == "line" else ""
        where = self.rng.choice(["title", "line", "head"])
        first = f"{title}（{self.year}年度）" if where == "title" else title
        second = f"（{self.year}年度）" if where == "line" else ""
        self.year_in_head = where == "head"
        lines = [first, *([f"{second}　　{unit}".strip()] if second or unit else [])]
        if self.maybe(0.3):
            return [], [[line, *["<"] * (width - 1)] for line in lines]
        return lines, []

    def _head(self, width: int) -> list[list[str]]:
        project, unit, agency = map(self.rng.choice, (PROJECTS, UNITS, AGENCIES))
        pairs = [(self.word("project_name"), project)]
        self.truth.append(f"项目名称：{project}")
        if self.maybe(0.7):
            pairs.append((self.word("supervisor"), unit))
            self.truth.append(f"主管部门：{unit}")
        if self.maybe(0.6):
            pairs.append((self.word("implementer"), agency))
            self.truth.append(f"实施单位：{agency}")
        if self.year_in_head:
            pairs.append(("年度", self.year))
        if self.maybe(0.3):
            label = self.word("person")
            pairs.append((label, "周某"))
            self.truth.append(f"字段：{label} = 周某")
        if self.maybe(0.2):
            return [[f"{label}：{value}", *["<"] * (width - 1)] for label, value in pairs]
        two = self.maybe(0.5)
        rows = []
        while pairs:
            taken, pairs = pairs[: 2 if two else 1], pairs[2 if two else 1 :]
            cells = [text for pair in taken for text in pair]
            rows.append(_spread(cells, width))
        return rows

    def _amounts(self) -> list[dict[str, str]]:
        parts = [(self.rng.randint(10, 90), self.rng.choice([100, 95, 90])) for _ in range(self.rng.choice([0, 2]))]
        labels = ["中央资金", "县级资金"]
        rows = []
        whole = sum(amount for amount, _ in parts) or self.rng.randint(20, 200)
        spent = sum(amount * share for amount, share in parts) / 100 if parts else whole * 0.95
        rows.append(self._amount(self.word("fund_total"), whole, spent))
        rows += [
            self._amount(label, amount, amount * share / 100)
            for label, (amount, share) in zip(labels, parts, strict=False)
        ]
        if parts and self.maybe(0.3):
            rows = [*rows[1:], rows[0]]
        return rows

    @staticmethod
    def _amount(label: str, whole: int, spent: float) -> dict[str, str]:
        rate = f"{spent / whole * 100:.2f}%"
        return {"label": label, "initial": str(whole), "adjusted": str(whole), "executed": f"{spent:g}", "rate": rate}

    def _funds(self, width: int) -> list[list[str]]:
        rows = self._amounts()
        money = "万元" if self.unit_said == "cell" else ""
        fields = ["adjusted", "executed", *(["rate"] if self.maybe(0.85) else [])]
        if self.maybe(0.5):
            fields.insert(0, "initial")
        columns = {field: self.word(field) for field in fields}
        for row in rows:
            for field in {"initial", "adjusted", "executed"} & set(fields):
                row[field] += money
        label = "（万元）" if self.unit_said == "label" else ""
        if self.with_funds == "pairs":
            return self._pairs(rows[0] if len(rows) == 1 else max(rows, key=_whole), columns, label, width)
        points = {"weight": "10", "score": "9.5"} if self.funded else {}
        total = max(rows, key=_whole)
        for row in rows:
            said = {**row, **(points if row is total else {})}
            self._fund_truth(said, [*fields, *points])
        if self.with_funds == "sideways":
            return [
                _spread([self.word("source"), *(row["label"] for row in rows)], width),
                *(
                    _spread([columns[f] + (label if f != "rate" else ""), *(row[f] for row in rows)], width)
                    for f in fields
                ),
            ]
        words = [columns[field] for field in fields]
        order = [*fields]
        if points:
            order += ["weight", "score"]
            words += ["分值", "得分"]
        frame = self.maybe(0.6) and len(order) + 2 <= width
        first = [] if frame else [self.word("source") + label]
        lead = [self.word("fund_frame") + label, self.rng.choice(["", self.word("source")])] if frame else first
        table = [_spread([*lead, *words], width)] if len(order) + len(lead) <= width else []
        if not table:
            order = [field for field in order if field != "initial"]
            words = [columns.get(field, {"weight": "分值", "score": "得分"}.get(field, "")) for field in order]
            self.truth = [_without_initial(line) for line in self.truth]
            table = [_spread([*lead, *words], width)]
        for row in rows:
            said = {**row, **(points if row is total else {"weight": "", "score": ""})}
            body = [said["label"], *(said.get(field, "") for field in order)]
            table.append(_spread([*(["^"] if frame else []), *body], width))
        return table

    def _pairs(self, row: dict[str, str], columns: dict[str, str], label: str, width: int) -> list[list[str]]:
        self._fund_truth({**row, "label": "年度资金总额"}, list(columns))
        pairs = [(word + (label if field != "rate" else ""), row[field]) for field, word in columns.items()]
        rows = []
        while pairs:
            taken, pairs = pairs[: width // 2][:3], pairs[min(3, width // 2) :]
            rows.append(_spread([text for pair in taken for text in pair], width))
        return rows

    def _fund_truth(self, row: dict[str, str], fields: Sequence[str]) -> None:
        names = {
            "initial": "年初",
            "adjusted": "全年",
            "executed": "执行",
            "rate": "执行率",
            "weight": "分值",
            "score": "得分",
        }
        cells = [f"{names[field]} {row[field]}" for field in fields if row.get(field)]
        self.truth.append(f"资金：{' | '.join([row['label'], *cells])}")

    def _goals(self, width: int) -> list[list[str]]:
        expected, actual = "完成全年宣传检查任务，参保率稳定在95%以上。", "全年任务已经完成，参保率达到95.6%。"
        self.truth.append(f"目标：预期 {expected} | 实际 {actual}")
        left, right = self.word("expected"), self.word("achieved")
        if self.maybe(0.5):
            half = width // 2
            return [
                [left, *["<"] * (half - 1), right, *["<"] * (width - half - 1)],
                [expected, *["<"] * (half - 1), actual, *["<"] * (width - half - 1)],
            ]
        return [_spread([left, expected], width), _spread([right, actual], width)]

    def _rows(self) -> list[Row]:
        levels = [level for level in LEVELS if self.maybe(0.7)] or list(LEVELS)
        entries = [
            (level, entry) for level in levels for entry in self.rng.sample(ROWS[level[1]], self.rng.choice([1, 1, 2]))
        ]
        if len(entries) < 3:
            entries = [(level, ROWS[level[1]][0]) for level in LEVELS]
        whole = 100 - (EXECUTION_POINTS if self.funded else 0)
        weights = [whole // len(entries)] * len(entries)
        weights[0] += whole - sum(weights)
        return [self._row(level, entry, weight) for (level, entry), weight in zip(entries, weights, strict=True)]

    def _row(self, level: tuple[str, str], entry: tuple[str, str, str, str], weight: int) -> Row:
        name, operator, value, unit = entry
        number = float(value)
        missed = self.maybe(0.25)
        factor = (
            (0.9 if operator in "≥=" else 1.2)
            if missed
            else 1.0
            if operator == "="
            else 1.04
            if operator == "≥"
            else 0.9
        )
        actual = f"{min(number * factor, 99.9) if unit == '%' and operator == '≥' else number * factor:.4g}"
        score = f"{weight * 0.9:g}" if missed else str(weight)
        first = f"{number * 0.5:.4g}"
        note = self.rng.choice(REASONS) if missed else ""
        return Row(*level, name, operator, value, unit, first, actual, weight, score, note)

    def _indicators(self) -> list[list[str]]:
        levels = self.rng.choice(["merged", "merged", "repeated", "first", "none", "rows", "numbered"])
        values = self.rng.choice(["whole", "whole", "whole", "apart", "unit"])
        front = {"merged": ["level1", "level2"], "repeated": ["level1", "level2"], "first": ["level1"]}.get(levels, [])
        points = {
            "columns": ["weight", "score"],
            "fraction": ["fraction"],
            "score": ["score"],
            "name": ["score"],
            "none": [],
        }
        value = {"whole": ["target"], "apart": ["operator", "target", "unit"], "unit": ["target", "unit"]}[values]
        extra = [field for field, share in (("first_half", 0.12), ("last_year", 0.08)) if self.maybe(share)]
        inner = [*value, *extra[:1], "actual"]
        if extra[:1] == ["last_year"]:
            inner = ["last_year", *value, "actual"]
        score = points[self.points]
        order = self.rng.choice(["behind", "behind", "before", "reversed", "apart"])
        if order == "before":
            inner = [*score, *inner]
        elif order == "apart" and len(score) > 1:
            inner = ["weight", *inner, "score"]
        elif order == "reversed" and len(score) > 1:
            inner = [*inner, *reversed(score)]
        else:
            inner = [*inner, *score]
        if self.maybe(0.25):
            inner.insert(0, "rule")
        if self.maybe(0.2):
            inner.insert(self.rng.randrange(len(inner) + 1) if values == "whole" else len(inner), "proof")
        tail = [field for field, share in (("note", 0.5), ("remark", 0.2)) if self.maybe(share)]
        ordinal = levels not in {"rows", "numbered"} and self.maybe(0.2)
        fields = [*(["ordinal"] if ordinal else []), *front, "name", *inner, *tail]
        self.note_field = "note" in fields
        self.name_at = fields.index("name")
        heading = self._heading(fields)
        body = self._body(fields, levels, values)
        if self.maybe(0.15) and not ordinal:
            # The block is framed by a cell on its left.
            self.name_at += 1
            frame = self.word("frame")
            heading = [[frame if index == 0 else "^", *row] for index, row in enumerate(heading)]
            body = [["^", *row] for row in body]
            framed = True
        else:
            framed = False
        total = self._total(fields, framed=framed)
        where = self.rng.choice(["below", "below", "below", "above", "absent"]) if total else "absent"
        if where == "absent":
            return [*heading, *body]
        self._total_truth()
        return [*heading, *([total] if where == "above" else []), *body, *([total] if where == "below" else [])]

    def _heading(self, fields: list[str]) -> list[list[str]]:
        words = {"ordinal": "序号", "fraction": "得分/分值"}
        plain_words = [words.get(field) or self.word(field) for field in fields]
        rows = self.rng.choice([1, 1, 1, 2, 2])
        groups = {
            "指标": {"level1", "level2", "name"},
            "完成情况": {"operator", "target", "unit", "first_half", "last_year", "actual"},
            "评分": {"weight", "score"},
        }
        if rows == 1:
            return [plain_words]
        above = []
        for field in fields:
            group = next((word for word, members in groups.items() if field in members), None)
            above.append(group)
        top, below = [], []
        for index, (group, word) in enumerate(zip(above, plain_words, strict=True)):
            alone = group is None or (
                (index == 0 or above[index - 1] != group) and (index + 1 == len(above) or above[index + 1] != group)
            )
            if alone:
                top.append(word)
                below.append("^")
            else:
                top.append("<" if index and above[index - 1] == group else str(group))
                below.append(word)
        if all(cell == "^" for cell in below):
            return [plain_words]
        return [top, below]

    def _target(self, row: Row, values: str) -> str:
        operator = "" if row.operator == "=" else row.operator
        return f"{operator}{row.value}{row.unit}" if values == "whole" else row.value

    def _body(self, fields: list[str], levels: str, values: str) -> list[list[str]]:
        body: list[list[str]] = []
        last = ("", "")
        counts = [0, 0, 0]
        level_points: list[str] = []
        for number, row in enumerate(self.rows, start=1):
            if levels == "rows" and row.level1 != last[0]:
                sum_of = sum(each.weight for each in self.rows if each.level1 == row.level1)
                pointed = self.points == "name"
                body.append([row.level1 + (f"（{sum_of}分）" if pointed else ""), *["<"] * (len(fields) - 1)])
                if pointed:
                    level_points.append(f"{row.level1} {sum_of}")
            name = row.name
            if levels == "numbered":
                if row.level1 != last[0]:
                    counts = [counts[0] + 1, 0, 0]
                    body.append(self._lone(fields, f"{counts[0]} {row.level1}"))
                if (row.level1, row.level2) != last:
                    counts = [counts[0], counts[1] + 1, 0]
                    body.append(self._lone(fields, f"{counts[0]}.{counts[1]} {row.level2}"))
                counts[2] += 1
                name = f"{'.'.join(map(str, counts))} {name}"
            same1 = row.level1 == last[0] and number > 1
            same2 = same1 and row.level2 == last[1]
            merged = levels == "merged"
            cells = {
                "ordinal": str(number),
                "level1": "^" if (merged or levels == "first") and same1 else row.level1,
                "level2": "^" if merged and same2 else row.level2,
                "name": name + (f"（{row.weight}分）" if self.points == "name" else ""),
                "rule": self.rng.choice(["达到目标得满分，每低1%扣0.5分", "按完成比例计分", "未完成不得分"]),
                "operator": "＝" if row.operator == "=" else row.operator,
                "target": self._target(row, values),
                "unit": row.unit,
                "first_half": row.first + (row.unit if values == "whole" else ""),
                "last_year": row.first + (row.unit if values == "whole" else ""),
                "actual": row.actual + (row.unit if values == "whole" else ""),
                "weight": str(row.weight),
                "score": row.score,
                "fraction": f"{row.score}/{row.weight}",
                "proof": self.rng.choice(["业务台账", "统计报表", "问卷"]),
                "note": row.note,
                "remark": "",
            }
            body.append([cells[field] for field in fields])
            self._truth(row, cells, fields, levels, values, name)
            last = (row.level1, row.level2)
        if level_points:
            self.truth.append(f"分值：{' | '.join(level_points)}")
        return body

    @staticmethod
    def _lone(fields: list[str], name: str) -> list[str]:
        return [name if field == "name" else "" for field in fields]

    def _truth(self, row: Row, cells: dict[str, str], fields: list[str], levels: str, values: str, name: str) -> None:
        first = row.level1 if levels != "none" else "-"
        second = row.level2 if levels in {"merged", "repeated", "numbered"} else "-"
        target = cells["target"]
        if values != "whole":
            operator = cells["operator"] if values == "apart" else ""
            target = f"{operator}{row.value}{row.unit}"
        pointed = f"（{row.weight}分）" if self.points == "name" else ""
        parts = [f"指标：{first} / {second} / {name}{pointed}", f"指标值 {target}", f"实际值 {cells['actual']}"]
        if self.points not in {"none", "score"}:
            parts.append(f"分值 {row.weight}")
        if self.points != "none":
            parts.append(f"得分 {row.score}")
        if "rule" in fields:
            parts.append(f"评分标准 {cells['rule']}")
        if row.note and self.note_field:
            parts.append(f"原因 {row.note}")
        self.truth.append(" | ".join(parts))

    def _sums(self) -> tuple[str, str]:
        extra = 9.5 if self.funded else 0
        score = sum(float(row.score) for row in self.rows) + extra
        return "100", f"{score:g}"

    def _total(self, fields: list[str], *, framed: bool) -> list[str] | None:
        weight, score = self._sums()
        figures = {"weight": weight, "score": score, "fraction": f"{score}/{weight}"}
        if not set(figures) & set(fields):
            return None
        word = self.word("total")
        first = next(index for index, field in enumerate(fields) if field in figures)
        if first == 0:
            return None
        label = [word, *["<"] * (first - 1)] if self.maybe(0.6) else [word, *[""] * (first - 1)]
        row = [*label, *(figures.get(field, "") for field in fields[first:])]
        return [word, "<", *row[1:]] if framed else row

    def _total_truth(self) -> None:
        weight, score = self._sums()
        parts = [f"分值 {weight}"] if self.points in {"columns", "fraction"} else []
        self.truth.append(f"总分：{' | '.join([*parts, f'得分 {score}'])}")

    def _foot(self, width: int) -> list[list[str]]:
        rows = []
        if self.maybe(0.2):
            self.truth.append("等级：优")
            rows.append(_spread(["自评等级", self.rng.choice(["优", "☑优　□良　□中　□差"])], width))
        return rows


def _whole(row: dict[str, str]) -> float:
    return float(row["adjusted"].removesuffix("万元"))


def _without_initial(line: str) -> str:
    return " | ".join(
        part for part in line.split(" | ") if not (line.startswith("资金：") and part.startswith("年初 "))
    )


def _spread(cells: Sequence[str], width: int) -> list[str]:
    """The cells of a row over a width: the last goes on to its end."""
    return [*cells, *["<"] * (width - len(cells))]


def _widened(row: list[str], width: int, at: int) -> list[str]:
    """A row widened at the column of names."""
    missing = width - len(row)
    if len(row) > at + 1 and row[at] == "<":
        return [*row[:at], *["<"] * missing, *row[at:]]
    return [*row[: at + 1], *["^" if row[at] == "^" else "<"] * missing, *row[at + 1 :]] if missing > 0 else row


FIGURES = {
    "weight",
    "target",
    "actual",
    "score",
    "initial",
    "adjusted",
    "executed",
    "rate",
    "total_weight",
    "total_score",
}


def totals(truth: Submission, read: Submission) -> tuple[int, int]:
    """How many printed totals there are, and how many were read right."""
    pairs = []
    for index, form in enumerate(truth.evaluations):
        got = read.evaluations[index] if index < len(read.evaluations) else None
        pairs += [
            (plain(getattr(form, key), key), plain(getattr(got, key), key) if got else "")
            for key in ("total_weight", "total_score")
            if getattr(form, key) is not None
        ]
    return len(pairs), sum(left == right for left, right in pairs)


def measured(layout: Layout, name: str) -> tuple[Report, Counter[str]]:
    """Read one form and count what became of it."""
    truth, read = parse_notation(layout.truth, name), recognise(document(layout.grid, name))
    report = compare(name, truth, read)
    report.differences = [one for one in report.differences if not one.path.endswith("/title")]
    printed, right = totals(truth, read)
    figures = [one for one in report.silent if one.got and one.path.rpartition("/")[2] in FIGURES]
    counts = Counter(
        forms=1,
        sound=not report.differences,
        rows=report.rows.total,
        rows_right=report.rows.right,
        funds=report.funds.total,
        funds_right=report.funds.right,
        head=report.head.total,
        head_right=report.head.right,
        totals=printed,
        totals_right=right,
        silent_figures=len(figures),
        silent=len(report.silent),
        refused=not read.evaluations,
        with_unread=bool(read.unread),
        doubted=sum(len(row.doubtful) for form in read.evaluations for row in form.indicators),
    )
    return report, counts


def said(counts: Counter[str]) -> str:
    """The counts of many forms in one line."""
    shares = "，".join(
        f"{word} {counts[f'{name}_right']}/{counts[name]}（{counts[f'{name}_right'] / max(counts[name], 1):.3f}）"
        for word, name in (("整行", "rows"), ("资金", "funds"), ("总分", "totals"), ("表头", "head"))
    )
    return (
        f"{counts['forms']} 份，全对 {counts['sound']} 份；{shares}；未告知的错误数字 {counts['silent_figures']}，"
        f"存疑 {counts['doubted']} 格，"
        f"未告知的差异 {counts['silent']}；未识别 {counts['refused']} 份，有未读内容 {counts['with_unread']} 份"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Compose, read, compare, print."""
    parser = argparse.ArgumentParser(description="测量随机组合的表式读得如何")
    parser.add_argument("--forms", type=int, default=300, help="每一半词汇的份数（默认 300）")
    parser.add_argument("--first", type=int, default=0, help="第一个种子（默认 0）")
    parser.add_argument("--show", type=int, help="显示一个种子的表、真值和差异")
    parser.add_argument("--faults", type=int, default=0, help="列出前几份读错的表（偶数种子）的差异")
    parser.add_argument("--further", action="store_true", help="用读取程序的词表几乎都没有的另两组词汇")
    options = parser.parse_args(arguments)
    if options.show is not None:
        layout = Composer(options.show).form()
        print(layout.grid, layout.truth, sep="\n")
        for difference in measured(layout, str(options.show))[0].differences:
            print(difference)
        for piece in recognise(document(layout.grid)).unread:
            print("unread", piece.text, piece.why)
        return 0
    for further, title in ((THIRD, "第三组词汇"), (FOURTH, "第四组词汇")) if options.further else ():
        words = {field: (texts, texts) for field, texts in further.items()}
        seeds = range(options.first, options.first + options.forms)
        counts = sum((measured(Composer(seed, words).form(), str(seed))[1] for seed in seeds), Counter())
        print(f"{title}：{said(counts)}")
    if options.further:
        return 0
    for half, title in ((0, "修改时看过的词汇"), (1, "未看过的词汇")):
        counts: Counter[str] = Counter()
        listed = 0
        for seed in range(options.first + half, options.first + 2 * options.forms, 2):
            report, one = measured(Composer(seed).form(), str(seed))
            counts += one
            if report.differences and half == 0 and listed < options.faults:
                listed += 1
                print(seed, *report.differences[:4], sep="\n    ")
        print(f"{title}：{said(counts)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

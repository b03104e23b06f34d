"""Forms written in the notation, and what the tests look at in papers."""

import hashlib
from collections.abc import Sequence

import msgspec

from jixiao import pipeline
from jixiao.findings import Answer
from jixiao.model import parse_notation
from jixiao.papers import Grid, Line, Paper, grids
from jixiao.renderers.review import Material, gather
from jixiao.results import Audited, Result

MISSED = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：医保宣传进乡村
主管部门：白露市医疗保障局
实施单位：白露市医疗保障事务中心
资金：年度资金总额 | 年初 20 | 全年 25 | 执行 20 | 分值 10 | 执行率 80% | 得分 8
目标：预期 开展宣传 | 实际 开展宣传9场，比目标少3场
指标：产出指标 / 数量指标 / 宣传场次 | 分值 30 | 指标值 ≥12场 | 实际值 9场 | 得分 30
指标：产出指标 / 时效指标 / 完成时间 | 分值 20 | 指标值 2023年11月底前 | 实际值 2023年11月20日 | 得分 20
指标：效益指标 / 社会效益指标 / 服务能力 | 分值 30 | 指标值 有所提升 | 实际值 达成预期指标 | 得分 30
指标：满意度指标 / 服务对象满意度指标 / 群众满意度 | 分值 10 | 指标值 ≥90% | 实际值 95% | 得分 10
总分：分值 100 | 得分 98
等级：优
"""

SOUND = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：档案整理
主管部门：白露市医疗保障局
实施单位：霜降县医疗保障局
资金：年度资金总额 | 年初 300 | 全年 300 | 执行 300 | 分值 10 | 执行率 100% | 得分 10
目标：预期 整理档案 | 实际 整理档案900卷
指标：产出指标 / 数量指标 / 档案卷数 | 分值 20 | 指标值 ≥800卷 | 实际值 900卷 | 得分 20
指标：产出指标 / 质量指标 / 著录准确率 | 分值 10 | 指标值 ≥98% | 实际值 98.6% | 得分 10
指标：产出指标 / 时效指标 / 完成时间 | 分值 10 | 指标值 2023年11月底前 | 实际值 2023年11月12日 | 得分 10
指标：产出指标 / 成本指标 / 整理费用 | 分值 10 | 指标值 ≤300万元 | 实际值 300万元 | 得分 10
指标：效益指标 / 社会效益指标 / 查询用时 | 分值 30 | 指标值 ≤10分钟 | 实际值 9分钟 | 得分 30
指标：满意度指标 / 服务对象满意度指标 / 查档人满意度 | 分值 10 | 指标值 ≥90% | 实际值 95% | 得分 10
总分：分值 100 | 得分 100
等级：优
结论：优。满意度经发出问卷100份、收回96份的调查取得。
"""

TRANSFER = """\
评价：transfer self_evaluation 2023 万元 转移支付区域绩效目标自评表
项目名称：医疗救助补助资金
主管部门：国家医疗保障局
地方主管部门：白露市医疗保障局
实施单位：白露市医疗保障局
资金：年度资金总额 | 全年 860 | 执行 850 | 执行率 98.84%
目标：预期 救助困难群众 | 实际 已救助
指标：产出指标 / 数量指标 / 救助人次 | 指标值 ≥1000人次 | 实际值 700人次
"""

WITHOUT_FUNDS = """\
评价：department self_evaluation 2024 元 部门整体支出绩效自评表
指标：产出 / 履职 / 检查覆盖率 | 分值 60 | 指标值 ≥100% | 实际值 100% | 得分 60
指标：效益 / 满意度 / 群众满意度 | 分值 40 | 指标值 ≥90% | 实际值 93% | 得分 40
"""

MONITORING = """\
评价：project monitoring 2023 万元 绩效运行监控表
项目名称：热线服务
主管部门：白露市医疗保障局
实施单位：白露市医疗保障事务中心
资金：年度资金总额 | 年初 10 | 执行 5
指标：产出指标 / 数量指标 / 接听量 | 指标值 ≥1000个 | 实际值 600个
"""


def audited(text: str, path: str = "自评表.txt") -> Audited:
    plain = parse_notation(text, path)
    source = msgspec.structs.replace(plain.source, sha256=hashlib.sha256(text.encode()).hexdigest())
    return pipeline.examine(msgspec.structs.replace(plain, source=source), path=path)


def material(*texts: str) -> Material:
    return gather([audited(text, f"{number}.txt") for number, text in enumerate(texts, start=1)])


def answering(result: Audited, code: str, reason: str) -> Audited:
    """The same file, with an answer to what a check found."""
    findings = tuple(
        msgspec.structs.replace(finding, answer=Answer(reason=reason, by="财务科")) if finding.code == code else finding
        for finding in result.findings
    )
    return msgspec.structs.replace(result, findings=findings)


def rows(grid: Grid) -> list[list[str]]:
    """The texts of a grid by row."""
    grids.check(grid)
    lines: dict[int, list[str]] = {}
    for cell in grid.cells:
        lines.setdefault(cell.row, []).append(cell.text)
    return [lines[number] for number in sorted(lines)]


def columns_of(paper: Paper, number: int = 0) -> list[dict[int, str]]:
    """The texts of a grid by row and column; a cell that was begun above is in no row below it."""
    grid = [block for block in paper.blocks if isinstance(block, Grid)][number]
    lines: dict[int, dict[int, str]] = {}
    for cell in grid.cells:
        lines.setdefault(cell.row, {})[cell.column] = cell.text
    return [lines[row] for row in sorted(lines)]


def grid_of(paper: Paper, number: int = 0) -> list[list[str]]:
    return rows([block for block in paper.blocks if isinstance(block, Grid)][number])


def texts(paper: Paper, style: str | None = None) -> list[str]:
    """The lines of a paper, of one style or all."""
    return [block.text for block in paper.blocks if isinstance(block, Line) and style in {None, block.style}]


def everything(papers: Sequence[Paper]) -> str:
    """All that stands in papers."""
    lines = []
    for paper in papers:
        for block in paper.blocks:
            if isinstance(block, Line):
                lines.append(block.text)
            elif isinstance(block, Grid):
                lines += ["\t".join(row) for row in rows(block)]
    return "\n".join(lines)


def all_of(results: Sequence[Result]) -> Material:
    return gather(results)

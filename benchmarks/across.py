"""How long very many files take, the search across them included: python3 benchmarks/across.py [--forms 10000] [--texts 100000].

Forms are written anew for a number of units, five projects a file, with texts of their own, texts that many share and texts copied from
a neighbour; they are read, audited on all cores and held against each other as `jixiao audit FOLDER` does. The search for copied texts
is measured on its own up to `--texts`. Processor time is that of all processes together: on a machine that does nothing else it is the
number of cores times the time by the clock.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from rich.console import Console
from rich.table import Table

from jixiao import pipeline
from jixiao.facts import alike
from jixiao.facts.fingerprints import essence, sketch
from jixiao.results import Audited

T = TypeVar("T")
PROJECTS = ("医保政策宣传", "基金监督检查", "信息系统运行维护", "长期护理保险试点", "业务档案整理")
_SIGNS = "山川河湖江海林泉石峰岭原野桥渡港城关堡寨坪坝湾洲岛沙田园松柏梅兰竹菊杨柳桃李春夏秋冬安平康宁和顺兴隆昌盛永长新旧青白红金银铜"
_WORDS = (
    "组织业务骨干深入乡镇开展政策讲解 现场解答群众关心的缴费年限问题 完成机房设备更换和线路改造 对疑点数据逐条核实并约谈负责人 "
    "与财政部门按月核对资金拨付进度 开展入户评估并公示评估结果 整理历年纸质档案并逐卷扫描 邀请第三方机构抽查住院病历 "
    "设置流动咨询台发放明白卡 举办经办人员技能比武 建立问题台账逐项销号 优化窗口叫号流程缩短等候时间 开通异地就医备案网上办理 "
    "对定点零售药店开展进销存核查 制定应急预案并组织演练 联合公安部门查处冒名就医 更新慢性病用药目录 组织满意度问卷调查"
).split()


class Taken(NamedTuple):
    """Seconds by the clock, and of all processors."""

    clock: float
    processors: float


def taken(work: Callable[[], T]) -> tuple[Taken, T]:
    """Do some work; return what it took and its result."""
    start, before = time.perf_counter(), _processors()
    result = work()
    return Taken(time.perf_counter() - start, _processors() - before), result


def _processors() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def sentence(chance: random.Random) -> str:
    """A text of a hundred characters and more that no other form has."""
    clauses = chance.sample(_WORDS, 6)
    return "，".join(f"{clause}{chance.randint(2, 900)}次" for clause in clauses) + "。"


def file(number: int) -> str:
    """One file: five projects of one unit; some texts are shared by all units, some copied from the unit before."""
    unit = f"{_SIGNS[number % len(_SIGNS)]}{_SIGNS[number // len(_SIGNS) % len(_SIGNS)]}县{number}医疗保障局"
    return "\n".join(_form(unit, project, number) for project in PROJECTS)


def _form(unit: str, project: str, number: int) -> str:
    chance = random.Random(f"{number}{project}")  # noqa: S311 - nothing secret
    own = sentence(chance)
    if number and chance.random() < 0.02:
        own = sentence(random.Random(f"{number - 1}{project}"))  # noqa: S311 - nothing secret
    shared = "严格执行资金管理制度，规范审批流程，按照批复的用途和进度使用资金，没有发现截留挤占挪用的情况，执行结果符合要求。"
    rate = chance.randint(900, 999) / 10
    lines = [
        ["项目支出绩效自评表"], ["（2023年度）"], ["项目名称", project], ["主管部门", unit, "实施单位", unit],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", "200", "180", "162", "10", "90%", "9"],
        ["年度总体目标", "预期目标", "实际完成情况"], ["", f"完成{project}年度任务，提升服务能力。", own],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    ]  # fmt: skip
    for row in range(12):
        level = ("产出指标", "数量指标") if row < 6 else ("效益指标", "社会效益指标")
        name = f"{chance.choice(_WORDS)}数量" if row % 2 else f"{project}第{row}项完成质量达标率"
        target, actual = (f"≥{row + 5}次", f"{row + 5 + number % 3}次") if row % 2 else ("≥85%", f"{rate}%")
        lines.append(["", *level, name, target, actual, "7.5", "7.5", shared if row == 3 else ""])
    lines.append(["总分", "", "", "", "", "", "100", "99", ""])
    return "\n".join("\t".join(line) for line in lines) + "\n"


def audited(folder: Path, files: int) -> tuple[Taken, Taken, int, int]:
    """Audit so many files as the command line does: what auditing each and comparing all took, how many forms, how many findings across."""
    paths = []
    for number in range(files):
        path = folder / f"{number:06}.txt"
        path.write_text(file(number), encoding="utf-8")
        paths.append(path)
    each, results = taken(lambda: list(pipeline.work(partial(pipeline.audit_one_of_many), paths)))
    alone = sum(len(result.findings) for result in results if isinstance(result, Audited))
    across, compared = taken(lambda: pipeline.compared(results))
    found = sum(len(result.findings) for result in compared if isinstance(result, Audited)) - alone
    return each, across, files * len(PROJECTS), found


class Bare(NamedTuple):
    """A text by its essence and its sketch."""

    essence: str
    sketch: bytes


def texts(count: int) -> Iterator[Bare]:
    """So many texts: two in a hundred copied with a change, five in a hundred one that all share."""
    for number in range(count):
        lot = random.Random(f"lot {number}").random()  # noqa: S311 - nothing secret
        copied = lot < 0.02 and number > 0
        text = sentence(random.Random(number - 1 if copied else number))  # noqa: S311 - nothing secret
        if copied:
            text = text.replace("次", "回", 2)
        elif lot < 0.07:
            text = f"按照批复的用途和进度使用资金，做到专款专用，没有发现截留挤占挪用的情况，第{number}号台账可查，群众反映良好。"
        bare = essence(text)
        yield Bare(bare, sketch(bare))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="测量大量文件连同相互对照的耗时")
    parser.add_argument("--forms", type=int, default=10_000, help="自评表的张数（默认 10000）")
    parser.add_argument("--texts", type=int, default=100_000, help="雷同查找的文字段数（默认 100000）")
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 150)
    shown = Table(title="审核和相互对照", title_justify="left")
    for heading in (
        "表",
        "逐个审核 秒",
        "其处理器 秒",
        "相互对照 秒",
        "其处理器 秒",
        "对照发现",
        "处理器合计 秒",
        "比上一行",
    ):
        shown.add_column(heading, justify="right")
    previous = 0.0
    for forms in (options.forms // 100, options.forms // 10, options.forms):
        with tempfile.TemporaryDirectory() as folder:
            each, across, count, found = audited(Path(folder), max(forms // len(PROJECTS), 1))
        total = each.processors + across.processors
        grown = f"{total / previous:.1f} 倍" if previous else "—"
        previous = total
        figures = (each.clock, each.processors, across.clock, across.processors)
        shown.add_row(str(count), *(f"{figure:.1f}" for figure in figures), str(found), f"{total:.1f}", grown)
    console.print(shown)
    searched = Table(title="雷同查找", title_justify="left")
    for heading in ("文字", "指纹 处理器秒", "查找 处理器秒", "雷同组", "比上一行"):
        searched.add_column(heading, justify="right")
    previous = 0.0
    for count in (options.texts // 100, options.texts // 10, options.texts):
        making, made = taken(lambda number=count: list(texts(number)))
        search, clusters = taken(lambda held=made: alike(held))
        grown = f"{search.processors / previous:.1f} 倍" if previous else "—"
        previous = search.processors
        searched.add_row(str(count), f"{making.processors:.2f}", f"{search.processors:.2f}", str(len(clusters)), grown)
    console.print(searched)
    return 0


if __name__ == "__main__":
    sys.exit(main())

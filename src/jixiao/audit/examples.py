"""Examples of checks: a fragment in the notation is completed to a whole form by statements of a sound one.

A statement replaces those of the sound form in the same slot: heads, funds, goals and 总分 by their keyword, indicators by their first
and second level, 字段 by its label, so that one row can be made faulty while the rest stays. A dash ("指标：-", "主管部门：-") takes all
sound statements of that keyword away, a dash for the third level ("指标：产出指标 / 时效指标 / -") those rows, "评价：-" the whole form, so
that the narrative stands alone.

An example of several files begins each with its name: "文件：今年.txt" for one that is audited, "对照：上年.txt" for one that the others
are only compared with.
"""

import msgspec

from jixiao.model import Submission, parse_notation

SOUND = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：医保政策宣传
主管部门：某市医疗保障局
实施单位：某市医疗保障事务中心
资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 100.00% | 得分 10
目标：预期 组织政策宣传，使参保群众了解待遇政策 | 实际 组织宣传11场，发放手册2100册
指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 11场 | 得分 20
指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 97% | 得分 10
指标：产出指标 / 时效指标 / 宣传活动按时完成率 | 分值 10 | 指标值 ≥90% | 实际值 96% | 得分 10
指标：产出指标 / 成本指标 / 每场活动成本 | 分值 10 | 指标值 ≤9万元 | 实际值 8.6万元 | 得分 10
指标：效益指标 / 社会效益指标 / 参保群众政策知晓率 | 分值 15 | 指标值 ≥80% | 实际值 84% | 得分 15
指标：效益指标 / 可持续影响指标 / 宣传栏持续使用月数 | 分值 15 | 指标值 ≥12个月 | 实际值 13个月 | 得分 15
指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 分值 10 | 指标值 ≥85% | 实际值 91% | 得分 10
总分：分值 100 | 得分 100
等级：优
结论：优。各项工作按计划开展，未达到目标的指标均在表中说明。
字段：填报日期 = 2024-01-15
备注：满意度为2023年12月问卷调查结果，发放问卷200份，收回有效问卷196份。
字段：联系人 = 财务科
"""
"""A form that no check complains of."""


def example(fragment: str) -> Submission:
    """Read a fragment completed to whole forms; raises NotationError where the notation is not understood."""
    return parse_notation(completed(fragment), name="example")


class Files(msgspec.Struct, frozen=True):
    """The files of an example: those audited, and those only compared with."""

    audited: tuple[Submission, ...]
    against: tuple[Submission, ...]


def example_files(fragment: str) -> Files:
    """Read a fragment of one or several files, each completed to whole forms."""
    parts: list[tuple[str, str, list[str]]] = [(_FILE, "example", [])]
    for line in map(str.strip, fragment.splitlines()):
        keyword, _, name = line.partition("：")
        if keyword in {_FILE, _AGAINST}:
            parts.append((keyword, name, []))
        else:
            parts[-1][2].append(line)
    if len(parts) > 1 and not any(parts[0][2]):
        del parts[0]
    read = [(keyword, parse_notation(completed("\n".join(lines)), name)) for keyword, name, lines in parts]
    return Files(*(tuple(each for kind, each in read if kind == wanted) for wanted in (_FILE, _AGAINST)))


_FILE = "文件"
_AGAINST = "对照"


def completed(fragment: str) -> str:
    """Complete a fragment: every form in it gets the statements of the sound form that it does not make itself."""
    forms: list[list[str]] = [[]]
    narrative: list[str] = []
    lines = list(filter(None, map(str.strip, fragment.splitlines())))
    for line in lines:
        if line.startswith(("叙述：", "事实：")):
            narrative.append(line)
        elif line.startswith("评价：") and forms[-1]:
            forms.append([line])
        else:
            forms[-1].append(line)
    if _NO_FORM in lines:
        forms = []
    return "\n".join([*(line for form in forms for line in _completed_form(form)), *narrative]) + "\n"


_NO_FORM = "评价：-"


def _completed_form(lines: list[str]) -> list[str]:
    own = [line for line in lines if not line.endswith("：-")]
    cleared = {_keyword(line) for line in lines if line.endswith("：-")}
    taken = {_slot(line) for line in own}
    form: list[str] = []
    for sound in SOUND.splitlines():
        replacing = [line for line in own if _slot(line) == _slot(sound)]
        if replacing:
            own = [line for line in own if line not in replacing]
            form += [line for line in replacing if not line.endswith(" / -")]
        elif _keyword(sound) not in cleared and _slot(sound) not in taken:
            form.append(sound)
    return form + own


def _keyword(line: str) -> str:
    return line.partition("：")[0]


def _slot(line: str) -> tuple[str, ...]:
    keyword, _, rest = line.partition("：")
    if keyword == "指标":
        return keyword, *(level.strip() for level in rest.split(" / ")[:2])
    if keyword == "字段":
        return keyword, rest.partition(" = ")[0].strip()
    return (keyword,)

"""IND-10, the hint: the name of a project says what it is about (信息化, 医疗救助, 档案), and neither goal nor indicators speak of it."""

import re
from collections.abc import Iterator

from jixiao.audit.case import Case
from jixiao.audit.faults import Fault
from jixiao.findings import Certainty, Severity
from jixiao.targets.quotation import quoted

_TOPICS = tuple(
    (topic, re.compile(named), re.compile(words))
    for topic, named, words in (
        (
            "信息化",
            r"信息化|信息系统|信息平台|网络运维|系统运维|系统运行|平台运维",
            r"信息|系统|平台|网络|数据|软件|硬件|运维|接口|等保|终端|机房|凭证|医保码|专网|编码|线上|刷脸|移动支付|专线|设备|电子|智能|互联网|联网",
        ),
        ("医疗救助", r"医疗救助|救助资金", r"救助|困难|低保|特困|资助|低收入|脱贫|兜底|贫困|因病致贫"),
        ("宣传", r"宣传", r"宣传|宣讲|知晓|舆论|海报|手册|折页|视频|媒体|公众号|解读|氛围"),
        ("培训", r"培训", r"培训|讲座|练兵|学员|授课|课程|队伍|业务能力|考试"),
        ("档案", r"档案", r"档案|归档|卷|整理|扫描|数字化|查阅"),
        ("举报奖励", r"举报", r"举报|奖励|线索|监督"),
        ("审计", r"审计", r"审计"),
        ("支付方式改革", r"支付方式改革|DRG|DIP", r"付费|DRG|DIP|病组|病种|支付方式|分组|点数|点值|总额"),
        ("长期护理保险", r"长期护理|长护", r"护理|失能|照护|长护"),
        ("离休干部", r"离休", r"离休|老干部|老干|伤残"),
    )
)


def name_left_unanswered(case: Case) -> Iterator[Fault]:
    """Tell of a form of which the name has one topic, with goals and indicators in plenty and not a word on it."""
    form = case.evaluation
    name = form.project_name or ""
    topics = [(topic, words) for topic, named, words in _TOPICS if named.search(name)]
    if len(topics) != 1 or form.kind != "project":
        return
    goals = [goal.expected for goal in form.goals if goal.expected]
    topic, words = topics[0]
    if not goals or len(case.rows) < _FEWEST or any(map(words.search, goals)):
        return
    said = (text for row in case.rows for text in (row.indicator.name, row.indicator.target, row.indicator.actual))
    results = (goal.actual for goal in form.goals)
    if any(words.search(text) for text in (*said, *results) if text):
        return
    yield case.finding(
        message=f"项目名称是{quoted(name)}，总体目标和{len(case.rows)}行指标没有一处说到{topic}，名称与内容不相干。",
        quotes=["project_name", "goals/0/expected"],
        suggestion="核对是否误抄了其他项目的目标和指标；目标和指标应当反映本项目资金要办的事。",
        severity=Severity.INFO,
        certainty=Certainty.POSSIBLE,
    )


_FEWEST = 3

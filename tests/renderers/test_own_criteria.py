"""The score by a form's own 评分标准 stands beside that of the rule pack, for people at a terminal and in the report."""

from html.parser import HTMLParser

import pytest

from jixiao import pipeline
from jixiao.model import parse_notation
from jixiao.renderers.report import report
from jixiao.renderers.terminal import show_scores, terminal_text
from jixiao.results import Audited

HEAD = "评价：department self_evaluation 2023 万元 部门整体支出绩效自评表\n"
ROWS = """\
指标：产出指标 / 数量指标 / 宣传场次 | 分值 10 | 指标值 ≥10场 | 实际值 8场 | 得分 9 | 评分标准 每少1场扣2分，扣完为止
指标：产出指标 / 质量指标 / 台账 | 分值 10 | 指标值 规范 | 实际值 建立台账 | 得分 10 | 评分标准 ①建立台账，得4分；②按季通报，得6分
指标：效益指标 / 社会效益指标 / 知晓率 | 分值 10 | 指标值 ≥80% | 实际值 84% | 得分 10 | 评分标准 参照去年做法
指标：满意度指标 / 服务对象满意度指标 / 满意度 | 分值 10 | 指标值 ≥85% | 实际值 91% | 得分 10
"""


@pytest.fixture
def criteria() -> Audited:
    submission = parse_notation(HEAD + ROWS)
    return Audited(path="自评表.txt", submission=submission, scorecards=pipeline.score(submission, ("mof-2020-10",)))


class Text(HTMLParser):
    """The text of a page and the classes of its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.classes: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- given by the parser
        self.classes += [value or "" for name, value in attrs if name == "class"]

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


def test_a_column_of_its_own_at_the_terminal(criteria: Audited) -> None:
    lines = terminal_text(lambda console: show_scores([criteria], console)).splitlines()
    assert any("表内标准" in line for line in lines)
    told = [line.split() for line in lines if line.strip()[:1] in set("1234")]
    assert [row[-2:] for row in told] == [["6", "8"], ["4～10", "0～10"], ["—", "10"], ["10", "10"]]


def test_the_trace_tells_how_the_criteria_were_applied(criteria: Audited) -> None:
    told = "".join(terminal_text(lambda console: show_scores([criteria], console, trace=True)).split())
    assert "表内标准低于2场，每次扣2分，10分－4分，得6分。" in told
    assert "表内标准没有读出如何记分，不能按表内评分标准计算。" in told


def test_the_report_shows_both_and_marks_what_the_criteria_do_not_give(criteria: Audited) -> None:
    page = Text(report([criteria]))
    assert [word for word in page.words if word.startswith("表内 ")] == ["表内 6", "表内 4～10", "表内 —"]
    assert page.classes.count("own disputed") == 1
    assert page.words.count("表内评分标准") == 3
    assert "低于2场，每次扣2分，10分 － 4分，得6分。" in page.words


def test_a_form_without_criteria_has_no_such_column() -> None:
    submission = parse_notation(HEAD + ROWS.splitlines()[-1])
    plain = Audited(path="a.txt", submission=submission, scorecards=pipeline.score(submission, ("mof-2020-10",)))
    assert "表内" not in terminal_text(lambda console: show_scores([plain], console, trace=True))
    assert not any(word.startswith("表内") for word in Text(report([plain])).words)

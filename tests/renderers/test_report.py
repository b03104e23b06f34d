import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao import pipeline
from jixiao.findings import Severity
from jixiao.model import Unread, parse_notation
from jixiao.places import Place
from jixiao.renderers.report import report
from jixiao.renderers.report.overview import overview
from jixiao.results import Audited, Failed

Make = Callable[..., Any]

VOID = {"meta", "link", "br", "hr", "img", "input", "path"}


class Page(HTMLParser):
    """The report as a reader of it sees it: ids, links, elements by class, balanced tags, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if "id" in attributes:
            self.ids[attributes["id"]] += 1
        if tag == "a":
            self.links.append(attributes["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.texts.append(data)

    def classed(self, *names: str) -> list[dict[str, str]]:
        return [attributes for _, attributes in self.elements if set(names) <= set(attributes.get("class", "").split())]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


@pytest.fixture
def page(audited: Audited) -> Page:
    return Page(report([audited]))


def test_every_link_leads_to_one_place_in_the_page(audited: Audited, failed: Failed) -> None:
    both = msgspec.structs.replace(audited, path="另一份.txt")
    page = Page(report([audited, both, failed]))
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert set(page.ids.values()) == {1}


def test_nothing_is_fetched_from_elsewhere(page: Page) -> None:
    for tag, attributes in page.elements:
        assert tag not in {"link", "img", "iframe", "object", "base", "form"}
        assert not {"src", "style", "onclick", "onload"} & set(attributes)


def test_the_policy_names_exactly_the_style_and_script_of_the_page(audited: Audited) -> None:
    html = report([audited])
    policy = re.search(r'Content-Security-Policy" content="(.*?)"', html)
    assert policy
    for tag in ("style", "script"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert content
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest.replace('+', '&#43;')}&#39;" in policy[
            1
        ] or f"'sha256-{digest}'" in unescaped(policy[1])
    assert "default-src 'none'" in unescaped(policy[1])


def unescaped(text: str) -> str:
    return text.replace("&#39;", "'").replace("&#43;", "+")


def test_a_finding_marks_its_cells_with_its_severity_and_number(page: Page) -> None:
    cell = next(attributes for _, attributes in page.elements if attributes.get("id") == "f1-e1-indicators-1-score")
    assert {"marked", "fatal"} <= set(cell["class"].split())
    assert len([mark for mark in page.classed("mark", "fatal") if mark["href"] == "#f1-n2"]) == 2
    assert "#f1-e1-indicators-1-score" in page.links


def test_a_cell_with_several_findings_wears_the_gravest(audited: Audited, finding: Make, quote: Make) -> None:
    more = (finding("WGT-09", Severity.INFO, quote("indicators/1/score")), *audited.findings)
    page = Page(report([msgspec.structs.replace(audited, findings=more)]))
    cell = next(attributes for _, attributes in page.elements if attributes.get("id") == "f1-e1-indicators-1-score")
    assert "fatal" in cell["class"].split()
    assert "info" not in cell["class"].split()


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ("indicators/2", "indicators-2-name"),
        ("indicators/1/level1", "indicators-0-level1"),
        ("level1_weights/产出指标", "indicators-0-level1"),
        ("indicators/3/level2", "indicators-3-level2"),
        ("indicators/0/remark", "indicators-0-remark"),
        ("funds/0/rate", "funds-0-rate"),
        ("fund_management/0/issue", "fund_management-0-issue"),
        ("goals/0", "goals-0-expected"),
        ("fields/0/value", "fields-0-value"),
        ("project_name", "project_name"),
        ("project_code", "project_code"),
        ("year", "year"),
        ("title", "title"),
        ("total_score", "total_score"),
        ("grade", "grade"),
        ("remark", "remark"),
        ("conclusion", "conclusion"),
    ],
)
def test_every_path_finds_its_cell_even_a_blank_one(
    audited: Audited, path: str, anchor: str, finding: Make, quote: Make
) -> None:
    one = (finding("STR-01", Severity.ERROR, quote(path, None)),)
    page = Page(report([msgspec.structs.replace(audited, findings=one)]))
    assert f"#f1-e1-{anchor}" in page.links
    cell = next(attributes for _, attributes in page.elements if attributes.get("id") == f"f1-e1-{anchor}")
    assert "marked" in cell["class"].split()


def test_a_path_that_the_page_does_not_show_is_quoted_without_a_link(
    audited: Audited, finding: Make, quote: Make
) -> None:
    one = (finding("STR-01", Severity.ERROR, quote("indicators/99/score", "7"), quote(None, "8", None)),)
    page = Page(report([msgspec.structs.replace(audited, findings=one)]))
    assert not any("99" in link for link in page.links)
    assert "7 原文第11行" in page.text


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"


def test_no_text_of_a_document_becomes_markup(audited: Audited, finding: Make, quote: Make, form_text: str) -> None:
    notation = form_text.replace("医保政策宣传", HOSTILE).replace("培训次数", HOSTILE).replace("总体较好。", HOSTILE)
    submission = msgspec.structs.replace(parse_notation(notation, HOSTILE), unread=audited.submission.unread)
    one = finding(HOSTILE, Severity.ERROR, quote("indicators/0/name", HOSTILE), title=HOSTILE, message=HOSTILE)
    result = msgspec.structs.replace(audited, path=HOSTILE, submission=submission, findings=(one,))
    html = report([result, Failed(path=HOSTILE, message=HOSTILE)])
    page = Page(html)
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert "img" not in {tag for tag, _ in page.elements}
    assert HOSTILE in page.text
    assert "49" not in page.text.split()


ONE_ROW = "评价：project self_evaluation 2023 - 自评表\n指标：产出指标 / 数量指标 / 次数 | 分值 10 | 得分 9\n"


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_any_text_leaves_the_page_whole(text: str) -> None:
    submission = parse_notation(ONE_ROW)
    first, *others = submission.evaluations[0].indicators
    rows = (msgspec.structs.replace(first, name=text, target=text, note=text), *others)
    form = msgspec.structs.replace(submission.evaluations[0], indicators=rows)
    page = Page(report([pipeline_result(msgspec.structs.replace(submission, evaluations=(form,)))]))
    assert [tag for tag, _ in page.elements].count("script") == 1


def pipeline_result(submission: object) -> Audited:
    return Audited(path="a.txt", submission=submission)  # type: ignore[arg-type]


def test_merged_levels_span_their_rows_and_the_derivations_beneath(page: Page) -> None:
    spans = [int(attributes["rowspan"]) for attributes in page.classed("level") if "rowspan" in attributes]
    assert spans == [4, 4, 2, 2, 2, 2]
    assert len(page.classed("trace")) == 5


def test_a_basis_whose_wording_is_unverified_is_marked(page: Page) -> None:
    assert [attributes for tag, attributes in page.elements if tag == "small" and attributes.get("class") == "caution"]
    assert "依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）第十六条※" in page.text
    assert page.text.count("条文措辞未经核对") == 1


def test_headers_have_a_scope(page: Page) -> None:
    assert all(attributes.get("scope") for tag, attributes in page.elements if tag == "th")


def test_every_score_unfolds_to_its_derivation(page: Page) -> None:
    unfolding = [attributes["href"][1:] for attributes in page.classed("unfold")]
    assert "f1-e1-indicators-1-name-row-trace" in unfolding
    details = {attributes["id"] for tag, attributes in page.elements if tag == "details" and "id" in attributes}
    assert set(unfolding) == details


def test_doubtful_cells_unread_text_and_stated_figures_are_shown(page: Page) -> None:
    assert [cell["id"] for cell in page.classed("doubtful")] == ["f1-e1-indicators-1-actual"]
    assert "联系电话处 看不出属于哪一栏。" in page.text
    assert "医保宣传 得分 97分" in page.text


def test_a_form_read_with_doubt_says_so_above_its_tables(audited: Audited, page: Page) -> None:
    told = "请先对照原件核对：本表有1个单元格读数存疑（标“疑”），另有1处内容没有读入或没有读懂，下面的得分和问题可能因此不准。"
    assert told in "".join(page.text.split())
    assert page.ids["f1-unread"] == 1
    sure = msgspec.structs.replace(audited, submission=msgspec.structs.replace(audited.submission, unread=()))
    assert "1处文字" not in Page(report([sure])).text
    plain = Audited(path="a.txt", submission=parse_notation("评价：project self_evaluation 2023 - 表\n总分：得分 90"))
    assert "请先对照原件核对" not in Page(report([plain])).text


def test_unread_text_is_told_beside_the_form_it_stands_in() -> None:
    (form,) = parse_notation("评价：project self_evaluation 2023 - 表").evaluations
    forms = tuple(msgspec.structs.replace(form, place=Place(line=line)) for line in (5, 20))
    unread = tuple(Unread(text="字", why="因。", place=Place(line=line)) for line in (1, 7, 30, 31, 32))
    submission = msgspec.structs.replace(parse_notation("叙述：全文"), evaluations=forms, unread=unread)
    view = overview([Audited(path="a.txt", submission=submission)])
    assert [form.unread for form in view.forms] == [2, 3]
    nowhere = (Unread(text="字", why="因。", place=Place()),)
    view = overview([Audited(path="a.txt", submission=msgspec.structs.replace(submission, unread=nowhere))])
    assert [form.unread for form in view.forms] == [1, 1]


def test_names_and_telephone_numbers_stay_out_of_the_report(form_text: str) -> None:
    signed = form_text.replace("字段：填报日期", "字段：联系人 = 甲某某\n字段：联系电话 = 000-0000\n字段：填报日期")
    page = Page(report([Audited(path="a.txt", submission=parse_notation(signed))]))
    assert "甲某某" not in page.text
    assert "000-0000" not in page.text
    assert "填报日期 2024-01-05" in page.text


def test_a_finding_about_the_file_links_to_the_cell_of_the_form_it_was_taken_from(
    form_text: str, finding: Make, quote: Make
) -> None:
    submission = parse_notation(form_text + form_text)
    lines = [form.cells["total_score"].line for form in submission.evaluations]
    quotes = [quote("total_score", "97", line) for line in lines]
    one = finding("STR-03", Severity.FATAL, *quotes, quote("total_score", "1", 999), evaluation=None)
    page = Page(report([Audited(path="a.txt", submission=submission, findings=(one,))]))
    assert [link for link in page.links if "total_score" in link] == ["#f1-e1-total_score", "#f1-e2-total_score"]


def test_forms_whose_rows_earn_no_points_show_no_recomputed_column() -> None:
    submission = parse_notation(
        "评价：transfer self_evaluation 2023 - 自评表\n指标：产出 / 数量 / 次数 | 指标值 1 | 实际值 1\n"
    )
    page = Page(report([Audited(path="a.txt", submission=submission, scorecards=pipeline.score(submission))]))
    assert page.classed("recomputed") == []


def test_scores_are_told_apart(page: Page) -> None:
    verdicts = {cell["id"][-7:]: cell["class"] for cell in page.classed("score") if "id" in cell}
    assert any("excess" in classes for classes in verdicts.values())
    assert page.classed("score", "full")
    assert page.classed("score", "deducted")


def test_a_full_score_that_the_rules_do_not_allow_is_not_shown_as_sound() -> None:
    submission = parse_notation(
        "评价：project self_evaluation 2023 - 自评表\n"
        "指标：产出指标 / 数量指标 / 宣传场次 | 分值 20 | 指标值 ≥12场 | 实际值 9场 | 得分 20\n"
        "指标：产出指标 / 数量指标 / 培训场次 | 分值 80 | 指标值 ≥12场 | 实际值 12场 | 得分 80\n"
    )
    cards = pipeline.score(submission, ("mof-2020-10",))
    page = Page(report([Audited(path="a.txt", submission=submission, scorecards=cards)]))
    assert [bool(page.classed("score", verdict)) for verdict in ("disputed", "full")] == [True, True]
    assert len(page.classed("score", "full")) == 1


def test_one_form_tells_its_total_beside_the_recomputed_one(page: Page) -> None:
    assert "自报得分 97 良" in page.text
    assert "与自报不符" in page.text
    assert 'id="index"' not in page.text


def test_several_packs_stand_side_by_side_under_short_names(audited: Audited) -> None:
    cards = pipeline.score(audited.submission, ("mof-2020-10", "mof-2021-101"))
    page = Page(report([msgspec.structs.replace(audited, scorecards=cards)]))
    assert "口径一（审核所用）：" in page.text
    assert "重算 口径一 重算 口径二" in page.text
    assert len([cell for cell in page.classed("recomputed") if "figure" in cell["class"]]) == 2 * (1 + 4 + 1)


def test_a_pack_that_did_not_apply_to_the_year_is_told_with_the_total(audited: Audited, page: Page) -> None:
    cards = pipeline.score(audited.submission, ("mingguang-2021",))
    assert (
        "只适用到2021年12月31日，重算结果仅供对照。"
        in Page(report([msgspec.structs.replace(audited, scorecards=cards)])).text
    )
    assert "仅供对照" not in page.text


def test_many_files_have_an_overview_and_failures_are_told_first(audited: Audited, failed: Failed) -> None:
    empty = Audited(path="空.txt", submission=parse_notation("叙述：无表。", "空.txt"))
    page = Page(report([audited, failed, empty]))
    assert page.ids["index"] == 1
    assert page.ids["f2"] == 1
    assert "1个文件未能审核" in page.text
    assert failed.message in page.text
    assert "没有识别出" in page.text


def test_a_transfer_form_without_scores_has_no_column_for_them() -> None:
    submission = parse_notation(
        "评价：transfer self_evaluation 2023 万元 转移支付自评表\n"
        "主管部门：国家医疗保障局\n"
        "指标：产出指标 / 数量指标 / 参保人数 | 指标值 ≥218万人 | 实际值 216.96万人\n"
        "总分：得分 90\n"
    )
    page = Page(report([Audited(path="a.txt", submission=submission)]))
    assert page.classed("score") == []
    assert page.classed("trace") == []
    assert "总分 90" in page.text
    spans = [int(attributes["rowspan"]) for attributes in page.classed("level") if "rowspan" in attributes]
    assert spans == [1, 1]


def test_a_goal_form_has_no_columns_for_what_is_not_done_yet() -> None:
    notation = "评价：project target 2025 - 目标表\n目标：预期 做好\n指标：产出 / 数量 / 次数 | 分值 90 | 指标值 ≥2次\n"
    page = Page(report([Audited(path="a.txt", submission=parse_notation(notation))]))
    assert "年度指标值" in page.text
    assert "实际完成" not in page.text
    assert "tfoot" not in {tag for tag, _ in page.elements}


def test_a_form_of_one_word_still_makes_a_page() -> None:
    page = Page(report([Audited(path="a.txt", submission=parse_notation("评价：department target - -"))]))
    assert "部门整体支出绩效目标表" in page.text
    assert "没有发现问题" in page.text


def test_a_row_read_with_little_confidence_says_so(audited: Audited) -> None:
    form = audited.submission.evaluations[0]
    rows = tuple(msgspec.structs.replace(row, confidence=0.5) for row in form.indicators)
    form = msgspec.structs.replace(form, indicators=rows)
    submission = msgspec.structs.replace(audited.submission, evaluations=(form,))
    assert "可信度 50%" in Page(report([msgspec.structs.replace(audited, submission=submission)])).text


def test_no_file_at_all_makes_an_empty_report() -> None:
    assert "0 张表" in Page(report([])).text


def test_the_same_results_make_the_same_page(audited: Audited, failed: Failed) -> None:
    assert report([audited, failed]) == report([audited, failed])

import re

import pytest

from jixiao import forms
from jixiao.findings import Certainty, Severity
from jixiao.papers.paging import pages
from jixiao.renderers.review import Letterhead, Material, opinion_papers, rectification_papers
from jixiao.renderers.review.issues import Demand, alike, demand
from jixiao.renderers.review.letters import chinese_number
from jixiao.renderers.review.wording import cells_named, places_listed, shortened
from tests.renderers.conftest import make_finding, make_quote
from tests.renderers.review.material import (
    MISSED,
    MONITORING,
    SOUND,
    TRANSFER,
    all_of,
    answering,
    audited,
    everything,
    grid_of,
    material,
    texts,
)

NOTHING = Letterhead()
HEAD = Letterhead(
    issuer="白露市财政局",
    number="白财绩函〔2024〕7号",
    date="2024年4月2日",
    deadline="2024年4月20日",
    contact="绩效科，0000-1234567",
)


@pytest.fixture
def told_at_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters that tell every problem, however long they get."""
    monkeypatch.setattr("jixiao.renderers.review.letters.MOST_PAGES", 99)


def numbered(paper: object) -> list[str]:
    return texts(paper, "heading1")  # type: ignore[arg-type]


@pytest.mark.usefixtures("told_at_length")
def test_a_letter_goes_to_each_unit_about_its_own_forms() -> None:
    letters = opinion_papers(material(MISSED, SOUND), NOTHING)
    assert [texts(letter, "addressee") for letter in letters] == [["白露市医疗保障事务中心："], ["霜降县医疗保障局："]]
    assert texts(letters[0], "title") == ["关于白露市医疗保障事务中心2023年度预算绩效自评的审核意见"]
    assert "档案整理" not in everything(letters[:1])


@pytest.mark.usefixtures("told_at_length")
def test_what_is_certain_is_a_fact_and_what_is_likely_a_suspicion() -> None:
    (letter,) = opinion_papers(material(MISSED), NOTHING)
    assert numbered(letter)[:3] == ["一、审核结果", "二、必须改正的问题", "三、应当说明的问题"]
    body = texts(letter, "body")
    fact = next(line for line in body if "应得22.5分" in line)
    assert fact.startswith("1．未达到目标却得满分。“宣传场次”年度指标值“≥12场”，实际完成值“9场”")
    assert "依据：财预〔2020〕10号第十六条。" in fact
    assert "处理：" in fact
    assert any(re.match(r"\d+．疑似“.+”，请核实。", line) for line in body)


@pytest.mark.parametrize(
    ("severity", "certainty", "wanted"),
    [
        (Severity.FATAL, Certainty.CERTAIN, Demand.CORRECT),
        (Severity.ERROR, Certainty.CERTAIN, Demand.CORRECT),
        (Severity.FATAL, Certainty.LIKELY, Demand.EXPLAIN),
        (Severity.ERROR, Certainty.POSSIBLE, Demand.EXPLAIN),
        (Severity.WARNING, Certainty.CERTAIN, Demand.EXPLAIN),
        (Severity.INFO, Certainty.CERTAIN, Demand.ADVICE),
        (Severity.INFO, Certainty.POSSIBLE, Demand.ADVICE),
    ],
)
def test_only_certain_faults_must_be_corrected(severity: Severity, certainty: Certainty, wanted: Demand) -> None:
    assert demand(make_finding("SCO-01", severity, certainty=certainty)) is wanted


@pytest.mark.usefixtures("told_at_length")
def test_what_a_person_has_to_give_is_a_gap_until_it_is_given() -> None:
    (letter,) = opinion_papers(material(MISSED), NOTHING)
    gaps = " ".join(texts(letter, "gap"))
    for what in ("发文字号", "反馈期限", "联系人及电话", "发文机关署名", "成文日期", "认定的得分"):
        assert what in gaps
    (letter,) = opinion_papers(material(MISSED), HEAD)
    assert texts(letter, "signature") == ["白露市财政局", "2024年4月2日"]
    assert texts(letter, "subtitle") == ["白财绩函〔2024〕7号"]
    assert any(line.startswith("请于2024年4月20日前逐项办理") for line in texts(letter, "body"))
    assert [gap for gap in texts(letter, "gap") if "待填写" in gap] == [
        "【待填写：重算结果为区间的自评表，认定的得分、总分和等级】"
    ]


@pytest.mark.usefixtures("told_at_length")
def test_unverified_wording_is_said_once_for_all_and_at_no_basis() -> None:
    (letter,) = opinion_papers(material(MISSED), NOTHING)
    told = everything([letter])
    assert told.count("措辞尚未与官方文本核对") == 1
    assert "未经核对" not in told
    assert "《项目支出绩效评价管理办法》（财预〔2020〕10号）第十一条、" in texts(letter, "gap")[-1]


def test_a_sound_form_is_told_to_be_without_problems_and_nothing_is_demanded() -> None:
    (letter,) = opinion_papers(material(SOUND), HEAD)
    assert any("没有发现问题。" in line for line in texts(letter, "body"))
    assert numbered(letter) == ["一、审核结果"]
    assert rectification_papers(material(SOUND), HEAD) == ()


def test_a_form_without_points_has_no_totals_to_compare() -> None:
    (letter,) = opinion_papers(material(TRANSFER), HEAD)
    assert any(line.startswith("各表的总分不能比较，原因见上表。") for line in texts(letter, "body"))
    assert grid_of(letter)[1][3:] == ["", "", "", "", "", "本表不设分值"]


@pytest.mark.usefixtures("told_at_length")
def test_a_monitoring_form_is_audited_and_not_recomputed() -> None:
    (alone,) = opinion_papers(material(MONITORING), HEAD)
    assert any("其中没有自评表，没有自评得分可以重算" in line for line in texts(alone, "body"))
    (both,) = opinion_papers(material(MISSED, MONITORING), HEAD)
    assert any("1张绩效自评表、1张绩效监控表" in line and "不作重算" in line for line in texts(both, "body"))


@pytest.mark.usefixtures("told_at_length")
def test_an_answered_problem_stands_apart_and_waits_for_a_decision() -> None:
    result = answering(audited(MISSED), "DEV-01", "雨季封路，改到次年补办。")
    (letter,) = opinion_papers(all_of([result]), HEAD)
    assert "四、你单位已作说明的问题" in numbered(letter)
    assert any("你单位说明：雨季封路，改到次年补办。（财务科）。" in line for line in texts(letter, "body"))
    assert "【待填写：对上述说明是否采信及理由】" in texts(letter, "gap")
    assert "DEV-01" not in everything(rectification_papers(all_of([result]), HEAD))


@pytest.mark.usefixtures("told_at_length")
def test_problems_of_the_reading_are_told_to_the_reviewer_and_not_to_the_unit() -> None:
    result = audited(MISSED)
    problem = forms.reading_problems["READ-02"].finding("本表有2个单元格读数存疑。", evaluation=0)
    whole = make_finding("NAR-01", Severity.WARNING, make_quote(None, "全文一句"), evaluation=None)
    (letter,) = opinion_papers(all_of([type(result)(
        path=result.path, submission=result.submission, scorecards=result.scorecards,
        findings=(*result.findings, problem, whole),
    )]), HEAD)  # fmt: skip
    assert not any("读数存疑" in line for line in texts(letter, "body"))
    assert any("“医保宣传进乡村”（2023年度）：本表有2个单元格读数存疑。" in line for line in texts(letter, "gap"))
    assert any(line.endswith("材料全文") for line in texts(letter, "heading2"))


def test_many_alike_stand_under_one_number() -> None:
    quotes = [make_quote(f"indicators/{number}/score", line=20 + number) for number in range(3)]
    findings = [make_finding("SCO-02", Severity.ERROR, quote) for quote in quotes]
    other = make_finding("SCO-02", Severity.ERROR, certainty=Certainty.LIKELY)
    assert [len(group) for group in alike([findings[0], other, *findings[1:]])] == [3, 1]
    result = audited(MISSED)
    (letter,) = opinion_papers(all_of([type(result)(
        path=result.path, submission=result.submission, scorecards=result.scorecards, findings=tuple(findings),
    )]), HEAD)  # fmt: skip
    body = texts(letter, "body")
    at = next(number for number, line in enumerate(body) if line.startswith("1．得分超过分值，共3处。"))
    assert [line[:3] for line in body[at + 1 : at + 4]] == ["（1）", "（2）", "（3）"]
    assert body[at + 1].endswith("（见“宣传场次”的得分）")
    assert "原文第" not in "".join(body)


def test_the_rectification_notice_brings_a_list_to_be_filled_in() -> None:
    notice, register = rectification_papers(material(MISSED), HEAD)
    assert texts(notice, "title") == ["关于白露市医疗保障事务中心2023年度预算绩效自评问题整改的通知"]
    assert "建议" not in " ".join(numbered(notice))
    assert any("整改期限：2024年4月20日" in line for line in texts(register, "small"))
    headings, *lines = grid_of(register)
    assert headings == ["序号", "具体情况", "位置", "责任部门和责任人", "整改情况", "佐证材料", "编号"]
    rows = [line for line in lines if len(line) == len(headings)]
    assert [line[0] for line in rows] == [str(number) for number in range(1, len(rows) + 1)]
    assert all(line[3:6] == ["", "", ""] and line[6] for line in rows)
    across = [line[0] for line in lines if len(line) == 1]
    assert [text[:4] for text in across if text.endswith("个）")] == ["必须改正", "应当说明"]
    assert any(text.startswith("1．") and "依据：财预〔2020〕10号" in text and "处理：" in text for text in across)


def test_the_places_and_what_is_to_be_done_stand_in_the_list_and_not_in_the_notice() -> None:
    notice, register = rectification_papers(material(MISSED), HEAD)
    body = "".join(texts(notice, "body"))
    assert "原文第" not in body
    assert "处理：" not in body
    assert "原文第" in everything([register])
    assert "处理：" in everything([register])


def many(count: int, *, forms: int = 1) -> Material:
    """Forms of one unit, each with so many problems of three kinds, told at length."""
    results = []
    for form in range(forms):
        result = audited(MISSED.replace("医保宣传进乡村", f"医保宣传进乡村{form}"))
        findings = tuple(
            make_finding(
                f"SCO-0{1 + number % 3}",
                Severity.INFO if number % 3 == 2 else Severity.ERROR,
                make_quote("indicators/0/score", line=20 + number),
                title=f"第{number % 3}类问题",
                message=f"第{number}处的说明。" + "很长的说明。" * 20,
                certainty=Certainty.LIKELY if number % 3 == 1 else Certainty.CERTAIN,
            )
            for number in range(count)
        )
        results.append(
            type(result)(
                path=f"{form}.txt", submission=result.submission, scorecards=result.scorecards, findings=findings
            )
        )
    return all_of(results)


def test_a_letter_that_would_be_long_tells_kinds_and_leaves_the_places_to_an_annex() -> None:
    (brief,) = opinion_papers(many(3), HEAD)
    assert "很长的说明。" in "".join(texts(brief, "body"))
    letter, annex = opinion_papers(many(60), HEAD)
    assert pages(letter) <= 3
    body = texts(letter, "body")
    assert "1．第0类问题（第1至20项）。依据：财预〔2020〕10号第十六条。" in body
    assert "1．疑似、请核实的：第1类问题（第21至40项）。" in body
    assert "建议20个，见附件第41至60项，请在编制绩效目标和填报自评表时参考。" in body
    assert "附件：绩效自评审核问题清单" in body
    assert "很长的说明。" not in "".join(body)
    rows = [line for line in grid_of(annex) if len(line) == 3][1:]
    assert [line[0] for line in rows] == [str(number) for number in range(1, 61)]
    assert sorted(int(line[1].removeprefix("第").split("处")[0]) for line in rows) == list(range(60))


def test_a_long_notice_is_cut_to_kinds_as_well_and_an_annex_of_several_forms_names_them() -> None:
    notice, register = rectification_papers(many(40, forms=2), HEAD)
    assert pages(notice) <= 3
    assert "很长的说明。" not in "".join(texts(notice, "body"))
    headings, *lines = grid_of(register)
    assert headings[1] == "自评表"
    rows = [line for line in lines if len(line) == len(headings)]
    assert {line[1] for line in rows} == {"“医保宣传进乡村0”（2023年度）", "“医保宣传进乡村1”（2023年度）"}


def test_a_sentence_of_many_cases_is_cut_after_a_whole_one() -> None:
    case = "“宣传场次”最多1分，自报2分"
    assert shortened(f"共有{case}。") == f"共有{case}。"
    cut = shortened("；".join([case] * 20) + "。")
    assert len(cut) <= 130
    assert set(cut.removesuffix("；其余见整改清单。").split("；")) == {case}
    whole = "宣传" * 100
    assert shortened(whole) == whole


def test_cells_are_named_by_row_and_column_without_places() -> None:
    evaluation = audited(MISSED).submission.evaluations[0]
    quotes = [
        make_quote(f"indicators/{number}/{field}", line=20 + number)
        for number in (0, 1, 2)
        for field in ("score", "weight")
    ]
    finding = make_finding("SCO-02", Severity.ERROR, *quotes)
    told = cells_named(finding, evaluation)
    assert told.startswith(f"“{evaluation.indicators[0].name}”的得分、分值；")
    assert told.endswith("等3行")
    assert "原文" not in told
    assert places_listed(finding, evaluation) == "原文第20、21、22行的得分、分值"
    one = make_finding("SCO-02", Severity.ERROR, *quotes[:2])
    assert places_listed(one, evaluation) == f"原文第20行，“{evaluation.indicators[0].name}”的得分、分值"
    unlike = make_finding("SCO-02", Severity.ERROR, quotes[0], make_quote("total_score", line=None), quotes[3])
    assert places_listed(unlike, evaluation).split("；")[1] == "总分"
    assert cells_named(make_finding("NAR-01", Severity.WARNING, make_quote(None, "全文", line=7)), None) == "原文第7行"


@pytest.mark.usefixtures("told_at_length")
def test_how_many_totals_are_admitted_is_said_in_words() -> None:
    def told(*forms: str) -> str:
        (letter,) = opinion_papers(material(*forms), HEAD)
        return texts(letter, "body")[2]

    alike = MISSED.replace("医保宣传进乡村", "医保宣传进社区")
    of_one = SOUND.replace("霜降县医疗保障局", "白露市医疗保障事务中心")
    unscored = TRANSFER.replace("实施单位：白露市医疗保障局", "实施单位：白露市医疗保障事务中心")
    assert told(MISSED).startswith("自评总分不在重算范围之内。")
    assert told(of_one).startswith("自评总分在重算范围之内。")
    assert told(of_one, of_one.replace("档案整理", "窗口改造")).startswith("自评总分均在重算范围之内。")
    assert told(MISSED, alike, of_one).startswith("自评总分不在重算范围之内的2张。")
    assert told(unscored, MISSED, of_one).startswith("3张自评表中，总分可以比较的2张，自评总分不在重算范围之内的1张。")


@pytest.mark.usefixtures("told_at_length")
def test_forms_of_two_files_that_name_no_unit_are_not_taken_for_one() -> None:
    nameless = "\n".join(line for line in MISSED.splitlines() if not line.startswith(("主管部门", "实施单位"))) + "\n"
    assert len(opinion_papers(material(nameless, nameless), NOTHING)) == 2


@pytest.mark.usefixtures("told_at_length")
def test_forms_that_name_no_unit_leave_the_addressee_open() -> None:
    nameless = "\n".join(line for line in MISSED.splitlines() if not line.startswith(("主管部门", "实施单位"))) + "\n"
    (letter,) = opinion_papers(material(nameless), NOTHING)
    assert texts(letter, "title")[0].startswith("关于【待填写：单位名称】2023年度")
    assert any("主送机关" in gap for gap in texts(letter, "gap"))
    (letter,) = opinion_papers(material(nameless), Letterhead(addressee="白露市卫生健康委员会"))
    assert texts(letter, "addressee") == ["白露市卫生健康委员会："]


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九"), (100, "100")],
)
def test_chinese_numbers(number: int, words: str) -> None:
    assert chinese_number(number) == words

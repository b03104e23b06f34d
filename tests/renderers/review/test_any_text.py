"""Whatever a form says, every paper lays out, and says it."""

import io

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao import pipeline
from jixiao.model import Evaluation, Fund, Indicator, Submission
from jixiao.papers import Grid, Paper, excel, grids, word
from jixiao.places import Source
from jixiao.renderers import review
from tests.renderers.review.material import all_of

SOURCE = Source(name="表.txt", sha256="0", media_type="text/plain", reader="text")

said = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)
figures = st.sampled_from(
    ["10", "0", "-3", "9.99", "100%", "=1+1", "+8", "12场", "≥90%", "2024年3月底前", "达成预期指标", "1,200.5"]
)
cells = st.none() | said | figures
indicators = st.builds(
    Indicator,
    level1=cells,
    level2=cells,
    name=cells,
    weight=cells,
    target=cells,
    actual=cells,
    score=cells,
    rule=cells,
    note=cells,
)
funds = st.builds(
    Fund, label=cells, initial=cells, adjusted=cells, executed=cells, weight=cells, rate=cells, score=cells
)
evaluations = st.builds(
    Evaluation,
    kind=st.sampled_from(["project", "transfer", "department"]),
    form=st.sampled_from(["self_evaluation", "self_evaluation", "review", "target", "monitoring"]),
    year=st.none() | st.integers(2000, 2030),
    project_name=cells,
    supervisor=cells,
    implementer=cells,
    amount_unit=st.sampled_from([None, "元", "万元", "万美元"]),
    funds=st.lists(funds, max_size=3).map(tuple),
    indicators=st.lists(indicators, max_size=6).map(tuple),
    total_score=cells,
    grade=cells,
)


def papers_of(forms: list[Evaluation]) -> list[Paper]:
    result = pipeline.examine(Submission(source=SOURCE, evaluations=tuple(forms)), path="表.txt")
    material = all_of([result])
    head = review.Letterhead()
    return [
        *review.recheck_papers(material),
        *review.opinion_papers(material, head),
        *review.rectification_papers(material, head),
        *review.summary_papers(material),
        *review.sampling_papers(material, review.Plan(size=1)),
    ]


@settings(max_examples=60)
@given(st.lists(evaluations, min_size=1, max_size=3))
def test_every_paper_covers_its_grids(forms: list[Evaluation]) -> None:
    for paper in papers_of(forms):
        for block in paper.blocks:
            if isinstance(block, Grid):
                grids.check(block)


@settings(max_examples=15)
@given(evaluations)
def test_every_paper_becomes_a_file_without_formulas(form: Evaluation) -> None:
    papers = papers_of([form])
    assert word.write(papers)
    book = openpyxl.load_workbook(io.BytesIO(excel.write(papers)))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_text_of_many_pages_comes_out_whole() -> None:
    long = "逐项核对佐证材料。" * 900
    row = Indicator(
        level1="产出指标", level2="数量指标", name="核对次数", weight="10", target=long, actual="完成", score="10"
    )
    (paper, *_) = papers_of([Evaluation(project_name="核对", indicators=(row,))])
    grid = [block for block in paper.blocks if isinstance(block, Grid)][1]
    assert any(cell.text == long for cell in grid.cells)
    assert not any(long in cell.text for cell in grid.cells if cell.column == 13)

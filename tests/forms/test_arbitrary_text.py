"""Whatever a file holds, the recogniser answers: no text and no table makes it fail."""

import re
from random import Random
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.documents import Cell, Document, Table
from jixiao.forms import recognise
from jixiao.forms.words import words
from jixiao.places import Source
from jixiao.readers import UnreadableFileError
from tests.forms import generated
from tests.forms.generated import Drawn, drawn, read_text

_VOCABULARY = sorted(
    {
        word
        for group in (
            words().indicator_columns,
            words().fund_columns,
            words().head_labels,
            words().goals,
            words().management,
            words().levels,
            {
                "totals": words().totals,
                "frames": words().frames,
                "funds": words().fund_labels,
                "titles": ["项目绩效自评表"],
            },
        )
        for texts in group.values()
        for word in texts
    }
)
_CELLS = st.one_of(
    st.sampled_from(_VOCABULARY),
    st.sampled_from(
        ["10", "100", "8.5", "90%", "≥90%", "—", "", "优", "√", "确定能", "2023年", "1,234.56", "12345678", "指标1："]
    ),
    st.text(max_size=6),
)


def answers(text: str) -> None:
    """Read a text all the way; a refusal by the reader is an answer too."""
    try:
        document = read_text(text)
    except UnreadableFileError:
        return
    recognise(document)


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    answers(text.encode("utf-8", "ignore").decode())


@settings(max_examples=60)
@given(
    st.lists(_CELLS, max_size=60),
    st.lists(st.sampled_from(["\t", "\n", "\n\t", "|", "", " ", "  ", "\n\n", "："]), min_size=1),
)
def test_any_heap_of_form_words_is_answered(pieces: list[str], separators: list[str]) -> None:
    text = "".join(piece + separators[index % len(separators)] for index, piece in enumerate(pieces))
    answers(text.encode("utf-8", "ignore").decode())


@settings(max_examples=40)
@given(
    form=drawn(), chance=st.randoms(use_true_random=False), way=st.sampled_from(["tabs", "pipes", "stream", "lines"])
)
def test_any_shuffled_form_is_answered(form: Drawn, chance: Random, way: str) -> None:
    pieces = re.split(r"(?<=[\n\t|])", getattr(generated, f"as_{way}")(form))
    chance.shuffle(pieces)
    answers("".join(pieces[: chance.randint(1, len(pieces))]))


@st.composite
def tables(draw: st.DrawFn) -> Document:
    """A real table with any cells anywhere, overlapping ones too."""
    cells = draw(
        st.lists(
            st.builds(
                Cell,
                row=st.integers(0, 9),
                column=st.integers(0, 9),
                text=_CELLS,
                row_span=st.integers(1, 3),
                column_span=st.integers(1, 3),
                confidence=st.floats(0, 1),
            ),
            max_size=60,
        )
    )
    qualities: tuple[Literal["grid", "ragged", "stream"], ...] = ("grid", "ragged", "stream")
    return Document(
        source=Source(name="any", sha256="", media_type="", reader="word"),
        blocks=(Table(cells=tuple(cells), fidelity=draw(st.sampled_from(qualities))),),
    )


@settings(max_examples=60)
@given(tables())
def test_any_table_is_answered(document: Document) -> None:
    recognise(document)


@settings(max_examples=60)
@given(
    head=st.permutations(["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]),
    data=st.data(),
)
def test_any_rows_below_a_heading_are_answered(head: list[str], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.lists(_CELLS, max_size=9), max_size=6))
    separator = data.draw(st.sampled_from(["\t", "|", " ", "  ", "\n", ""]))
    answers("\n".join(separator.join(row) for row in [head, *rows]).encode("utf-8", "ignore").decode())


def test_one_heading_word_without_end_is_none() -> None:
    document = read_text("一级指标\t三级指标\t年度指标值\t" + "得分\t" * 9 + "\n产出指标\t场次\t≥1场\t1\n")
    assert recognise(document).evaluations == ()


@pytest.mark.parametrize(
    "text",
    [
        "得分",
        "总分",
        "总分 100",
        "项目名称：",
        "一级指标 二级指标 三级指标 得分",
        "“”自评得分9分",
        "实际完成值\n三级指标\n一级指标",
    ],
)
def test_a_lone_word_is_answered(text: str) -> None:
    answers(text)

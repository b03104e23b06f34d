"""Nearly equal texts are found among many, whatever their order, and boilerplate costs no more than its number."""

import random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.facts import alike, similarity
from jixiao.facts.fingerprints import essence, sketch

CLAUSES = (
    "组织业务骨干深入乡镇讲解政策",
    "现场解答群众关心的缴费年限问题",
    "完成机房设备更换和线路改造",
    "对疑点数据逐条核实并约谈负责人",
    "开展入户评估并公示评估结果",
    "整理历年纸质档案并逐卷扫描",
    "邀请第三方机构抽查住院病历",
    "建立问题台账逐项销号",
    "联合公安部门查处冒名就医",
)


class Bare(NamedTuple):
    essence: str
    sketch: bytes


def bare(text: str) -> Bare:
    plain = essence(text)
    return Bare(plain, sketch(plain))


def written(number: int) -> str:
    chance = random.Random(number)  # noqa: S311 - nothing secret
    return "，".join(f"{clause}{chance.randint(2, 9999)}次" for clause in chance.sample(CLAUSES, 6)) + "。"


def test_layout_makes_no_difference() -> None:
    assert essence("“一是”加强 监管，（二是）强化宣传。") == essence("一是加强监管,二是强化宣传")


def test_copies_are_found_among_two_thousand() -> None:
    texts = [written(number) for number in range(2000)]
    for number in range(0, 2000, 50):
        texts[number + 1] = texts[number].replace("逐", "按", 1).replace("次，", "回，", 1)
    clusters = alike([bare(text) for text in texts])
    found = {(cluster.first, place) for cluster in clusters for place, _ in cluster.others}
    expected = {(number, number + 1) for number in range(0, 2000, 50)}
    assert len(found & expected) >= 39
    assert len(found - expected) <= 2


def test_what_thousands_share_is_one_cluster() -> None:
    texts = [
        f"按照批复的用途和进度使用资金，没有发现截留挤占挪用的情况，台账第{number}号，执行结果符合要求，群众反映良好"
        for number in range(3000)
    ]
    (cluster,) = alike([bare(text) for text in texts])
    assert cluster.first == 0
    assert len(cluster.others) == 2999


def test_equal_texts_have_similarity_one() -> None:
    (cluster,) = alike([bare(written(1)), bare(written(2)), bare(written(1))])
    assert cluster.others == ((2, 1.0),)


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_to_compare(count: int) -> None:
    assert alike([bare(written(number)) for number in range(count)]) == []


def test_short_texts_have_a_sketch_too() -> None:
    assert len(sketch("短")) == 4
    assert alike([bare("短"), bare("短")])[0].first == 0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=40))
def test_every_member_is_alike_to_the_first_and_stands_in_one_cluster(numbers: list[int]) -> None:
    texts = [bare(written(number)) for number in numbers]
    seen: list[int] = []
    for cluster in alike(texts):
        for place, share in cluster.others:
            assert share == pytest.approx(similarity(texts[cluster.first].essence, texts[place].essence))
            assert place > cluster.first
        seen += [cluster.first, *(place for place, _ in cluster.others)]
    assert len(seen) == len(set(seen))
    assert all(place in seen for place, number in enumerate(numbers) if numbers.count(number) > 1)

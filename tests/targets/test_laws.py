"""Laws that hold for every text and every pair of figures."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from jixiao.targets import Comparison, Compound, Direction, Outcome, compare, parse, to_json
from jixiao.targets.grammar import LONGEST
from jixiao.targets.lexicon import AIMS, PREFIXES, SUFFIXES

FRAGMENTS = (
    "≥ ≤ > < = >= 不低于 不超过 以上 以下 以内 左右 达到 控制在 约 近 超过 90 100 0 0.5 1,200 1,2 9.9e3 20250211 "
    "2024年 12月 底 前 30日 "
    "第三季度 % ‰ 万 亿 元 万元 人 人次 个月 分钟 次 个百分点 / 每 每人 每月 ， 、 ； 且 ( ) （含） - ~ 至 到 "
    "同比 下降 提升 逐年 全覆盖 未完成 达成预期指标 无 零 三 十 三十万 百分之 分之 两 余 "
    "多 ① ½ \u200b 药品 参保率 全国平均水平 未 不 x e ￥ 。 :"
).split(" ")
texts = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(FRAGMENTS), max_size=9).map("".join))
figures = st.decimals(min_value=0, max_value=10_000, places=2)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
positive_targets = st.sampled_from(["≥{}%", "不低于{}%", ">{}%", "{}%以上", "{}%", "达到{}%", "{}%左右"])
reverse_targets = st.sampled_from(["≤{}万元", "不超过{}万元", "<{}万元", "{}万元以内", "{}万元", "控制在{}万元"])
RANK = {Outcome.MISSED: 0, Outcome.UNDECIDED: 1, Outcome.REACHED: 2}


@given(texts)
@example("")
@example("\u200b")
@example("\u200b90\u200b%")
@example("长" * (LONGEST + 1))
def test_tokens_cover_the_text_exactly(text: str) -> None:
    value = parse(text)
    assert value.text == text
    spans = value.spans
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
    assert [start for start, _ in spans[1:]] == [end for _, end in spans[:-1]]


@given(
    st.lists(
        st.sampled_from([*FRAGMENTS, *PREFIXES, *SUFFIXES, *AIMS, "已", "均", "完成", "目标", "提高"]), max_size=4
    ),
    st.integers(1, 200),
)
@settings(deadline=timedelta(milliseconds=500), max_examples=50)
def test_repetition_takes_no_time(fragments: list[str], times: int) -> None:
    parse(("".join(fragments) * times)[:LONGEST])


@given(texts)
def test_parts_are_stretches_of_the_text(text: str) -> None:
    value = parse(text)
    for part in value.parts if isinstance(value, Compound) else ():
        assert part.text in text
        assert all(0 <= start < end <= len(text) for start, end in part.spans)


@given(texts)
def test_json_is_plain(text: str) -> None:
    def check(content: object) -> None:
        if isinstance(content, dict):
            assert all(isinstance(name, str) for name in content)
            for inside in content.values():
                check(inside)
        elif isinstance(content, list):
            for inside in content:
                check(inside)
        else:
            assert type(content) in (str, bool, int)

    check(to_json(parse(text)))


@given(texts, texts, texts, texts)
def test_comparing_never_raises(target: str, actual: str, name: str, level2: str) -> None:
    found = compare(target, actual, name=name, level2=level2)
    assert isinstance(found, Comparison)
    assert found.because
    assert found.gap is None or found.gap >= 0


@given(texts)
def test_a_text_never_misses_itself(text: str) -> None:
    found = compare(text, text)
    assert found.outcome != Outcome.MISSED or parse(text).__class__.__name__ == "Achievement"


@given(positive_targets, figures, figures, figures)
def test_more_is_never_worse_for_a_positive_target(shape: str, goal: Decimal, one: Decimal, two: Decimal) -> None:
    less, more = sorted((one, two))
    lower, higher = (compare(shape.format(goal), f"{value}%", name="合格率") for value in (less, more))
    assert lower.direction == higher.direction
    if lower.direction == Direction.POSITIVE:
        assert RANK[lower.outcome] <= RANK[higher.outcome]


@given(reverse_targets, figures, figures, figures)
def test_less_is_never_worse_for_a_reverse_target(shape: str, goal: Decimal, one: Decimal, two: Decimal) -> None:
    less, more = sorted((one, two))
    lower, higher = (compare(shape.format(goal), f"{value}万元", name="项目成本") for value in (less, more))
    assert lower.direction == higher.direction == Direction.REVERSE
    assert RANK[lower.outcome] >= RANK[higher.outcome]


@given(st.sampled_from(["≥{}", "≤{}", "={}", ">{}", "<{}", "{}以上", "不超过{}"]), figures, figures)
def test_yuan_or_ten_thousand_yuan_makes_no_difference(shape: str, goal: Decimal, done: Decimal) -> None:
    plain = compare(shape.format(f"{goal}万元"), f"{done}万元")
    mixed = compare(shape.format(f"{goal}万元"), f"{done * 10_000}元")
    small = compare(shape.format(f"{goal * 10_000}元"), f"{done}万元")
    assert plain.outcome == mixed.outcome == small.outcome
    assert plain.gap == mixed.gap
    assert plain.gap is not None
    assert small.gap is not None
    assert small.gap == plain.gap * 10_000


@given(st.sampled_from(["≥{}%", "≤{}%", "{}%-100000%", "{}%以上", "{}%"]), figures, figures)
def test_full_width_makes_no_difference(shape: str, goal: Decimal, done: Decimal) -> None:
    wide = str.maketrans("0123456789%.", "０１２３４５６７８９％．")
    target, actual = shape.format(goal), f"{done}%"
    plain, widened = compare(target, actual), compare(target.translate(wide), actual.translate(wide))
    assert (plain.outcome, plain.gap, plain.ratio) == (widened.outcome, widened.gap, widened.ratio)


@given(figures, figures)
def test_a_gap_closes_the_distance(goal: Decimal, done: Decimal) -> None:
    found = compare(f"≥{goal}家", f"{done}家")
    assert found.gap == max(goal - done, Decimal(0))
    assert (found.outcome == Outcome.REACHED) == (done >= goal)


@given(figures, figures, figures)
def test_a_range_is_reached_inside_only(one: Decimal, two: Decimal, done: Decimal) -> None:
    low, high = sorted((one, two))
    found = compare(f"{low}-{high}个月", f"{done}个月")
    assert (found.outcome == Outcome.REACHED) == (low <= done <= high)


@given(days, days)
def test_a_day_is_in_time_up_to_its_limit(limit: date, day: date) -> None:
    shown = [f"{value.year}年{value.month}月{value.day}日" for value in (limit, day)]
    found = compare(f"{shown[0]}前", shown[1])
    assert found.outcome == (Outcome.REACHED if day <= limit else Outcome.MISSED)
    assert found.gap == max((day - limit).days, 0)

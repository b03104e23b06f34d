"""Examples are completed by statements of the sound form, slot by slot."""

from jixiao.audit.examples import SOUND, completed, example


def test_nothing_gives_the_sound_form() -> None:
    assert completed("") == SOUND


def test_statement_replaces_its_slot_where_it_stands() -> None:
    lines = completed("指标：产出指标 / 质量指标 / 别的 | 分值 10\n字段：联系人 = 办公室\n等级：良").splitlines()
    sound = SOUND.splitlines()
    assert len(lines) == len(sound)
    assert [new for new, old in zip(lines, sound, strict=True) if new != old] == [
        "指标：产出指标 / 质量指标 / 别的 | 分值 10",
        "等级：良",
        "字段：联系人 = 办公室",
    ]


def test_dash_takes_away() -> None:
    form = example("主管部门：-\n指标：产出指标 / 时效指标 / -\n资金：-").evaluations[0]
    assert form.supervisor is None
    assert form.funds == ()
    assert "时效指标" not in {indicator.level2 for indicator in form.indicators}
    assert len(form.indicators) == 6


def test_clearing_all_rows_keeps_the_example_s_own() -> None:
    form = example("指标：-\n指标：产出指标 / 数量指标 / 甲 | 分值 90").evaluations[0]
    assert [indicator.name for indicator in form.indicators] == ["甲"]


def test_every_form_is_completed_and_narrative_comes_last() -> None:
    submission = example(
        "叙述：正文\n评价：project self_evaluation 2022 元\n事实：- | 项目数 | 2 | 个\n评价：project self_evaluation 2023 元\n项目名称：乙"
    )
    assert [(form.year, form.project_name) for form in submission.evaluations] == [(2022, "医保政策宣传"), (2023, "乙")]
    assert [passage.text for passage in submission.narrative.text] == ["正文"]
    assert submission.narrative.facts[0].value == "2"

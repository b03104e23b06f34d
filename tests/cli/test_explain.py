from jixiao.audit import checks
from jixiao.forms import reading_problems
from jixiao.scoring import packs
from tests.cli.command_line import Run


def test_explain_tells_all_about_every_check(run: Run) -> None:
    for check in checks:
        shown = run("explain", check.code.lower()).stdout
        assert check.title in shown
        assert ("条文措辞未经核对" in "".join(shown.split())) == any(not article.verified for article in check.basis)
        for heading in ("定义", "为什么要紧", "怎么改", "依据", "有问题的例子"):
            assert heading in shown


def test_explain_tells_of_the_problems_of_reading_too(run: Run) -> None:
    for problem in reading_problems:
        shown = run("explain", problem.code.lower()).stdout
        assert problem.title in shown
        assert problem.remedy[:10] in "".join(shown.split())


def test_list_names_everything_there_is(run: Run) -> None:
    shown = run("list", "checks").stdout
    assert all(check.code in shown for check in checks)
    assert all(problem.code in shown for problem in reading_problems)
    rules = run("list", "rules").stdout
    assert all(pack.code in rules for pack in packs)
    assert "T1" in run("list", "layouts").stdout

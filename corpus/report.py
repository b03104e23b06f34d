"""Precision and recall of every check, on the corpus and on planted errors: python3 dev.py corpus writes docs/quality.md.

With `--all` every sound form takes every error, and the counts are printed instead; the page rests on the first hosts only, so that
the tests can hold it to what the program does.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import msgspec

from corpus.forms_read import audited, expected, hosts, layout, named, sound
from corpus.transplant import Planted, Unfit, plant
from jixiao.audit import FAMILIES, Check, checks

PAGE = Path(__file__).resolve().parent.parent / "docs" / "quality.md"
HOSTS = 4
"""Hosts of which the page tells; more would make the tests slow."""


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """One check: findings expected in the corpus, found among them, found beyond them; errors planted, found, and with company."""

    code: str
    expected: int
    right: int
    wrong: int
    planted: int
    found: int
    company: int


def on_the_corpus() -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How many findings of each check are expected, are expected and found, and are found without being expected."""
    wanted, right, wrong = Counter[str](), Counter[str](), Counter[str]()
    for name, told in expected().items():
        hoped, seen = Counter(told.findings), Counter(map(named, audited(name).findings))
        for counter, found in ((wanted, hoped), (right, hoped & seen), (wrong, seen - hoped)):
            for finding, count in found.items():
                counter[finding.partition("@")[0]] += count
    return wanted, right, wrong


def planted_in(check: Check, count: int | None) -> list[Planted]:
    """Plant a check's error into the first hosts that can take it (all if no count is given)."""
    found: list[Planted] = []
    forms = hosts()
    for index in range(len(forms)):
        if count is not None and len(found) == count:
            break
        try:
            found.append(plant(check, [*forms[index:], *forms[:index]]))
        except Unfit:
            continue
    return found


def qualities(count: int | None = HOSTS) -> list[Quality]:
    """Measure every check of the registry."""
    wanted, right, wrong = on_the_corpus()
    measured = []
    for check in checks:
        planted = planted_in(check, count)
        measured.append(
            Quality(
                code=check.code,
                expected=wanted[check.code],
                right=right[check.code],
                wrong=wrong[check.code],
                planted=len(planted),
                found=sum(each.found for each in planted),
                company=sum(bool(each.besides) for each in planted),
            )
        )
    return measured


def page(measured: Sequence[Quality]) -> str:
    """Write the page of the handbook."""
    forms, faultless = len(expected()), len(list(sound()))
    layouts = sorted({layout(name) for name in expected()})
    planted, found = sum(each.planted for each in measured), sum(each.found for each in measured)
    right, wrong = sum(each.right for each in measured), sum(each.wrong for each in measured)
    hoped = sum(each.expected for each in measured)
    lines = [
        "<!-- 本页由 python3 dev.py corpus 生成，请勿手改。 -->",
        "",
        "# 审核质量",
        "",
        f"语料共{forms}份自行编写的材料，涉及{len(layouts)}种表式（{'、'.join(layouts)}），其中{faultless}份没有提示以上的问题。",
        f"语料中应发现{hoped}处，发现{right}处，另多报{wrong}处。",
        f"把每个审核点自带的错例逐一种入没有问题的表（每个审核点最多{HOSTS}张），共种入{planted}处，发现{found}处。",
        "“带出”是种入一处错误时另外多出的其他审核点的问题，多半是同一错误的另一面；“—”表示没有适合种入的表。",
    ]
    by_family: dict[str, list[Quality]] = defaultdict(list)
    for each in measured:
        by_family[each.code.partition("-")[0]].append(each)
    for family, members in by_family.items():
        lines += ["", f"## {family} {FAMILIES[family]}", ""]
        lines += [
            "| 审核点 | 语料应有 | 发现 | 多报 | 种入 | 发现 | 带出 |",
            "| --- | --: | --: | --: | --: | --: | --: |",
        ]
        for each in members:
            planted_words = [str(each.planted), str(each.found), str(each.company)] if each.planted else ["—", "—", "—"]
            title = f"[{each.code}](handbook/{family}.md#{each.code.lower()}) {checks[each.code].title}"
            lines.append(
                "| " + " | ".join([title, str(each.expected), str(each.right), str(each.wrong), *planted_words]) + " |"
            )
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the page, or with --all plant every error into every form and print what was missed."""
    parser = argparse.ArgumentParser(prog="dev.py corpus", description="衡量每个审核点的查准和查全")
    parser.add_argument("--all", action="store_true", help="把错误种入全部没有问题的表，只显示结果，不写页面")
    options = parser.parse_args(arguments)
    if not options.all:
        PAGE.write_text(page(qualities()), encoding="utf-8", newline="\n")
        print(f"已写入 {PAGE}")
        return 0
    planted = [each for check in checks for each in planted_in(check, None)]
    missed = [each for each in planted if not each.found]
    for each in missed:
        print(f"{each.code} 种入 {each.host} 而没有发现")
    company = sum(bool(each.besides) for each in planted)
    print(f"种入{len(planted)}处，发现{len(planted) - len(missed)}处，{company}处带出其他问题。")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

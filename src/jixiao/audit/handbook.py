"""The handbook of checks (审核手册), written from the registry: `python -m jixiao.audit.handbook` renews docs/handbook."""

import sys
from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent

from jixiao.audit.check import FAMILIES, Check, checks
from jixiao.forms import reading_problems
from jixiao.model.titles import FORMS

READING = "读取"
"""The title of the problems that reading itself reports."""
_NOTICE = "<!-- 本页由 python -m jixiao.audit.handbook 从审核点登记表生成，请勿手改。 -->"


def pages() -> dict[str, str]:
    """The whole handbook: file name → text, an index and one page for each family that has checks."""
    families = {
        family: [check for check in checks if check.family == family]
        for family in FAMILIES
        if any(check.family == family for check in checks)
    }
    return {
        "README.md": _index(families),
        "READ.md": _reading_page(),
        **{f"{family}.md": _page(family, members) for family, members in families.items()},
    }


def write(folder: Path) -> None:
    """Write all pages into a folder, which is made if need be; pages of families that are gone are taken away, others stay."""
    folder.mkdir(parents=True, exist_ok=True)
    current = pages()
    for old in folder.glob("*.md"):
        if old.stem.isupper() and old.name not in current:
            old.unlink()
    for name, text in current.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _index(families: dict[str, list[Check]]) -> str:
    lines = [
        _NOTICE,
        "",
        "# 审核手册",
        "",
        f"共{len(checks)}个审核点。代码不重复使用，含义不变；严重程度和确定程度写在各审核点名下。",
        "",
        "例子用纯文本记法书写，只写与该审核点有关的行，其余各行取自一张没有问题的自评表。",
    ]
    for family, members in families.items():
        lines += ["", f"## {family} {FAMILIES[family]}", "", "| 代码 | 审核点 | 严重程度 |", "| --- | --- | --- |"]
        lines += [
            f"| [{check.code}]({family}.md#{check.code.lower()}) | {check.title} | {check.severity.chinese} |"
            for check in members
        ]
    lines += ["", f"## READ {READING}", "", "| 代码 | 问题 | 严重程度 |", "| --- | --- | --- |"]
    lines += [
        f"| [{problem.code}](READ.md#{problem.code.lower()}) | {problem.title} | {problem.severity.chinese} |"
        for problem in reading_problems
    ]
    return "\n".join(lines) + "\n"


def _page(family: str, members: Iterable[Check]) -> str:
    sections = "\n".join(_section(check) for check in members)
    return f"{_NOTICE}\n\n# {family} {FAMILIES[family]}\n\n{sections}"


def _reading_page() -> str:
    sections = "\n".join(
        f'<a id="{problem.code.lower()}"></a>\n\n'
        f"## {problem.code} {problem.title}\n\n"
        f"`{problem.name}` · {problem.severity.chinese}\n\n"
        f"**定义** {problem.definition}\n\n"
        f"**为什么要紧** {problem.why}\n\n"
        f"**怎么改** {problem.remedy}\n"
        for problem in reading_problems
    )
    return f"{_NOTICE}\n\n# READ {READING}\n\n{sections}"


def _section(check: Check) -> str:
    whole = {"submission": "整个文件", "files": "各表之间、各文件之间"}
    scope = whole.get(check.scope) or "、".join(FORMS[form] for form in check.forms)
    basis = "".join(f"- {article}：{article.summary}{article.caution}\n" for article in check.basis)
    basis += f"- {check.basis_note}\n" if check.basis_note else ""
    return (
        f'<a id="{check.code.lower()}"></a>\n\n'
        f"## {check.code} {check.title}\n\n"
        f"`{check.name}` · {check.severity.chinese} · {check.certainty.chinese} · 适用于{scope}\n\n"
        f"**定义** {check.definition}\n\n"
        f"**为什么要紧** {check.why}\n\n"
        f"**怎么改** {check.remedy}\n\n"
        f"**依据**\n\n{basis}\n"
        f"**有问题的**\n\n{_block(check.faulty)}\n"
        f"**改正后**\n\n{_block(check.sound)}"
    )


def _block(example: str) -> str:
    return f"```text\n{dedent(example).strip()}\n```\n"


if __name__ == "__main__":  # pragma: no cover - the line below is all it does
    write(Path(*sys.argv[1:2]) if sys.argv[1:] else Path("docs/handbook"))

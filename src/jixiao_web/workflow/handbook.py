"""The page of the handbook that shows the transition table: python -m jixiao_web.workflow.handbook writes docs/handbook/workflow.md."""

import os
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "handbook" / "workflow.md"


def page() -> str:
    """The table as a diagram (Mermaid) and in words."""
    from jixiao_web.filings.models import State  # noqa: PLC0415 - Django must be set up first
    from jixiao_web.workflow.steps import STEPS, WRITABLE  # noqa: PLC0415 - the same

    lines = [
        "# 绩效表的流转",
        "",
        "<!-- 由 python3 dev.py handbook 按流转表（src/jixiao_web/workflow/steps.py）生成，请勿手工修改。 -->",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f'    state "{state.label}" as {state.value}' for state in State),
        f"    [*] --> {State.DRAFT.value}",
        *(f"    {before.value} --> {step.after.value}: {step.words}" for step in STEPS for before in step.before),
        f"    {State.PUBLISHED.value} --> [*]",
        "```",
        "",
        "| 步骤 | 从 | 到 | 谁可以办理 | 通知 | 写明原因 |",
        "|---|---|---|---|---|---|",
    ]
    for step in STEPS:
        before = "、".join(state.label for state in step.before)
        roles = "、".join(role.label for role in step.roles)
        whom = "、".join(role.label for role in step.whom)
        reason = "是" if step.needs_reason else ""
        lines.append(f"| {step.words} | {before} | {step.after.label} | {roles} | {whom} | {reason} |")
    lines += ["", "各状态下谁可以填写：", "", "| 状态 | 可以填写的角色 |", "|---|---|"]
    lines += [
        f"| {state.label} | {'、'.join(role.label for role in WRITABLE.get(state, ())) or '—'} |" for state in State
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page."""
    import django  # noqa: PLC0415 - only here

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao_web.settings")
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

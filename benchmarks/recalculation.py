"""A million generated rows scored twice: python3 dev.py bench recalculation [--rows N] [--seed S].

Every form of tests/recalculation/generated_forms.py is scored by the first scorer from its text, confirmed by the second from the trace,
and both are held against the figures that the form was made of. The tests take 50,000 rows; prints every disagreement and fails then.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the generator and the comparison are shared with the tests

from jixiao.scoring import packs, score  # noqa: E402
from tests.recalculation.generated_forms import ROWS, forms  # noqa: E402
from tests.recalculation.test_agreement import disagreements  # noqa: E402

SHOWN = 20


def main(arguments: Sequence[str]) -> int:
    """Score, confirm, compare; return 1 when anything differs."""
    parser = argparse.ArgumentParser(prog="bench recalculation", description="两套记分算法逐行核对")
    parser.add_argument("--rows", type=int, default=1_000_000, help="行数（默认一百万）")
    parser.add_argument("--seed", type=int, default=1, help="随机种子")
    options = parser.parse_args(arguments)
    started, scored, found = time.process_time(), 0, []
    each = options.rows // ROWS // len(list(packs))
    for number, pack in enumerate(packs):
        for form in forms(options.seed + number, each, pack):
            found += disagreements(form, score(form.evaluation, pack), pack)
            scored += ROWS
    for line in found[:SHOWN]:
        print(line)
    seconds = time.process_time() - started
    print(
        f"{scored} 行，{len(found)} 处不一致；{seconds:.0f} 秒处理器时间，每秒 {scored / seconds:.0f} 行（含生成和核对）。"
    )
    return 1 if found else 0

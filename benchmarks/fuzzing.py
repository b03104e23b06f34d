"""Damage sound files at random for as long as one likes: python3 benchmarks/fuzzing.py [--seconds 600] [--kind docx …] [--jobs 1].

Every file that crashes a reader, hangs it, or is met with no clear sentence is kept in tests/hostile/cases/, where a test reads it for ever
after. Where atheris is installed, --guided lets it choose the damage by what code each file reaches.
"""

import argparse
import hashlib
import importlib.util
import random
import re
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "hostile" / "cases"
sys.path.insert(0, str(ROOT))  # the generator is shared with the tests
GUIDED = "--guided" in sys.argv and importlib.util.find_spec("atheris") is not None
if GUIDED:
    import atheris

    atheris.instrument_imports(include=["jixiao"]).__enter__()

from jixiao import pipeline  # noqa: E402
from jixiao.forms import recognise  # noqa: E402
from jixiao.readers import UnreadableFileError, read_bytes  # noqa: E402
from jixiao.targets import compare, parse  # noqa: E402
from jixiao.workers import Allowance, Ended, Workers  # noqa: E402
from tests.hostile.edits import FIGURES, Edit, damaged  # noqa: E402
from tests.hostile.kinds import SOUND  # noqa: E402
from tests.hostile.texts import EXPRESSIONS  # noqa: E402

VALUES = "values"
"""The kind that is no file: texts for the parser of target values."""
SLOW = ("doc", "rtf", "png", "jpg", "tif")
"""Kinds that take LibreOffice or OCR seconds each: only when asked for."""
SECONDS = 10.0
_SENTENCE = re.compile(r"文件“a”[^\n]{6,400}。")


class Case(NamedTuple):
    """One thing to try."""

    kind: str
    content: bytes


def drawn(chance: random.Random, kinds: list[str]) -> Case:
    """Draw one case."""
    kind = chance.choice(kinds)
    if kind == VALUES:
        pieces = chance.choices(EXPRESSIONS, k=chance.randint(1, 12))
        return Case(kind, ("".join(pieces) * chance.choice([1, 1, 2, 500])).encode())
    edits = [
        Edit(
            chance.random(),
            chance.choice([0, 1, 4, int(2000 * chance.random())]),
            chance.choice([b"", *FIGURES, chance.randbytes(chance.randint(1, 8))]),
        )
        for _ in range(chance.choice([1, 1, 2, 4, 12]))
    ]
    return Case(kind, damaged(kind, chance.randrange(30), edits))


def tried(case: Case) -> tuple[str, float]:
    """Go the whole way with a case; what is wrong with the answer, if anything, and the processor time that it took."""
    start = time.process_time()
    told = ""
    try:
        if case.kind == VALUES:
            text = case.content.decode()
            compare(parse(text).text, text)
        else:
            pipeline.examine(recognise(read_bytes(case.content, "a")))
    except UnreadableFileError as error:
        told = "" if _SENTENCE.fullmatch(str(error)) else "no-sentence"
    except Exception as error:  # noqa: BLE001 - what this is about
        told = type(error).__name__
    seconds = time.process_time() - start
    return told or ("slow" if seconds > SECONDS else ""), seconds


def keep(case: Case, wrong: str) -> Path:
    """Put a case where the tests find it."""
    suffix = "txt" if case.kind == VALUES else case.kind
    path = CASES / f"{case.kind}-{hashlib.sha256(case.content).hexdigest()[:8]}-{wrong}.{suffix}"
    path.write_bytes(case.content)
    return path


def blind(kinds: list[str], seconds: float, seed: int, jobs: int) -> int:
    """Try cases until the time is over; how many went wrong."""
    chance = random.Random(seed)  # noqa: S311 - must repeat itself
    end = time.monotonic() + seconds
    waiting: deque[Case] = deque()
    done: Counter[str] = Counter()
    found: Counter[str] = Counter()

    def cases() -> Iterator[Case]:
        while time.monotonic() < end:
            waiting.append(drawn(chance, kinds))
            yield waiting[-1]

    with Workers(jobs, Allowance(seconds=4 * SECONDS)) as workers:
        for result in workers.each(tried, cases()):
            case = waiting.popleft()
            done[case.kind] += 1
            wrong = result.why if isinstance(result, Ended) else result[0]
            if wrong:
                found[case.kind] += 1
                print(f"{case.kind}: {wrong} → {keep(case, wrong)}", flush=True)
    for kind in kinds:
        print(f"{kind}: {done[kind]} 个，{found[kind]} 个不合要求")
    return found.total()


def guided(kinds: list[str], seconds: float) -> None:
    """Let atheris choose what to damage; it does not return, and puts what ends the process itself into the current folder."""

    def one(data: bytes) -> None:
        chosen = atheris.FuzzedDataProvider(data)
        kind = kinds[chosen.ConsumeIntInRange(0, len(kinds) - 1)]
        part = chosen.ConsumeIntInRange(0, 30)
        edits = []
        while chosen.remaining_bytes():
            edits.append(
                Edit(
                    chosen.ConsumeProbability() * 0.999,
                    chosen.ConsumeIntInRange(0, 2000),
                    chosen.ConsumeBytes(chosen.ConsumeIntInRange(0, 8)),
                )
            )
        case = Case(kind, damaged(kind, part, edits[:12]))
        wrong, _ = tried(case)
        if wrong:
            print(f"{kind}: {wrong} → {keep(case, wrong)}", flush=True)

    atheris.Setup([sys.argv[0], f"-max_total_time={int(seconds)}", "-timeout=60"], one)
    atheris.Fuzz()


def main() -> int:
    """Try what is asked for; 1 when something went wrong."""
    kinds = [*SOUND, VALUES]
    parser = argparse.ArgumentParser(description="随机损坏完好的文件，逐一读取；出错的存为测试用例")
    parser.add_argument("--seconds", type=float, default=600, help="运行多少秒（默认 600）")
    parser.add_argument("--kind", action="append", choices=kinds, metavar="种类", help="只要这一种，可以写多次")
    parser.add_argument("--jobs", type=int, default=1, help="进程个数（默认 1）")
    parser.add_argument("--seed", type=int, default=0, help="随机数的起点（默认 0）")
    parser.add_argument("--guided", action="store_true", help="由 atheris 按覆盖率引导（需已安装）")
    options = parser.parse_args()
    chosen = options.kind or [kind for kind in kinds if kind not in SLOW]
    if options.guided and not GUIDED:
        print("没有安装 atheris，改为随机损坏。")
    if GUIDED:
        guided([kind for kind in chosen if kind != VALUES], options.seconds)
    return 1 if blind(chosen, options.seconds, options.seed, options.jobs) else 0


if __name__ == "__main__":
    sys.exit(main())

"""Texts that are too long, say nothing, or are a trap for patterns and for whoever looks for forms in them."""

import json
from random import Random

from tests.hostile.kinds import SOUND, hostile

_HEADING = "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施\n"
_ROW = "产出指标\t数量指标\t宣传场次{n}\t≥12场\t9场\t0.1\t0.1\t\n"
_WORDS = tuple(
    "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 总分 产出指标 数量指标 效益指标 满意度指标 项目名称 主管部门 实施单位 "
    "年初预算数 全年预算数 全年执行数 执行率 年度总体目标 预期目标 项目支出绩效自评表 （2023年度） 10 100 ≥90% 92% 15万元 — 优 。 ，".split()
)
EXPRESSIONS = (
    "≥",
    "1",
    "１",
    "9.",
    "1,",
    "1,000",
    "%",
    "(",
    "（",
    "万",
    "亿",
    "十",
    "百分之",
    "年",
    "2023年",
    "12月",
    "-",
    "~",
    "至",
    "、",
    "且",
    "每",
    "第",
    "不低于",
    "以上",
    " ",
    "\u3000",
    "㎡",
    "①",
    "½",
    "e5",
    "指标1：",
    "其中",
)
"""Pieces of target values, to be repeated and mixed until a pattern breaks over them."""


@hostile("txt")
def one_endless_line(chance: Random) -> bytes:
    """Tens of megabytes without a line break."""
    piece = chance.choice(["绩效", "a", "1", " ", "\t", "|", ",", '"', "（", "≥90%", "得分", "\u3000", "\t1"])
    return (piece * (chance.randint(5, 50) * 1_000_000 // len(piece.encode()))).encode()


@hostile("txt")
def lines_without_end(chance: Random) -> bytes:
    """Millions of lines, empty or short, with every kind of break."""
    line = chance.choice(
        ["\n", "\r\n", "\r", "\f", "1\n", "\t\n", "| |\n", "a  b  c\n", "\u2028", "得分\n", '"\n', "\tx\n", "。\n"]
    )
    return (line * chance.randint(100_000, 2_000_000)).encode()


@hostile("txt")
def bytes_that_are_no_text(chance: Random) -> bytes:
    """Zeros, control characters, half characters of several encodings."""
    size = chance.randint(1_000, 2_000_000)
    return chance.choice(
        [
            bytes(size),
            b"\x1b[2J" * size,
            b"\x81" * size,
            b"\x81\x30\x81\x30" * (size // 4),
            b"\xff\xfe" + b"\x00\xd8" * (size // 2),
            b"\xff\xfe\0\0" + chance.randbytes(size),
            b"\xfe\xff" + chance.randbytes(size),
            "得分".encode("gb18030") * (size // 4) + b"\x80",
            bytes(chance.choice(b"\x81\x84\xa3\xb5\xd6\xfe\x30\x40\x7e") for _ in range(20_000)),
            "\ufeff\u200b\u202e".encode() * (size // 9),
            b"+AGE-" * (size // 5),
            bytes(range(256)) * 100,
        ]
    )


@hostile("txt")
def traps_for_patterns(chance: Random) -> bytes:
    """Pieces of values repeated and mixed until a pattern looks for their end for ever."""
    pieces = chance.sample(EXPRESSIONS, chance.randint(1, 3))
    trap = "".join(pieces) * chance.choice([100, 3_000, 30_000]) + chance.choice(["", "!", "x", "\n"])
    if chance.random() < 0.5:
        return (
            _HEADING + f"产出指标\t数量指标\t场次\t{trap}\t{trap}\t10\t10\t{trap}\n" + "总分\t\t\t\t\t100\t100\n"
        ).encode()
    return trap.encode()


@hostile("txt")
def heap_of_form_words(chance: Random) -> bytes:
    """The words of the forms in any order, with any separators, by the ten thousand."""
    separators = chance.sample(["\t", "\n", "\n\t", "|", " ", "  ", "\n\n", "：", ""], chance.randint(1, 4))
    return "".join(
        chance.choice(_WORDS) + chance.choice(separators) for _ in range(chance.choice([500, 5_000, 30_000]))
    ).encode()


@hostile("txt")
def one_word_without_end(chance: Random) -> bytes:
    """The same word of the forms again and again."""
    return (
        (chance.choice(_WORDS) + chance.choice(["\t", "\n", "", " ", "|"])) * chance.choice([1_000, 10_000, 100_000])
    ).encode()


@hostile("txt")
def form_without_end(chance: Random) -> bytes:
    """One form of tens of thousands of rows, or thousands of forms of none."""
    if chance.random() < 0.5:
        return (_HEADING + "".join(_ROW.format(n=n) for n in range(chance.choice([1_000, 10_000, 50_000])))).encode()
    return ("项目支出绩效自评表\n（2023年度）\n" + _HEADING).encode() * chance.choice([100, 1_000, 10_000])


@hostile("txt")
def cells_without_end(chance: Random) -> bytes:
    """Rows of hundreds of thousands of cells, quotes that never close, aligned columns by the thousand."""
    size = chance.choice([1_000, 20_000, 200_000])
    return chance.choice(
        [
            "\t".join(["1"] * size),
            ",".join(["1"] * size) + "\n" + ",".join(["1"] * size) + "\n" + ",".join(["1"] * size),
            "|".join(["1"] * size),
            '"' * size,
            'a,"' + "b\n" * size,
            "\n".join("  ".join(["得分", "10"] * 50) for _ in range(size // 50)),
            "\n".join(
                " " * chance.randint(0, 200) + "10" + " " * chance.randint(2, 200) + "20" for _ in range(size // 100)
            ),
            "\n".join("+".join(["-" * 9] * 9) for _ in range(size // 50)),
            "指标1：" * size,
        ]
    ).encode()


@hostile("json")
def our_own_format_abused(chance: Random) -> bytes:
    """Files that say they are in one of our own formats and are not."""
    schema = '"schema": "jixiao.submission/1"'
    return chance.choice(
        [
            f'{{{schema}, "a": {"[" * 100_000}',
            f'{{{schema}, "a": {"[" * 20_000}{"]" * 20_000}}}',
            f'{{{schema}, "source": {json.dumps({"name": "a" * 1_000_000})}}}',
            f'{{{schema}, "evaluations": {"9" * 1_000_000}}}',
            f'{{{schema}, "evaluations": [{"null," * 100_000}null]}}',
            f"{{{schema}",
            f'{{{schema}, "x": "\\ud800"}}',
            "评价：project self_evaluation 2023 万元 表\n" + "指标：" + " / " * 50_000,
            "评价：project self_evaluation 2023 万元 表\n"
            + "指标：a / b / c | 分值 1e999999 | 指标值 ≥1 | 实际值 1 | 得分 NaN\n" * chance.choice([1, 5_000]),
            "评价：project self_evaluation 99999999999999999999 万元 表\n",
            "评价：transfer " + "x" * 1_000_000,
        ]
    ).encode()


@hostile("txt")
def web_page_as_text(chance: Random) -> bytes:
    """What begins like one kind of file and is another."""
    head = chance.choice(
        [
            b"<!-- ",
            b"From: ",
            b"{",
            b"{\\rtf",
            b"%PDF",
            "﻿".encode(),
            b"MIME-Version: 1.0\n",
            b"BM",
            b"<html",
            b"<?xml",
            b"GIF8",
        ]
    )
    return head + chance.choice(
        [SOUND["html"], SOUND["rtf"], b"\n" * 1000, "绩效".encode() * 1000, "绩效".encode("gb18030") * 1000]
    )

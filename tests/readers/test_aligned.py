"""Tables in text aligned by spaces: what the geometry of a page tells of columns, rows and merged labels."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.documents import Paragraph, Table
from jixiao.readers.text import blocks

WRAPPED = """
                       专项资金自评表

  科目          预算数（A   执行数（B
                ）          ）
  培训经费      12.50       12.50
  其他资金

  类别    名称          目标值    完成值    得分   说明
  甲类    基层业务人员  ≥20人次   18人次    9.00   两人因病未能参加，
          培训人次                                 下年补训
          教材编印种类  3种       3种       10.00
  乙类    学员评价      ≥90%      95%       10.00
  合计                                      29.00
"""

CENTRED = """
类别    细类       名称       目标值    完成值    得分       说明

            乡镇服务站点自助终                      两台设备到货较晚，已在
                        ≥30台   28台    9
      数量      端配备数量                            次月补齐

甲类            设备巡检      12次    12次    10

             设备验收合格率    100%   100%   10
      质量
            故障平均修复时间    ≤2天    1天     10

     使用者反
乙类            使用者评价     ≥90%   93%    10
       响

合计                                    49
"""

RIGHT = """
  单位名称              年初数      调整数      执行数  备注
  红旗街道工作站      1,200.50      980.00      980.00  无
  青山街道工作站         60.00        8.50        8.50 已结项
  合计                1,260.50      988.50      988.50
"""

FULL_WIDTH = """
　　类别　　　　名称　　　　　　　　目标　　　完成　　　得分
　　宣传教育　　宣传资料发放数量　　500份 　　480份 　　9.6
　　　　　　　　宣传栏更新　　　　　每月　　　每月　　　10
　　总　　分　　　　　　　　　　　　　　　　　　　　　　19.6
"""

TWO_PAGES = """
  序号  名称              目标值    完成值    得分
  1     档案数字化加工卷  ≥900卷    905卷     20
        数
  2     档案抽检合格率    ≥98%      99%       20

                     — 3 —
                 某某局年度报告

  3     服务窗口等候时间  ≤10分钟   8分钟     20
  4     办事群众投诉      0起       0起       20
注：等候时间按月统计。
"""

GOALS = """
  年度      目标                    完成情况
  总体      开展两轮排查，建立台账  完成两轮排查，台账已经
            ，及时整改。            建立。
  目标

  名称          目标值    完成值    得分
  排查轮次      2轮       2轮       50
  整改完成率    100%      100%      50
"""


def rows(text: str) -> list[list[list[str]]]:
    """The rows of every table, each cell as its column and its text."""
    return [
        [[f"{cell.column} {cell.text}" for cell in row] for row in block.rows()]
        for block in blocks(text)
        if isinstance(block, Table)
    ]


def paragraphs(text: str) -> list[str]:
    return [block.text.strip() for block in blocks(text) if isinstance(block, Paragraph)]


def test_cells_wrapped_below_their_first_line() -> None:
    funds, indicators = rows(WRAPPED)
    assert funds == [
        ["0 科目", "1 预算数（A\n）", "2 执行数（B\n）"],
        ["0 培训经费", "1 12.50", "2 12.50"],
        ["0 其他资金"],
    ]
    assert indicators == [
        ["0 类别", "1 名称", "2 目标值", "3 完成值", "4 得分", "5 说明"],
        ["0 甲类", "1 基层业务人员\n培训人次", "2 ≥20人次", "3 18人次", "4 9.00", "5 两人因病未能参加，\n下年补训"],
        ["1 教材编印种类", "2 3种", "3 3种", "4 10.00"],
        ["0 乙类", "1 学员评价", "2 ≥90%", "3 95%", "4 10.00"],
        ["0 合计", "4 29.00"],
    ]
    assert paragraphs(WRAPPED) == ["专项资金自评表"]


def test_every_cell_knows_the_line_it_begins_in() -> None:
    lines = WRAPPED.split("\n")
    cells = [cell for block in blocks(WRAPPED) if isinstance(block, Table) for cell in block.cells]
    assert all(cell.text.split("\n")[0] in lines[(cell.place.line or 0) - 1] for cell in cells)
    assert {block.fidelity for block in blocks(WRAPPED) if isinstance(block, Table)} == {"ragged"}


def test_cells_in_the_middle_of_their_rows_and_labels_in_the_middle_of_merged_ones() -> None:
    (table,) = rows(CENTRED)
    assert [[cell.split(" ", 1)[1] for cell in row] for row in table[1:]] == [
        ["甲类", "数量", "乡镇服务站点自助终\n端配备数量", "≥30台", "28台", "9", "两台设备到货较晚，已在\n次月补齐"],
        ["设备巡检", "12次", "12次", "10"],
        ["质量", "设备验收合格率", "100%", "100%", "10"],
        ["故障平均修复时间", "≤2天", "1天", "10"],
        ["乙类", "使用者反\n响", "使用者评价", "≥90%", "93%", "10"],
        ["合计", "49"],
    ]


def test_figures_set_to_the_right_and_cells_with_one_space_between() -> None:
    assert rows(RIGHT) == [
        [
            ["0 单位名称", "1 年初数", "2 调整数", "3 执行数", "4 备注"],
            ["0 红旗街道工作站", "1 1,200.50", "2 980.00", "3 980.00", "4 无"],
            ["0 青山街道工作站", "1 60.00", "2 8.50", "3 8.50", "4 已结项"],
            ["0 合计", "1 1,260.50", "2 988.50", "3 988.50"],
        ]
    ]


def test_full_width_spaces_and_spaced_words() -> None:
    assert rows(FULL_WIDTH) == [
        [
            ["0 类别", "1 名称", "2 目标", "3 完成", "4 得分"],
            ["0 宣传教育", "1 宣传资料发放数量", "2 500份", "3 480份", "4 9.6"],
            ["1 宣传栏更新", "2 每月", "3 每月", "4 10"],
            ["0 总 分", "4 19.6"],
        ]
    ]


def test_a_table_over_two_pages_keeps_its_columns() -> None:
    first, second = rows(TWO_PAGES)
    assert first[1:] == [
        ["0 1", "1 档案数字化加工卷\n数", "2 ≥900卷", "3 905卷", "4 20"],
        ["0 2", "1 档案抽检合格率", "2 ≥98%", "3 99%", "4 20"],
    ]
    assert second == [
        ["0 3", "1 服务窗口等候时间", "2 ≤10分钟", "3 8分钟", "4 20"],
        ["0 4", "1 办事群众投诉", "2 0起", "3 0起", "4 20"],
    ]
    assert paragraphs(TWO_PAGES) == ["— 3 —", "某某局年度报告", "注：等候时间按月统计。"]


def test_a_label_set_downwards_is_one_cell_beside_its_rows() -> None:
    goals, indicators = rows(GOALS)
    assert goals == [
        ["0 年度\n总体\n目标", "1 目标", "2 完成情况"],
        ["1 开展两轮排查，建立台账\n，及时整改。", "2 完成两轮排查，台账已经\n建立。"],
    ]
    assert len(indicators) == 3


BEHIND = """
  名称          目标值    完成值    得分
  排查轮次      2轮       2轮       50
  整改完成率    100%      100%      50
甲\t乙
"""

BRACKETS = """
  类别          名称              目标值    完成值    得分
  甲类指标      走访农户          100户     100户     10
  （50分）      走访集体经济组织  20家      20家      10
                走访合作社        5家       4家       8
                走访企业          9家       9家       8
                走访学校          3家       3家       8
  乙类指标      回访满意          ≥90%      95%       10
  （50分）      投诉处理          及时      及时      10
  丙类与丁类    来信来访、电话咨  100%      100%      10
  指标          询的回复
  说明          无
  附件清单
"""

SINGLE_SPACES = """
  名称          目标     得分 说明
  设备运行与    全年       10 设备均已
  保养
  人员配备      2人         9 缺编 一人
  费用控制      5万元   10.00 未超预算
  机构 名称     核定       10    已核 定
  机构数        1家         8  已核定
"""

PAGES_OF_TWO_TABLES = """
  项目          金额      比例
  甲项          10.00     50%
  乙项          10.00     50%

                 — 1 —

  名称以及各项内容        目标值    完成值    得分    说明文字
  排查轮次及其各项结果    2轮       2轮       50      均已完成
  整改完成率              100%      100%      50      均已完成
"""

DOUBLE_SPACED = """
  类别        名称          目标值    完成值    得分

              排查轮次      2轮       2轮       50

  甲类指标

              整改完成率    100%      100%      20

              回访率        90%       91%       20

    乙类

              满意率        90%       91%       10

                                  某局年报

  合计                                          100
"""


def test_a_line_of_another_kind_ends_the_table() -> None:
    assert len(rows(BEHIND)[0]) == 3


def test_labels_with_brackets_below_and_rows_of_labels_alone() -> None:
    (table,) = rows(BRACKETS)
    assert [row[0] for row in table] == [
        "0 类别",
        "0 甲类指标\n（50分）",
        "1 走访集体经济组织",
        "1 走访合作社",
        "1 走访企业",
        "1 走访学校",
        "0 乙类指标\n（50分）",
        "1 投诉处理",
        "0 丙类与丁类\n指标",
        "0 说明",
        "0 附件清单",
    ]


def test_a_single_space_parts_cells_only_where_others_have_a_gutter() -> None:
    assert rows(SINGLE_SPACES) == [
        [
            ["0 名称", "1 目标", "2 得分", "3 说明"],
            ["0 设备运行与\n保养", "1 全年", "2 10", "3 设备均已"],
            ["0 人员配备", "1 2人", "2 9", "3 缺编 一人"],
            ["0 费用控制", "1 5万元", "2 10.00", "3 未超预算"],
            ["0 机构 名称", "1 核定", "2 10", "3 已核 定"],
            ["0 机构数", "1 1家", "2 8", "3 已核定"],
        ]
    ]


def test_two_tables_with_a_page_end_between_keep_their_own_columns() -> None:
    first, second = rows(PAGES_OF_TWO_TABLES)
    assert [len(first[0]), len(second[0])] == [3, 5]
    assert paragraphs(PAGES_OF_TWO_TABLES) == ["— 1 —"]


def test_empty_lines_between_all_rows() -> None:
    first, last = rows(DOUBLE_SPACED)
    assert [row[0] for row in first] == ["0 类别", "0 甲类指标", "1 整改完成率", "0 乙类", "1 满意率"]
    assert last == [["0 合计", "4 100"]]
    assert paragraphs(DOUBLE_SPACED) == ["某局年报"]


@pytest.mark.parametrize(
    "text",
    [
        "甲  乙  丙  丁\n甲甲甲  乙乙  丙  丁\n甲  乙乙乙乙  丙丙  丁\n甲甲  乙  丙丙丙丙  丁丁\n",
        "甲      乙     丙\n甲      乙     丙\n甲      乙     丙\n" + "甲甲甲甲甲甲   乙   丙\n甲  乙    丙丙\n" * 3,
        "这是一段文字。  后面还有一段。\n没有表格的  正文\n总    分 100 98\n",
        "甲\t乙\t丙\n甲\t乙\t丙\n甲\t乙\t丙\n",
        "名称  目标  得分\n",
        "",
    ],
    ids=["separators", "as much out of line as in", "running text", "tabs", "one line", "nothing"],
)
def test_where_nothing_is_aligned_nothing_is_recovered(text: str) -> None:
    assert all(len(row) != 1 for table in rows(text) for row in table if "\t" not in text)
    if "\t" not in text:
        assert rows(text) == []


_PIECES = st.text(alphabet="甲乙指标（）10.≥%，。 　|", max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(_PIECES, max_size=5), max_size=12), st.integers(6, 16))
def test_no_character_is_lost_or_invented(lines: list[list[str]], width: int) -> None:
    text = "\n".join("".join(piece.ljust(width) for piece in line) for line in lines if "|" not in "".join(line))
    printed = "".join(
        block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.cells)
        for block in blocks(text)
    )
    assert sorted("".join(printed.split())) == sorted("".join(text.split()))


@pytest.mark.parametrize(
    "hostile",
    [
        "甲" + " " * 1_000_000 + "乙",
        "甲  " * 300_000,
        "某\n" * 20_000,
        "某项  十个  20\n" * 30_000,
    ],
    ids=["a line of spaces", "a line of pieces", "short lines", "more lines than any form has"],
)
def test_hostile_text_is_left_alone_at_once(hostile: str) -> None:
    begun = time.process_time()
    assert not any(isinstance(block, Table) for block in blocks(hostile))
    assert time.process_time() - begun < 5


def test_time_grows_with_the_text() -> None:
    row = "  甲类    培训人次      ≥20人次   18人次    9.00\n          教材编印种类  3种       3种       10.00\n"
    seconds = []
    for count in (100, 1_000):
        begun = time.process_time()
        blocks(row * count)
        seconds.append(time.process_time() - begun)
    assert all(after < 20 * before + 0.2 for before, after in pairwise(seconds))

"""What a cell shows: values seen through number formats, as Excel documents them and as LibreOffice, asked independently, shows them."""

import csv
import io
import re
import shutil
import subprocess
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from openpyxl import Workbook

from jixiao.readers.excel.chinese_numerals import digit_by_digit, spelt
from jixiao.readers.excel.number_formats import BUILT_IN, Shown, show_number, show_text

ACCOUNTING = BUILT_IN[43]

SHOWN = """
value             | code                                     | text
0.30000000000000004 | General                                | 0.3
95                | General                                  | 95
-12.50            | General                                  | -12.5
100000000000      | General                                  | 1E+11
12345678901       | General                                  | 12345678901
1234567890.123    | General                                  | 1234567890
0.123456789012    | General                                  | 0.123456789
0.00001           | General                                  | 0.00001
0.0000123456      | General                                  | 1.23456E-05
99999999999.6     | General                                  | 1E+11
9.999999e-20      | General                                  | 1E-19
95.00000001       | 0.00                                     | 95.00
12.5              | 0                                        | 13
1.005             | 0.00                                     | 1.01
-0.001            | 0.00                                     | 0.00
1234567.891       | #,##0.00_                                | 1,234,567.89
1234.5            | #,##0.00_);[Red]\\(#,##0.00\\)           | 1,234.50
-1234.5           | #,##0.00_);[Red]\\(#,##0.00\\)           | (1,234.50)
999               | #,##0                                    | 999
5                 | 0,000                                    | 0,005
0.9733            | 0.00%                                    | 97.33%
1                 | 0%                                       | 100%
0.95              | "≥"0%                                    | ≥95%
153000            | 0!.0,"万元"                              | 15.3万元
153000            | 0\\.0,                                   | 15.3
1530000           | 0"."0000"万"                             | 153.0000万
153000            | #,##0,                                   | 153
123456            | 0.00,,"万元"⏎%                           | 12.35万元
1234567           | #,###,,.00%                              | 123.46%
0                 | _ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ | -
-1234.5           | _ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ | -1,234.50
1234.5            | "¥"* #,##0.00                            | ¥1,234.50
1234.5            | [$¥-804]#,##0.00                         | ¥1,234.50
8                 | General"分"                              | 8分
8                 | G/通用格式"分"                           | 8分
-8                | "约"General                              | -约8
12                | 0.0##                                    | 12.0
12                | 0.#                                      | 12
12.34             | 0.#                                      | 12.3
0.5               | #.##                                     | .5
1234.5            | .00                                      | 1234.50
7.5               | ??0.0??                                  | 7.5
5                 | 000-0000                                 | 000-0005
0                 | 0;-0;;@                                  |
0                 | 0;-0;"零"                                | 零
-5                | 0;"负"0                                  | 负5
-5                | [>=0]0;"负"0                             | 负5
-5                | [<0]"亏"0;0                              | 亏5
-5                | [<10]0;[>=10]0.0                         | -5
-5                | [>=10]0.0;0                              | 5
150               | [>=100]0"优";[>=60]0"中";0"差"           | 150优
75                | [>=100]0"优";[>=60]0"中";0"差"           | 75中
30                | [>=100]0"优";[>=60]0"中";0"差"           | 30差
-3                | [>=100]0"优";0"负";0                     | 3负
3                 | [>=100]0"优";0"负";0                     | 3
5                 | [>=100]0;[<0]-0                          | 5
5                 | [=5]"五";[<>5]0                          | 五
3                 | "达标"                                   | 达标
12345             | 0.00E+00                                 | 1.23E+04
0.00012           | 0.0E-0                                   | 1.2E-4
12345             | 0.0E-0                                   | 1.2E4
12345             | ##0.0E+0                                 | 12.3E+3
999999            | ##0.0E+0                                 | 1.0E+6
0                 | 0.00E+00                                 | 0.00E+00
1.5               | # ?/?                                    | 1 1/2
0.25              | # ?/?                                    | 1/4
3                 | # ?/?                                    | 3
0                 | # ?/?                                    | 0
0.9999            | # ?/?                                    | 1
0.125             | ?/8                                      | 1/8
2.5               | ?/?                                      | 5/2
0.35              | # ??/100                                 | 35/100
12.3              | $0.0 "元 / 人"                           | $12.3 元 / 人
45565             | yyyy"年"m"月"d"日"                       | 2024年9月30日
45565             | yyyy-mm-dd                               | 2024-09-30
45565             | yy.m.d                                   | 24.9.30
45565             | e"年"                                    | 2024年
45565             | mmm-yy                                   | Sep-24
45565             | dddd, mmmm d                             | Monday, September 30
45565             | ddd mmmmm                                | Mon S
45565             | aaaa                                     | 星期一
45565             | aaa                                      | 一
45565             | [$-804]dddd mmmm                         | 星期一 九月
45565             | [$-zh-CN]ddd mmm                         | 周一 9月
45565             | bbbb/m/d                                 | 2567/9/30
45565             | ggge"年"                                 | 2024年
45565             | [$-F800]dddd, mmmm dd, yyyy              | 2024年9月30日
45565             | [DBNum1][$-804]yyyy"年"m"月"d"日"        | 二〇二四年九月三十日
45275             | [DBNum1][$-804]yyyy"年"m"月"d"日"        | 二〇二三年十二月十五日
45565.75          | h:mm AM/PM                               | 6:00 PM
45565.25          | h:mm A/P                                 | 6:00 A
45565.75          | 上午/下午h"时"mm"分"                     | 下午6时00分
45565.25          | [$-804]AM/PM h:mm                        | 上午 6:00
45565             | h:mm AM/PM                               | 12:00 AM
45565.123456      | hh:mm:ss                                 | 02:57:47
45565.123456      | mm:ss.0                                  | 57:46.6
0.5               | [$-F400]h:mm:ss AM/PM                    | 12:00:00
1.5               | [h]:mm:ss                                | 36:00:00
0.5               | [mm]:ss                                  | 720:00
0.5               | [ss]                                     | 43200
0                 | yyyy/m/d                                 | 1900/1/0
1                 | yyyy/m/d aaaa                            | 1900/1/1 星期日
60                | yyyy/m/d                                 | 1900/2/29
61                | yyyy/m/d                                 | 1900/3/1
-1                | yyyy/m/d                                 | -1
2958466           | yyyy/m/d                                 | 2958466
123               | [DBNum1]General                          | 一百二十三
10                | [DBNum1]General                          | 一十
123               | [DBNum2]General"元"                      | 壹佰贰拾叁元
12.5              | [DBNum2][$-804]General                   | 壹拾贰.伍
56                | [DBNum2]0"角"0"分"                       | 伍角陆分
2024              | [DBNum1]0000                             | 二〇二四
45                | [Color 10][Nonsense]0                    | 45
"""


def cases() -> list[tuple[str, str, str]]:
    rows = [line.split("|") for line in SHOWN.strip().splitlines()[1:]]
    return [(value.strip(), code.strip().replace("\\\\", "\\"), text.strip()) for value, code, text in rows]


@pytest.mark.parametrize(("value", "code", "text"), cases())
def test_a_number_is_shown_by_its_format(value: str, code: str, text: str) -> None:
    shown = show_number(float(value), code.replace("⏎", "\n"))
    assert shown.text == text


@pytest.mark.parametrize(
    ("value", "code", "stored"),
    [
        (12.5, "0", "12.5"),
        (0.9733, "0%", "0.9733"),
        (0.97, "0%", None),
        (153000, '0!.0,"万元"', None),
        (153400, '0\\.0,"万元"', "153400"),
        (1234.5, "#,##0.00", None),
        (0.1 + 0.2, "0.0", None),
        (12345678901234, "General", "12345678901234"),
        (0.97333333333333, "General", "0.97333333333333"),
        (0.3333, "# ?/?", "0.3333"),
        (1.25e10, "0.00E+00", None),
        (0, ACCOUNTING, None),
        (3, '"达标"', "3"),
        (0, "0;-0;;@", "0"),
        (45565, 'yyyy"年"m"月"', "2024-09-30"),
        (45565.5, 'm"月"d"日"', "2024-09-30T12:00:00"),
        (45565.5, "yyyy-mm-dd", None),
        (0.5, "h:mm", None),
        (-5, "yyyy/m/d", "-5"),
        (-5, "[>=60]0.0;0", "-5"),
        (-5, "[<0]0;0.0", None),
    ],
)
def test_what_the_text_hides_is_told(value: float, code: str, stored: str | None) -> None:
    assert show_number(value, code).value == stored


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    assert show_number(0, "yyyy-mm-dd aaaa", epoch_1904=True) == Shown(text="1904-01-01 星期五")
    assert show_number(44103, "yyyy-mm-dd", epoch_1904=True).text == "2024-09-30"
    assert show_number(2957004, "yyyy-mm-dd", epoch_1904=True).text == "2957004"


def test_what_is_no_number_is_shown_as_it_is() -> None:
    assert show_number(float("nan"), "0.00") == Shown(text="nan")
    assert show_number(float("inf"), "yyyy").text == "inf"


def test_a_format_may_dress_or_hide_a_text() -> None:
    assert show_text("合格") == Shown(text="合格")
    assert show_text("合格", '0;0;0;"【"@"】"') == Shown(text="【合格】")
    assert show_text("合格", '@"级"') == Shown(text="合格级")
    assert show_text("合格", ";;;") == Shown(text="", value="合格")
    assert show_text("合格", "0.00") == Shown(text="合格")


def test_a_code_longer_than_any_program_writes_is_general() -> None:
    assert show_number(12.5, "0" * 5000).text == "12.5"
    assert show_number(1, "0;0;0;@;0").text == "1"


@given(st.decimals(-(10**9), 10**9, places=4, allow_nan=False))
def test_money_is_rounded_half_up_with_its_thousands_apart(amount: Decimal) -> None:
    shown = show_number(float(amount), "#,##0.00")
    rounded = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert Decimal(shown.text.replace(",", "")) == rounded
    assert shown.text.replace(",", "") == (f"{rounded:.2f}" if rounded else "0.00")
    assert re.fullmatch(r"-?\d{1,3}(,\d{3})*\.\d\d", shown.text)
    assert (shown.value is None) == (rounded == amount)
    assert shown.value is None or Decimal(shown.value) == amount


@given(st.floats(-1e300, 1e300))
def test_general_keeps_its_width_and_nearly_the_value(value: float) -> None:
    shown = show_number(value)
    assert len(shown.text.lstrip("-")) <= 12
    assert float(shown.text) == pytest.approx(value, rel=1e-5)
    assert shown.value is None or float(shown.value) == pytest.approx(value, rel=1e-14)


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(alphabet='0#?.,%;/E+-@[]"\\!_*ymdhsAMPaegb年G1$<>= \n', max_size=14),
)
def test_any_code_shows_any_number(value: float, code: str) -> None:
    assert isinstance(show_number(value, code).text, str)


@pytest.mark.parametrize("value", [1.7976931348623157e308, -5e-324, 1.0])
@pytest.mark.parametrize(
    "code", ["0." + "0" * 253, "%" * 254 + "0", "0" + "," * 254, "0" * 200 + "E+" + "0" * 50, "0/" + "9" * 253]
)
def test_the_longest_codes_show_the_largest_numbers(value: float, code: str) -> None:
    assert show_number(value, code).text


@given(st.integers(0, 10**16 - 1))
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert cn2an.cn2an(spelt(number, 1).replace("〇", "零"), "smart") == number
    assert cn2an.cn2an(spelt(number, 2), "smart") == number


def test_numerals_beyond_all_names_go_digit_by_digit() -> None:
    assert spelt(10**16, 1) == "一" + "〇" * 16
    assert spelt(1_0001_0000_0011, 1) == "一万〇一亿〇一十一"
    assert digit_by_digit("20.5", 3) == "２０.５"


SOFFICE = shutil.which("soffice") or ""
NUMBERS = (0, 1, -1, 0.1 + 0.2, 95.00000001, 12.5, -12.5, 2.675, 123456, 1234567.891, 0.9733, 0.05, 99.995, 60, 1 / 3)
DAYS = (45565, 45565.75, 36526, 61, 45275.4)
CODES = """
0, | 0 | 0.00 | #,##0 | #,##0.00 | 0% | 0.0% | 0.00% | 0.00E+00 | 0.0### | 000 | #,##0, | 0.00,, | 000-0000 | 0.0"%" | "≥"0% | 0"分"
# ?/? | #,##0.00;[Red]-#,##0.00 | 0;(0);"零" | 0.00_);[Red]\\(0.00\\) | _ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ | [>=60]0.0;0
"""
DATE_CODES = 'yyyy"年"m"月"d"日" | yyyy-mm-dd | m/d | h:mm | yyyy-mm-dd hh:mm | [h]:mm | h:mm AM/PM | mmm-yy'


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_libreoffice_shows_the_same(tmp_path: Path) -> None:
    asked = [
        (value, code.strip())
        for codes, values in ((CODES.replace("\n", "|"), NUMBERS), (DATE_CODES, DAYS))
        for code in codes.split("|")
        for value in values
        if code.strip()
    ]
    book = Workbook()
    page = book.active
    assert page is not None
    for row, (value, code) in enumerate(asked, 1):
        page.cell(row, 1, value).number_format = code
    book.save(tmp_path / "asked.xlsx")
    subprocess.run(  # noqa: S603 - our own file
        [
            SOFFICE,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "html",
            "asked.xlsx",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    answers = [cell.text_content().strip() for cell in html.parse(tmp_path / "asked.html").iter("td")]
    assert len(answers) == len(asked)
    ours = [show_number(value, code).text for value, code in asked]
    told = io.StringIO()
    csv.writer(told).writerows(
        (value, code, us, them) for (value, code), us, them in zip(asked, ours, answers, strict=True) if us != them
    )
    assert told.getvalue() == ""

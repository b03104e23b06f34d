"""Text forms of any size for the measurements: the usual 项目支出绩效自评表, tab-separated, with sound arithmetic.

The same arguments give the same text. Rows vary as in real forms: counts, rates, money, deadlines, reverse and qualitative targets.
"""

from collections.abc import Iterator
from decimal import Decimal

ROWS = 30
FORMS_WEIGHT = Decimal(90)  # the other ten points are those of 预算执行率

# level1, level2, name, target, actual; {} is a number that differs from row to row, so that no cache makes the figures rosy
KINDS = (
    ("产出指标", "数量指标", "开展医保政策宣传培训场次", "≥{0}场", "{1}场"),
    ("产出指标", "数量指标", "定点医药机构检查数量", "{0}家", "{0}家"),
    ("产出指标", "质量指标", "医保基金智能审核覆盖率", "≥9{2}%", "9{2}.5%"),
    ("产出指标", "质量指标", "待遇支付差错率", "≤{0}%", "{2}.2%"),
    ("产出指标", "时效指标", "资金拨付完成时间", "2023年12月{3}日前", "2023年11月{3}日"),
    ("产出指标", "时效指标", "业务办理时限", "≤{1}个工作日", "{0}个工作日"),
    ("产出指标", "成本指标", "人均培训成本", "≤{1}元", "{0}元"),
    ("效益指标", "社会效益指标", "参保群众政策知晓率", "≥8{2}%", "8{2}.8%"),
    ("效益指标", "社会效益指标", "基金监管长效机制", "逐步完善", "逐步完善"),
    ("满意度指标", "服务对象满意度指标", "参保人员满意度", "≥9{2}%", "9{2}.4%"),
)


def form(rows: int = ROWS, number: int = 1) -> str:
    """Write one form with so many indicator rows; `number` goes into its name."""
    return "\n".join("\t".join(line) for line in _lines(rows, number)) + "\n"


def file(forms: int, rows: int = ROWS, first: int = 1) -> str:
    """Write one file with so many forms, numbered from `first`."""
    return "\n".join(form(rows, number) for number in range(first, first + forms))


def _lines(rows: int, number: int) -> Iterator[list[str]]:
    yield ["项目支出绩效自评表"]
    yield ["（2023年度）"]
    yield ["项目名称", f"医疗服务与保障能力提升项目{number}"]
    yield ["主管部门", "青崖市医疗保障局", "实施单位", "青崖市医疗保障事务中心"]
    yield ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    yield ["", "年度资金总额", "200", "180", "162", "10", "90%", "9"]
    yield ["", "其中：当年财政拨款", "150", "130", "112", "—", "86.15%", "—"]
    yield ["", "上年结转资金", "50", "50", "50", "—", "100%", "—"]
    yield ["年度总体目标", "预期目标", "实际完成情况"]
    yield ["", "完成年度宣传培训和基金监管任务，提升经办服务能力。", "年度任务全部完成，经办服务能力得到提升。"]
    yield [
        "绩效指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ]
    kinds = sorted((KINDS[row % len(KINDS)] for row in range(rows)), key=KINDS.index)
    for row, ((*levels, name, target, actual), weight) in enumerate(zip(kinds, _weights(rows), strict=True), 1):
        count = 100 * number + row
        figures = (count, count + 3, row % 8, row % 28 + 1)
        values = [target.format(*figures), actual.format(*figures)]
        yield ["", *levels, f"{name}（{row}）", *values, weight, weight, ""]
    yield ["总分", "", "", "", "", "", "100", "99", ""]


def _weights(rows: int) -> list[str]:
    """Share the points out in hundredths; the last row takes the rest, so that they add up exactly."""
    share = (FORMS_WEIGHT / rows).quantize(Decimal("0.01"))
    return [str(share)] * (rows - 1) + [str(FORMS_WEIGHT - share * (rows - 1))]

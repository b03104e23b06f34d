"""What the tests of the command line share."""

import json
from collections.abc import Callable

from click.testing import Result

FAULTY = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：医保政策宣传
主管部门：清河市医疗保障局
实施单位：清河市医疗保障事务中心
资金：年度资金总额 | 年初 15 | 全年 15 | 执行 15 | 分值 10 | 执行率 100% | 得分 10
目标：预期 完成宣传 | 实际 已完成
指标：产出指标 / 数量指标 / 培训次数 | 分值 50 | 指标值 ≥2次 | 实际值 3次 | 得分 50
指标：效益指标 / 社会效益指标 / 知晓率 | 分值 30 | 指标值 ≥90% | 实际值 81% | 得分 30
指标：满意度指标 / 服务对象满意度指标 / 满意度 | 分值 10 | 指标值 ≥90% | 实际值 95% | 得分 10
总分：分值 100 | 得分 99
等级：优
叙述：全文
"""

TABLE = """\
项目支出绩效自评表
（2023年度）
项目名称\t医保政策宣传
一级指标\t二级指标\t三级指标\t分值\t年度指标值\t实际完成值\t得分\t偏差原因分析及改进措施
产出指标\t数量指标\t培训次数\t50\t≥2次\t3次\t50\t
效益指标\t社会效益指标\t政策知晓率\t50\t≥90%\t\t50\t
总分\t\t\t100\t\t\t100\t
"""

Run = Callable[..., Result]


def codes(result: Result) -> set[str]:
    return {finding["code"] for file in json.loads(result.stdout)["files"] for finding in file["findings"]}

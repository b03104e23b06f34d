"""The words of target and actual values (指标值用语), as data: every word list of the lexer, the grammar and the comparison.

All words are written in the key's form (characters.key). Longer words win over shorter ones.
"""

import re

from jixiao.targets.values import Operator

PREFIXES: dict[str, Operator] = {
    **dict.fromkeys(
        ("≥", ">=", "=>", "不低于", "不少于", "不小于", "大于等于", "大于或等于", "高于或等于"), Operator.GE
    ),
    **dict.fromkeys(("至少", "不得低于", "不得少于", "不应低于", "不下于"), Operator.GE),
    **dict.fromkeys((">", "超过", "高于", "多于", "大于", "突破", "超"), Operator.GT),
    **dict.fromkeys(("≤", "<=", "=<", "不超过", "不高于", "不多于", "不大于", "小于等于", "小于或等于"), Operator.LE),
    **dict.fromkeys(("至多", "不得超过", "不得高于", "不超", "未超过", "未超", "没有超过", "未高于"), Operator.LE),
    **dict.fromkeys(("<", "低于", "小于", "少于", "不足", "不到", "未达到", "未达", "没有达到", "未到"), Operator.LT),
    **dict.fromkeys(("=", "==", "等于"), Operator.EQ),
    **dict.fromkeys(("约为", "大约", "约", "将近", "接近", "近"), Operator.ABOUT),
}
"""Comparisons before the figure. 近 and 约 bound nothing: an actual so written decides nothing."""

SUFFIXES: dict[str, Operator] = {
    **dict.fromkeys(("及以上", "或以上", "以上"), Operator.GE),
    **dict.fromkeys(("及以下", "或以下", "以下", "及以内", "以内", "之内", "内"), Operator.LE),
    **dict.fromkeys(("左右", "上下"), Operator.ABOUT),
}
"""Comparisons after the figure; they include it (《民法典》第一千二百五十九条: 以上、以下、以内 include the number)."""

AIMS: dict[str, str] = {
    **dict.fromkeys(
        ("达到", "达", "提高到", "提高至", "提升到", "提升至", "增加到", "增加至", "增至", "上升到", "上升至"), "up"
    ),
    **dict.fromkeys(
        ("控制在", "控制到", "控制为", "降低到", "降低至", "降至", "降到", "下降到", "下降至", "压减至", "缩短至"),
        "down",
    ),
    **dict.fromkeys(
        ("稳定在", "保持在", "维持在", "为", "是", "共计", "合计", "总计", "共", "完成", "实现", "已完成"), "level"
    ),
}
"""Verbs before the figure: `up` and `down` tell the direction of a bare value, `level` only introduces it."""

SUFFIX_TRAPS = {"内": "容部控涵科设在", "上下": "级"}
"""Characters that make a suffix part of another word when they follow it (内容)."""

ONLY_BEFORE_FIGURES = frozenset({"超", "约", "近"})
"""Prefixes of one character: elsewhere they are parts of words (超额, 节约, 近年)."""

NOT_AFTER = "节签合集条违履预附最靠邻赶反"
"""Characters that make such a prefix part of another word (节约, 附近)."""

WORD_TRAPS = frozenset({"为", "是", "达", "共"})
"""Verbs of one character, taken only right before a figure: elsewhere they are parts of words (为民服务, 共享)."""

JOINERS = ("-", "~", "——", "—", "至", "到")

PER_NOUNS = (
    "人 月 年 季度 季 周 日 天 户 次 例 家 所 县 区 市 乡镇 乡 镇 村 社区 街道 半年 科室 单位 机构 床 场 期 县区 县市 "
    "统筹区 统筹地区 医疗机构 定点医疗机构 案件 起案件 学时 小时 名医生 件 台 套"
).split()
"""What a figure can be counted per: 每人, 每月, 每个县."""

AVERAGES = {"人均": "人", "次均": "次", "月均": "月", "年均": "年", "户均": "户", "例均": "例", "日均": "日"}

UP_WORDS = "增长 上升 提高 提升 增加 增幅 上浮 上涨 同比增 增".split()
DOWN_WORDS = "下降 降低 减少 降幅 下浮 压减 缩短 缩减 压缩 下调 减".split()
CHANGE_END = re.compile(rf"(?:(?P<up>{'|'.join(UP_WORDS)})|(?P<down>{'|'.join(DOWN_WORDS)}))(?:了|幅度)?:?$")
"""A figure right after these words is a change, not a level: 同比下降5%."""

NEGATED_BEFORE = re.compile(r"未(?!成年)|没|尚无|不(?:再|予|能|含|包括)|无(?!障碍|纸|线)|并非|除外")
NEGATED_AFTER = re.compile(r"未(?!成年)|没|不|无(?!障碍|纸|线)|除|缺|尚|但|至")
"""Words around a figure that turn its meaning; such text stays free."""

QUALIFYING = re.compile(r"的(?!范围|区间|标准|目标|要求|水平|任务)|.{16,}")
"""What follows a figure that only describes something else (1000笔以上的机构), or too much text to be its object."""

_ADVERB = (
    r"(?:已|均已|均|都|全部|按时|按期|按质|按量|保质|保量|如期|如数|顺利|圆满|提前|按要求|按计划|按规定|按进度|较好|"
    r"很好|超额|全面|及时)*+"
)
_VERB = r"(?:完成|达成|达到|实现|达标|落实|办结|完结|结束|符合)"
_IN_TIME = r"(?:已|均|都|全部)*(?:按时|按期|如期|及时|按规定时间|在规定时间内)"
_DELIVERED = r"(?:报送|上报|提交|发放|拨付|支付|兑付|公开|公布|报告|申报)"
_AIMED = r"(?:了|到)?(?:预期|预定|既定|设定|年度|全年|年初|当年|绩效|总体|计划|目标|任务|指标|值|要求|标准|工作|效果|进度|的)*+"
REACHED = re.compile(
    rf"{_ADVERB}{_VERB}{_AIMED}(?:到位)?|{_ADVERB}达标|是|有|合格|通过|(?:已)?落实到位|{_IN_TIME}{_DELIVERED}(?:到位|完成)?"
)
MOSTLY = re.compile(rf"(?:已)?基本(?:上)?{_VERB}{_AIMED}")
PARTLY = re.compile(rf"(?:已)?部分{_VERB}{_AIMED}(?:并?具有一定效果)?|正在(?:进行|推进|实施|开展)(?:中)?|进行中|推进中")
MISSED = re.compile(
    rf"(?:尚|均|暂)?(?:未|没有|没|未能|不)(?:全部|按时|按期|如期|能)?{_VERB}{_AIMED}(?:且效果较差)?|不达标|否|不合格|未通过|未开展|未实施"
)
"""Achievement phrases; the long forms are those of 财预〔2020〕10号 (达成、部分达成并具有一定效果、未达成且效果较差)."""

ABSENCE = re.compile(
    r"(?:(?:无|零|没有|杜绝|不得|未|不)(?:发生|出现)$"
    r"|(?:无|零|没有|未发生|未出现|未发现|不发生|不出现|杜绝)(?:发生|出现)?"
    r"(?P<subject>(?:[一-鿿]{0,8}?)(?:扣分|投诉|事故|差错|违规|违纪|违法|案件|举报|上访|信访|舆情|虚报|事件|拖欠|超支|失误|遗漏|错误|问题|现象)))"
)
"""Nothing of the kind may occur or did; without a subject (不发生) it is the indicator's name that says what."""
ZERO_WORDS = frozenset({"无", "零", "没有", "零次", "零人"})

FULL = re.compile(
    r"(?P<subject>.{0,30}?)(?:实现|做到|达到|已|已实现)?(?:全部|全面|全|应保尽)(?:覆盖|保)|(?P<all>(?:所有|全部|各|全市|全省|全县|全州).{1,60}(?:均|都|全部).{1,60})"
)
BROAD = re.compile(
    r"(?P<subject>.{0,20}?)(?:普遍|全面|广泛|整体)(?:开展|推进|推开|实施|实行|建立|落实|启动|推行|铺开|推广|完成|加强|实现.{0,12})"
)
NOT_FULL = re.compile(r"未|没|不|基本|部分|大部|逐步|接近|力争|无")

UPWARD = "提高|提升|增长|增加|上升|改善|扩大|拓展|增强|向好|好转"
DOWNWARD = "下降|降低|减少|减轻|缓解|缩小|减缓|缩短|回落"
FORWARD = "推进|推开|加强|完善|优化|规范|开展|健全|巩固|深化|发展|推行|实施"
TREND = re.compile(
    r"(?P<subject>.{0,30}?)(?P<reference>同比|环比|[较比](?:上年度?|去年|[0-9]{4}年(?:度|底|末|初)?)|与上年相比)?"
    r"(?P<degree>逐年|逐步|稳步|持续|不断|有所|有|显著|明显|进一步|大幅|大幅度|有效|稳中有|较大|切实|得到)?"
    rf"(?:(?P<up>{UPWARD})|(?P<down>{DOWNWARD})|(?P<forward>{FORWARD}))(?:了)?"
)

PROGRESSIVE = frozenset({"逐年", "逐步", "稳步", "持续", "不断", "进一步"})
"""Degrees that make 推进, 规范 and the like a development instead of a state (稳步推进, but not 有效规范)."""

REFERENCE = re.compile(
    r"平均|水平|上年|去年|上一年|往年|同期|标准|目标|任务|规定|要求|计划|预算|限额|控制数|基准|中位数|下达"
)
"""What a word comparison must name to be a reference instead of loose prose."""

POSITIVE_NAMES = re.compile(
    r"满意度|满意率|知晓度|认可度|参与度|公开度|完整度|准确度|获得感"
    r"|(?:及时|完成|覆盖|准确|到位|达标|合格|激活|开通|使用|上传|普及|知晓|参保|报销|结算|执行|处理|办结|回复|查处|整改|结案|解决|修复|追回|抽查|合规"
    r"|接通|好评)率$|(?:报销|救助|补偿|支付|采购|查处|追回)比例?$|(?:上升|提升|提高|增加|增长|扩大)$"
)
NEGATIVE_NAMES = re.compile(
    r"成本|(?:费用|经费|支出)(?:数|额|总额|金额|规模|占.*(?:数|额))?$|开支"
    r"|(?:响应|办理|办结|处理|等待|等候|审批|结算|受理|修复|恢复)(?:时间|时长|时限|周期|天数)"
    r"|投诉|虚报|差错|错误|失误|非标|事故|故障|流失|违约|延误|死亡|超支|逾期|拖欠|空置|控制(?:率|数)$|结余.*(?:比重|占比)"
    r"|负担$|自付(?:费用|比例|率)$|(?:下降|降低|减少|减轻)$"
)
EVENT_NAMES = re.compile(
    r"事件|事故|案件|发生|泄[露密漏]|舆情|违[规纪法约]|上访|信访|纠纷|争议|中断|停机|宕机|投诉|举报|处罚|通报|问责|骗|套取|挪用|截留"
)
"""What nobody plans to happen: a target of zero for it is a ceiling, even where the name ends in 次数."""

WORK_NAMES = re.compile(r"查处|处理|处置|办理|办结|受理|检查|整改|追回|调解|化解|培训|宣传|开展|完成|演练|率$")
"""What is done about such events; more of it is no harm."""

DELIVERED_NAMES = re.compile(
    r"^(?:发放|印制|印发|印刷|制作|购置|开展|完成|举办|组织|培训|投放|张贴|推送|走访|编制(?!数|人)|编印|新[建增]"
    r"|设[立置]|建[立设成]|开通|配备|聘请|检查|抽查|巡查|慰问|覆盖|服务)"
    r"|(?:发放|印制|印发|印刷|制作|购置|开展|完成|举办|培训|投放|张贴|推送|走访|编制|编印)(?:情况|量|工作)?$"
)
"""Names of goods and services delivered: counted in 份, 册, 场 and the like, more is not worse (宣传品发放 5000份)."""

RATE_NAMES = re.compile(r"(?:率|比例|占比|比重|覆盖面|程度)$")
COUNT_NAMES = re.compile(r"(?:次数|人次|人数|数量|场次|期数|个数|户数|家数|件数|例数|套数|篇数|份数|天数|规模)$")
THING_NAMES = re.compile(
    r"(?:机构|医院|药店|药房|诊所|窗口|网点|站点|监测点|服务点|乡镇|街道|村|社区|县|市|区|家庭|单位|企业|学校|项目|课题|课程|场|批|台|套|册|条|张)数$"
)
"""What is built up, reached or bought, counted: 设立窗口乡镇数; harm and posts (案件数, 编制数) are not among it."""
NEUTRAL_NAMES = re.compile(
    r"^(?!.*(?:DRG|DIP|电子凭证|移动支付)).*(?:费用|支出|经费).*占.*(?:比例|比重|占比)$|住院率|变动率|变化率|调整率|价格|结余率|增幅|降幅|缴费(?!率|人数|覆盖)|标准$"
)
"""Indicator names whose good direction is clear, and those where it is not (NEUTRAL wins); read by comparison of bare values.

Order: NEUTRAL → nothing; POSITIVE before NEGATIVE (投诉办结率 is good when high); then rates and counts as "at least".
"""

PER_BY_NAME = re.compile(r"标准|人均|次均|单价|限额|定额")
"""Names of figures that are per unit by nature: 财政补助标准 640元 is 640元/人."""

PERIODS = {"月": 12, "季度": 4, "季": 4, "半年": 2, "年": 1}
"""How many of a period a year has; weeks and days do not divide it."""

NEGATED_OWN = re.compile(
    r"(?P<subject>.{0,20}?)(?:(?:仍|还|尚|暂|均|并|目前|截至目前)*(?P<missed>未能?|没有|没|不够?)|(?P<under_way>正在)"
    r"|(?P<partly>部分|局部)|(?P<mostly>基本(?:上)?)|(?P<reached>(?:均|都|全部)?已经?))(?P<own>[一-鿿]{2,20}?)(?:中|了)?"
)
"""An actual that says of the target's own verb or adjective how far it came: 建立 → 未建立, 正在建立, 部分建立, 已建立."""

DENYING = re.compile(r"未|没|不|无|零|杜绝|防止|避免|禁止")
"""Targets that ask for something not to be; their own words denied say nothing for sure."""

SEVERAL = re.compile(r"[并且和及与,、;，；]")
"""Signs that a target asks for more than one thing, of which 已建立 may answer one only."""

ADVERBS = re.compile(
    r"(?:有效|持续|逐步|进一步|不断|已|基本|全面|稳步|切实|按时|按期|如期|及时|积极|大力|明显|显著|较好|实现|得到|进行|有|有所)+"
)
"""What may stand before the verb of a target without changing it."""

STATES = frozenset(
    "健全 完善 规范 明显 显著 有效 充分 合理 到位 稳定 良好 正常 畅通 便捷 便利 及时 合规 安全 满意 准确 完整 提高 提升 改善 增强 建立 "
    "形成 合格 达标 完备 齐全 一致 长效".split()
)
"""Words that may stand at the end of a target and be denied by themselves: 管理制度健全 → 不健全."""

SAME_PER = {"名": "人", "位": "人", "个月": "月", "季": "季度", "天": "日", "起案件": "案件"}
"""Per-units written in more than one way."""

CHANGE_WORDS = re.compile(rf"(?P<up>{'|'.join(UP_WORDS)})|(?P<down>{'|'.join(DOWN_WORDS)})")
"""Words in an indicator's name that make its figures changes: 次均费用增幅."""

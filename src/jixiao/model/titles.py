"""What the kinds of money and the tables about them are called, wherever people read of them."""

from jixiao.model.submission import Form, Kind

KINDS: dict[Kind, str] = {"project": "项目支出", "transfer": "转移支付", "department": "部门整体支出"}
FORMS: dict[Form, str] = {
    "target": "绩效目标表",
    "monitoring": "绩效监控表",
    "self_evaluation": "绩效自评表",
    "review": "自评复核表",
}

"""What goes in and out of the interface. The description (openapi.json) is made from these."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec

_D = msgspec.Meta


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """Something with a number."""

    number: Annotated[int, _D(description="编号")]
    name: Annotated[str, _D(description="名称")]


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """A project."""

    code: Annotated[str, _D(description="项目编码")]
    name: Annotated[str, _D(description="项目名称")]
    kind: Annotated[str, _D(description="资金类别：project 项目支出，transfer 转移支付，department 部门整体")]


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """A cycle."""

    number: Annotated[int, _D(description="批次编号")]
    name: Annotated[str, _D(description="批次名称")]
    year: Annotated[int, _D(description="年度")]
    stage: Annotated[str, _D(description="类别：target 目标申报，monitoring 运行监控，self_evaluation 自评")]
    deadline: Annotated[date, _D(description="截止日期")]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A form in the list."""

    number: Annotated[int, _D(description="绩效表编号")]
    project: Project
    body: Annotated[Named, _D(description="填报单位（科室）")]
    unit: Annotated[str, _D(description="所属单位")]
    cycle: Round
    state: Annotated[str, _D(description="状态代码，如 draft、submitted")]
    state_words: Annotated[str, _D(description="状态，如“填报中”")]
    version: Annotated[int, _D(description="版本；写入和办理步骤时原样带回，用来发现别人的改动")]
    total_score: Annotated[str | None, _D(description="自评总分，按填写的原文")]
    reviewed_total: Annotated[
        str | None, _D(description="复核总分：填了复核得分的行按复核得分，其余按自评得分；复核以前为空")
    ]
    rows_as_reported: Annotated[int | None, _D(description="复核总分中按自评得分计入的指标行数")]
    overdue: Annotated[bool, _D(description="是否逾期未提交")]
    changed_at: Annotated[datetime, _D(description="最近修改")]


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the list."""

    count: Annotated[int, _D(description="符合条件的张数")]
    page: Annotated[int, _D(description="第几页")]
    pages: Annotated[int, _D(description="共几页")]
    filings: list[Line]


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """A step that can be taken."""

    code: Annotated[str, _D(description="步骤代码")]
    words: Annotated[str, _D(description="步骤")]
    needs_reason: Annotated[bool, _D(description="是否须写明原因")]


class Objected(msgspec.Struct, frozen=True, kw_only=True):
    """A reason for which a form was returned."""

    number: Annotated[int, _D(description="退回意见编号")]
    address: Annotated[str, _D(description="栏目地址；空表示整张表")]
    quoted: Annotated[str, _D(description="当时的内容")]
    reason: Annotated[str, _D(description="退回意见")]
    sent: Annotated[bool, _D(description="是否已随退回发出")]
    answer: Annotated[str, _D(description="答复")]
    settled: Annotated[bool, _D(description="是否已解决")]


class Unfilled(msgspec.Struct, frozen=True, kw_only=True):
    """A row that names levels under which no indicator was written yet."""

    row: Annotated[int, _D(description="行的编号；写入 indicators/编号/name 即成为指标")]
    level1: Annotated[str | None, _D(description="一级指标")]
    level2: Annotated[str | None, _D(description="二级指标")]


class PersonalData(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of personal data in a form that is to be published."""

    kind: Annotated[str, _D(description="类别，如“手机号码”")]
    text: Annotated[str, _D(description="内容")]
    address: Annotated[str, _D(description="栏目地址；空表示不在栏目里")]
    cell: Annotated[str, _D(description="哪一行、哪一栏")]
    blanked: Annotated[bool, _D(description="公开包中是否遮盖；负责人、签字人姓名照原样公开")]


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """What is confirmed before a form is published."""

    confirm: Annotated[str, _D(description="清单的校验值；核对后在办理 publish 时原样带回")]
    findings: Annotated[list[str], _D(description="没有解决的问题，按 findings 的 key")]
    personal: Annotated[list[PersonalData], _D(description="查出的个人信息")]


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """A form."""

    filing: Line
    writable: Annotated[bool, _D(description="现在能否填写")]
    steps: Annotated[list[Offered], _D(description="现在可以办理的步骤")]
    publication: Annotated[Publication | None, _D(description="公开前须核对的清单；现在可以公开的才有")]
    submission: Annotated[
        dict[str, Any],
        _D(
            description="表的内容，jixiao.submission/1；各行 place 的 sheet、row 加栏目名即栏目地址，如 indicators/17/score"
        ),
    ]
    unfilled: Annotated[
        list[Unfilled], _D(description="只写了级别、还没有写指标的行，不在 submission 里，也不计分、不审核")
    ]
    scorecard: Annotated[dict[str, Any] | None, _D(description="按评价口径的得分、总分和等级，同 jixiao.audit/1")]
    findings: Annotated[list[dict[str, Any]], _D(description="发现的问题，同 jixiao.audit/1")]
    answers: Annotated[dict[str, str], _D(description="对问题的说明，按问题的 key")]
    objections: list[Objected]


class Reason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reason on a cell."""

    reason: Annotated[str, _D(description="退回意见")]
    address: Annotated[str, _D(description="栏目地址；空表示整张表")] = ""


class Reply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer to an objection."""

    number: Annotated[int, _D(description="退回意见编号")]
    text: Annotated[str, _D(description="答复")]


class Taking(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step to take."""

    version: Annotated[int, _D(description="看到的版本；与现在的不同则拒绝")]
    reason: Annotated[str, _D(description="原因；须写明原因的步骤必填")] = ""
    reasons: Annotated[list[Reason], _D(description="逐格的退回意见，只用于 return", max_length=500)] = []
    replies: Annotated[list[Reply], _D(description="对退回意见的答复，只用于 propose", max_length=500)] = []
    confirm: Annotated[
        str, _D(description="公开（publish）时必填：核对过的清单的校验值，即表的 publication.confirm")
    ] = ""


class Cell(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value for a cell."""

    address: Annotated[str, _D(description="栏目地址，如 indicators/17/score、head/total_score")]
    value: Annotated[str, _D(description="内容；空表示清除")]


class Writing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Values to write."""

    version: Annotated[int, _D(description="看到的版本；与现在的不同则整次拒绝")]
    cells: Annotated[list[Cell], _D(min_length=1, max_length=500)]


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What a form is after a change."""

    number: Annotated[int, _D(description="绩效表编号")]
    version: Annotated[int, _D(description="改后的版本")]
    state: Annotated[str, _D(description="状态代码")]
    state_words: Annotated[str, _D(description="状态")]


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong."""

    code: Annotated[str, _D(description="代码，供程序判断")]
    message: Annotated[str, _D(description="一句话说明")]
    version: Annotated[int | None, _D(description="现在的版本，只在 stale 时有")] = None


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """The answer when something cannot be done."""

    error: Trouble

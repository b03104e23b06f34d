"""What is put into the data folders to be looked at; imported once Django is set up (see filling)."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from jixiao import pipeline
from jixiao_web.cycles.models import Cycle, Project
from jixiao_web.cycles.opening import make_filing, open_cycle, project_of
from jixiao_web.demo.casting import cast
from jixiao_web.evidence.keeping import attach, freeze, take_off
from jixiao_web.filings.addresses import parse
from jixiao_web.filings.content import evaluation_of
from jixiao_web.filings.models import Filing, Row, State
from jixiao_web.people.models import Appointment, Body, Person
from jixiao_web.trail.writing import note
from jixiao_web.uploads import preview, reading
from jixiao_web.uploads.correcting import correct
from jixiao_web.uploads.models import Upload
from jixiao_web.workflow.looking import look
from jixiao_web.workflow.models import Notice
from jixiao_web.workflow.speaking import assign_to, object_to, reply_to

EXAMPLES = Path(__file__).parents[3] / "examples" / "formats"
LONG = (
    "关于进一步健全城乡居民基本医疗保险门诊慢性病特殊疾病保障机制和定点医药机构协议管理考核、"
    "医保基金社会监督员聘任及举报奖励等工作补助经费"
)
SHORT = "医保服务站点运行维护"
SENTENCE = (
    "因省级平台接口于年中整体升级，部分县（市、区）的历史数据须逐条比对后方可迁移，致使四季度实际完成数低于年初设定的指标值；"
    "下一步将按月通报进度，把未完成的部分列入次年一季度的工作计划，并由分管领导逐项督办。"
)
_CAST = 12
"""People of the demo: every role has its start page."""
DAY = date(2026, 6, 30)
"""When people are asked to file: long past or to come does not matter, only that it is a day."""


class Place(NamedTuple):
    """A page to look at, after an act of `acts.py` where one is named.

    `tablet` for those that are also looked at on one, `only` where only there; `looks` for those that are also looked at printed, with
    forced colours and at 200 %.
    """

    name: str
    who: str
    path: str
    tablet: bool = False
    act: str = ""
    only: bool = False
    looks: bool = False


def everywhere() -> Iterator[Place]:
    """The pages that need nothing."""
    yield Place("登录", "", "/login")
    for person in Person.objects.exclude(appointments=None).filter(must_change_password=False).order_by("pk")[:_CAST]:
        who = person.username
        yield Place(f"工作台-{who}", who, "/", tablet=who in {"tianbao", "shenhe"})
    for who in ("tianbao", "shenhe"):
        yield Place(f"绩效报送-{who}", who, "/filings/", tablet=True)
        yield Place(f"报送批次-{who}", who, "/cycles/")
        yield Place(f"整改清单-{who}", who, "/rectifications/")
    yield Place("绩效报送-没有查到", "shenhe", "/filings/?q=查无此项")
    yield Place("绩效报送-zhuanjia", "zhuanjia", "/filings/")
    yield Place("绩效报送-liuquan", "liuquan", "/filings/")
    yield Place("开设批次", "shenhe", "/cycles/open")
    yield Place("修改密码", "tianbao", "/password")
    yield Place("我的账号", "tianbao", "/account")
    yield Place("没有这个页面", "tianbao", "/nothing")
    yield Place("无权打开", "tianbao", "/trail/")
    yield Place("无法处理", "tianbao", "/filings/?q=%00")
    yield Place("机构人员", "xitong", "/bodies/")
    yield Place("新增人员", "xitong", "/people/new")
    yield Place("账号安全", "anquan", "/accounts/")
    yield Place("账号安全-没有查到", "anquan", "/accounts/?q=查无此人")
    yield Place("操作日志", "rizhi", "/trail/")
    yield Place("操作日志-核验", "rizhi", "/trail/?verify=1")
    yield Place("操作日志-没有查到", "rizhi", "/trail/?person=查无此人")


def refused() -> Iterator[Place]:
    """What goes wrong, and what is asked or said before and after an action."""
    newcomer = Person(username="xinren", name="辛仁", must_change_password=True)
    newcomer.set_password(cast().password)
    newcomer.save()
    liuquan, unit = Person.objects.get(username="liuquan"), Body.objects.get(name="柳泉县医疗保障局")
    Appointment.objects.create(person=newcomer, body=unit, role="filler")
    cycle = Cycle.objects.get(year=2025, stage="self_evaluation", name__contains="部门预算")
    broken = Upload.objects.create(person=liuquan, cycle=cycle, body=unit, name="损坏.docx", content={"evaluations": 1})
    yield Place("系统出错", "liuquan", f"/uploads/{broken.pk}/")
    yield Place("首次登录", "xinren", "/password")
    yield Place("首次登录-密码不合要求", "xinren", "/password", act="refused_password")
    yield Place("登录-从别处来", "", "/login?next=/filings/")
    yield Place("登录-密码错误", "", "/login", act="wrong_password")
    yield Place("登录-锁定", "", "/login", act="locked_out")
    yield Place("页面过期", "tianbao", "/account", act="without_token")
    yield Place("个人菜单", "tianbao", "/", act="own_menu")
    yield Place("我的账号-新令牌", "tianbao", "/account", act="token_made")
    yield Place("开设批次-没有填全", "shenhe", "/cycles/open", act="refused_form")
    yield Place("开设批次-监控", "shenhe", "/cycles/open", act="monitoring_chosen")
    yield Place("新增人员-没有填全", "xitong", "/people/new", act="refused_form")
    yield Place("新增人员-已建立", "xitong", "/people/new", act="hired")
    yield Place("机构-合并没有填全", "xitong", f"/bodies/{unit.pk}/", act="refused_form")
    Appointment.objects.create(person=Person.objects.create(username="zulin", name="祖林"), body=unit, role="finance")
    yield Place("账号安全-重置密码", "anquan", "/accounts/", act="resetting")
    yield Place("账号安全-停用", "anquan", "/accounts/", act="disabling")
    yield Place("账号安全-已重置", "anquan", "/accounts/?q=zulin", act="reset")
    yield Place("批次-文件过大", "tianbao", f"/cycles/{cycle.pk}/", act="too_large")
    yield Place("批次-空文件", "tianbao", f"/cycles/{cycle.pk}/", act="no_file")


def in_use(filing: Filing, reviewed: Filing) -> Iterator[Place]:
    """A form while it is being filled in, and one while it is being reviewed: menus, dialogs, what is said."""
    path, other = f"/filings/{filing.pk}/", f"/filings/{reviewed.pk}/"
    for name in (
        "explained",
        "deductions",
        "downloads",
        "row_menu",
        "pasted",
        "too_long",
        "disconnected",
        "left_behind",
    ):
        yield Place(f"填报-{name}", "caiwu", path, act=name)
    yield Place("填报-signed_out", "caiwu", path, act="signed_out")
    yield Place("填报-edited", "caiwu", path, act="edited", tablet=True)
    yield Place("填报-stale", "caiwu", path, act="stale")
    yield Place("填报-drawer", "caiwu", path, act="drawer", only=True)
    yield Place("填报-各种显示", "caiwu", path, looks=True)
    yield Place("审核-objecting", "shenhe", other, act="objecting", tablet=True)
    yield Place("审核-objected", "shenhe", other, act="objected")
    yield Place("审核-drawer", "shenhe", other, act="drawer", only=True)
    yield Place("审核-各种显示", "shenhe", other, looks=True)
    yield Place("体检-各种显示", "caiwu", f"{path}check", looks=True)
    yield Place("绩效报送-已选", "shenhe", "/filings/", act="chosen_many")
    yield Place("绩效报送-一并办理", "shenhe", "/filings/", act="took_many")
    yield Place("整改清单-填报", "tianbao", "/rectifications/", act="reporting")


def empty() -> Iterator[Place]:
    """Nobody has filed anything; one cycle was opened."""
    Filing.objects.update(last_year=None)
    Filing.objects.all().delete()
    Project.objects.all().delete()
    yield from everywhere()
    [body] = Body.objects.filter(name="石门县医疗保障局")
    cycle = Cycle.objects.get(year=2024)
    yield Place("批次", "tianbao", f"/cycles/{cycle.pk}/")
    yield Place("批次-shenhe", "shenhe", f"/cycles/{cycle.pk}/")
    yield Place("机构", "xitong", f"/bodies/{body.pk}/")
    project = project_of(body, code="", name=SHORT, kind="project")
    filing = make_filing(Person.objects.get(username="tianbao"), Cycle.objects.get(year=2025), project)
    yield Place("空白表", "tianbao", f"/filings/{filing.pk}/", tablet=True)
    yield Place("空白表-体检", "tianbao", f"/filings/{filing.pk}/check")
    yield from refused()


def typical() -> Iterator[Place]:
    """Forms of every kind and in every state, with what is said about them."""
    yield from everywhere()
    cycle = Cycle.objects.get(year=2025)
    body = Body.objects.get(name="石门县医疗保障局")
    yield Place("批次", "tianbao", f"/cycles/{cycle.pk}/", tablet=True)
    yield Place("批次-shenhe", "shenhe", f"/cycles/{cycle.pk}/")
    yield Place("机构", "xitong", f"/bodies/{body.pk}/")
    draft = Filing.objects.get(project__code="53110122T000000001001", cycle=cycle)
    yield Place("填报中", "tianbao", f"/filings/{draft.pk}/", tablet=True)
    yield Place("填报中-体检", "tianbao", f"/filings/{draft.pk}/check")
    yield Place("填报中-只读", "shenhe", f"/filings/{draft.pk}/")
    yield from _evidence(draft)
    yield from _in_every_state(cycle, body, count=2)
    yield from _of_every_kind(body)
    yield from _uploads(cycle, body)
    yield from in_use(_copied(draft, body, f"{SHORT}（填报）", "draft"), _reviewing(draft, body))


def _in_every_state(cycle: Cycle, body: Body, *, count: int, long: bool = False) -> Iterator[Place]:
    """A form in each state; those under review with objections, answers, an expert and what is to be put right."""
    text = Filing.objects.get(project__code="53110122T000000001001", cycle=cycle)
    expert, reviewer, unit = (Person.objects.get(username=name) for name in ("zhuanjia", "shenhe", "tianbao"))
    for state in State.values:
        filing = _copied(
            text, body, f"{LONG if long else SHORT}（{State(state).label}）", state, rows=60 if long else 0
        )
        if state in {"in_review", "returned", "rechecked"}:
            _disputed(filing, reviewer, unit, expert, count=count, sent=state != "in_review")
        if state in {"confirmed", "in_review"}:
            for number in range(count):
                filing.rectifications.create(
                    text=f"第{number + 1}项：{SENTENCE if long else '补充政策宣传场次的佐证材料。'}",
                    due=DAY,
                    by=reviewer,
                )
        yield Place(f"{state}-填报人", "tianbao", f"/filings/{filing.pk}/")
        yield Place(f"{state}-审核人", "shenhe", f"/filings/{filing.pk}/", tablet=state == "in_review")
        if state == "in_review":
            yield Place(f"{state}-专家", "zhuanjia", f"/filings/{filing.pk}/")
            yield Place(f"{state}-体检", "shenhe", f"/filings/{filing.pk}/check")
        if state == "unit_review":
            yield Place(f"{state}-财务", "caiwu", f"/filings/{filing.pk}/")
        if state in {"confirmed", "published"}:
            yield Place(f"{state}-公开", "caiwu", f"/filings/{filing.pk}/publication")


def _reviewing(filing: Filing, body: Body) -> Filing:
    """A form under review, changed by the unit since the reviewer looked at it."""
    made = _copied(filing, body, f"{SHORT}（审核）", "in_review")
    look(Person.objects.get(username="shenhe"), made)
    row = made.rows.filter(part="indicators")[0]
    note(
        Person.objects.get(username="tianbao"),
        "修改",
        made,
        path=f"indicators/{row.pk}/actual",
        before="9场",
        after="12场",
    )
    return made


def _copied(filing: Filing, body: Body, name: str, state: str, *, rows: int = 0) -> Filing:
    """A form with the content of another, of a project of its own; with `rows` it has so many indicators, and long texts."""
    content = evaluation_of(filing)
    if rows:
        few = content.indicators
        many = tuple(
            msgspec.structs.replace(
                few[number * len(few) // rows],
                name=f"{few[number * len(few) // rows].name}（第{number + 1}类服务站点）",
                weight="1.5",
                score="1.5" if number % 3 else "0.75",
                note=SENTENCE * (6 if number % 12 == 0 else 1) if number % 4 == 0 else None,
            )
            for number in range(rows)
        )
        fund = content.funds[0]
        sources = tuple(msgspec.structs.replace(fund, label=f"其中：第{number}批补助资金") for number in range(1, 8))
        content = msgspec.structs.replace(content, indicators=many, funds=(fund, *sources), remark=SENTENCE * 3)
    project = project_of(body, code="", name=name, kind="project")
    made = make_filing(Person.objects.get(username="tianbao"), filing.cycle, project, content=content)
    Filing.objects.filter(pk=made.pk).update(state=state)
    made.refresh_from_db()
    return made


def _disputed(filing: Filing, reviewer: Person, unit: Person, expert: Person, *, count: int, sent: bool) -> None:
    """Objections on cells, the first ones answered, and an opinion of the expert that was given."""
    rows = list(Row.objects.filter(filing=filing, part="indicators"))[:count]
    for number, row in enumerate(rows):
        field = ("actual", "score", "note")[number % 3]
        made = object_to(
            filing, reviewer, parse(f"indicators/{row.pk}/{field}"), SENTENCE if number % 4 == 2 else "请附佐证材料。"
        )
        if sent:
            made.sent = True
            made.save()
        if sent and number % 2 == 0:
            reply_to(made, unit, "已补充签到表和照片，见附件。")
    object_to(filing, reviewer, None, "自评结论请与得分对应。")
    if sent:
        filing.objections.update(sent=True)
    assign_to(filing, reviewer, expert)


def _of_every_kind(body: Body) -> Iterator[Place]:
    """A monitoring form, a goal form, a form of a transfer and one of a department."""
    shenhe, tianbao = (Person.objects.get(username=name) for name in ("shenhe", "tianbao"))
    city = Body.objects.get(name="青崖市")
    plans = {"project": ("T1", "", ""), "transfer": ("T2", "", ""), "department": ("T6", "", "")}
    for name, file, stage, months in (
        ("监控表", "t7-monitoring-inspection.docx", "monitoring", "1—7月"),
        ("目标表", "t8-goal-long-term-care.docx", "target", ""),
        ("转移支付表", "t2-capacity-transfer.docx", "self_evaluation", ""),
        ("部门整体表", "t6-department-report.docx", "self_evaluation", ""),
    ):
        cycle = Cycle.objects.get(year=2025, stage="self_evaluation")
        if stage != "self_evaluation":
            layout = {**plans, "project": ("T7" if stage == "monitoring" else "T8", "", "")}
            cycle = open_cycle(
                shenhe,
                city,
                name=f"青崖市2025年度{name}报送",
                year=2025,
                stage=stage,
                deadline=DAY,
                months=months,
                plans=layout,
            )
        content = pipeline.read(EXAMPLES / file).evaluations[0]
        project = project_of(
            body, code="", name=f"{content.project_name or '部门整体支出'}（{name}）", kind=content.kind
        )
        filing = make_filing(tianbao, cycle, project, content=content)
        yield Place(name, "tianbao", f"/filings/{filing.pk}/")
        yield Place(f"{name}-体检", "tianbao", f"/filings/{filing.pk}/check")


def _evidence(filing: Filing) -> Iterator[Place]:
    """A form with evidence on rows and on the whole, handed in once, and one piece exchanged since."""
    tianbao = Person.objects.get(username="tianbao")
    first, second = filing.rows.filter(part="indicators")[:2]
    for row, name, said in (
        (first.pk, "宣传活动签到表.pdf", "十一场宣传活动的签到表"),
        (first.pk, "现场照片.scan.jpg", "进社区宣传活动现场照片"),
        (second.pk, f"{LONG}实施情况说明.docx", SENTENCE[:180]),
        (0, "专账.xlsx", "项目资金专账"),
    ):
        content = (EXAMPLES / f"t1-fund-supervision{''.join(Path(name).suffixes)}").read_bytes()
        attach(filing, tianbao, [SimpleUploadedFile(name, content)], row=row, said=said)
    freeze(filing, tianbao)
    take_off(filing.evidence.filter(row=0)[0], tianbao)
    yield Place("佐证材料", "tianbao", f"/filings/{filing.pk}/evidence/?row={second.pk}", tablet=True)
    yield Place("佐证材料-审核人", "shenhe", f"/filings/{filing.pk}/evidence/")


def _uploads(cycle: Cycle, body: Body) -> Iterator[Place]:
    """Documents of every sort, read and shown beside their originals."""
    tianbao = Person.objects.get(username="tianbao")
    whole = (EXAMPLES / "t1-fund-supervision.docx").read_bytes()
    for name, file, content in (
        ("Word", "自评表.docx", whole),
        ("扫描件", "扫描件.png", (EXAMPLES / "t1-yuan-hotline.scan.png").read_bytes()),
        ("多张表", "两张表.docx", (EXAMPLES / "t5-two-forms-narrative.docx").read_bytes()),
        ("错的类别", "绩效目标申报表.xlsx", (EXAMPLES / "t8-goal-long-term-care.xlsx").read_bytes()),
        ("损坏", "损坏的文件.docx", whole[: len(whole) // 2]),
        ("不是表", "通知.txt", "关于开展绩效自评的通知\n请各单位于本月底前报送。".encode()),
    ):
        upload = reading.receive(tianbao, cycle, body, SimpleUploadedFile(file, content))
        reading.read(upload, patience=300)
        yield Place(f"上传-{name}", "tianbao", f"/uploads/{upload.pk}/", tablet=name == "Word")
        if name == "扫描件":
            _doubted(upload, tianbao)
            yield Place(f"上传-{name}-原件", "tianbao", f"/uploads/{upload.pk}/original")
    waiting = reading.receive(tianbao, cycle, body, SimpleUploadedFile("未读.pdf", whole))
    yield Place("上传-正在读取", "tianbao", f"/uploads/{waiting.pk}/")


def _doubted(upload: Upload, person: Person) -> None:
    """Let some cells of a document be in doubt, and one of them be put right."""
    rows = upload.content["evaluations"][0]["indicators"]
    for row in rows[:4]:
        row["doubtful"] = ["actual", "score"]
    upload.save()
    address = parse("indicators/1/actual")
    correct(upload, person, 0, address, "21000册", preview.cell(upload, 0, address).called)


def overfull() -> Iterator[Place]:
    """Two hundred bodies, six hundred forms, long names, forms of sixty rows, a long log."""
    yield from everywhere()
    cycle = Cycle.objects.get(year=2025)
    city, unit = Body.objects.get(name="青崖市"), Body.objects.get(name="石门县医疗保障局")
    with transaction.atomic():
        units = [unit, *(_peopled(city, number) for number in range(1, 90))]
        for number in range(12):
            Body.objects.create(name=f"第{number + 1}内设机构（待遇保障和医药服务管理股）", kind="office", parent=unit)
            someone = Person.objects.get(username=f"renyuan{number + 1:03}")
            Appointment.objects.create(person=someone, body=unit, role="filler")
        _crowded(cycle, units)
        _rounds(city, unit)
    yield Place("批次", "tianbao", f"/cycles/{cycle.pk}/", tablet=True)
    yield Place("批次-shenhe", "shenhe", f"/cycles/{cycle.pk}/")
    yield Place("机构", "xitong", f"/bodies/{unit.pk}/")
    yield Place("机构-市", "xitong", f"/bodies/{city.pk}/")
    yield Place("绩效报送-第5页", "shenhe", "/filings/?page=5")
    yield Place("操作日志-第7页", "rizhi", "/trail/?page=7")
    yield from _in_every_state(cycle, unit, count=30, long=True)
    forms = {
        state: Filing.objects.get(project__name=f"{LONG}（{State(state).label}）") for state in ("draft", "in_review")
    }
    yield from in_use(forms["draft"], forms["in_review"])


def _peopled(city: Body, number: int) -> Body:
    """A county with a unit and a person in it, all with long names."""
    name = f"第{number}县（自治县、市辖区、高新技术产业开发区）"
    county = Body.objects.create(name=name, kind="county", parent=city)
    whole = f"{name}医疗保障局医疗保障事务服务中心"
    unit = Body.objects.create(name=whole, kind="unit", code=f"3611{number:02}001002", parent=county)
    someone = Person.objects.create(username=f"renyuan{number:03}", name=f"欧阳第{number}", must_change_password=False)
    for role in ("filler", "finance", "head"):
        Appointment.objects.create(person=someone, body=unit, role=role)
    return unit


def _crowded(cycle: Cycle, units: list[Body]) -> None:
    """Six hundred forms with notices, with what is to be put right, and with a long log."""
    chance = random.Random(20)  # noqa: S311 - to be looked at
    tianbao, shenhe = (Person.objects.get(username=name) for name in ("tianbao", "shenhe"))
    template = Filing.objects.get(project__code="53110122T000000001001", cycle=cycle)
    for number in range(600):
        body = units[0] if number % 12 == 0 else chance.choice(units)
        filing = _copied(template, body, f"{LONG}（第{number + 1}批）", chance.choice(State.values))
        if number % 3 == 0:
            for person in (tianbao, shenhe):
                text = f"《{filing}》被主管部门退回：{SENTENCE}"[:300]
                Notice.objects.create(person=person, filing=filing, text=text)
        if number % 15 == 0:
            due = DAY + timedelta(days=number)
            filing.rectifications.create(text=SENTENCE, due=due, by=shenhe, result=SENTENCE if number % 2 else "")
    row = template.rows.filter(part="indicators")[0]
    for number in range(3000):
        path = f"indicators/{row.pk}/actual"
        note(tianbao, "修改", template, path=path, before=SENTENCE, after=SENTENCE * 3 if number % 5 else "9场")


def _rounds(city: Body, unit: Body) -> None:
    """Thirty cycles, and forty projects for which nothing was filed yet."""
    shenhe = Person.objects.get(username="shenhe")
    for number in range(30):
        name = f"{city}{LONG}第{number + 1}批次"
        open_cycle(shenhe, city, name=name, year=2025, stage="monitoring", deadline=DAY, plans={})
    for number in range(40):
        Project.objects.create(body=unit, code=f"53110122T00000000{number:04}", name=f"{LONG}（续{number + 1}）")

"""Personal data in texts (个人信息): what would tell of a single person if the text were published, each kind by a pattern of its own.

Precision comes from structure: an identity card number needs a region, a day of birth and the right check digit (GB 11643), a bank card
number its issuer's digits and the Luhn digit (GB/T 15694), a telephone number its area code. A number that is called a code (项目编码,
统一社会信用代码), that has a unit behind it or belongs to a longer string is none of these. What is called an identity card number
(身份证号) is one even where it is mistyped: all but one of its digits tell as much of the person.
"""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache

import msgspec

from jixiao.data import load


class Kind(StrEnum):
    """What a piece of personal data is."""

    IDENTITY = "identity"
    MOBILE = "mobile"
    LANDLINE = "landline"
    EMAIL = "email"
    BANK_CARD = "bank-card"
    CONTACT = "contact"
    PATIENT = "patient"
    RECORD = "record"
    CHAT = "chat"
    PATH = "path"
    SIGNATURE = "signature"
    """Who answers or signs for a form by office. `personal` never gives it: it may be published, but somebody must have seen it."""

    @property
    def chinese(self) -> str:
        """The word shown to users."""
        return _CHINESE[self]


_CHINESE = {
    Kind.IDENTITY: "身份证号码",
    Kind.MOBILE: "手机号码",
    Kind.LANDLINE: "固定电话",
    Kind.EMAIL: "电子邮箱",
    Kind.BANK_CARD: "银行卡号",
    Kind.CONTACT: "联系人等姓名",
    Kind.PATIENT: "个人医疗信息",
    Kind.RECORD: "个人编号",
    Kind.CHAT: "即时通信账号",
    Kind.PATH: "计算机内的文件路径",
    Kind.SIGNATURE: "负责人、签字人姓名",
}


class Personal(msgspec.Struct, frozen=True):
    """A piece of personal data in a text, from `start` to before `end`."""

    kind: Kind
    start: int
    end: int


def personal(text: str) -> tuple[Personal, ...]:
    """All personal data in a text, in order; where two kinds overlap the one that says more stands."""
    plain = text.translate(_NARROW)
    if not _SIGNS.search(plain):
        return ()
    taken: list[Personal] = []
    for find in _FINDERS:
        for found in find(plain):
            if all(found.end <= other.start or other.end <= found.start for other in taken):
                taken.append(found)
    return tuple(sorted(taken, key=lambda each: each.start))


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2013: "-", 0x2014: "-", 0x2212: "-"}
"""Full-width signs as narrow ones, one for one, so that places stay the same."""
_SIGNS = re.compile(
    r"\d{5}|\d[ -]\d{4}|@|人:|员:|人 *:|(?:系|络|办|责|报|表|送)人|姓名|患|病人|参保|救助对象|低保对象|死者|QQ|微信|[\\/]|身份|证件"
)

_CODE_BEFORE = re.compile(
    r"(?:代码|编码|(?<!个人)(?<!身份证)编号|文号|标识码|(?:发票|凭证|合同|订单|流水|批准|备案|采购|招标|运单|保单)号码?)[为是:“( ]*$"
)
_UNIT_AFTER = re.compile(r" ?(?:[十百千]?[万亿]|元|人次|人|件|个|次|条|份|户|家|张|例|笔|%|册|台|套|吨|平方米)")
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(\d{6})[ -]?(\d{8})[ -]?(\d{3})([\dXx])(?![0-9A-Za-z])")
_OLD_IDENTITY = re.compile(r"(?<![0-9A-Za-z.,])(\d{6})(\d{6})\d{3}(?![0-9A-Za-z]|[.,]\d)")
_CALLED_IDENTITY = re.compile(
    r"(?:(?:居民|公民)?身份(?:证件?)?(?:号码?|编号)?|(?<!单位)(?<!企业)(?<!机构)(?<!法人)(?<!主体)(?<!登记)证件(?:号码?|编号))"
    r"(?:\([^()码]{1,8}\))?[\s:为是(\[\"“【]{0,12}(?P<number>\d(?:[ -]?\d){12,18}[ -]?[\dXx])(?![0-9A-Za-z])"
)
"""A number called that of an identity card, whatever its region, day and check digit; some digits too few or too many are mistyped."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DIGITS = "10X98765432"


def _identities(text: str) -> Iterator[Personal]:
    for found in _CALLED_IDENTITY.finditer(text):
        yield Personal(Kind.IDENTITY, found.start("number"), found.end("number"))
        yield from _whose(text, found.start())
    for found in _IDENTITY.finditer(text):
        body = found[1] + found[2] + found[3]
        total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
        called = _CODE_BEFORE.search(text, max(0, found.start() - 12), found.start())
        right = _is_day(found[2]) and _DIGITS[total % 11] == found[4].upper()
        if found[1][:2] in _PROVINCES and right and not called:
            yield Personal(Kind.IDENTITY, found.start(), found.end())
            yield from _whose(text, found.start())
    for found in _OLD_IDENTITY.finditer(text):
        if found[1][:2] in _PROVINCES and _is_day("19" + found[2]) and not _is_figure_or_code(text, found):
            yield Personal(Kind.IDENTITY, found.start(), found.end())


def _is_day(digits: str) -> bool:
    """Tell whether eight digits are a day on which a living person may be born."""
    if not "1900" <= digits[:4] <= "2099":
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _is_figure_or_code(text: str, found: re.Match[str]) -> bool:
    """Tell whether a number has a unit behind it or is called a code before it."""
    before = text[max(0, found.start() - 12) : found.start()]
    return bool(_UNIT_AFTER.match(text, found.end()) or before.endswith("¥") or _CODE_BEFORE.search(before))


_BANK_CARD = re.compile(r"(?<![0-9A-Za-z.])(?:\d{4}[ -]?){4}\d{0,3}(?![0-9A-Za-z]|\.\d)")
_ACCOUNT_BEFORE = re.compile(r"(?:卡号|银行卡|账号|帐号|账户|开户行?)[^。；;]{0,12}$")
_UNIONPAY = "62"


def _bank_cards(text: str) -> Iterator[Personal]:
    for found in _BANK_CARD.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        called = _ACCOUNT_BEFORE.search(text, max(0, found.start() - 20), found.start()) is not None
        if (digits.startswith(_UNIONPAY) or called) and _luhn(digits) and not _is_figure_or_code(text, found):
            yield Personal(Kind.BANK_CARD, found.start(), found.end())


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


_MOBILE = re.compile(r"(?<![0-9A-Za-z.])(?<!\d[-,/])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9A-Za-z]|[.,]\d)")
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.-])(?:\((?P<bracketed>0\d{2,3})\) ?|(?P<area>0\d{2,3})[- ]?)(?P<local>[2-8]\d{6,7})"
    r"(?:(?:-|转) ?\d{1,6})?(?![0-9A-Za-z]|[.,]\d)"
)
_CALLED_NUMBER = re.compile(
    r"(?:电话|传真|座机|联系方式|办电)(?:号码)?[: ]*(?P<number>(?:\(0\d{2,3}\) ?|0\d{2,3}[- ])?[1-9]\d{6,7})(?![0-9A-Za-z]|[.,]\d)"
)
_COUNTED = re.compile(r"(?:接听|受理|接到|拨打|拨出|回访|来访|接受)(?:群众|参保人)?$")
"""How many calls there were is no number to call."""
_AREA = re.compile(r"010|02[0-57-9]|0[3-9]\d{2}")
_PUBLIC = re.compile(r"(?:咨询|监督|举报|投诉|服务|热线|公开|值班)(?:电话|热线|号码)?[: (]*(?:\(?0\d{2,3}\)?[- ]?)?$")
"""Numbers that an office gives to the public belong to no person."""


def _telephones(text: str) -> Iterator[Personal]:
    for found in _MOBILE.finditer(text):
        if not _is_figure_or_code(text, found):
            yield Personal(Kind.MOBILE, found.start(), found.end())
            yield from _whose(text, found.start())
    for found in _LANDLINE.finditer(text):
        area, local = found["bracketed"] or found["area"], found["local"]
        whole = len(area) == 4 or len(local) == 8
        if _AREA.fullmatch(area) and whole and not (_is_figure_or_code(text, found) or _is_public(text, found.start())):
            yield Personal(Kind.LANDLINE, found.start(), found.end())
            yield from _whose(text, found.start())
    for found in _CALLED_NUMBER.finditer(text):
        start = found.start("number")
        counted = _UNIT_AFTER.match(text, found.end()) or _COUNTED.search(text, 0, found.start())
        if not counted and not _is_public(text, start):
            yield Personal(Kind.LANDLINE, start, found.end())
            yield from _whose(text, start)


def _is_public(text: str, start: int) -> bool:
    return _PUBLIC.search(text, max(0, start - 16), start) is not None


_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_CHAT = re.compile(r"(?:QQ|微信号?)(?:号码?)?[: ]{1,3}(?P<account>[A-Za-z0-9_-]{5,20})", re.IGNORECASE)
_RECORD = re.compile(
    r"(?:住院号|病案号|病历号|门诊号|医保卡号|社保卡号|社会保障卡号|社会保障号码?|个人编号|医保编号|护照号码?)"
    r"[为是: ]*(?P<number>[A-Za-z]{0,3}\d[0-9A-Za-z-]{4,})"
)
_PATH = re.compile(
    r"(?<![0-9A-Za-z.:/])(?:file://|/(?:home|root|Users|tmp|var|mnt|media|srv|opt)/)[^\s\"'<>，。；、)]+"
    r"|(?<![0-9A-Za-z])[A-Za-z]:\\[^\s\"'<>|，。；、]+"
    r"|(?<!\\)\\\\[0-9A-Za-z._-]+\\[^\s\"'<>|，。；、]+"
)


def _written(text: str) -> Iterator[Personal]:
    for kind, pattern, group in (
        (Kind.EMAIL, _EMAIL, 0),
        (Kind.PATH, _PATH, 0),
        (Kind.CHAT, _CHAT, "account"),
        (Kind.RECORD, _RECORD, "number"),
    ):
        for found in pattern.finditer(text):
            yield Personal(kind, found.start(group), found.end(group))


_MASKED = frozenset("某×*■XxＸ○")
_CALLED = re.compile(
    r"(?:联系人|联络人|填报人|填表人|经办人|制表人|报送人|姓名)(?:及电话|及联系电话|\(签字\)|\(签章\))? *: *"
    r"(?P<name>[㐀-鿿·]{2,6}?)(?=$|[\s,。;、()/\d]|联系|电话|手机)"
)
_ILLNESS = (
    r"(?=(?:,|\(| )*(?:男|女)[,) ]|[,(]\d{1,3}岁|(?:,| )*(?:因|身|罹)?患(?:有|了)?[^,。;]{0,12}(?:病|癌|症|瘤|炎)"
    r"|(?:,| )*(?:被)?(?:确诊|诊断)(?:为|患)|(?:,| )*因[^,。;]{0,16}(?:住院|就诊|就医|手术|入院|去世|死亡)|住院号|病案号)"
)


@cache
def _surnames() -> str:
    """The surnames as alternatives of a pattern, those of two characters first."""
    names = load("jixiao.texts", "surnames.yaml", tuple[str, ...])
    return "|".join(sorted((name for line in names for name in line.split()), key=len, reverse=True))


@cache
def _patient() -> re.Pattern[str]:
    who = r"(?:患者|病人|患儿|参保人员?|参保居民|参保职工|参保群众|救助对象|低保对象|死者)(?:姓名)?[: ]*"
    return re.compile(rf"{who}(?P<name>(?:{_surnames()})[㐀-鿿]{{1,2}}?)(?:同志|女士|先生)?{_ILLNESS}")


_OFFICES = r"(?:联系人|联络人|经办人|负责人|填报人|填表人|制表人|报送人)"
_TITLE = r"(?:同志|女士|先生|主任|局长|处长|科长|股长|所长|院长|老师)"


@cache
def _titled() -> re.Pattern[str]:
    """A person named by office and title in running text: 经办人李明同志; without either, what begins like a surname may be any word."""
    given = r"(?:(?![向与和及由被对给将的经于为在是跟找请报])[㐀-鿿]){1,2}?"
    return re.compile(rf"{_OFFICES}[为是 ]?(?P<name>(?:{_surnames()}){given})(?={_TITLE})")


@cache
def _before_number() -> re.Pattern[str]:
    called = rf"{_TITLE}?[:,、( ]*(?:联系)?(?:电话|手机|手机号码?|座机|联系方式)?[: ]*"
    return re.compile(rf"(?:^|[^㐀-鿿]|联系|找|{_OFFICES})(?P<name>(?:{_surnames()})[㐀-鿿]{{1,2}}){called}$")


_LONGEST_BEFORE = 24


def _whose(text: str, start: int) -> Iterator[Personal]:
    """The name of the person that a number belongs to (张三，电话：…), where it stands right before it."""
    since = max(0, start - _LONGEST_BEFORE)
    found = _before_number().search(text[since:start])
    if found is not None and found["name"] not in _NO_NAMES:
        yield Personal(Kind.CONTACT, since + found.start("name"), since + found.end("name"))


def _named(text: str) -> Iterator[Personal]:
    for found in _CALLED.finditer(text):
        if not _MASKED.intersection(found["name"]) and not _OFFICE.search(found["name"]):
            yield Personal(Kind.CONTACT, found.start("name"), found.end("name"))
    for found in _titled().finditer(text):
        if not _MASKED.intersection(found["name"]) and found["name"] not in _NO_NAMES:
            yield Personal(Kind.CONTACT, found.start("name"), found.end("name"))


_OFFICE = re.compile(r"(?:科|股|处|室|局|中心|部|组|办|院|站|公司|单位|电话|姓名)$")


def is_person(value: str) -> bool:
    """Tell whether what stands in a field for a person names one: neither masked, nor an office, nor nothing at all."""
    letters = re.sub(r"[^㐀-鿿A-Za-z]", "", value)
    return len(letters) > 1 and not _MASKED.intersection(letters) and not _OFFICE.search(letters)


_SIGNING = re.compile(r"负责人|负责同志|领导|签字|签名|签章|签发|法定代表人|法人代表")
_SIGNED = re.compile(
    rf"(?:{_SIGNING.pattern})(?:人|\((?:签字|签名|签章|盖章)\))? *: *(?P<name>[㐀-鿿·]{{2,6}}?)(?=$|[\s,。;、()/\d]|联系|电话|日期)"
)
_NAME = re.compile(r"[㐀-鿿]{1,3} ?[㐀-鿿]{1,3}|[㐀-鿿]{1,8}·[㐀-鿿·]{1,12}")
_SAYS_YES = frozenset("同意 属实 无误 情况属实 已签字 已签 签字 签名 盖章 已盖章 签章 空白 暂缺 从略".split())


def signatures(text: str, label: str = "") -> tuple[Personal, ...]:
    """The names of those who answer or sign for a form: the whole text beside such a label, or behind one within the text."""
    plain = text.translate(_NARROW)
    if _SIGNING.search(label):
        name = plain.strip()
        found = [(len(plain) - len(plain.lstrip()), len(plain.rstrip()))] if _NAME.fullmatch(name) else []
    else:
        found = [each.span("name") for each in _SIGNED.finditer(plain)]
    return tuple(
        Personal(Kind.SIGNATURE, start, end)
        for start, end in found
        if is_person(plain[start:end]) and plain[start:end] not in _SAYS_YES
    )


def _patients(text: str) -> Iterator[Personal]:
    for found in _patient().finditer(text):
        if not _MASKED.intersection(found["name"]) and found["name"] not in _NO_NAMES:
            yield Personal(Kind.PATIENT, found.start("name"), found.end("name"))


_NO_NAMES = frozenset(
    (
        "高龄 高危 高额 高值 高于 高发 常年 常见 常住 常规 万一 万人 严重 成年 成人 全部 单独 单位 时常 时时 "
        "平时 平均 项目 文化 代表 方面 方式 包括 关于 管理 强制 任何 左右 边远 白血 白内 石棉 和家 和其 和因 "
        "应当 应急 计划 尤其 明确 明显 相关 相应 水平 能够 都因 都是 安全 费用 权益 申请 通过 向来 都曾 曾因 "
        "曾经 曾患 从未 连续 全年 全程 容易 强直 温饱 乐观 支付 支出 符合 农村 农民 卫生 位于 于是 双双 老年 "
        "年老 方便 何时 安排 任期 "
    ).split()
)
"""Words that begin like a surname; who is ill is no Gao Ling."""

_FINDERS = (_identities, _bank_cards, _telephones, _written, _patients, _named)

"""XFM-03, the hints within one file: a supervisor of another level than the form's own, and one fund on two forms under two names."""

import re
from collections.abc import Iterator

from jixiao.audit.collection import Collection, Filed
from jixiao.audit.faults import Fault
from jixiao.findings import Certainty, Severity
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_OWN_LEVEL = re.compile(r"(?P<place>[一-龥]{2,8}?[市州盟县区旗])本级")
_LEVEL = re.compile(r"(?:^|[、，,\s])(?:(?P<province>省|自治区)|(?P<local>[一-龥]{2,10}?[市州盟县区旗])医?)")
_YEAR = re.compile(r"20\d\d年?(?:度)?|[（(][^（()）]*[）)]|\s")


def odd_supervisors(collection: Collection) -> Iterator[Fault]:
    """Tell of forms in audited files; what other files say does not matter here."""
    for number, forms in collection.by_file.items():
        if number >= collection.audited:
            continue
        for form in forms:
            yield from _not_of_this_level(collection, form)
        yield from _now_province_now_city(collection, forms)
        yield from _one_fund_twice(collection, forms)


def _hint(collection: Collection, at: Filed, title: str, message: str, quotes: list[tuple[Filed, str]]) -> Fault:
    return collection.finding(
        at=at, message=message, quotes=quotes, severity=Severity.INFO, certainty=Certainty.POSSIBLE, title=title
    )


def _not_of_this_level(collection: Collection, form: Filed) -> Iterator[Fault]:
    """The title says whose own project it is (某区本级), the supervisor is a bureau of another place."""
    seen = form.digest.evaluation
    found = _OWN_LEVEL.search(seen.title or "")
    if found is None or not seen.supervisor or not seen.implementer:
        return
    place = found["place"]
    short = place[-3:]
    if short not in seen.supervisor and short in seen.implementer and seen.supervisor.endswith("局"):
        yield _hint(
            collection,
            form,
            "主管部门不是本级的部门",
            f"表名是“{found.group()}”，实施单位是{quoted(seen.implementer)}，主管部门却写{quoted(seen.supervisor)}，不是本级的部门，请核对。",
            [(form, "supervisor"), (form, "implementer")],
        )


def _now_province_now_city(collection: Collection, forms: list[Filed]) -> Iterator[Fault]:
    """Forms of transfers that one unit filled in name 地方主管部门 of the province and of the city."""
    first: dict[tuple[str, bool], Filed] = {}
    for form in forms:
        named = form.digest.evaluation.local_supervisor
        found = _LEVEL.search(named or "")
        if found is None or form.digest.form != "self_evaluation" or form.digest.evaluation.kind != "transfer":
            continue
        of_province = found["province"] is not None
        filler = _filled_in_by(form)
        other = first.get((filler, not of_province))
        if (filler, of_province) not in first:
            first[filler, of_province] = form
            if other is not None:
                yield _hint(
                    collection,
                    form,
                    "地方主管部门的层级各表不一",
                    f"地方主管部门写{quoted(named)}，{other.called(form)}写{quoted(other.digest.evaluation.local_supervisor)}，层级口径不一。",
                    [(form, "local_supervisor"), (other, "local_supervisor")],
                )


_PLACE_IN_TITLE = re.compile(r"^[一-龥]{2,10}?[市州盟县区旗](?=转移支付|中央|专项)")


def _filled_in_by(form: Filed) -> str:
    """Who filled a form in: the place that its title begins with, else its unit."""
    found = _PLACE_IN_TITLE.match(key(form.digest.evaluation.title or ""))
    return found.group() if found else form.key


def _one_fund_twice(collection: Collection, forms: list[Filed]) -> Iterator[Fault]:
    """Two projects whose names differ only by a year and what stands in brackets."""
    first: dict[tuple[str, str], Filed] = {}
    for form in forms:
        name = form.digest.evaluation.project_name
        if not name or form.digest.form != "self_evaluation":
            continue
        core = _YEAR.sub("", name)
        if len(core) < _SHORTEST:
            continue
        other = first.setdefault((form.key, core), form)
        printed = other.digest.evaluation.project_name or ""
        if other is not form and name.replace(" ", "") != printed.replace(" ", "") and _same_part(name, printed):
            yield _hint(
                collection,
                form,
                "疑为同一项资金分列两张表",
                f"项目名称{quoted(name)}与{other.called(form)}只差年度或括号内的字，像是同一项资金分列两张表，请核对是否不同批次并统一名称。",
                [(form, "project_name"), (other, "project_name")],
            )


_SHORTEST = 8
_PART = re.compile(r"[（(]([^（()）]*部分)[）)]")


def _same_part(one: str, other: str) -> bool:
    """Tell whether two names may mean the same part of a fund: named parts (…部分) that differ are two."""
    parts = [_PART.search(name) for name in (one, other)]
    return parts[0] is None or parts[1] is None or parts[0][1] == parts[1][1]

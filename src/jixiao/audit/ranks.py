"""QLT-08, the hint: a text that claims a rank (位居全省前列) and gives neither the rank nor the figure it rests on."""

import re
from collections.abc import Iterator

from jixiao.audit.case import Case
from jixiao.audit.faults import Fault
from jixiao.audit.rolling import SHOWN, listed
from jixiao.findings import Certainty, Severity
from jixiao.texts.sentences import clauses, sentences

_RANK = re.compile(
    r"(?:位居|位列|居于?|名列|走在|排在|排名|处于|稳居)[^，。；;、\d]{0,10}(?:前列|前茅|第一方阵|第一梯队|领先|先进行列)"
    r"|[全各][国省市州县区](?:同类[^，。；;]{0,6})?(?:领先|前列|前茅)"
)
_GIVEN = re.compile(r"第[一二三四五六七八九十\d]|前[一二三四五六七八九十\d]+[名位强]|\d+名|\d")
_AIMED = re.compile(r"力争|争取|努力|目标|打造|将|拟|下一?步|确保")


def unproved_ranks(case: Case) -> Iterator[Fault]:
    """Tell of claims in results and conclusions in whose sentence no figure stands; what is aimed at is no claim."""
    found = [
        (path, clause.text)
        for path, text in (*case.prose.results, *case.prose.conclusions)
        if _RANK.search(text)
        for sentence in sentences(text)
        if not _GIVEN.search(_RANK.sub("", sentence.text))
        for clause in clauses(sentence.text)
        if _RANK.search(clause.text) and not _AIMED.search(clause.text)
    ]
    if found:
        yield case.finding(
            message=f"文字称{listed([clause for _, clause in found])}，没有写名次和所依据的数字。",
            quotes=list(dict.fromkeys(path for path, _ in found))[:SHOWN],
            suggestion="写明名次、排名的范围和时点，以及本单位的数字；没有正式排名的，不作这样的表述。",
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )

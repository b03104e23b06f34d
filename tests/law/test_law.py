"""The law base: every document loads, says honestly what was checked, and unknown articles are refused."""

import re
from datetime import date
from importlib import resources

import pytest

from jixiao.law import LawDocument, UnknownArticleError, article, documents

MEMORY_ONLY = ["财预〔2015〕88号", "财预〔2019〕136号", "湖北省自评口径", "国办发〔2018〕67号", "财社〔2022〕31号"]
KNOWN_DATES = {
    "中发〔2018〕34号": "2018-09",
    "财预〔2020〕10号": "2020-02-25",
    "财预〔2021〕101号": "2021-08-18",
    "财预〔2015〕163号": "2015-09-29",
    "财预〔2013〕53号": "2013-04-21",
    "医保办发〔2022〕22号": "2022-11-17",
}

every_document = pytest.mark.parametrize("document", documents().values(), ids=lambda document: document.number)


@every_document
def test_dates_are_well_formed_and_exist(document: LawDocument) -> None:
    if document.date != "不详":
        assert re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", document.date)
        year, month, day, *_ = [*map(int, document.date.split("-")), 1, 1]
        assert date(year, month, day).year >= 2013


@every_document
def test_every_document_has_a_whole_and_says_where_it_was_seen(document: LawDocument) -> None:
    assert "全文" in document.articles
    assert document.source.strip()
    assert document.issuer.strip()


@every_document
def test_every_article_resolves_and_cites_its_document(document: LawDocument) -> None:
    for key, text in document.articles.items():
        found = article(document.number, key)
        assert found.summary == text.summary
        assert str(found).startswith(f"《{document.title}》（{document.number}）")
        assert text.summary.endswith("。")


@every_document
def test_a_number_in_a_key_is_the_number_in_the_printed_name(document: LawDocument) -> None:
    chinese = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
    for key, text in document.articles.items():
        if key.isdigit() and text.name.endswith("条"):
            tens, ones = divmod(int(key), 10)
            written = ("" if tens == 0 else "十" if tens == 1 else f"{chinese[str(tens)]}十") + (
                chinese[str(ones)] if ones else ""
            )
            assert text.name == f"第{written}条"


def test_every_file_holds_another_document() -> None:
    files = [file for file in (resources.files("jixiao.law") / "documents").iterdir() if file.name.endswith(".yaml")]
    assert len(documents()) == len(files) >= 25


@pytest.mark.parametrize("number", MEMORY_ONLY)
def test_what_is_known_from_memory_alone_is_nowhere_verified(number: str) -> None:
    assert not any(text.verified for text in documents()[number].articles.values())


@every_document
def test_an_article_carries_a_caution_until_its_wording_is_verified(document: LawDocument) -> None:
    for key, text in document.articles.items():
        assert article(document.number, key).caution == ("" if text.verified else "（条文措辞未经核对）")


def test_the_base_rule_is_not_verified_word_by_word() -> None:
    assert not any(text.verified for text in documents()["财预〔2020〕10号"].articles.values())


@pytest.mark.parametrize(("number", "day"), KNOWN_DATES.items())
def test_dates_that_are_known(number: str, day: str) -> None:
    assert documents()[number].date == day


def test_the_whole_is_cited_without_an_article_and_an_article_by_its_name() -> None:
    assert str(article("财预〔2020〕10号")) == "《项目支出绩效评价管理办法》（财预〔2020〕10号）"
    assert str(article("财预〔2020〕10号", 18)) == "《项目支出绩效评价管理办法》（财预〔2020〕10号）第十八条"


@pytest.mark.parametrize(("number", "which"), [("财预〔2020〕10号", 99), ("财预〔1999〕1号", "全文")])
def test_an_unknown_article_raises_and_is_named(number: str, which: int | str) -> None:
    with pytest.raises(UnknownArticleError, match=re.escape(f"{which} of {number}")):
        article(number, which)


COMPARED = {
    "一体化平台操作手册（2022）": {"全文", "1.3", "1.4"},
    "南京市部门整体自评标准": {"全文"},
    "大英县自评表（2023）": {"全文"},
    "明光市自评表记分说明（2021）": {"全文"},
    "财社〔2019〕166号": {"全文"},
    "财预〔2013〕53号": {"全文"},
    "财预〔2015〕163号": {"3", "4"},
    "郫都区自评复核标准（2026）": {"全文", "5"},
    "预算管理一体化绩效模块": {
        "全文",
        "执行率",
        "反向指标",
        "目标为零",
        "定性指标",
        "权重",
        "等级",
        "监控灯号",
        "预算灯号",
    },
}
"""What somebody compared with the binding text itself; to name more here is to say that one has done so."""


def test_only_what_was_compared_with_the_official_text_is_verified() -> None:
    verified = {
        number: {key for key, text in document.articles.items() if text.verified}
        for number, document in documents().items()
    }
    assert {number: keys for number, keys in verified.items() if keys} == COMPARED


def test_nothing_is_verified_whose_text_was_not_seen() -> None:
    unseen = [document for document in documents().values() if re.search("文件未见|原文未见", document.source)]
    assert len(unseen) >= 8
    assert not any(text.verified for document in unseen for text in document.articles.values())

import msgspec
import pytest

from jixiao.law import article
from jixiao.renderers.citations import MARK, MEANING, cited, unverified

RULE = "《项目支出绩效评价管理办法》（财预〔2020〕10号）"
CAUTION = "（条文措辞未经核对）"
SIXTEEN, EIGHTEEN, WHOLE = (article("财预〔2020〕10号", which) for which in (16, 18, "全文"))
OTHER = article("财预〔2013〕53号")


@pytest.mark.parametrize(
    ("basis", "line"),
    [
        ((), ""),
        ((SIXTEEN,), f"{RULE}第十六条{CAUTION}"),
        ((SIXTEEN, EIGHTEEN), f"{RULE}第十六条、第十八条{CAUTION}"),
        ((WHOLE,), f"{RULE}{CAUTION}"),
        ((SIXTEEN, OTHER), f"{RULE}第十六条{CAUTION}；{OTHER}{OTHER.caution}"),
        (
            (SIXTEEN, msgspec.structs.replace(EIGHTEEN, verified=True)),
            f"{RULE}第十六条{CAUTION}；{RULE}第十八条",
        ),
    ],
)
def test_articles_of_one_document_are_cited_together_with_a_caution(basis: tuple[object, ...], line: str) -> None:
    assert cited(basis) == line  # type: ignore[arg-type]


def test_what_is_read_as_a_whole_has_a_mark_in_place_of_the_words() -> None:
    assert cited((SIXTEEN, OTHER), marked=True) == f"{RULE}第十六条{MARK}；{OTHER}{MARK if OTHER.caution else ''}"
    verified = msgspec.structs.replace(EIGHTEEN, verified=True)
    assert MARK not in cited((verified,), marked=True)
    assert MEANING.startswith(MARK)
    assert CAUTION.strip("（）") in MEANING
    assert unverified([(), (SIXTEEN,)])
    assert not unverified([(), (verified,)])

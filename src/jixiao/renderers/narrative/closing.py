"""How every report begins and ends: its title above, unit and date below, and who has still to write what."""

from jixiao.renderers.narrative.composing import Composer, Part, Phrase
from jixiao.renderers.narrative.fragments import Given


def opening(composer: Composer, name: Phrase, year: Phrase, word: str) -> None:
    """The title, on two lines where it is long: what the report is about, then its year and kind."""
    composer.line("title", *name)
    composer.line("title", *year, word)


def signature(composer: Composer, author: Phrase, date: str | None) -> None:
    """落款: the unit, and the date that was given, else a gap."""
    if author:
        composer.line("signature", *author)
    else:
        composer.gap("报送单位")
    if date:
        composer.line("signature", Given(date, "报告日期"))
    else:
        composer.line("signature", "【待填写：报告日期】")


def appendix(composer: Composer, *parts: Part) -> None:
    """Begin the appendix on a page of its own."""
    composer.page_break()
    composer.line("heading1", *parts)

"""The styles of a Word file: each line and each cell of a paper has one, so that whoever edits the file can change them all at once."""

from functools import cache

from jixiao.papers.looks import CAPTION, CELLS, FANGSONG, GAP_COLOUR, HEI, KAI, LATIN, LINES, SONG, TITLE, Look
from jixiao.papers.paper import LineStyle, Role
from jixiao.papers.word.markup import NAMESPACES, twips

_HEADINGS = {1: "heading 1", 2: "heading 2", 3: "heading 3"}
LINE_IDS: dict[LineStyle, str] = {
    "title": "Heading1",
    "subtitle": "Subtitle",
    "addressee": "Addressee",
    "heading1": "Heading2",
    "heading2": "Heading3",
    "body": "OfficialBody",
    "small": "Small",
    "small_right": "SmallRight",
    "signature": "Signature",
    "gap": "Gap",
}
"""A title is the first level of the outline: navigation and a table of contents are made of the built-in headings."""

CELL_IDS: dict[Role, str] = {role: f"Cell{role.capitalize()}" for role in CELLS}
CAPTION_ID, FIGURE_ID, FOOTER_ID = "Caption", "Figure", "Footer"

_JUSTIFICATION = {"left": "left", "center": "center", "right": "right", "both": "both"}
_KEPT_WITH_NEXT = {"title", "subtitle", "addressee", "heading1", "heading2"}


@cache
def styles() -> str:
    """The part word/styles.xml."""
    parts = [_DEFAULTS]
    for style, look in LINES.items():
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{GAP_COLOUR}"/>' if style == "gap" else ""
        parts.append(_style(LINE_IDS[style], look, keep_next=style in _KEPT_WITH_NEXT, shade=shade))
    # Headings within a table stay with the row below them.
    parts.extend(_style(CELL_IDS[role], look, cell=True, keep_next=role == "heading") for role, look in CELLS.items())
    parts.append(_style(CAPTION_ID, CAPTION))
    parts.append(
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{FIGURE_ID}"><w:name w:val="图"/><w:basedOn w:val="Normal"/>'
        '<w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="120"/><w:jc w:val="center"/></w:pPr></w:style>'
        f'<w:style w:type="paragraph" w:styleId="{FOOTER_ID}"><w:name w:val="footer"/><w:basedOn w:val="Normal"/>'
        f'<w:rPr><w:rFonts w:ascii="{SONG}" w:hAnsi="{SONG}" w:eastAsia="{SONG}" w:cs="{SONG}"/><w:sz w:val="28"/></w:rPr></w:style>'
    )
    return f"<w:styles {NAMESPACES}>{''.join(parts)}</w:styles>"


def _style(identity: str, look: Look, *, keep_next: bool = False, cell: bool = False, shade: str = "") -> str:
    name = (
        _HEADINGS[look.level] if look.level else {"Subtitle": "Subtitle", "Caption": "caption"}.get(identity, look.name)
    )
    own = "" if name != look.name else ' w:customStyle="1"'
    if cell:
        # In the height that the font asks for: cells are narrow, and an exact height would cut what stands above the line.
        spacing = '<w:spacing w:line="252" w:lineRule="auto"/>'
    else:
        spacing = (
            f'<w:spacing w:before="{twips(look.before)}" w:after="{twips(look.after)}"'
            f' w:line="{twips(look.leading)}" w:lineRule="exact"/>'
        )
    indent = ""
    if look.first or look.right:
        indent = (
            f'<w:ind w:rightChars="{look.right * 100}" w:right="{twips(look.right * look.size)}"'
            f' w:firstLineChars="{look.first * 100}" w:firstLine="{twips(look.first * look.size)}"/>'
        )
    outline = f'<w:outlineLvl w:val="{look.level - 1}"/>' if look.level else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{'<w:keepNext/>' if keep_next else ''}{spacing}{indent}"
        f'<w:jc w:val="{_JUSTIFICATION[look.align]}"/>{outline}</w:pPr>'
        f'<w:rPr><w:rFonts w:eastAsia="{look.font}"/><w:sz w:val="{round(look.size * 2)}"/>'
        f'<w:szCs w:val="{round(look.size * 2)}"/>{shade}</w:rPr></w:style>'
    )


_DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{FANGSONG}" w:cs="{LATIN}"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
    '<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
)


@cache
def fonts() -> str:
    """The part word/fontTable.xml: what to take where a font is missing (Windows itself has no 仿宋_GB2312, but 仿宋)."""
    others = {TITLE: "宋体", FANGSONG: "仿宋", KAI: "楷体", HEI: "SimHei", SONG: "SimSun"}
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in others.items()
    )
    return f"<w:fonts {NAMESPACES}>{entries}</w:fonts>"

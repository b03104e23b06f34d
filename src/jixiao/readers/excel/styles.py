"""What the cell styles of a workbook say that matters here: number format, centring across the selection, lines above or below."""

import msgspec

from jixiao.readers.excel.number_formats import BUILT_IN, GENERAL
from jixiao.readers.package_parts import children, local, tree, whole
from jixiao.readers.packages import Package


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """One cell style: its format code, whether text is centred across the selection, whether a line runs above or below."""

    code: str = GENERAL
    across: bool = False
    ruled: bool = False


PLAIN = Style()


def read_styles(package: Package, part: str | None) -> list[Style]:
    """The styles of a workbook in the order in which cells refer to them."""
    if part is None:
        return []
    codes = dict(BUILT_IN)
    ruled: list[bool] = []
    styles: list[Style] = []
    for element in tree(package, part):
        match local(element):
            case "numFmts":
                for child in children(element, "numFmt"):
                    codes[whole(child.get("numFmtId"))] = child.get("formatCode") or GENERAL
            case "borders":
                ruled = [
                    any(line.get("style", "none") != "none" for line in children(border, "top", "bottom"))
                    for border in children(element, "border")
                ]
            case "cellXfs":
                for child in children(element, "xf"):
                    border = whole(child.get("borderId"))
                    styles.append(
                        Style(
                            code=codes.get(whole(child.get("numFmtId")), GENERAL),
                            across=any(
                                align.get("horizontal") == "centerContinuous" for align in children(child, "alignment")
                            ),
                            ruled=0 <= border < len(ruled) and ruled[border],
                        )
                    )
            case _:
                pass
    return styles

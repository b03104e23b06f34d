"""A row may be inserted into the protected form: LibreOffice does so, and sums, bounds and the reading go on to hold."""

import subprocess
from pathlib import Path

from jixiao import pipeline
from jixiao.renderers.fillin import workbook
from tests.renderers.fillin.filling import PACK, laid, opened, recognised, template
from tests.renderers.fillin.recalculating import PROGRAM, needs_office

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">Sub Go
 Dim hidden(0) As New com.sun.star.beans.PropertyValue
 hidden(0).Name = "Hidden"
 hidden(0).Value = True
 doc = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, hidden())
 sheet = doc.Sheets.getByIndex(0)
 sheet.Rows.insertByIndex({row}, 1)
 sheet.getCellByPosition(1, {row}).String = "产出指标"
 sheet.getCellByPosition(2, {row}).String = "数量指标"
 sheet.getCellByPosition(3, {row}).String = "新增事项"
 sheet.getCellByPosition(4, {row}).String = "≥5次"
 sheet.getCellByPosition(6, {row}).Value = 5
 sheet.getCellByPosition(7, {row}).Value = 4
 Dim save(0) As New com.sun.star.beans.PropertyValue
 save(0).Name = "FilterName"
 save(0).Value = "Calc MS Excel 2007 XML"
 doc.storeToURL("{target}", save())
 doc.close(True)
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false">
 <library:element library:name="Module1"/>
</library:library>
"""


def _office(profile: Path, *arguments: str) -> None:
    assert PROGRAM is not None
    command = [PROGRAM, f"-env:UserInstallation={profile.as_uri()}", "--headless", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603 - our own files


@needs_office
def test_a_row_is_inserted_while_the_sheet_stays_protected(tmp_path: Path) -> None:
    """The new row is unlocked, counts in the sums, has the bounds of its neighbours, and reads back as a row of its own."""
    [last] = pipeline.read(Path(__file__).parents[3] / "examples" / "t1-fund-supervision.txt").evaluations
    made = template(last)
    source, target, profile = tmp_path / "source.xlsx", tmp_path / "target.xlsx", tmp_path / "profile"
    source.write_bytes(workbook([made], PACK))
    row = laid(made).first + 1
    _office(profile, "--terminate_after_init")
    library = profile / "user" / "basic" / "Standard"
    (library / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    text = _MODULE.format(source=source.as_uri(), target=target.as_uri(), row=row)
    (library / "Module1.xba").write_text(text, encoding="utf-8")
    _office(profile, "macro:///Standard.Module1.Go")
    submission = recognised(target.read_bytes())
    [form] = submission.evaluations
    names = [indicator.name for indicator in last.indicators]
    assert [indicator.name for indicator in form.indicators] == [names[0], "新增事项", *names[1:]]
    assert (form.total_weight, form.total_score) == ("105", "4")
    assert not submission.problems
    page = opened(target.read_bytes()).worksheets[0]
    assert page.protection.sheet
    assert not page.cell(row + 1, 5).protection.locked
    bounds = [rule for rule in page.data_validations.dataValidation if rule.type == "decimal"]
    assert any(page.cell(row + 1, 7).coordinate in rule.sqref for rule in bounds)
    assert page.print_area.endswith(f"${laid(made).rows + 1}")

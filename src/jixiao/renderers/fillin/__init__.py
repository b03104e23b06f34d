"""填报工作簿: a workbook in which a form is filled in, with lists, bounds, hints and the due score of each row while it is typed."""

"""表式: from a Document to a Submission - which forms a file holds and what stands in their cells."""

from jixiao.forms.layouts import Layout, layouts
from jixiao.forms.problems import ReadingProblem, omitted_problem, reading_problems
from jixiao.forms.reading import FormTrace
from jixiao.forms.recogniser import recognise, trace

__all__ = [
    "FormTrace",
    "Layout",
    "ReadingProblem",
    "layouts",
    "omitted_problem",
    "reading_problems",
    "recognise",
    "trace",
]

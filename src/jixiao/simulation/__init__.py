"""推演: one form under many rule packs side by side, what each rule costs, the way to the next grade, and what a stricter reviewer gives.

Nothing here changes a score; everything is worked out from scorecards and findings that exist already.
"""

from jixiao.simulation.form import FormSimulation, simulate, simulation_to_json
from jixiao.simulation.grades import NextGrade, Step, next_grade
from jixiao.simulation.losses import Loss, losses
from jixiao.simulation.review import ReviewStandard, Strict, review_standards, reviewed

__all__ = [
    "FormSimulation",
    "Loss",
    "NextGrade",
    "ReviewStandard",
    "Step",
    "Strict",
    "losses",
    "next_grade",
    "review_standards",
    "reviewed",
    "simulate",
    "simulation_to_json",
]

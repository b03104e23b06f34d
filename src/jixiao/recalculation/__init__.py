"""复算: a second scorer, written apart from the first and as plainly as possible, that confirms every score or names what differs.

It takes the figures of a rule pack and the facts of a comparison, nothing of `jixiao.scoring`'s arithmetic, and works in
fractions instead of decimals, so that a fault of the one is not repeated by the other.
"""

from jixiao.recalculation.pack_analysis import pack_faults
from jixiao.recalculation.plain import Points, missed_points, total_points
from jixiao.recalculation.traces import Difference, confirm

__all__ = ["Difference", "Points", "confirm", "missed_points", "pack_faults", "total_points"]
"""What other modules use."""

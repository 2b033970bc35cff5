"""Grade of a tailings pond 尾矿库等别. Capacity in 10⁴ m³, height in m."""

from datetime import date

from jinan.standards.editions import Edition, in_force

# (grade, total capacity at least, dam height at least); grade 1 is the highest.
# The limits of grades 1 and 2 were not read in the standard (待核实).
Rows = tuple[tuple[int, float, float], ...]

AQ_2006: Rows = ((2, 10_000, 100), (3, 1_000, 60), (4, 100, 30), (5, 0, 0))
EDITIONS: tuple[Edition[Rows], ...] = (
    Edition("AQ 2006-2005, 4.1", date.min, AQ_2006),
    Edition("GB 39496-2020, 4.5", date(2021, 9, 1), ((1, 50_000, 200), *AQ_2006)),
)


def grade(capacity: float, height: float, *, on: date) -> int:
    """Grade a pond by its total capacity 全库容 [10⁴ m³] and dam height 坝高 [m].

    Each is graded alone. One grade apart, the higher holds; further apart, the
    higher lowered by one. `on` picks the edition in force.

    Raises ValueError if capacity or height is negative.
    Source: GB 39496-2020 clause 4.5; until 31 August 2021 AQ 2006-2005 clause 4.1,
    where grade 1 is granted by decision only and never computed.
    """
    if capacity < 0 or height < 0:
        raise ValueError("capacity and height must not be negative")
    table = in_force(EDITIONS, on).table
    by_capacity = next(g for g, least, _ in table if capacity >= least)
    by_height = next(g for g, _, least in table if height >= least)
    high, low = sorted((by_capacity, by_height))
    return high if low - high <= 1 else high + 1

"""Positions as telephones and public maps give them 坐标系: GCJ-02 and BD-09 turned into WGS-84 and back.

GCJ-02 (Amap, Tencent) shifts every position in China by some hundred metres; BD-09 (Baidu) shifts it once
more. Neither was ever published by an authority: the formulas are those that public maps are known to
follow (待核实). CGCS2000 and WGS-84 differ by centimetres and count as the same here.
"""

from collections.abc import Callable
from math import atan2, cos, hypot, pi, radians, sin, sqrt

Position = tuple[float, float]  # longitude, latitude [degrees]

AXIS = 6378245.0  # Krasovsky 1940 [m]
FLATNESS = 0.00669342162296594323  # first eccentricity squared
TURN = pi * 3000 / 180
SHIFT = (0.0065, 0.006)  # of BD-09 against GCJ-02 [degrees]
EXACT = 1e-9  # [degrees], a tenth of a millimetre
ROUNDS = 30
EARTH = 6371008.8  # mean radius [m]


def waves(
    lead: float, other: float, lengths: tuple[float, float], heights: tuple[float, float]
) -> float:
    """The periodic part of the shift, which both axes share in form."""
    return (
        (20 * sin(6 * lead * pi) + 20 * sin(2 * lead * pi)) * 2 / 3
        + (20 * sin(other * pi) + 40 * sin(other / 3 * pi)) * 2 / 3
        + (
            heights[0] * sin(other / lengths[0] * pi) + heights[1] * sin(other / lengths[1] * pi)
        ) * 2 / 3
    )  # fmt: skip


def wgs84_to_gcj02(longitude: float, latitude: float) -> Position:
    """WGS-84 as GCJ-02 shows it, inside China; outside it is left as it is.

    Source: the formula in common use by public maps since 2013; no official publication (待核实).
    """
    if outside(longitude, latitude):
        return longitude, latitude
    x, y = longitude - 105, latitude - 35
    root, product = sqrt(abs(x)), x * y
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * product + 0.2 * root
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * product + 0.1 * root
    north += waves(x, y, (12, 30), (160, 320))
    east += waves(x, x, (12, 30), (150, 300))
    bent = 1 - FLATNESS * sin(radians(latitude)) ** 2
    north = north * 180 / (AXIS * (1 - FLATNESS) / (bent * sqrt(bent)) * pi)
    east = east * 180 / (AXIS / sqrt(bent) * cos(radians(latitude)) * pi)
    return longitude + east, latitude + north


def gcj02_to_bd09(longitude: float, latitude: float) -> Position:
    """GCJ-02 as BD-09 shows it."""
    far = hypot(longitude, latitude) + 0.00002 * sin(latitude * TURN)
    angle = atan2(latitude, longitude) + 0.000003 * cos(longitude * TURN)
    return far * cos(angle) + SHIFT[0], far * sin(angle) + SHIFT[1]


def wgs84_to_bd09(longitude: float, latitude: float) -> Position:
    return gcj02_to_bd09(*wgs84_to_gcj02(longitude, latitude))


def backwards(
    there: Callable[[float, float], Position], longitude: float, latitude: float
) -> Position:
    """The position that a conversion turns into this one, by iteration to a tenth of a millimetre."""
    x, y = longitude, latitude
    for _round in range(ROUNDS):
        reached_x, reached_y = there(x, y)
        x, y = x + longitude - reached_x, y + latitude - reached_y
        if abs(longitude - reached_x) < EXACT and abs(latitude - reached_y) < EXACT:
            break
    return x, y


def gcj02_to_wgs84(longitude: float, latitude: float) -> Position:
    """A position of Amap or Tencent in WGS-84.

    >>> east, north = gcj02_to_wgs84(*wgs84_to_gcj02(117.27, 31.86))
    >>> round(east, 6), round(north, 6)
    (117.27, 31.86)
    """
    return backwards(wgs84_to_gcj02, longitude, latitude)


def bd09_to_wgs84(longitude: float, latitude: float) -> Position:
    """A position of Baidu in WGS-84."""
    return backwards(wgs84_to_bd09, longitude, latitude)


def outside(longitude: float, latitude: float) -> bool:
    """Whether the shift is not applied: outside the box around China."""
    return not (72.004 <= longitude <= 137.8347 and 0.8293 <= latitude <= 55.8271)


def metres(one: Position, other: Position) -> float:
    """The distance of two positions on the sphere [m]."""
    (x1, y1), (x2, y2) = ((radians(x), radians(y)) for x, y in (one, other))
    return EARTH * hypot((x2 - x1) * cos((y1 + y2) / 2), y2 - y1)


# What a position may be given in, and how it becomes WGS-84.
DATUMS: dict[str, Callable[[float, float], Position]] = {
    "CGCS2000": lambda longitude, latitude: (longitude, latitude),
    "WGS-84": lambda longitude, latitude: (longitude, latitude),
    "GCJ-02": gcj02_to_wgs84,
    "BD-09": bd09_to_wgs84,
}

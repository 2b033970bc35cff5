"""Where the demonstration lies: a real province, its counties, and points inside them."""

import math
import random

from django.contrib.gis.geos import Point
from django.db import connection

from jinan.kernel.territory import api as territory

PROVINCE = "340000"
NEIGHBOURS = ("320000", "330000", "360000", "370000", "410000", "420000")
PLACES = (
    "北沟",
    "南沟",
    "东山",
    "西岭",
    "石门",
    "大冲",
    "龙潭",
    "杨树洼",
    "老虎岗",
    "青石坳",
    "双河",
    "白土坡",
)
SEED = 2026


def counties() -> list[str]:
    return [c.code for city in territory.children(PROVINCE) for c in territory.children(city.code)]


def neighbours() -> list[str]:
    """One county of each city of the provinces around: thinly, so that borders can be tried."""
    cities = (city for code in NEIGHBOURS for city in territory.children(code))
    return [below[0].code for city in cities if (below := territory.children(city.code))]


def middles(codes: list[str]) -> dict[str, tuple[float, float, float]]:
    """A point inside each county and how far it reaches [degrees]; a guess where no boundary is loaded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT division_id, ST_X(p), ST_Y(p), reach FROM (SELECT division_id, ST_PointOnSurface(geom) AS p, "
            "sqrt(ST_Area(geom)) / 4 AS reach FROM territory_boundary WHERE detail = 1 AND division_id = ANY(%s)) s",
            [codes],
        )
        found = {row[0]: (row[1], row[2], row[3]) for row in cursor.fetchall()}
    for number, code in enumerate(codes):
        found.setdefault(code, (115.6 + number % 12 * 0.3, 30.2 + number // 12 * 0.4, 0.05))
    return found


def scattered(middle: tuple[float, float, float], chance: random.Random) -> Point:
    angle, far = chance.uniform(0, 2 * math.pi), middle[2] * math.sqrt(chance.random())
    return Point(
        round(middle[0] + far * math.cos(angle), 6),
        round(middle[1] + far * math.sin(angle), 6),
        srid=4490,
    )

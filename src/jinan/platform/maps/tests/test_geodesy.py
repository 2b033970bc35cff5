"""What the map measures in the browser agrees with PostGIS on the ellipsoid of CGCS2000, and with the standards."""

import json
import subprocess
from typing import Any

import pytest
from django.db import connection

from jinan.cli.assets import tool
from jinan.cli.node import ROOT
from jinan.standards.coordinates import wgs84_to_gcj02

DESK = ROOT / "src/jinan/platform/maps/ts/desk"
CITIES = [[116.407526, 39.90403], [117.227239, 31.820587], [87.617733, 43.792818], [113.5, 22.2]]
FIELD = [[117.2, 31.8], [117.21, 31.8], [117.212, 31.809], [117.199, 31.811]]
PROVINCE = [[114.9, 29.4], [119.6, 29.4], [119.2, 34.6], [115.1, 34.5]]


def asked(file: str, expression: str) -> Any:
    """The value of an expression over a module of the desk, in JSON."""
    script = f"import * as m from {json.dumps(str(DESK / file))}; console.log(JSON.stringify({expression}))"
    command = [
        *tool("node"),
        "--experimental-strip-types",
        "--no-warnings",
        "--input-type=module",
        "-e",
        script,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def of_postgis(sql: str, points: list[list[float]], word: str) -> float:
    text = ",".join(f"{x} {y}" for x, y in points)
    closed = (
        f"{word}({text})"
        if word == "LINESTRING"
        else f"{word}(({text},{points[0][0]} {points[0][1]}))"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}(ST_GeogFromText(%s))", [f"SRID=4490;{closed}"])
        return float(cursor.fetchone()[0])


@pytest.mark.django_db
def test_distances_agree_to_the_millimetre() -> None:
    assert asked("geodesy.ts", f"m.pathLength({CITIES})") == pytest.approx(
        of_postgis("ST_Length", CITIES, "LINESTRING"), abs=0.002
    )


def test_a_known_distance() -> None:
    """Flinders Peak to Buninyon, the example of the Geocentric Datum of Australia manual, on GRS 80: 54,972.271 m."""
    at = [[144.42486789, -37.95103342], [143.92649553, -37.65282114]]
    assert asked("geodesy.ts", f"m.pathLength({at})") == pytest.approx(54_972.271, abs=0.002)


@pytest.mark.django_db
@pytest.mark.parametrize("shape", [FIELD, PROVINCE])
def test_areas_agree_to_a_millionth(shape: list[list[float]]) -> None:
    expected = of_postgis("ST_Area", shape, "POLYGON")
    assert asked("geodesy.ts", f"m.area({shape})") == pytest.approx(expected, rel=2e-6)


@pytest.mark.django_db
def test_a_circle_lies_at_its_radius() -> None:
    corners = asked("geodesy.ts", "m.circle([117.2, 31.8], 5000)")
    for corner in corners[::12]:
        line = [[117.2, 31.8], corner]
        assert of_postgis("ST_Length", line, "LINESTRING") == pytest.approx(5000, abs=0.002)


@pytest.mark.parametrize("at", [*CITIES, [2.35, 48.85]])
def test_shifted_positions_are_those_of_the_standards(at: list[float]) -> None:
    assert asked("datums.ts", f"m.gcj02({at})") == pytest.approx(wgs84_to_gcj02(*at), abs=1e-9)


@pytest.mark.parametrize(
    ("degrees", "sides", "text"),
    [
        (31.5, "NS", "31°30′00.0″N"),
        (-0.0166667, "EW", "0°01′00.0″W"),
        (29.99999, "NS", "30°00′00.0″N"),
    ],
)
def test_degrees_minutes_seconds(degrees: float, sides: str, text: str) -> None:
    assert asked("datums.ts", f"m.sexagesimal({degrees}, '{sides}')") == text

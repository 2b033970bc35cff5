"""What the law makes of the figures of a coal mine: gas grade, size, classes of seams.

No limit here was re-read in its instrument: `confident` is False and what follows is shown as 待核实.
"""

from dataclasses import dataclass
from datetime import date

from jinan.standards.editions import Edition, in_force

LOW, HIGH, OUTBURST = "LOW", "HIGH", "OUTBURST"


@dataclass(frozen=True)
class GasLimits:
    """The four emissions of gas up to which a mine is a low-gas mine."""

    relative: float  # m³/t
    absolute: float  # m³/min
    heading: float  # m³/min
    face: float  # m³/min


GAS = (
    Edition(
        "煤矿瓦斯等级鉴定办法(煤安监技装〔2018〕9号)",
        date.min,
        GasLimits(relative=10, absolute=40, heading=3, face=5),
        confident=False,
    ),
)
# (size, capacity at least [10⁴ t/a])
SIZES = (("L", 120.0), ("M", 45.0), ("S", 0.0))
SIZE_SOURCE = "GB 50215-2015, 2.1 (待核实)"
# (class, below): thickness of a seam mined underground [m], dip of a seam [degrees]
THICKNESS = (("thin", 1.3), ("medium", 3.5), ("thick", float("inf")))
DIP = (("level", 8.0), ("gentle", 25.0), ("inclined", 45.0), ("steep", float("inf")))
SEAM_SOURCE = "GB/T 15663.1, GB 50215-2015 (待核实)"
# A licence runs three years; its extension is asked for three months before it ends.
LICENCE_SOURCE = "安全生产许可证条例, art. 9"
LICENCE_DAYS = 90


def gas_grade(
    relative: float | None,
    absolute: float | None,
    heading: float | None,
    face: float | None,
    *,
    on: date,
) -> str | None:
    """Grade by measured emission: relative [m³/t], absolute, greatest heading and mining face [m³/min].

    One limit exceeded makes a high-gas mine; a low-gas mine needs all four measured. None where
    the measurements do not say. An outburst mine is made by its seams, never by emission.
    Source: 煤矿瓦斯等级鉴定办法 (2018), with 煤矿安全规程: 待核实.
    """
    limits = in_force(GAS, on).table
    pairs = (
        (relative, limits.relative),
        (absolute, limits.absolute),
        (heading, limits.heading),
        (face, limits.face),
    )
    if any(measured is not None and measured > limit for measured, limit in pairs):
        return HIGH
    return LOW if all(measured is not None for measured, _limit in pairs) else None


def size(capacity: float) -> str:
    """Size of a mine 井型 by its approved capacity [10⁴ t/a]. Source: GB 50215-2015: 待核实."""
    if capacity < 0:
        raise ValueError("capacity must not be negative")
    return next(name for name, least in SIZES if capacity >= least)


def thickness_class(thickness: float) -> str:
    """Thin, medium or thick seam 薄、中厚、厚煤层 by thickness [m]; underground mines."""
    return next(name for name, below in THICKNESS if thickness < below)


def dip_class(dip: float) -> str:
    """Near-level, gently inclined, inclined or steep seam 近水平、缓倾斜、倾斜、急倾斜煤层 by dip [degrees].

    Raises ValueError beyond 90 degrees.
    """
    if not 0 <= dip <= 90:
        raise ValueError("dip must lie between 0 and 90 degrees")
    return next(name for name, below in DIP if dip < below)

// How a position is written: degrees or degrees, minutes, seconds; on CGCS2000, in Web Mercator, or as GCJ-02 shifts it.
// GCJ-02 follows the formula in common use by public maps, as in the standards of this house.
import type { Position } from "./geodesy";

const AXIS = 6378245;
const FLATNESS = 0.00669342162296594323;
const { PI, abs, cos, sin, sqrt } = Math;
const RADIANS = PI / 180;
const RADIUS = 6378137;

function waves(lead: number, other: number, lengths: Position, heights: Position): number {
  return (
    ((20 * sin(6 * lead * PI) + 20 * sin(2 * lead * PI)) * 2) / 3 +
    ((20 * sin(other * PI) + 40 * sin((other / 3) * PI)) * 2) / 3 +
    ((heights[0] * sin((other / lengths[0]) * PI) + heights[1] * sin((other / lengths[1]) * PI)) * 2) / 3
  );
}

export function gcj02([longitude, latitude]: Position): Position {
  if (longitude < 72.004 || longitude > 137.8347 || latitude < 0.8293 || latitude > 55.8271) return [longitude, latitude];
  const [x, y] = [longitude - 105, latitude - 35];
  const root = sqrt(abs(x));
  let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves(x, y, [12, 30], [160, 320]);
  let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves(x, x, [12, 30], [150, 300]);
  const bent = 1 - FLATNESS * sin(latitude * RADIANS) ** 2;
  north = (north * 180) / (((AXIS * (1 - FLATNESS)) / (bent * sqrt(bent))) * PI);
  east = (east * 180) / ((AXIS / sqrt(bent)) * cos(latitude * RADIANS) * PI);
  return [longitude + east, latitude + north];
}

export function mercator([longitude, latitude]: Position): Position {
  return [RADIUS * longitude * RADIANS, RADIUS * Math.log(Math.tan(PI / 4 + (latitude * RADIANS) / 2))];
}

// Degrees, minutes and tenths of seconds, with the letter of the side.
export function sexagesimal(degrees: number, sides: string): string {
  const tenths = Math.round(abs(degrees) * 36000);
  const two = (value: number) => String(value).padStart(2, "0");
  const seconds = `${two(Math.floor((tenths % 600) / 10))}.${tenths % 10}`;
  return `${Math.floor(tenths / 36000)}°${two(Math.floor((tenths % 36000) / 600))}′${seconds}″${sides[degrees < 0 ? 1 : 0]}`;
}

export function written(place: Position, datum: string): string {
  if (datum === "mercator") return mercator(place).map((value) => `${value.toFixed(1)} m`).join(", ");
  const [longitude, latitude] = datum === "gcj02" ? gcj02(place) : place;
  return `${longitude.toFixed(6)}, ${latitude.toFixed(6)}   ${sexagesimal(latitude, "NS")} ${sexagesimal(longitude, "EW")}`;
}

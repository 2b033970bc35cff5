"""A course as BPMN 2.0, for people who draw and check with such tools: states as tasks, moves as flows.

Each state is a user task; where several moves leave it, an exclusive gateway (parallel for a joint move) follows.
"""

from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from jinan.platform.cases.diagram import HIGH, WIDE, layout
from jinan.platform.cases.types import CaseType

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SHAPES = "http://www.omg.org/spec/BPMN/20100524/DI"
SIZES = "http://www.omg.org/spec/DD/20100524/DC"
POINTS = "http://www.omg.org/spec/DD/20100524/DI"


def export(course: CaseType) -> bytes:
    """The course as a BPMN 2.0 file with its drawing, UTF-8."""
    for prefix, space in (("", MODEL), ("bpmndi", SHAPES), ("dc", SIZES), ("di", POINTS)):
        register_namespace(prefix, space)
    root = Element(
        f"{{{MODEL}}}definitions",
        id=f"definitions_{course.name}",
        targetNamespace="urn:jinan:courses",
    )
    process = SubElement(
        root,
        f"{{{MODEL}}}process",
        id=f"process_{course.name}",
        name=str(course.title),
        isExecutable="false",
    )
    drawing = SubElement(root, f"{{{SHAPES}}}BPMNDiagram", id="diagram")
    plane = SubElement(
        drawing, f"{{{SHAPES}}}BPMNPlane", id="plane", bpmnElement=f"process_{course.name}"
    )
    _nodes(course, process)
    _flows(course, process)
    _shapes(course, plane)
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _nodes(course: CaseType, process: Element) -> None:
    SubElement(process, f"{{{MODEL}}}startEvent", id="start")
    for state in course.states:
        tag = "endEvent" if state in course.final else "userTask"
        SubElement(
            process, f"{{{MODEL}}}{tag}", id=f"state_{state}", name=str(course.title_of(state))
        )
        if len(course.from_state[state]) > 1:
            SubElement(process, f"{{{MODEL}}}exclusiveGateway", id=f"choice_{state}")


def _flows(course: CaseType, process: Element) -> None:
    _flow(process, "begin", "start", f"state_{course.first}")
    for state in course.states:
        several = len(course.from_state[state]) > 1
        if several:
            _flow(process, f"to_choice_{state}", f"state_{state}", f"choice_{state}")
        for move in course.from_state[state]:
            source = f"choice_{state}" if several else f"state_{state}"
            made = _flow(process, f"{move.name}_{state}", source, f"state_{move.target}")
            made.set("name", str(move.title))
            said = [f"by {' + '.join(move.roles)}"]
            said += [f"paper {code}" for code in move.paper] + (
                [move.within] if move.within else []
            )
            SubElement(made, f"{{{MODEL}}}documentation").text = "; ".join(said)


def _flow(process: Element, name: str, source: str, target: str) -> Element:
    return SubElement(
        process, f"{{{MODEL}}}sequenceFlow", id=f"flow_{name}", sourceRef=source, targetRef=target
    )


def _shapes(course: CaseType, plane: Element) -> None:
    at = layout(course)
    boxes = {"start": (at.x[course.first] + WIDE / 2 - 18, 0.0, 36.0, 36.0)}
    for state in course.states:
        x, y = at.x[state], at.y[state] * 2 + 60
        ends = state in course.final
        boxes[f"state_{state}"] = (
            (x + WIDE / 2 - 18, y, 36.0, 36.0) if ends else (x, y, float(WIDE), float(HIGH))
        )
        if len(course.from_state[state]) > 1:
            boxes[f"choice_{state}"] = (x + WIDE / 2 - 25, y + HIGH + 30, 50.0, 50.0)
    for name, (x, y, wide, high) in boxes.items():
        shape = SubElement(plane, f"{{{SHAPES}}}BPMNShape", id=f"shape_{name}", bpmnElement=name)
        SubElement(
            shape,
            f"{{{SIZES}}}Bounds",
            x=f"{x:.0f}",
            y=f"{y:.0f}",
            width=f"{wide:.0f}",
            height=f"{high:.0f}",
        )
    _edges(course, plane, boxes)


def _edges(
    course: CaseType, plane: Element, boxes: dict[str, tuple[float, float, float, float]]
) -> None:
    drawn = [("flow_begin", "start", f"state_{course.first}")]
    for state in course.states:
        several = len(course.from_state[state]) > 1
        if several:
            drawn.append((f"flow_to_choice_{state}", f"state_{state}", f"choice_{state}"))
        source = f"choice_{state}" if several else f"state_{state}"
        drawn += [
            (f"flow_{m.name}_{state}", source, f"state_{m.target}")
            for m in course.from_state[state]
        ]
    for name, source, target in drawn:
        edge = SubElement(plane, f"{{{SHAPES}}}BPMNEdge", id=f"edge_{name}", bpmnElement=name)
        for box, foot in ((boxes[source], True), (boxes[target], False)):
            x, y, wide, high = box
            SubElement(
                edge,
                f"{{{POINTS}}}waypoint",
                x=f"{x + wide / 2:.0f}",
                y=f"{y + (high if foot else 0):.0f}",
            )

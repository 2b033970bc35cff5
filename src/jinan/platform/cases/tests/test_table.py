"""A table of moves is a whole, or the program does not start; its drawing and its BPMN say the same as the table."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ImproperlyConfigured

from jinan.platform.cases.bpmn import MODEL, export
from jinan.platform.cases.diagram import depths, layout, svg
from jinan.platform.cases.types import CaseType, Move, course_on, courses, editions_of

COURSES = [one for newest in courses() for one in editions_of(newest.model)]


def moved(*moves: Move, first: str = "found", final: tuple[str, ...] = ("closed",)) -> CaseType:
    return CaseType("trial", COURSES[0].model, "Trial", date(2026, 1, 1), first, moves, final)


GOOD = Move("end", "found", "closed", "End")
FAULTS = [
    ("two moves of one name", (GOOD, Move("end", "found", "graded", "Again"))),
    ("the model has no state", (GOOD, Move("fly", "found", "moon", "Fly"))),
    ("no role", (Move("end", "found", "closed", "End", by="king"),)),
    ("no way out", (GOOD, Move("on", "found", "graded", "On"))),
    ("no way into", (GOOD, Move("on", "graded", "closed", "On"))),
]


@pytest.mark.parametrize(("fault", "moves"), FAULTS, ids=[fault for fault, _moves in FAULTS])
def test_a_table_that_is_no_whole_stops_the_program(fault: str, moves: tuple[Move, ...]) -> None:
    with pytest.raises(ImproperlyConfigured, match=fault):
        moved(*moves).check()


def test_a_whole_table_passes() -> None:
    moved(GOOD).check()


def test_no_course_before_its_first_edition() -> None:
    with pytest.raises(KeyError):
        course_on(COURSES[0].name, date(1990, 1, 1))


@pytest.mark.parametrize("course", COURSES, ids=lambda one: f"{one.name}-{one.edition}")
class TestEveryCourse:
    def test_the_drawing_shows_each_state_once_and_none_upon_another(
        self, course: CaseType
    ) -> None:
        at = layout(course)
        places = {(at.x[one], at.y[one]) for one in course.states}
        assert len(places) == len(course.states)
        drawn = svg(course, course.first)
        assert drawn.count('class="state') == len(course.states)
        assert drawn.count('class="state now') == 1

    def test_every_state_can_be_reached(self, course: CaseType) -> None:
        assert set(depths(course)) == set(course.states)

    def test_bpmn_has_a_node_for_each_state_and_a_flow_for_each_move(
        self, course: CaseType
    ) -> None:
        root = ElementTree.fromstring(export(course))
        ids = {one.get("id") for one in root.iter()}
        assert {f"state_{one}" for one in course.states} <= ids
        flows = [one for one in root.iter(f"{{{MODEL}}}sequenceFlow") if one.get("name")]
        assert len(flows) == sum(len(moves) for moves in course.from_state.values())
        for flow in root.iter(f"{{{MODEL}}}sequenceFlow"):
            assert {flow.get("sourceRef"), flow.get("targetRef")} <= ids

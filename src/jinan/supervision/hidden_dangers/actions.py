"""What a move makes of a hidden danger beside its state."""

from jinan.platform.cases.api import Asked
from jinan.supervision.hidden_dangers.models import Grade, HiddenDanger


def grade(danger: HiddenDanger, asked: Asked) -> None:
    """Keep grade and criterion 判定."""
    danger.grade = asked.values["grade"]
    if criterion := asked.values.get("criterion"):
        danger.criterion = criterion


def set_due(danger: HiddenDanger, asked: Asked) -> None:
    """Keep the day until which it is to be corrected."""
    danger.due = asked.values["due"]


def enlist(danger: HiddenDanger, asked: Asked) -> None:
    """Keep which level has it on its list 挂牌督办."""
    danger.level = asked.values["level"]


def is_major(danger: HiddenDanger) -> bool:
    return danger.grade == Grade.MAJOR

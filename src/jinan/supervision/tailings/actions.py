"""What an order from above does to a pond, once the agency that owns it has carried it out."""

from dataclasses import replace

from jinan.kernel.identity.api import system
from jinan.kernel.records.api import move
from jinan.kernel.records.models import Decision, DecisionVerb
from jinan.supervision.tailings.models import Standing, TailingsPond

MOVES = {"stop": Standing.STOPPED, "resume": Standing.IN_USE}


def obey(pond: TailingsPond, decision: Decision) -> None:
    """Move the standing 使用状态 of a pond when the answer to an order to stop or to resume is written."""
    order = decision.cause
    if decision.verb != DecisionVerb.ANSWER or order is None or order.measure not in MOVES:
        return
    by = replace(system("decisions"), account=decision.created_by)
    move(pond, by=by, reason=order.text, standing=MOVES[order.measure])

"""What the kernel tells of, told on to people: decisions, sign-ups, hand-overs, background work."""

from django.utils.translation import gettext_noop

from jinan.kernel.events.api import listen
from jinan.kernel.identity.api import follow
from jinan.kernel.identity.models import Account, HandOver, SignUp
from jinan.kernel.jobs.api import Run, State, title_of, when_over
from jinan.kernel.records.api import DecisionSent, target_of, type_of
from jinan.kernel.records.models import Decision, DecisionVerb
from jinan.platform.notices import kinds, queries
from jinan.platform.notices.actions import tell
from jinan.platform.notices.models import Urgency

SUBJECTS = {
    DecisionVerb.ORDER: gettext_noop("Order: %(record)s"),
    DecisionVerb.RETURN: gettext_noop("Returned for correction: %(record)s"),
    DecisionVerb.APPROVAL: gettext_noop("Approved: %(record)s"),
    DecisionVerb.ANNOTATION: gettext_noop("Annotated: %(record)s"),
    DecisionVerb.ANSWER: gettext_noop("Answered: %(record)s"),
}
PRESSING = (DecisionVerb.ORDER, DecisionVerb.RETURN)
ACCEPTED = gettext_noop("%(enterprise)s is accepted: you may sign in")
REFUSED = gettext_noop("The sign-up of %(enterprise)s is refused")
TAKEN_OVER = gettext_noop("You take over from %(person)s")
ENDED = {
    State.DONE: gettext_noop("Done: %(work)s"),
    State.FAILED: gettext_noop("Failed: %(work)s"),
}


@listen(DecisionSent)
def tell_of_decision(event: DecisionSent) -> None:
    """Tell the officers of the agency that receives a decision, each with the duty and the place."""
    decision = Decision.objects.select_related("agency").get(pk=event.decision)
    record = target_of(decision)
    verb = DecisionVerb(decision.verb)
    if record is None or verb not in SUBJECTS or not decision.receiver_id:
        return
    whom = queries.officers_of(
        decision.receiver_id, topic=decision.topic, division=decision.division_id
    )
    tell(
        [one for one in whom if one.pk != decision.created_by],
        SUBJECTS[verb],
        values={"record": str(record)},
        text=decision.text,
        href=f"/{type_of(record).address}/{record.pk}/decisions/",
        kind=kinds.ORDER if verb != DecisionVerb.ANSWER else kinds.ANSWER,
        urgency=Urgency.URGENT if verb in PRESSING else Urgency.NORMAL,
        sender=decision.agency.name if decision.agency else "",
    )


@follow(SignUp)
def tell_of_sign_up(sign_up: SignUp) -> None:
    """Tell an enterprise what became of its sign-up."""
    tell(
        sign_up.account,
        ACCEPTED if sign_up.accepted else REFUSED,
        values={"enterprise": sign_up.enterprise},
        text=sign_up.reason,
        href="/" if sign_up.accepted else "",
        kind=kinds.APPLICATION,
    )


@follow(HandOver)
def tell_of_hand_over(trace: HandOver) -> None:
    """Tell a successor that something was handed over to him."""
    tell(
        trace.successor,
        TAKEN_OVER,
        values={"person": trace.giver},
        text=trace.reason,
        href="/worklist/?kind=handover",
        kind=kinds.HANDOVER,
    )


@when_over
def tell_of_work(run: Run) -> None:
    """Tell who asked for background work that it is done or has failed."""
    subject = ENDED.get(State(run.state))
    if subject is None or run.account_id is None:
        return
    account = Account.objects.filter(pk=run.account_id, is_active=True).first()
    if account is None:
        return
    tell(
        account,
        subject,
        values={"work": run.about or title_of(run.task)},
        text=run.note or str(run.result.get("text", "")),
        href=f"/jobs/{run.pk}/",
        kind=kinds.WORK,
        urgency=Urgency.URGENT if run.state == State.FAILED else Urgency.NORMAL,
    )

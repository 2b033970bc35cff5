"""Why somebody sees a record, or does not: each assignment judged in a sentence. What the record holds is never asked."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinan.kernel.changes.api import Whereabouts, whereabouts
from jinan.kernel.identity.models import THREE, WRITERS, Account, Assignment, Kind
from jinan.kernel.records.api import RecordType, by_address, record_type, record_types
from jinan.kernel.territory import api as territory
from jinan.kernel.territory.models import Branch
from jinan.operations.security.queries.accounts import agency_name

UID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
MOST = 100
ALL = "*"
# Subjects without a register: the steward of the code sets, the duty staff of the node.
FURTHER = {
    "codes": gettext_lazy("Code sets (steward)"),
    "operations": gettext_lazy("Operation of the node"),
}


@dataclass(frozen=True)
class Target:
    """What is asked about: a register, or one record of it by its whereabouts."""

    kind: RecordType
    record: UUID | None = None
    place: Whereabouts | None = None

    @property
    def agency(self) -> str:
        return agency_name(self.place.agency if self.place else None)

    @property
    def division(self) -> str:
        return territory.name(self.place.division, full=True) if self.place else ""


@dataclass(frozen=True)
class Ground:
    """One assignment, judged: does it let its holder see or write, and why."""

    assignment: Assignment | None
    sees: bool
    writes: bool
    sentence: str


@dataclass(frozen=True)
class Answer:
    """The whole answer for one account."""

    account: Account
    sees: bool
    writes: bool
    grounds: list[Ground]
    obstacle: str = ""


def target_of(given: str, register: str = "") -> Target | None:
    """The register or record named by an id, by an address, or by the choice of a register."""
    if found := UID.search(given):
        place = whereabouts(UUID(found.group()))
        return Target(record_type(place.kind), UUID(found.group()), place) if place else None
    parts = [part for part in given.split("?")[0].split("/") if part and ":" not in part]
    kind = by_address("/".join(parts[-2:])) if len(parts) > 1 else None
    if kind is None and register:
        kind = next((one for one in record_types() if one.kind == register), None)
    return Target(kind) if kind else None


def why(account: Account, target: Target, *, on: date | None = None) -> Answer:
    """Whether an account sees and may write the target today, with a ground for each assignment."""
    day = on or timezone.localdate()
    held = account.assignments.select_related("division", "branch", "granted_by").order_by(
        "-valid_from"
    )
    grounds = [judge(one, target, day) for one in held]
    if own := own_record(account, target):
        grounds.insert(0, own)
    obstacle = obstacle_of(account, list(held), day)
    sees = not obstacle and any(ground.sees for ground in grounds)
    writes = sees and any(ground.writes for ground in grounds)
    return Answer(account, sees, writes, sorted(grounds, key=lambda g: not g.sees), obstacle)


def obstacle_of(account: Account, held: list[Assignment], day: date) -> str:
    """What closes everything, whatever was granted; empty when nothing does."""
    if not account.is_active:
        return _("The account is closed: it sees nothing.")
    office = next((one for one in held if one.role in THREE and holds(one, day)), None)
    if office:
        return _("%(role)s by office: sees no business data, whatever else was granted.") % {
            "role": office.get_role_display()
        }
    return ""


def holds(one: Assignment, day: date) -> bool:
    return one.valid_from <= day and (one.valid_to is None or one.valid_to >= day)


def own_record(account: Account, target: Target) -> Ground | None:
    """An enterprise sees its own records, by no assignment."""
    if account.kind != Kind.ENTERPRISE or target.place is None:
        return None
    if account.holder and account.holder == target.place.holder:
        return Ground(None, True, False, _("It is the enterprise whose record this is."))
    return Ground(None, False, False, _("The record belongs to another enterprise, or to none."))


def judge(one: Assignment, target: Target, day: date) -> Ground:
    """One assignment against the target: time, office, subject, territory, in this order."""
    if not holds(one, day):
        later = one.valid_from > day
        text = _("It holds from %(day)s on only.") if later else _("It ended on %(day)s.")
        return Ground(one, False, False, text % {"day": one.valid_from if later else one.valid_to})
    if one.role in THREE:
        return Ground(one, False, False, _("The office of an administrator opens no register."))
    nowhere = target.place is not None and target.place.division is None
    subject = target.kind.subject
    if one.subject not in (ALL, subject) and not nowhere:
        text = _("It is for the subject “%(granted)s”; this is “%(asked)s”.")
        names = {"granted": subject_name(one.subject), "asked": subject_name(subject)}
        return Ground(one, False, False, text % names)
    sees, writes, sentence = reach(one, target)
    if writes and one.role not in WRITERS:
        writes, sentence = False, " ".join((sentence, _("The role reads only.")))
    if writes and target.place and target.place.node != settings.NODE:
        text = _("The record belongs to node %(node)s and is only a copy here.")
        writes, sentence = False, " ".join((sentence, text % {"node": target.place.node}))
    return Ground(one, sees, writes, sentence)


def reach(one: Assignment, target: Target) -> tuple[bool, bool, str]:
    """Does the territory of an assignment reach the target: seen, written, and in which words."""
    if one.division_id == territory.NATION:
        return True, True, _("The territory is the whole country.")
    place = target.place
    if place is None:
        return (
            True,
            True,
            _("It opens this register in %(territory)s.") % {"territory": name_of(one)},
        )
    if place.division is None:
        text = _("The record belongs to no division: every officer on duty reads it.")
        return True, False, text
    if way := way_to(place.division, one):
        return True, True, _("The division lies in the territory: %(way)s.") % {"way": way}
    for further in place.also:
        if way := way_to(further, one):
            text = _("The record lies in %(division)s too, and this in the territory: %(way)s.")
            return True, False, text % {"division": territory.name(further), "way": way}
    text = _("%(division)s does not lie in %(territory)s.")
    return False, False, text % {"division": target.division, "territory": name_of(one)}


def name_of(one: Assignment) -> str:
    if one.division_id:
        return territory.name(one.division_id, full=True) or one.division.name  # type: ignore[union-attr]
    return one.branch.name if one.branch else ""


def way_to(code: str, one: Assignment) -> str:
    """The chain of superiors from the territory of an assignment down to a division; empty when none leads."""
    if one.division_id:
        return chain(code, one.division_id)
    for branch, division in covered(one.branch_id or ""):
        if way := chain(code, division):
            return f"{branch} › {way}"
    return ""


def chain(code: str, above: str) -> str:
    if not territory.is_within(code, above):
        return ""
    path = [p for p in territory.path(code) if p.kind not in territory.HIDDEN or p.code == code]
    codes = [place.code for place in path]
    if above in codes:
        return " › ".join(place.name for place in path[codes.index(above) :])
    for heir in territory.as_now(code):  # a former division, seen by who now holds its place
        if heir != code and (way := chain(heir, above)):
            former = _("formerly %(name)s") % {"name": territory.name(code)}
            return f"{way} ({former})"
    return territory.name(code)


def covered(branch: str) -> list[tuple[str, str]]:
    """Divisions covered by a branch of the inspectorate and those below it, each with the branch's name."""
    found, waiting = [], [branch]
    while waiting:
        here = Branch.objects.filter(pk=waiting.pop()).prefetch_related("divisions").first()
        if here is not None:
            found += [(here.name, division.pk) for division in here.divisions.all()]
            waiting += Branch.objects.filter(parent=here).values_list("code", flat=True)
    return found


def subject_name(subject: str) -> str:
    """A subject as people know it: the names of its registers."""
    if subject == ALL:
        return _("all subjects")
    if subject in FURTHER:
        return str(FURTHER[subject])
    titles = [str(one.title) for one in record_types() if one.subject == subject]
    return "、".join(titles) or subject


def subjects() -> list[tuple[str, str]]:
    """Subjects that can be granted."""
    found = dict.fromkeys([ALL, *(one.subject for one in record_types()), *FURTHER])
    return [(subject, subject_name(subject)) for subject in found]


def who_sees(target: Target, *, most: int = MOST) -> tuple[list[Answer], int]:
    """Accounts that see the target, those who may write first; at most `most` of the number given."""
    day = timezone.localdate()
    grounds: dict[UUID, list[Ground]] = {}
    people: dict[UUID, Account] = {}
    held = Assignment.objects.holding().filter(account__is_active=True, account__kind=Kind.OFFICER)
    offices = set(held.filter(role__in=THREE).values_list("account_id", flat=True))
    rows = held.exclude(account__in=offices).select_related(
        "account", "account__agency", "division", "branch", "granted_by"
    )
    for one in rows:
        ground = judge(one, target, day)
        if ground.sees:
            people[one.account_id] = one.account
            grounds.setdefault(one.account_id, []).append(ground)
    if target.place and target.place.holder:
        for account in Account.objects.filter(
            is_active=True, kind=Kind.ENTERPRISE, holder=target.place.holder
        ):
            own = own_record(account, target)
            people[account.pk], grounds[account.pk] = account, [own] if own else []
    answers = [
        Answer(people[pk], True, any(g.writes for g in found), found)
        for pk, found in grounds.items()
    ]
    answers.sort(key=lambda a: (not a.writes, a.account.login))
    return answers[:most], len(answers)

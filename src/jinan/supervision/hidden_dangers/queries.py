"""Reading hidden dangers: criteria to pick from, the plan, what waits, the target of the plan, the quarter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.agencies import api as agencies
from jinan.kernel.codes import api as codes
from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import record_types
from jinan.platform.cases.api import Offer, Pick, offers, steps_of
from jinan.platform.papers import api as papers
from jinan.platform.worklist.api import Item
from jinan.supervision.hidden_dangers import rules
from jinan.supervision.hidden_dangers.models import Climb, Grade, HiddenDanger, Level, State

SET = "hidden_danger_criteria"
LIVE = ~Q(state__in=(State.REJECTED, State.CLOSED))
KNOWN = Q(grade=Grade.MAJOR) & ~Q(state=State.REJECTED)
ISSUED = (papers.State.ISSUED, papers.State.SERVED)
MOST = 200  # lines of a page
NONE = "0"  # on nobody's list


def criteria(danger: HiddenDanger) -> list[Pick]:
    """The criteria by which a danger of this field and day may be judged."""
    picks = []
    for one in rules.lists_on(danger.domain, danger.found_on):
        standing = one.standing_on(danger.found_on)
        for item in codes.items(SET, on=timezone.localdate()):
            if item.code.split("-")[0] == one.code:
                document = item.extra.get("document") or one.number
                group = f"{document} · {words_of_standing(standing)}"
                doubt = standing != rules.NEW or item.doubtful
                picks.append(
                    Pick(item.code, item.words, group, _("to be verified") if doubt else "")
                )
    return picks


def words_of_standing(standing: str) -> str:
    return {
        rules.NEW: _("in force"),
        rules.OLD: _("superseded, the newer text is not loaded"),
        rules.DOUBTED: _("in force, look for a newer edition"),
    }[standing]


def earlier(danger: HiddenDanger) -> list[Pick]:
    """Other dangers of the same enterprise, of which this may be a second report."""
    found = HiddenDanger.objects.filter(enterprise=danger.enterprise_id).live()
    found = found.exclude(pk=danger.pk).exclude(state=State.REJECTED).order_by("-found_on")[:MOST]
    return [
        Pick(str(one.pk), one.title, "", f"{one.found_on} · {one.get_state_display()}")
        for one in found
    ]


def known(danger: HiddenDanger, document: papers.Document, viewer: Viewer) -> dict[str, Any]:
    """Values for the fields of a paper of this danger."""
    firm = danger.enterprise
    before = papers.papers_of(danger).filter(state__in=ISSUED).order_by("-issued_at").first()
    return {
        "last_doc": f"{papers.document(before.document).zh} {before.number}" if before else "",
        "review_reason": "request" if danger.corrected_on else "expiry",
        "party_name": firm.name,
        "party_uscc": firm.credit_code,
        "party_addr": firm.address,
        "party_rep": firm.legal_person,
        "party_phone": firm.phone,
        "danger_items": [[danger.title, danger.description or danger.place]],
        "correct_items": "1",
        "due_date": danger.due.isoformat() if danger.due else "",
        "law_basis": "《中华人民共和国安全生产法》第六十五条",
        "case_summary": danger.description,
    }


def plan_context(record: HiddenDanger, viewer: Viewer) -> dict[str, Any]:
    """What the tab “Plan” shows: the five settled things, the criterion, and what it is linked with."""
    today = timezone.localdate()
    criterion = codes.item(SET, record.criterion, on=today) if record.criterion else None
    by = rules.list_of(record.criterion, record.domain, record.found_on)
    standing = by.standing_on(record.found_on) if by else ""
    again = HiddenDanger.objects.visible_to(viewer).filter(reopens=record).first()
    seconds = HiddenDanger.objects.visible_to(viewer).filter(duplicate_of=record)
    return {
        "danger": record,
        "criterion": criterion,
        "criteria_list": by,
        "standing": words_of_standing(standing) if standing else "",
        "doubted": standing not in ("", rules.NEW),
        "settled": bool(record.measures),
        "late": rules.climbs(record.open_until, today),
        "left": (record.open_until - today).days if record.open_until else None,
        "again": again,
        "seconds": list(seconds[:20]),
        "source": source_of(record, viewer),
        "may_reopen": record.state == State.CLOSED
        and not again
        and viewer.writes(HiddenDanger.subject()),
    }


def source_of(record: HiddenDanger, viewer: Viewer) -> tuple[str, str] | None:
    """Words and address of the record a danger came from, as far as the viewer sees it."""
    if record.source is None:
        return None
    kind = next((one for one in record_types() if one.kind == record.source_kind), None)
    found = kind.model.objects.visible_to(viewer).filter(pk=record.source).first() if kind else None  # type: ignore[attr-defined]
    return (str(found), f"/{kind.address}/{found.pk}/") if kind and found else None


def plan_count(record: HiddenDanger, viewer: Viewer) -> int:
    return 0


def overdue(on: date) -> "QuerySet[Any]":
    """Dangers of this node whose term has passed without an end."""
    found = HiddenDanger.objects.filter(LIVE, open_until__lt=on, voided_at=None)
    return found.exclude(climbed=Climb.TWO).select_related("enterprise", "division")


def come_up(viewer: Viewer) -> "QuerySet[Any] | None":
    """Overdue dangers that have climbed to the viewer's agency, and listed ones whose cancellation it confirms."""
    if not viewer.agency or not viewer.writes(HiddenDanger.subject()):
        return None
    below = Q(agency__superior=viewer.agency)
    further = Q(agency__superior__superior=viewer.agency)
    late = Q(open_until__lt=timezone.localdate()) & (
        (below & ~Q(climbed=Climb.NONE)) | (further & Q(climbed=Climb.TWO))
    )
    seen = HiddenDanger.objects.visible_to(viewer).live().filter(LIVE)
    mine = Q(state=State.ACCEPTED) & ~Q(agency=viewer.agency) & Q(level=level_kept(viewer.agency))
    return seen.filter(late | mine).order_by(F("open_until").asc(nulls_last=True), "state_since")


def level_kept(agency: str) -> str:
    """The level of the list that an agency keeps."""
    found = agencies.agency(agency)
    return rules.level_of(found.code, found.division_id or "") if found else "-"


def waiting(viewer: Viewer, most: int) -> Iterator[Item]:
    """What has come up, as lines of the worklist."""
    found = come_up(viewer)
    for one in found[:most] if found is not None else ():
        confirm = one.state == State.ACCEPTED
        if confirm and steps_of(one).filter(outcome="agreed", at__gte=one.state_since).exists():
            continue
        yield Item(
            title=one.title,
            href=f"/hidden_dangers/dangers/{one.pk}/course/",
            since=one.state_since,
            due=one.open_until,
            note=_("confirm the cancellation") if confirm else str(one.get_climbed_display()),
            room=HiddenDanger._meta.verbose_name_plural or "",
        )


def counted(viewer: Viewer, most: int) -> int:
    return len(list(waiting(viewer, most)))


@dataclass(frozen=True)
class Card:
    """A danger as its enterprise sees it: what it does next, and until when."""

    danger: HiddenDanger
    deeds: list[Offer]
    left: int | None
    papers: list[tuple[str, Any]]

    @property
    def open_deeds(self) -> list[Offer]:
        return [one for one in self.deeds if one.refusal is None]

    @property
    def tone(self) -> str:
        if self.left is None:
            return ""
        return "bad" if self.left < 0 else "warn" if self.left <= 10 else "note"


def own_dangers(viewer: Viewer, most: int = MOST) -> list[Card]:
    """The open dangers of the viewer's enterprise: those that wait for it first, by their term."""
    found = HiddenDanger.objects.visible_to(viewer).live().filter(LIVE, holder=viewer.holder)
    today, cards = timezone.localdate(), []
    for one in found.order_by(F("open_until").asc(nulls_last=True), "-found_on")[:most]:
        deeds = [offer for offer in offers(one, viewer) if offer.concerns]
        left = (one.open_until - today).days if one.open_until else None
        cards.append(Card(one, deeds, left, issued_to(one)))
    return sorted(cards, key=lambda card: not card.deeds)


def issued_to(danger: HiddenDanger) -> list[tuple[str, Any]]:
    """The papers that were issued in a danger, the newest first, each with its name."""
    found = papers.papers_of(danger).filter(state__in=ISSUED).order_by("-issued_at")
    return [(papers.document(one.document).zh, one) for one in found]


def own_ended(viewer: Viewer) -> list[HiddenDanger]:
    found = HiddenDanger.objects.visible_to(viewer).live().filter(~LIVE, holder=viewer.holder)
    return list(found.order_by("-closed_at")[:20])


@dataclass(frozen=True)
class Share:
    """A part of a whole, and its per cent; no whole is no per cent."""

    part: int
    whole: int

    @property
    def percent(self) -> str:
        return f"{100 * self.part / self.whole:.1f}" if self.whole else "—"

    @property
    def missing(self) -> int:
        return self.whole - self.part


@dataclass(frozen=True)
class Target:
    """The target of the plan, 100 % of major dangers managed 纳入管理: how far it is reached."""

    listed: Share
    in_term: Share


def target(viewer: Viewer) -> Target:
    """How far the major dangers in sight are listed, and corrected in their term."""
    ended = Q(due__lte=timezone.localdate())
    counts = majors(viewer).aggregate(
        every=Count("pk"),
        on_list=Count("pk", filter=~Q(level="")),
        ended=Count("pk", filter=ended),
        in_term=Count("pk", filter=ended & IN_TERM),
    )
    return Target(
        Share(counts["on_list"], counts["every"]), Share(counts["in_term"], counts["ended"])
    )


def ages(viewer: Viewer) -> list[tuple[str, list[int]]]:
    """Open major dangers in sight by class of age, for each level's list; those on no list first."""
    today = timezone.localdate()
    sums = {f"age{n}": Count("pk", filter=age(n, today)) for n in range(len(rules.AGES) + 1)}
    found = majors(viewer).filter(LIVE).order_by().values("level").annotate(**sums)
    counts = {row["level"]: [row[name] for name in sums] for row in found}
    none = [0] * len(sums)
    return [(level, counts.get(level, none)) for level in ("", *sorted(Level.values, reverse=True))]


def age(number: int, on: date) -> Q:
    """The dangers of a class of age on a day."""
    oldest, youngest = rules.found_between(number, on)
    return Q(found_on__lte=youngest) & (Q(found_on__gte=oldest) if oldest else Q())


IN_TERM = Q(corrected_on__isnull=False, corrected_on__lte=F("due"))


def majors(viewer: Viewer) -> "QuerySet[Any]":
    """Every major danger in sight that is real."""
    return HiddenDanger.objects.visible_to(viewer).live().filter(KNOWN)


def opened(viewer: Viewer, what: str) -> list[HiddenDanger]:
    """The dangers behind a number of the target: `unlisted`, `late`, or `age-LEVEL-CLASS`. Raises ValueError."""
    today = timezone.localdate()
    found = majors(viewer).select_related("enterprise", "division").order_by("found_on")
    if what == "unlisted":
        return list(found.filter(level="")[:MOST])
    if what == "late":
        return list(found.filter(due__lte=today).exclude(IN_TERM)[:MOST])
    head, level, number = what.split("-")
    if head != "age":
        raise ValueError(what)
    if int(number) not in range(len(rules.AGES) + 1):
        raise ValueError(what)
    rows = found.filter(LIVE, age(int(number), today), level="" if level == NONE else level)
    return list(rows[:MOST])


@dataclass(frozen=True)
class QuarterLine:
    """Dangers of an enterprise in a quarter 隐患排查治理统计 (order 16 of 2007, to be verified)."""

    enterprise: Any
    name: str
    found: tuple[int, int]  # ordinary, major
    corrected: tuple[int, int]
    open: int

    @property
    def rate(self) -> str:
        return Share(sum(self.corrected), sum(self.found)).percent


def quarter(viewer: Viewer, first: date, last: date) -> list[QuarterLine]:
    """What each enterprise in sight found and corrected in a quarter, those with most open first."""
    seen = HiddenDanger.objects.visible_to(viewer).live().exclude(state=State.REJECTED)
    was, done = Q(found_on__range=(first, last)), Q(corrected_on__range=(first, last))
    done &= Q(state__in=(State.ACCEPTED, State.CLOSED))
    major = Q(grade=Grade.MAJOR)
    rows = (
        seen.filter(found_on__lte=last)
        .order_by()
        .values("enterprise", "enterprise__name")
        .annotate(
            ordinary=Count("pk", filter=was & ~major),
            grave=Count("pk", filter=was & major),
            mended=Count("pk", filter=done & ~major),
            mended_grave=Count("pk", filter=done & major),
            left=Count("pk", filter=Q(corrected_on=None) | Q(corrected_on__gt=last)),
        )
        .filter(Q(ordinary__gt=0) | Q(grave__gt=0) | Q(mended__gt=0) | Q(mended_grave__gt=0) | Q(left__gt=0))
    )  # fmt: skip
    return [
        QuarterLine(
            row["enterprise"], row["enterprise__name"], (row["ordinary"], row["grave"]),
            (row["mended"], row["mended_grave"]), row["left"],
        )
        for row in rows.order_by("-left", "enterprise__name")[:MOST]
    ]  # fmt: skip


def summed(lines: Iterable[QuarterLine]) -> QuarterLine:
    every = list(lines)

    def both(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
        kept = list(pairs)
        return sum(a for a, _b in kept), sum(b for _a, b in kept)

    found, mended = both(one.found for one in every), both(one.corrected for one in every)
    return QuarterLine(None, _("All"), found, mended, sum(one.open for one in every))

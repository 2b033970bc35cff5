"""What a hidden danger must keep: which criteria list holds on a day, terms, climbing, levels of the list."""

from dataclasses import dataclass
from datetime import date, timedelta

from jinan.standards.deadlines import CALENDAR, deadline, last_day

LONGEST = 365  # days that a term of correction may have
CLIMBS_AGAIN = 10  # days after the first climb
NEW, OLD, DOUBTED = "in_force", "superseded", "check"


@dataclass(frozen=True)
class CriteriaList:
    """A list of criteria 重大事故隐患判定标准 in one edition; its items are those of the code set that begin with `code`.

    `until` is its last day. `doubt` says what of list or dates was not read in the source itself.
    """

    code: str
    domain: str
    number: str
    since: date
    until: date = date.max
    standing: str = NEW
    doubt: str = ""

    def standing_on(self, day: date) -> str:
        return OLD if day > self.until else self.standing


# Where the newer text is not loaded, the superseded list stays on offer and is marked as such.
LISTS = (
    CriteriaList("COALREG", "coal", "国务院令第774号 第36条", date(2024, 5, 1), doubt="number recalled"),
    CriteriaList("COAL", "coal", "应急管理部令第4号", date(2021, 1, 1)),
    CriteriaList("HAZCHEM", "hazchem", "安监总管三〔2017〕121号", date(2017, 11, 13), standing=DOUBTED, doubt="newer edition"),
    CriteriaList("FIREWORK", "fireworks", "安监总管三〔2017〕121号", date(2017, 11, 13), standing=DOUBTED, doubt="newer edition"),
    CriteriaList("UGMINE", "mines", "安监总管一〔2017〕98号", date(2017, 9, 1), date(2022, 8, 31), doubt="矿安〔2022〕88号"),
    CriteriaList("OPENPIT", "mines", "安监总管一〔2017〕98号", date(2017, 9, 1), date(2022, 8, 31), doubt="矿安〔2022〕88号"),
    CriteriaList("TAILINGS", "mines", "安监总管一〔2017〕98号", date(2017, 9, 1), date(2022, 8, 31), doubt="矿安〔2022〕88号"),
    CriteriaList("INDUSTRY", "industry", "应急管理部令第10号", date(2023, 5, 15), standing=DOUBTED, doubt="recalled"),
)  # fmt: skip


def lists_on(domain: str, day: date) -> tuple[CriteriaList, ...]:
    """The lists by which a danger of a field that was found on a day is judged, the highest in rank first.

    A list whose successor is not loaded is among them after its end; its standing is then `superseded`.
    Empty where no list is loaded: the danger is then judged by a text that is named in words.
    """
    return tuple(one for one in LISTS if one.domain == domain and one.since <= day)


def list_of(criterion: str, domain: str, day: date) -> CriteriaList | None:
    """The list to which a criterion belongs, if it holds for this field and day."""
    code = criterion.split("-")[0]
    return next((one for one in lists_on(domain, day) if one.code == code), None)


def due_fault(due: date, on: date) -> str:
    """`past` or `far` when a term of correction does not do; empty when it does."""
    if due < on:
        return "past"
    return "far" if (due - on).days > LONGEST else ""


def last_day_to_ask(due: date) -> date:
    """The last day on which more time may be asked for 延期申请. Source: term P16, to be verified."""
    return last_day(deadline("P16", due), due, CALENDAR)


def climbs(due: date | None, on: date) -> int:
    """How many levels an overdue danger has climbed: one after the term, another ten days later.

    Source: decided for this platform.
    """
    if due is None or on <= due:
        return 0
    return 1 if on <= due + timedelta(days=CLIMBS_AGAIN) else 2


def level_of(agency: str, division: str) -> str:
    """The level whose list an agency keeps: 1 nation, 2 province, 3 city, 4 county; a branch keeps its province's."""
    if agency != division:
        return "2"
    if division == "000000":
        return "1"
    if division.endswith("0000"):
        return "2"
    return "3" if division.endswith("00") else "4"


AGES = (30, 90, 180, 365)  # days: upper ends of the classes of age, the last one open


def age_class(found: date, on: date) -> int:
    """The class of age of an open danger, 0 the youngest."""
    days = (on - found).days
    return sum(days > end for end in AGES)


def found_between(number: int, on: date) -> tuple[date | None, date]:
    """The first and the last day of finding of a class of age; no first day for the oldest class."""
    last = on if number == 0 else on - timedelta(days=AGES[number - 1] + 1)
    return (on - timedelta(days=AGES[number]) if number < len(AGES) else None), last


def quarter(year: int, number: int) -> tuple[date, date]:
    """First and last day of a quarter. Raises ValueError when there is none."""
    if number not in (1, 2, 3, 4):
        raise ValueError(number)
    first = date(year, 3 * number - 2, 1)
    nearly = date(year, 3 * number, 28) + timedelta(days=4)
    return first, nearly.replace(day=1) - timedelta(days=1)

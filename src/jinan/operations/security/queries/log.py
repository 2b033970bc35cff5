"""The search of the change log, and an entry in words. Row security lets only an auditor see it whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinan.kernel.agencies.models import Agency, Post
from jinan.kernel.changes.api import Change, Seal, Verb
from jinan.kernel.codes.models import CodeEdition, Finding
from jinan.kernel.identity.models import Account, Assignment, HandOver, Link, SignUp
from jinan.kernel.records.api import Difference, differences_of, record_type, record_types
from jinan.kernel.records.models import AccessToken, Decision
from jinan.kernel.territory import api as territory

PAGE = 50
DAYS = 30  # what a search reaches back when no day is given
MOST_EXPORTED = 50_000

VIEWS = {
    "": (gettext_lazy("All entries"), ()),
    "data": (gettext_lazy("Changes of data"), (Verb.ADD, Verb.CHANGE, Verb.REMOVE)),
    "reads": (gettext_lazy("Reads of personal data"), (Verb.READ, Verb.ERASE)),
    "exports": (gettext_lazy("Exports"), (Verb.EXPORT,)),
    "sign-ins": (gettext_lazy("Sign-ins"), (Verb.SIGN_IN, Verb.SIGN_OUT)),
    "refusals": (gettext_lazy("Refusals"), (Verb.REFUSED,)),
    "rights": (gettext_lazy("Accounts and rights"), ()),
}
OTHER_KINDS = {
    "page": gettext_lazy("page"),
    "changes.change": gettext_lazy("change log"),
    "changes.seal": gettext_lazy("seals"),
}
BELOW: dict[str, type[Model]] = {
    "identity.account": Account,
    "identity.assignment": Assignment,
    "identity.link": Link,
    "identity.signup": SignUp,
    "records.decision": Decision,
    "records.accesstoken": AccessToken,
    "codes.finding": Finding,
    "codes.codeedition": CodeEdition,
    "identity.handover": HandOver,
    "agencies.agency": Agency,
    "agencies.post": Post,
}
TONES = {
    Verb.ADD: "good",
    Verb.CHANGE: "note",
    Verb.REMOVE: "bad",
    Verb.READ: "warn",
    Verb.EXPORT: "warn",
    Verb.REFUSED: "bad",
    Verb.ERASE: "bad",
}
DETAILS = {
    "fields": gettext_lazy("Fields"),
    "count": gettext_lazy("Records"),
    "entries": gettext_lazy("Entries"),
    "login": gettext_lazy("Account name"),
    "path": gettext_lazy("Address"),
    "method": gettext_lazy("Method"),
    "query": gettext_lazy("Query"),
    "file": gettext_lazy("File"),
    "format": gettext_lazy("Format"),
    "checked": gettext_lazy("Seals checked"),
    "result": gettext_lazy("Result"),
    "account": gettext_lazy("Account"),
}


@dataclass(frozen=True)
class Line:
    """One entry as the list shows it."""

    change: Change
    kind: str
    place: str
    summary: str
    tone: str

    @property
    def address(self) -> str:
        return address_of(self.change)

    @property
    def record(self) -> str:
        """The end of the record's id, enough to tell records of one page apart."""
        return str(self.change.record or "")[-8:]


@dataclass(frozen=True)
class Result:
    """One page of a search and the key of the next."""

    lines: list[Line]
    following: str | None


@dataclass
class Search:
    """A search as it was asked in the address; faults name what could not be read."""

    asked: Mapping[str, str]
    faults: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.asked.get(name, "").strip()

    @cached_property
    def record(self) -> UUID | None:
        return self._uuid("record")

    @cached_property
    def since(self) -> date | None:
        """The first day; thirty days ago when no day and no record was asked for."""
        if self.text("since"):
            return self._day("since")
        return None if self.text("record") else timezone.localdate() - timedelta(days=DAYS)

    @cached_property
    def until(self) -> date | None:
        return self._day("until")

    def page(self) -> Result:
        rows = list(self._run(PAGE + 1, self.text("after")))
        following = key_of(rows[PAGE - 1]) if len(rows) > PAGE else None
        return Result([line_of(row) for row in rows[:PAGE]], following)

    def rows(self) -> Iterator[Change]:
        """All entries found, the newest first, for the export."""
        return self._run(MOST_EXPORTED, "")

    def _run(self, most: int, after: str) -> Iterator[Change]:
        conditions = list(self._conditions())
        if after:
            try:
                place = [int(part) for part in after.split("-")]
                conditions.append(("(epoch, tx, seq) < (%s, %s, %s)", place[:3]))
            except ValueError:
                self.faults.append(_("This page of the search does not exist."))
        if self.faults:
            return iter(())
        where = " AND ".join(text for text, _values in conditions) or "true"
        values = [value for _text, given in conditions for value in given]
        order = "ORDER BY epoch DESC, tx DESC, seq DESC LIMIT %s"
        return iter(
            Change.objects.raw(
                f"SELECT * FROM changes_change WHERE {where} {order}", [*values, most]
            )
        )

    def _conditions(self) -> Iterator[tuple[str, list[Any]]]:
        if self.since:
            yield "at >= %s", [midnight(self.since)]
        if self.until:
            yield "at < %s", [midnight(self.until + timedelta(days=1))]
        if verbs := VIEWS.get(self.text("view"), ("", ()))[1]:
            yield "verb = ANY(%s)", [[str(verb) for verb in verbs]]
        if self.text("view") == "rights":
            yield "kind LIKE %s", ["identity.%"]
        for name in ("verb", "kind"):
            if self.text(name):
                yield f"{name} = %s", [self.text(name)]
        if self.text("record") and (self.record or not self.faults):
            yield "record = %s", [self.record]
        if self.text("who"):
            yield from self._who()
        if code := self.text("division").split(" ")[0]:
            yield from self._place(code)
        if self.text("reason"):
            yield "reason ILIKE %s", [f"%{escaped(self.text('reason'))}%"]

    def _who(self) -> Iterator[tuple[str, list[Any]]]:
        who = self.text("who")
        named = Account.objects.filter(login=who.lower()).values_list("pk", flat=True)
        yield "(actor = ANY(%s) OR actor_name ILIKE %s)", [list(named), f"%{escaped(who)}%"]

    def _place(self, code: str) -> Iterator[tuple[str, list[Any]]]:
        if not territory.place(code):
            self.faults.append(_("There is no division “%(given)s”.") % {"given": code})
            return
        yield "(division = ANY(%s) OR also && %s)", [sorted(territory.subtree(code))] * 2

    def _uuid(self, name: str) -> UUID | None:
        given = self.text(name).rstrip("/").rsplit("/", 1)[-1]
        if not given:
            return None
        try:
            return UUID(given)
        except ValueError:
            self.faults.append(_("This is no id of a record: %(given)s") % {"given": given[:60]})
            return None

    def _day(self, name: str) -> date | None:
        if not self.text(name):
            return None
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            self.faults.append(_("Give a date such as 2026-03-05."))
            return None


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def key_of(change: Change) -> str:
    """The place of an entry in the order of the log, for addresses."""
    return f"{change.epoch}-{change.tx}-{change.seq}"


def address_of(change: Change) -> str:
    return f"/security/log/{key_of(change)}/"


def counted_since(moment: datetime) -> dict[str, int]:
    """How many entries of each verb there are since a moment."""
    rows = Change.objects.filter(at__gte=moment).values_list("verb").annotate(n=Count("seq"))
    return dict(rows.order_by())


def proofs(most: int) -> list[Line]:
    """The latest verifications, by their entries in the log."""
    since = timezone.now() - timedelta(days=365)
    rows = Change.objects.filter(kind="changes.seal", verb=Verb.OTHER, at__gte=since)
    return [line_of(row) for row in rows.order_by("-epoch", "-tx", "-seq")[:most]]


def last_seals(most: int) -> list[Seal]:
    return list(Seal.objects.order_by("-number")[:most])


def seal_of(seq: int) -> Seal | None:
    """The seal over an entry; None while it waits."""
    return Seal.objects.filter(seq=seq).first()


def entry(epoch: int, tx: int, seq: int) -> Change | None:
    return Change.objects.filter(epoch=epoch, tx=tx, seq=seq).first()


def model_of(kind: str) -> type[Model] | None:
    """The table that entries of a kind are about; None for deeds without one."""
    try:
        return record_type(kind).model
    except KeyError:
        return BELOW.get(kind)


def kind_name(kind: str) -> str:
    if kind in OTHER_KINDS:
        return str(OTHER_KINDS[kind])
    model = model_of(kind)
    return str(model._meta.verbose_name) if model else kind


def kinds() -> list[tuple[str, str]]:
    """Kinds that can be asked for, with their names."""
    known = [one.kind for one in record_types()]
    return [(kind, kind_name(kind)) for kind in (*known, *BELOW, *OTHER_KINDS)]


def line_of(change: Change) -> Line:
    return Line(
        change,
        kind_name(change.kind),
        territory.name(change.division),
        summary(change),
        TONES.get(Verb(change.verb), "bare") if change.verb in Verb.values else "bare",
    )


def summary(change: Change) -> str:
    """What an entry is about, in half a line: the fields it touched, or the detail of the deed."""
    model = model_of(change.kind)
    if change.verb in (Verb.ADD, Verb.REMOVE):
        whole = change.after or change.before or {}
        return str(
            next((whole[n] for n in ("name", "login", "role") if isinstance(whole.get(n), str)), "")
        )
    if change.verb == Verb.CHANGE and model:
        return "、".join(labels(model, sorted({*(change.before or {}), *(change.after or {})})))
    return " · ".join(found.now for found in details(change))


def labels(model: type[Model] | None, columns: list[str]) -> list[str]:
    """Names of columns as people read them."""
    fields = {f.column: f for f in model._meta.concrete_fields} if model else {}
    return [str(getattr(fields.get(name), "verbose_name", name)) for name in columns]


def lines_of(change: Change) -> list[Difference]:
    """An entry in full: each field before and after, or the details of a deed."""
    model = model_of(change.kind)
    if model and change.verb in (Verb.ADD, Verb.CHANGE, Verb.REMOVE):
        return differences_of(model, change)
    return details(change)


def details(change: Change) -> list[Difference]:
    made = []
    for name, value in (change.after or {}).items():
        if value in (None, "", [], {}):
            continue
        text = value
        if name == "fields" and isinstance(value, list):
            text = "、".join(labels(model_of(change.kind), [str(one) for one in value]))
        elif isinstance(value, list | dict):
            text = ", ".join(map(str, value))
        made.append(Difference(str(DETAILS.get(name, name)), "", str(text)))
    return made

"""What the pages of the codebook ask: sets with their counts, rows that fit, divisions, agencies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from jinan.kernel.agencies.models import Agency, Node, Post
from jinan.kernel.changes.api import Change
from jinan.kernel.codes import api as codes
from jinan.kernel.codes.models import CodeEdition, CodeItem, CodeSet
from jinan.kernel.records.api import Difference, differences_of
from jinan.kernel.territory.models import Boundary, Branch, Division, Unmatched

MOST_FOUND = 200


@dataclass(frozen=True)
class SetLine:
    """A set with the edition of a day, and how many of its rows there are and are doubtful."""

    set: CodeSet
    edition: CodeEdition | None
    editions: int
    rows: int
    doubtful: int


def set_of(name: str) -> CodeSet | None:
    return CodeSet.objects.filter(pk=name).first()


def set_lines(on: date) -> list[SetLine]:
    """Every set in the order of groups, as on a day."""
    made = []
    for one in CodeSet.objects.order_by("group", "code"):
        edition = codes.edition_on(one.code, on)
        known = codes.rows(edition).values() if edition else ()
        doubtful = sum(row.doubtful for row in known)
        made.append(SetLine(one, edition, len(codes.standing(one.code)), len(known), doubtful))
    return made


def standing_ids() -> list[int]:
    """Every text that counts, of all sets."""
    sets = CodeSet.objects.values_list("code", flat=True)
    return [edition.pk for one in sets for edition in codes.standing(one)]


def find_rows(words: str) -> list[CodeItem]:
    """Rows of all sets that hold the words, exact codes first; at most `MOST_FOUND`."""
    found = CodeItem.objects.filter(edition__in=standing_ids()).select_related("edition__set")
    exact = list(found.filter(code__iexact=words)[:MOST_FOUND])
    holding = found.exclude(code__iexact=words).filter(
        Q(code__istartswith=words) | Q(zh__icontains=words) | Q(en__icontains=words)
    )
    rest = list(holding.order_by("edition__set", "order")[: MOST_FOUND - len(exact)])
    return [codes.rows(one.edition).get(one.code, one) for one in exact + rest]


def rows_of(edition: CodeEdition, *, on: date, words: str, doubtful: bool) -> list[CodeItem]:
    """Rows of an edition in force on a day that hold the words."""
    wanted = words.lower()
    return [
        one
        for one in codes.rows(edition).values()
        if one.stands_on(on)
        and (not doubtful or one.doubtful)
        and (not wanted or wanted in f"{one.code} {one.zh} {one.en} {one.note}".lower())
    ]


def divisions(*, words: str, level: str, kind: str, on: date | None) -> "QuerySet[Division]":
    """Divisions by name or code, level and kind; those standing on a day, or now."""
    found = Division.objects.exclude(level="nation")
    if on is None:
        found = found.filter(valid_to=None)
    else:
        found = found.filter(Q(valid_from=None) | Q(valid_from__lte=on)).filter(
            Q(valid_to=None) | Q(valid_to__gte=on)
        )
    if words:
        found = found.filter(
            Q(code__startswith=words) | Q(name__icontains=words) | Q(name_en__icontains=words)
        )
    if level:
        found = found.filter(level=level)
    if kind:
        found = found.filter(kind=kind)
    return found.order_by("order", "code")


def division_of(code: str) -> Division | None:
    return Division.objects.select_related("parent").filter(pk=code).first()


def predecessors(code: str) -> list[Division]:
    return list(Division.objects.filter(replaced_by__contains=[code]).order_by("code"))


def closed_below(code: str) -> list[Division]:
    return list(Division.objects.filter(parent=code).exclude(valid_to=None).order_by("code"))


def boundary_of(code: str) -> Boundary | None:
    return Boundary.objects.filter(division=code).defer("geom").order_by("-detail").first()


def boundary_sources() -> list[Any]:
    """Where the boundaries come from, with how many divisions each gives."""
    return list(
        Boundary.objects.values("source", "licence", "date", "approval_number", "may_be_public")
        .annotate(divisions=Count("division", distinct=True))
        .order_by("source")
    )


def without_boundary(words: str = "", level: str = "") -> "QuerySet[Division]":
    """Divisions in force that ought to have a boundary and have none, by words and level."""
    found = Division.objects.filter(level=level) if level else Division.objects.all()
    if words:
        found = found.filter(
            Q(code__startswith=words) | Q(name__icontains=words) | Q(parent__name__icontains=words)
        )
    return (
        found.filter(valid_to=None, kind__in=("admin", "direct_county"))
        .exclude(level="nation")
        .exclude(pk__in=Boundary.objects.values("division"))
        .order_by("order")
    )


def unmatched(words: str = "") -> "QuerySet[Unmatched]":
    """Features of loaded maps that fit no division."""
    return Unmatched.objects.filter(Q(code__startswith=words) | Q(name__icontains=words))


def branches() -> list[Branch]:
    return list(Branch.objects.prefetch_related("divisions").order_by("code"))


def branches_covering(codes_above: Iterable[str]) -> list[Branch]:
    return list(Branch.objects.filter(divisions__in=list(codes_above)).distinct().order_by("code"))


def agencies(words: str) -> "QuerySet[Agency]":
    found = Agency.objects.select_related("division", "branch", "superior", "node")
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(code__startswith=words) | Q(duty_phone__contains=words)
        )
    return found.order_by("code")


def posts_of(agency: Agency) -> list[Post]:
    return list(Post.objects.filter(agency=agency).order_by("order", "id"))


@dataclass(frozen=True)
class Kept:
    """One entry of the log about an agency or one of its posts, in words."""

    change: Change
    what: str
    differences: list[Difference]


def entries_of(agency: Agency, *, most: int = 30) -> list[Kept]:
    """What was changed of an agency and of its present posts, the newest first; for who may read the log."""
    posts = {post.uid: post.title for post in posts_of(agency)}
    found = Change.objects.filter(record__in=[agency.uid, *posts])
    found = found.order_by("-epoch", "-tx", "-seq")[:most]
    return [
        Kept(
            one,
            posts.get(one.record, agency.name) if one.record else "",
            differences_of(Agency if one.record == agency.uid else Post, one),
        )
        for one in found
    ]


def nodes() -> list[tuple[Node, int]]:
    """Every node with how many agencies it serves."""
    served = dict(Agency.objects.values_list("node").annotate(Count("code")).order_by("node"))
    return [(one, served.get(one.code, 0)) for one in Node.objects.order_by("code")]

"""Reading, citing and comparing: the library, an edition, an article, two editions side by side."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import wraps
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jinan.kernel.identity.request import Request
from jinan.registers.regulations import api, queries
from jinan.registers.regulations.models import Article, Edition, Rank
from jinan.registers.regulations.queries import finding
from jinan.registers.regulations.rules.comparing import compare

FOUND = 50
View = Callable[..., HttpResponse]


def for_officers(view: View) -> View:
    """The law is read by whoever has any duty."""

    @wraps(view)
    @login_required
    def checked(request: Request, **rest: Any) -> HttpResponse:
        if not request.viewer.is_officer:
            raise PermissionDenied
        return view(request, **rest)

    return checked


def day_of(request: Request) -> date:
    """The day asked for; today when none is, or when it cannot be read."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


@for_officers
def library(request: Request) -> HttpResponse:
    """All instruments by kind with the edition of the day; or the articles that hold the words."""
    on, words = day_of(request), request.GET.get("q", "").replace("\x00", "").strip()[:100]
    context: dict[str, Any] = {"on": on, "today": timezone.localdate(), "words": words}
    if words:
        found = finding.articles(words, request.viewer, FOUND, on=on)
        context |= {"found": found, "named": queries.named_article(words, request.viewer, on)}
    else:
        context["shelves"] = shelves(request, on)
    context["may_write"] = request.viewer.writes("regulations")
    return render(request, "regulations/library.html", context)


def shelves(request: Request, on: date) -> list[dict[str, Any]]:
    """Instruments under their kinds, in the order of force."""
    by_instrument: dict[Any, list[Edition]] = defaultdict(list)
    for one in queries.editions(request.viewer):
        by_instrument[one.instrument_id].append(one)
    lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for instrument in queries.instruments(request.viewer).order_by("rank", "name"):
        rows = by_instrument.get(instrument.pk, [])
        rows.sort(key=lambda one: one.effective or date.min, reverse=True)
        held = next(iter(one for one in rows if queries.state(one, rows, on) == "in_force"), None)
        shown = held or next(iter(rows), None)
        state = queries.badge(queries.state(shown, rows, on)) if shown else None
        lines[instrument.rank].append(
            {"instrument": instrument, "edition": shown, "badge": state, "many": len(rows)}
        )
    return [{"title": Rank(rank).label, "lines": lines[rank]} for rank in sorted(lines)]


def edition_or_404(request: Request, code: str) -> Edition:
    found = queries.edition_at(code, request.viewer, day_of(request))
    if found is None:
        raise Http404
    return found


def frame(request: Request, edition: Edition) -> dict[str, Any]:
    """What the pages of an edition have in common: its state on the day, and its sisters."""
    on, rows = day_of(request), queries.editions_of(edition.instrument, request.viewer)
    me = next(one for one in rows if one.pk == edition.pk)
    sisters = [
        {"edition": one, "badge": queries.badge(queries.state(one, rows, on)), "here": one is me}
        for one in rows
    ]
    return {
        "edition": edition,
        "instrument": edition.instrument,
        "on": on,
        "today": timezone.localdate(),
        "badge": queries.badge(queries.state(me, rows, on)),
        "sisters": sisters,
        "others": [one for one in rows if one is not me],
        "words": request.GET.get("q", "").replace("\x00", "").strip()[:100],
    }


@for_officers
def read(request: Request, code: str) -> HttpResponse:
    """An edition from beginning to end, with its table of contents."""
    edition = edition_or_404(request, code)
    rows = queries.articles_of(edition, request.viewer)
    chapters = [
        {"heading": heading, "number": number, "articles": list(some)}
        for number, (heading, some) in enumerate(groupby(rows, key=lambda one: one.heading), 1)
    ]
    context = frame(request, edition) | {
        "chapters": chapters,
        "count": len(rows),
        "digest": any(one.wording == "digest" for one in rows),
        "unsure": any(one.confidence == "unverified" for one in rows),
    }
    return render(request, "regulations/read.html", context)


@for_officers
def one_article(request: Request, code: str, place: str) -> HttpResponse:
    """One article, or a part of it: its words, its citation, the same article in other editions."""
    edition = edition_or_404(request, code)
    found = queries.article_at(edition, place, request.viewer)
    if found is None:
        raise Http404
    article, where = found
    rows = queries.articles_of(edition, request.viewer)
    at = next(n for n, one in enumerate(rows) if one.pk == article.pk)
    context = frame(request, edition) | {
        "article": article,
        "where": where,
        "citation": api.citation(article, where),
        "parts": parts(article, where),
        "before": rows[at - 1] if at else None,
        "after": rows[at + 1] if at + 1 < len(rows) else None,
        "elsewhere": elsewhere(request, article, frame(request, edition)["others"]),
    }
    return render(request, "regulations/article.html", context)


def parts(article: Article, where: Any) -> list[dict[str, Any]]:
    """Paragraphs and items of an article with their short addresses; the part asked for is marked."""
    made = []
    for number, (text, items) in enumerate(article.paragraphs, 1):
        lines = [
            {
                "text": item,
                "place": f"{article.label}.{number}.{n}",
                "here": where.item == n and max(where.paragraph, 1) == number,
            }
            for n, item in enumerate(items, 1)
        ]
        here = where.paragraph == number and not where.item
        made.append(
            {"text": text, "place": f"{article.label}.{number}", "here": here, "items": lines}
        )
    return made


def elsewhere(request: Request, article: Article, others: list[Edition]) -> list[Article]:
    """The article of the same number in other editions; its words may have moved."""
    found = []
    for other in others:
        if same := queries.article_at(other, article.label, request.viewer):
            found.append(same[0])
    return found


@for_officers
def compared(request: Request, code: str, other: str) -> HttpResponse:
    """Two editions article by article: what is the same, changed, new and gone."""
    new, old = edition_or_404(request, code), edition_or_404(request, other)
    pairs = compare(
        queries.articles_of(old, request.viewer), queries.articles_of(new, request.viewer)
    )
    counts = {
        state: sum(pair.state == state for pair in pairs)
        for state in ("changed", "new", "gone", "same")
    }
    shown = request.GET.get("show", "")
    if shown in counts:
        pairs = [pair for pair in pairs if pair.state == shown]
    context = frame(request, new) | {
        "old": old, "pairs": pairs, "counts": counts, "shown": shown,
    }  # fmt: skip
    return render(request, "regulations/compare.html", context)

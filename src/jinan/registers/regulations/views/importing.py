"""Import of a text file: it is split, shown, mended, and only then kept as articles of an edition."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import Refusal, may_write
from jinan.registers.regulations import actions, queries
from jinan.registers.regulations.models import Edition, Wording
from jinan.registers.regulations.rules import splitting
from jinan.registers.regulations.rules.reading import MOST, Unreadable, text_of
from jinan.registers.regulations.rules.splitting import Fault, Split
from jinan.registers.regulations.views import for_officers

SHAPES = ("article", "clause")


def faults_of(split: Split) -> list[dict[str, Any]]:
    """Faults as sentences, each with its line."""
    say = {
        Fault.NOTHING: _(
            "No article was found: a line must begin with 第一条, or a clause with 4.1."
        ),
        Fault.EMPTY: _("%(about)s has no words."),
        Fault.TWICE: _("%(about)s stands there twice."),
        Fault.ORDER: _("%(about)s stands after a higher number."),
        Fault.NUMBER: _("“%(about)s” is no number."),
    }
    return [
        {"line": one.line, "text": say[one.fault] % {"about": one.about}} for one in split.wrong
    ]


def unreadable(fault: Unreadable) -> str:
    """Why a file is refused, and where."""
    say = {
        "large": _("The file is larger than %(most)s MB.") % {"most": MOST // 2**20},
        "foreign": _("This is no text file. Save it as plain text (.txt) first."),
        "empty": _("The file is empty."),
        "signs": _("Line %(line)s cannot be read: the text is neither UTF-8 nor GB18030.")
        % {"line": fault.line},
    }
    return say[fault.why]


@for_officers
def bring_in(request: Request) -> HttpResponse:
    """Three steps on one page: choose a file, mend the split, keep it."""
    if not request.viewer.writes("regulations"):
        raise PermissionDenied
    given = request.POST
    context: dict[str, Any] = {
        "text": given.get("text", "").replace("\r\n", "\n"),
        "shape": given.get("shape", "article") if given.get("shape") in SHAPES else "article",
        "wording": given.get("wording", Wording.FULL),
        "edition": given.get("edition", request.GET.get("edition", "")),
        "wordings": Wording.choices,
        "editions": open_editions(request),
    }
    if request.method != "POST":
        return render(request, "regulations/import.html", context)
    return received(request, context)


def received(request: Request, context: dict[str, Any]) -> HttpResponse:
    try:
        if file := request.FILES.get("file"):
            context["text"] = text_of(file.read(MOST + 1))
        if not context["text"].strip():
            raise Unreadable("empty")
    except Unreadable as fault:
        context["refused"] = unreadable(fault)
        return render(request, "regulations/import.html", context, status=422)
    if line := request.POST.get("join", ""):
        context["text"] = splitting.joined(context["text"], int(line) if line.isdecimal() else 0)
    split = splitting.split(context["text"], by_clause=context["shape"] == "clause")
    context |= {"split": split, "faults": faults_of(split)}
    if request.POST.get("deed") == "keep" and not split.wrong:
        return kept(request, context, split)
    return render(request, "regulations/import.html", context)


def kept(request: Request, context: dict[str, Any], split: Split) -> HttpResponse:
    edition = next((one for one in context["editions"] if one.code == context["edition"]), None)
    if edition is None:
        context["refused"] = _("Choose the edition that these articles belong to.")
        return render(request, "regulations/import.html", context, status=422)
    wording = context["wording"] if context["wording"] in Wording.values else Wording.FULL
    try:
        actions.store_articles(edition, split, by=request.viewer, wording=wording)
    except Refusal as refusal:
        context["refused"] = str(refusal)
        return render(request, "regulations/import.html", context, status=422)
    return redirect(f"/law/{edition.code}/")


def open_editions(request: Request) -> list[Edition]:
    """Editions that the viewer may write in, the newest first."""
    rows = queries.editions(request.viewer).order_by("-effective", "name")
    return [one for one in rows if may_write(one, request.viewer)]

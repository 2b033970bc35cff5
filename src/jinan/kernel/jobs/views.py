"""One's own background work: how far, cancel, start again, fetch the result."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jinan.kernel.identity.request import Request
from jinan.kernel.jobs.models import Run, State
from jinan.kernel.jobs.queue import put_run
from jinan.kernel.jobs.registry import task_of
from jinan.kernel.jobs.work import file_of

SHOWN = 50


def own(request: Request, uid: UUID) -> Run:
    run = Run.objects.filter(account=request.user, pk=uid).first()
    if run is None:
        raise Http404
    return run


def told(run: Run) -> dict[str, object]:
    """What a page says of a run."""
    try:
        title = task_of(run.task).title
    except KeyError:
        title = run.task
    return {"run": run, "title": title}


@login_required
def runs(request: Request) -> HttpResponse:
    found = Run.objects.filter(account=request.user)[:SHOWN]
    return render(request, "jobs/runs.html", {"lines": [told(run) for run in found]})


@login_required
def run(request: Request, uid: UUID) -> HttpResponse:
    return render(request, "jobs/run.html", told(own(request, uid)))


@login_required
def part(request: Request, uid: UUID) -> HttpResponse:
    """The moving part of the page, asked for every second; the whole page comes anew when the work is over."""
    moving = own(request, uid)
    answer = render(request, "jobs/part.html", told(moving))
    if moving.is_over:
        answer["HX-Refresh"] = "true"
    return answer


@login_required
@require_POST
def cancel(request: Request, uid: UUID) -> HttpResponse:
    """Ask the work to end after its present step; what is finished stays. What failed is put aside."""
    own(request, uid)
    idle = (State.WAITING, State.FAILED)
    Run.objects.filter(pk=uid, state__in=idle).update(state=State.CANCELLED)
    Run.objects.filter(pk=uid, state=State.RUNNING).update(cancel_asked=True)
    return redirect("run", uid)


@login_required
@require_POST
def again(request: Request, uid: UUID) -> HttpResponse:
    """Go on with failed or cancelled work from its last position."""
    run = own(request, uid)
    if run.state in (State.FAILED, State.CANCELLED):
        run.state, run.cancel_asked, run.ended_at, run.note = State.WAITING, False, None, ""
        run.save(update_fields=["state", "cancel_asked", "ended_at", "note"])
        put_run(run.pk)
    return redirect("run", uid)


@login_required
def result_file(request: Request, uid: UUID) -> FileResponse:
    run = own(request, uid)
    name = run.result.get("file", "")
    if not name or not (path := file_of(run.pk, name)).is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)

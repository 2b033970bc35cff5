"""The board in words: each line with its value, its light and one sentence what to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jinan.operations.health import rules
from jinan.operations.health.queries.measures import ERROR_HOURS, Measured
from jinan.operations.health.rules import board
from jinan.operations.health.rules.board import Light


@dataclass(frozen=True)
class Line:
    """One thing the duty staff looks at."""

    title: str
    value: str
    light: Light
    more: str = ""
    advice: str = ""


def lines(m: Measured) -> list[Line]:
    """All lines of the board, in the order in which one looks."""
    return [
        processes(m), workers(m), queue(m), database(m), disk(m), clock(m), backup(m), certificate(m),
        seals(m), partitions(m), errors(m), locks(m),
    ]  # fmt: skip


def made(title: str, value: str, light: Light, more: str, advice: str) -> Line:
    """The advice stands only where something is to be done."""
    return Line(title, value, light, more, advice if light in (Light.AMBER, Light.RED) else "")


def processes(m: Measured) -> Line:
    names = {
        "web": _("web"),
        "jobs": _("background work"),
        "sealer": _("sealer"),
        "database": _("database"),
    }
    down = [names.get(name, name) for name, part in m.parts.items() if not part["up"]]
    if not m.parts:
        return Line(
            _("Processes"), "—", Light.NONE, _("The supervisor of this node tells nothing here.")
        )
    restarts = sum(int(part.get("restarts", 0)) for part in m.parts.values())
    return made(
        _("Processes"),
        f"{len(m.parts) - len(down)} / {len(m.parts)}",
        board.light("down", len(down)),
        ngettext("%(n)s restart since the start", "%(n)s restarts since the start", restarts)
        % {"n": restarts},
        _("Not running: %(names)s. See the log, then ./jinan up.") % {"names": "、".join(down)},
    )


def workers(m: Measured) -> Line:
    silence = m.facts.worker_silence
    light = board.light("worker", silence) if silence is not None else Light.RED
    value = _("%(n)s s ago") % {"n": round(silence)} if silence is not None else _("no sign")
    return made(
        _("Last sign of a worker"), value, light, _("%(n)s calls in hand") % {"n": m.doing},
        _("Background work stands still: see the log “jobs”, then ./jinan up."),
    )  # fmt: skip


def queue(m: Measured) -> Line:
    lights = [
        board.light("waiting", m.waiting),
        board.light("oldest", m.oldest),
        board.light("failing", m.failing),
    ]
    return made(
        _("Queue"),
        _("%(n)s waiting") % {"n": m.waiting},
        board.worst(lights),
        _("%(failing)s failing · oldest due for %(oldest)s")
        % {"failing": m.failing, "oldest": span(m.oldest)},
        _("Work piles up or fails: open “Node” for the jobs, and tell the system administrator."),
    )


def database(m: Measured) -> Line:
    share = m.connections / m.most_connections
    return made(
        _("Database"), size(m.size), board.light("connections", share),
        _("%(used)s of %(most)s connections") % {"used": m.connections, "most": m.most_connections},
        _("Connections run out: look for work that hangs, then restart the web processes."),
    )  # fmt: skip


def disk(m: Measured) -> Line:
    days = board.days_until_full(m.samples, m.free)
    light = board.worst([board.light("disk", m.free), board.light("full", days)])
    if days is not None:
        more = _("full in some %(n)s days at the present growth") % {"n": round(days)}
    else:
        more = _("of %(whole)s; no growth worth telling") % {"whole": size(m.disk)}
    return made(
        _("Disk free"), size(m.free), light, more,
        _("Move old backups away or add disk before it is full; a full disk stops the node."),
    )  # fmt: skip


def clock(m: Measured) -> Line:
    offsets = [board.light("drift", m.drift), board.light("ntp", m.ntp)]
    if m.facts.clock_synchronised is False and m.ntp is None:
        offsets.append(Light.AMBER)
    if m.facts.log_ahead > rules.CLOCK_AHEAD:
        offsets.append(Light.RED)
    if m.ntp is None:
        more = _("no time server is configured")
    elif m.ntp == float("inf"):
        more = _("the time server does not answer")
    else:
        more = _("%(n)s s beside the time server") % {"n": f"{m.ntp:.2f}"}
    return made(
        _("Clock"), timezone.localtime().strftime("%H:%M:%S"), board.worst(offsets),
        _("%(n)s s beside the database") % {"n": f"{m.drift:.2f}"} + " · " + more,
        _("Set the clock by a time server: moments in the log must be true."),
    )  # fmt: skip


def backup(m: Measured) -> Line:
    age = m.facts.backup_age
    light = board.light("backup", age) if age is not None else Light.RED
    if m.facts.demonstration and light != Light.GREEN:
        light = Light.NONE
    if m.proved is None:
        more = _("no backup was ever proved by loading it")
    else:
        more = _("proved by loading it %(age)s ago") % {"age": span(m.proved)}
    value = _("%(age)s ago") % {"age": span(age)} if age is not None else pgettext("backup", "none")
    return made(
        _("Last backup"),
        value,
        light,
        more,
        _("Run ./jinan backup and see why the nightly one fails."),
    )


def certificate(m: Measured) -> Line:
    days = m.facts.certificate_days
    value = _("%(n)s days left") % {"n": int(days)} if days is not None else "—"
    more = "" if days is not None else _("no certificate of its own")
    return made(
        _("Certificate"), value, board.light("certificate", days), more,
        _("Renew the certificate: afterwards browsers refuse the node."),
    )  # fmt: skip


def seals(m: Measured) -> Line:
    when = moment(m.sealed_at) if m.sealed_at else "—"
    lag = m.facts.seal_lag or 0
    return made(
        _("Last seal of the log"), when, board.light("seal", lag),
        _("number %(n)s") % {"n": m.seals} if m.seals else _("nothing was sealed yet"),
        _("The log goes unsealed: see the log “sealer”, then ./jinan up."),
    )  # fmt: skip


def partitions(m: Measured) -> Line:
    return made(
        _("Months of the log ahead"), str(m.partitions), board.light("partitions", m.partitions), "",
        _("Run ./jinan manage guard, which makes the next months."),
    )  # fmt: skip


def errors(m: Measured) -> Line:
    title = _("Errors of the last %(n)s hours") % {"n": ERROR_HOURS}
    advice = _("Look at the logs and tell the system administrator.")
    return made(title, str(m.errors), board.light("errors", m.errors), m.last_error, advice)


def locks(m: Measured) -> Line:
    faults = rules.faults(m.facts)
    return made(
        _("Migrations and locks"), _("in place") if not faults else _("missing"),
        Light.RED if faults else Light.GREEN, "; ".join(faults),
        _("The node takes no requests until this is done."),
    )  # fmt: skip


def moment(at: datetime) -> str:
    """A moment of today by its time, an older one with its day."""
    here = timezone.localtime(at)
    return f"{here:%H:%M:%S}" if here.date() == timezone.localdate() else f"{here:%m-%d %H:%M}"


def span(seconds: float) -> str:
    """A span of time in its largest fitting unit."""
    if seconds < 90:
        return _("%(n)s s") % {"n": round(seconds)}
    if seconds < 5400:
        return _("%(n)s min") % {"n": round(seconds / 60)}
    if seconds < 48 * 3600:
        return _("%(n)s h") % {"n": round(seconds / 3600)}
    return _("%(n)s days") % {"n": round(seconds / 86400)}


def size(count: float) -> str:
    for unit in ("B", "KiB", "MiB", "GiB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit in ("B", "KiB") else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.2f} TiB"


def verdict(found: list[Line]) -> dict[str, Any]:
    """The whole in a sentence."""
    light = board.worst([one.light for one in found])
    to_do = sum(one.light in (Light.AMBER, Light.RED) for one in found)
    if not to_do:
        return {"light": light, "text": _("Everything is in order.")}
    text = ngettext("%(n)s thing wants looking at.", "%(n)s things want looking at.", to_do)
    return {"light": light, "text": text % {"n": to_do}}

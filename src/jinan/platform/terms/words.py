"""Words of a rule in the language of who reads: the table keeps Chinese and English side by side."""

import re

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from jinan.standards.deadlines import Deadline

WHO = {
    "agency": gettext_lazy("the agency"),
    "party": gettext_lazy("the party"),
    "officer": gettext_lazy("the officer"),
    "system": gettext_lazy("counted by the system"),
    "court": gettext_lazy("the court"),
    "review_body": gettext_lazy("the reconsideration body"),
    "licence": gettext_lazy("the licence"),
    "mine": gettext_lazy("the mine"),
    "unit": gettext_lazy("the unit"),
    "team": gettext_lazy("the investigation team"),
    "government": gettext_lazy("the government"),
    "third_party": gettext_lazy("the third party"),
    "site": gettext_lazy("the website"),
    "operator": gettext_lazy("the network operator"),
}
OURS = frozenset({"agency", "officer", "team", "government", "review_body", "site"})
THEIRS = frozenset({"party", "unit", "mine"})

WHY = {
    "event": pgettext_lazy("count of days", "day of the event, not counted"),
    "day": pgettext_lazy("count of days", "counted"),
    "workday": pgettext_lazy("count of days", "workday"),
    "make_up": pgettext_lazy("count of days", "make-up workday"),
    "weekend": pgettext_lazy("count of days", "weekend"),
    "holiday": pgettext_lazy("count of days", "holiday"),
    "paused": pgettext_lazy("count of days", "paused"),
    "rolled": pgettext_lazy("count of days", "moved to the next workday"),
    "opens": pgettext_lazy("count of days", "from this day on"),
}
CONFIDENCE = {
    "law": gettext_lazy("read in the law"),
    "rule": gettext_lazy("read in the rule"),
    "recalled": gettext_lazy("from memory"),
    "superseded": gettext_lazy("superseded"),
    "unverified": gettext_lazy("successor not read"),
}


def is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def title(rule: Deadline) -> str:
    return rule.zh if is_chinese() else rule.en[:1].upper() + rule.en[1:]


def start_event(rule: Deadline) -> str:
    return rule.start_zh if is_chinese() else rule.start_event


def remark(rule: Deadline) -> str:
    return rule.note_zh if is_chinese() else rule.note


def source(rule: Deadline) -> str:
    """The clause as it is cited: 行政处罚法（2021）第64、85条."""
    if not is_chinese():
        return rule.source
    said = re.sub(
        r"\s*arts?\.([\d(), -]+)", lambda m: f"第{m[1].strip().replace(', ', '、')}条", rule.source
    )
    return said.replace("(", "（").replace(")", "）")


def law_query(rule: Deadline) -> str:
    """What finds the article in the library: the law's name with its first article; empty without one."""
    found = re.match(r"([^\s(（]+).*?arts?\.(\d+)", rule.source)
    return f"{found[1]}第{found[2]}条" if found else ""


def span(rule: Deadline) -> str:
    """The term in words: "within 7 workdays", "30 workdays before"."""
    if rule.monthday:
        return _("by %(month)s-%(day)s of the year") % {
            "month": f"{rule.monthday[0]:02}",
            "day": f"{rule.monthday[1]:02}",
        }
    length = lengths(rule.unit, rule.quantity) % {"n": rule.quantity}
    return {
        "within": _("within %(length)s"),
        "before": _("%(length)s before"),
        "after": _("after %(length)s"),
        "each": _("every %(length)s"),
        "at_least": _("at least %(length)s"),
    }[rule.mode] % {"length": length}


def lengths(unit: str, n: int) -> str:
    return {
        "hour": ngettext("%(n)s hour", "%(n)s hours", n),
        "day": ngettext("%(n)s day", "%(n)s days", n),
        "workday": ngettext("%(n)s workday", "%(n)s workdays", n),
        "month": ngettext("%(n)s month", "%(n)s months", n),
        "quarter": ngettext("%(n)s quarter", "%(n)s quarters", n),
        "year": ngettext("%(n)s year", "%(n)s years", n),
    }[unit]

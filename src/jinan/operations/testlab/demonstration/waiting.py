"""What waits in the demonstration: orders of a city, the sign-up of an enterprise, and an enterprise's own account."""

from datetime import timedelta

from django.utils import timezone

from jinan.kernel.identity import actions as sign_in
from jinan.kernel.identity.api import DEMONSTRATION_PASSWORD as PASSWORD
from jinan.kernel.identity.api import in_scope, viewer_of
from jinan.kernel.identity.models import Account, Kind
from jinan.kernel.records.api import decide
from jinan.kernel.records.models import DecisionVerb
from jinan.operations.testlab.demonstration.people import telephone
from jinan.registers.enterprises.models import Enterprise
from jinan.standards.gb32100 import check_sign
from jinan.supervision.tailings.models import TailingsPond

COUNTIES = ("340122", "340123")  # where the accounts of the demonstration sit
FIRM, NEW = "enterprise", "enterprise-new"
# (verb, what is to be done, days to its term)
ORDERS = (
    (DecisionVerb.ORDER, "汛期将至，请于期限前完成排洪设施检查，并上报整改照片。", 3),
    (DecisionVerb.RETURN, "坝高与上季度填报不一致，请核对后重新填报。", 10),
)


def load(scale: float) -> int:
    """Once: when the enterprise has its account, the rest is there as well."""
    if Account.objects.filter(login=FIRM).exists():
        return 0
    firm = Enterprise.objects.filter(division__in=COUNTIES).order_by("credit_code").first()
    if firm is None:
        return 0
    made = account(FIRM, f"{firm.legal_person}（企业）", firm)
    sign_in.enrol(made, sign_in.fixed_secret(FIRM), None)
    apply(COUNTIES[0])
    return 2 + sum(send_orders(code) for code in COUNTIES)


def account(login: str, name: str, firm: Enterprise) -> Account:
    """An account of an enterprise that was accepted."""
    return Account.objects.create_user(
        login,
        PASSWORD,
        name=name,
        kind=Kind.ENTERPRISE,
        holder=firm.pk,
        demonstration=True,
        password_changed_at=timezone.now(),
    )


def apply(county: str) -> None:
    """A sign-up that waits to be checked."""
    body = f"91{county}XDEM01234"
    given = sign_in.SignUpForm(
        login=NEW,
        name="张经办",
        enterprise="肥东示范新材料有限公司（虚拟）",
        credit_code=body + check_sign(body),
        phone=telephone(NEW),
        email="",
        password=PASSWORD,
    )
    sign_in.sign_up(given, origin="")


def send_orders(county: str) -> int:
    """Orders from the city on ponds of a county."""
    city = Account.objects.filter(login="city").first()
    ponds = TailingsPond.objects.filter(division=county).order_by("-degree", "name")[: len(ORDERS)]
    if city is None:
        return 0
    viewer = viewer_of(city)
    with in_scope(viewer):
        for pond, (verb, text, days) in zip(ponds, ORDERS, strict=False):
            due = timezone.localdate() + timedelta(days=days)
            decide(pond, verb, by=viewer, text=text, due=due)
    return len(ponds)

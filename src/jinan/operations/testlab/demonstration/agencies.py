"""Agencies of the nation, the province and its neighbours, with the inspectorate and their posts."""

from django.conf import settings

from jinan.kernel.agencies.models import Agency, Node, Post
from jinan.kernel.territory import api as territory
from jinan.kernel.territory.models import Branch
from jinan.operations.testlab.demonstration.people import telephone
from jinan.operations.testlab.demonstration.places import NEIGHBOURS, PROVINCE


def load(scale: float) -> int:
    """An agency for the nation, the province, each of its cities and counties, and the neighbours."""
    node, _made = Node.objects.get_or_create(code=settings.NODE, defaults={"name": "示范节点"})
    top = agency("000000", "应急管理部", None, node)
    for code in NEIGHBOURS:
        agency(code, f"{territory.name(code)}应急管理厅", top, node)
    province = agency(PROVINCE, f"{territory.name(PROVINCE)}应急管理厅", top, node)
    for city in territory.children(PROVINCE):
        office = agency(city.code, f"{city.name}应急管理局", province, node)
        for county in territory.children(city.code):
            agency(county.code, f"{county.name}应急管理局", office, node)
    make_inspectorate(node)
    return Agency.objects.count()


def make_inspectorate(node: Node) -> None:
    """The head office of the inspectorate, the province's bureau and its branches."""
    above: dict[str | None, Agency] = {}
    for one in Branch.objects.filter(code__regex=rf"^MS({PROVINCE}.*)?$").order_by("code"):
        made, _new = Agency.objects.update_or_create(
            code=one.code,
            defaults={
                "name": one.name,
                "branch": one,
                "superior": above.get(one.parent_id),
                "node": node,
                "duty_phone": telephone(one.code),
            },
        )
        above[one.code] = made
        make_posts(made, ("值班室", "负责人", "监察执法处"))


def agency(code: str, name: str, superior: Agency | None, node: Node) -> Agency:
    made, _new = Agency.objects.update_or_create(
        code=code,
        defaults={
            "name": name,
            "division_id": code,
            "superior": superior,
            "node": node,
            "duty_phone": telephone(code),
        },
    )
    if code.startswith(PROVINCE[:2]):
        head = "厅" if code == PROVINCE else "局"
        make_posts(made, ("值班室", f"{head}长", "应急指挥中心主任", "矿山监管科", "危化监管科"))
    return made


def make_posts(of: Agency, titles: tuple[str, ...]) -> None:
    for order, title in enumerate(titles):
        Post.objects.update_or_create(
            agency=of,
            title=title,
            defaults={
                "order": order,
                "phone": of.duty_phone if not order else telephone(of.code + title),
            },
        )

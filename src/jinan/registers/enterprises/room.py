from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import Figure, Layer, Panel, Part, RecordType, Section, offer
from jinan.kernel.ui.menu import MenuEntry
from jinan.kernel.ui.menu import offer as offer_entry
from jinan.registers.enterprises.models import Enterprise, Place
from jinan.registers.enterprises.views import life_panel, merging_panel

DUTY = _("Registers")
TONES = {
    "preparing": "note",
    "operating": "good",
    "suspended": "warn",
    "closed": "bad",
    "cancelled": "bad",
}

ENTERPRISES = RecordType(
    model=Enterprise,
    plan_row="D1",
    path="list",
    icon="factory",
    duty=DUTY,
    columns=(
        "name",
        "credit_code",
        "division",
        "supervision",
        "scale",
        "status",
        "employees",
        "legal_person",
    ),
    filters=("division", "status", "supervision", "scale", "section"),
    search=("name", "short_name", "credit_code", "initials"),
    natural_key=("credit_code",),
    personal=("legal_person", "phone", "safety_officer", "safety_phone"),
    computed=("section",),
    badges={"status": TONES},
    form=(
        Section(
            _("Enterprise"),
            "name",
            "short_name",
            "credit_code",
            "division",
            "industry",
            "ownership",
            "scale",
            "founded",
            "supervision",
        ),
        Section(_("Life cycle"), "status", "status_since"),
        Section(
            _("People"),
            "legal_person",
            "phone",
            "safety_officer",
            "safety_phone",
            "employees",
            "safety_staff",
        ),
        Section(_("Address and position"), "address", "position"),
    ),
    sheet=(
        "name",
        "credit_code",
        "division",
        "industry",
        "ownership",
        "scale",
        "supervision",
        "status",
        "founded",
        "legal_person",
        "phone",
        "safety_officer",
        "safety_phone",
        "employees",
        "safety_staff",
        "address",
        "position",
    ),
    called={
        "name": ("企业名称", "单位名称", "企业全称", "生产经营单位名称"),
        "short_name": ("企业简称",),
        "credit_code": ("信用代码", "社会信用代码", "统一信用代码", "组织机构代码"),
        "division": ("所在区县", "所属区县", "县区", "区县", "所属地区"),
        "industry": ("行业类别", "行业", "行业代码", "国民经济行业"),
        "ownership": ("经济类型", "企业类型", "登记类型"),
        "scale": ("企业规模", "规模类型"),
        "supervision": ("监管行业", "监管分类", "行业监管类型"),
        "founded": ("成立时间", "注册时间", "注册日期"),
        "status": ("企业状态", "生产状态", "登记状态"),
        "legal_person": ("法人", "法人代表", "法定代表人姓名", "企业法人"),
        "phone": ("电话", "法人电话", "联系方式", "企业联系电话"),
        "safety_officer": ("安全负责人", "分管安全负责人", "安全管理人员"),
        "safety_phone": ("安全负责人电话", "安全负责人联系电话", "安全管理人员电话"),
        "employees": ("从业人数", "职工人数", "员工人数", "从业人员数"),
        "safety_staff": ("专职安全员", "安全员人数", "专职安全生产管理人员数"),
        "address": ("地址", "企业地址", "单位地址", "详细地址"),
        "position": ("经纬度", "坐标", "地理坐标"),
    },
    layer=Layer(_("Enterprises"), geometry="position", label="name", colour="status", from_zoom=8),
    figures=(
        Figure("sections", "division", "section", title=_("Enterprises by industry")),
        Figure(
            "supervision", "division", "supervision", title=_("Enterprises by kind of supervision")
        ),
        Figure("status", "division", "status", title=_("Enterprises by status")),
    ),
    panels=(
        Panel("life", _("Life cycle"), "enterprises/life.html", life_panel),
        Panel("merging", _("Merged records"), "enterprises/merging.html", merging_panel),
    ),
    parts=(
        Part("enterprises.place", "enterprise"),
        Part("coal_mines.coalmine", "enterprise"),
        Part("tailings.tailingspond", "enterprise"),
        Part("people.certifiedperson", "enterprise"),
        Part("people.safetyengineer", "enterprise"),
    ),
)
offer(ENTERPRISES)

PLACES = RecordType(
    model=Place,
    plan_row="D1",
    path="places",
    icon="map",
    duty=DUTY,
    columns=("name", "enterprise", "division", "kind_of_place", "staff", "address"),
    filters=("division", "kind_of_place"),
    search=("name", "initials", "enterprise__name"),
    natural_key=("enterprise", "name"),
    holder="enterprise",
    form=(
        Section(_("Place of work"), "name", "enterprise", "kind_of_place", "division", "staff"),
        Section(_("Address and position"), "address", "position"),
    ),
    sheet=("name", "enterprise", "division", "kind_of_place", "staff", "address", "position"),
    layer=Layer(
        _("Places of work"), geometry="position", label="name", colour="kind_of_place", from_zoom=9
    ),
    figures=(Figure("places", "division", "kind_of_place", title=_("Places by kind")),),
)
offer(PLACES)

offer_entry(
    MenuEntry(
        DUTY,
        _("Possible duplicates"),
        "/enterprises/duplicates/",
        "copy",
        allowed=lambda viewer: viewer.kind == "officer" and viewer.writes("enterprises"),
        order=55,
    )
)

"""Reading, citing, comparing, importing and finding the law."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Account, Role
from jinan.kernel.identity.scope import Viewer, in_scope, system
from jinan.kernel.records.api import Refusal, add, change, type_of
from jinan.registers.regulations import api
from jinan.registers.regulations.actions import loading
from jinan.registers.regulations.models import Article, Edition, Instrument

pytestmark = pytest.mark.django_db
LAW = "第一章 总则\n第一条 为了举例，制定本办法。\n第二条 单位应当：\n（一）建账；\n（二）上报。\n第三条 本办法自公布之日起施行。"


@pytest.fixture
def loaded() -> None:
    with in_scope(system("test")) as by:
        loading.load(by)


@pytest.fixture
def county() -> Account:
    return kit.officer()


@pytest.fixture
def own() -> Edition:
    """An edition of the county's own, without articles."""
    with in_scope(system("test")) as by:
        row = {"name": "县举报办法", "code": "340122-xjb", "rank": "60", "division": kit.COUNTY}
        instrument = add(type_of(Instrument), row, by=by)
        edition = {"instrument": str(instrument.pk), "label": "2024年", "code": "340122-xjb-2024"}
        return add(type_of(Edition), edition, by=by)  # type: ignore[return-value]


def page(account: Account, address: str, **asked: Any) -> str:
    answer = kit.client(account).get(address, asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def cited(viewer: Viewer, ref: str, on: date | None = None) -> tuple[str, str] | None:
    with in_scope(viewer) as by:
        found = api.cite(ref, by=by, on=on)
    return (found.text, found.href) if found else None


@pytest.mark.usefixtures("loaded")
def test_the_package_brings_its_instruments_once_and_spares_what_people_changed() -> None:
    with in_scope(system("test")) as by:
        assert Instrument.objects.count() >= 25 and Article.objects.count() >= 150
        assert not Article.objects.exclude(wording="digest").exists()
        assert loading.load(by) == 0
        one = Article.objects.filter(edition__code="aqscf-2021", label="40").get()
    nation = kit.officer("nation", "000000")
    with in_scope(kit.viewer(nation)) as by:
        change(one, {"text": "改写"}, by=by)
    with in_scope(system("test")) as by:
        assert loading.load(by) == 0
        one.refresh_from_db()
        assert one.text == "改写"


@pytest.mark.usefixtures("loaded")
def test_a_citation_names_edition_and_place_and_follows_the_day(county: Account) -> None:
    viewer = kit.viewer(county)
    text, href = cited(viewer, "aqscf:21.1") or ("", "")
    assert text == "《安全生产法》（2021年修正）第二十一条第一款"
    assert href == "/law/aqscf-2021/21.1/"
    before = cited(viewer, "aqscf:21", date(2015, 1, 1))
    assert before == ("《安全生产法》（2014年修正）第二十一条", "/law/aqscf-2014/21/")
    clause = cited(viewer, "gb18218-2018:4.1.2")
    assert clause == (
        "《危险化学品重大危险源辨识》（GB 18218-2018）4.1.2",
        "/law/gb18218-2018/4.1.2/",
    )
    for wrong in ("aqscf:999", "nothing:1", "aqscf:x", "aqscf"):
        assert cited(viewer, wrong) is None


def test_a_paragraph_is_named_only_where_there_are_several(own: Edition, county: Account) -> None:
    kept = kit.client(county).post(
        "/law/import/", {"text": LAW, "edition": own.code, "deed": "keep", "wording": "full"}
    )
    assert kept["Location"] == f"/law/{own.code}/"
    viewer = kit.viewer(county)
    assert cited(viewer, "340122-xjb:2.1.2") == (
        "《县举报办法》（2024年）第二条第（二）项",
        "/law/340122-xjb-2024/2.1.2/",
    )
    assert cited(viewer, "340122-xjb:2.1.3") is None
    again = kit.client(county).post(
        "/law/import/", {"text": LAW, "edition": own.code, "deed": "keep"}
    )
    assert again.status_code == 422
    text = page(county, "/law/340122-xjb-2024/", q="建账")
    assert "<mark>建账</mark>" in text and "第一章 总则" in text


def test_a_faulty_text_is_refused_at_its_line_and_nothing_is_kept(
    own: Edition, county: Account
) -> None:
    browser = kit.client(county)
    browser.cookies["language"] = "en"
    wrong = LAW.replace("第三条", "第二条")
    answer = browser.post("/law/import/", {"text": wrong, "edition": own.code, "deed": "keep"})
    assert "line 6" in answer.content.decode()
    joined = browser.post("/law/import/", {"text": wrong, "edition": own.code, "join": "6"})
    assert "line 6" not in joined.content.decode()
    broken = SimpleUploadedFile("a.txt", LAW.encode()[:30] + b"\n\xff\xff\xff")
    answer = browser.post("/law/import/", {"file": broken})
    assert answer.status_code == 422 and "neither UTF-8 nor GB18030" in answer.content.decode()
    with in_scope(kit.viewer(county)):
        assert not Article.objects.exists()


def test_a_file_in_gb18030_is_shown_split(own: Edition, county: Account) -> None:
    file = SimpleUploadedFile("法.txt", LAW.encode("gb18030"))
    text = kit.client(county).post("/law/import/", {"file": file}).content.decode()
    assert "第二条" in text and "建账" in text


def test_who_may_not_write_there_imports_nothing(own: Edition) -> None:
    reader = kit.officer("reader", kit.COUNTY, Role.READER)
    assert kit.client(reader).get("/law/import/").status_code == 403
    stranger = kit.officer("next", kit.NEIGHBOUR)
    answer = kit.client(stranger).post(
        "/law/import/", {"text": LAW, "edition": own.code, "deed": "keep"}
    )
    assert answer.status_code == 422
    with in_scope(kit.viewer(stranger)):
        assert not Article.objects.exists()


def test_a_county_enters_no_instrument_of_the_whole_country(county: Account) -> None:
    row = {"name": "某法", "code": "mf", "rank": "10"}
    with in_scope(kit.viewer(county)) as by:
        for division in ("", kit.COUNTY):
            with pytest.raises(Refusal) as refused:
                add(type_of(Instrument), row | {"division": division}, by=by)
            assert set(refused.value.errors) == {"division"}


@pytest.mark.usefixtures("loaded")
def test_pages_open_and_say_which_edition_is_in_force(county: Account) -> None:
    assert "安全生产法" in page(county, "/law/")
    assert "2014年修正" in page(county, "/law/aqscf/", on="2015-01-01")
    text = page(county, "/law/aqscf-2014/")
    assert "/law/aqscf-2021/" in text
    article = page(county, "/law/aqscf-2021/40/")
    assert "data-copy" in article and "《安全生产法》（2021年修正）第四十条" in article
    compared = page(county, "/law/aqscf-2021/compare/aqscf-2014/")
    assert "<del>" in compared and "<ins>" in compared
    browser = kit.client(county)
    for missing in ("/law/none/", "/law/aqscf-2021/400/", "/law/aqscf-2021/x/"):
        assert browser.get(missing).status_code == 404
    assert kit.client(None).get("/law/").status_code == 302
    assert kit.client(kit.officer("sec", None, Role.SECADMIN)).get("/law/").status_code == 403


@pytest.mark.usefixtures("loaded")
def test_phrases_are_found_with_those_in_force_first(county: Account) -> None:
    with in_scope(kit.viewer(county)) as by:
        found = api.search("双重预防机制", by=by)
        assert found and all("双重预防" in one.article.text for one in found)
        both = api.search("重大危险源 登记建档", by=by)
        assert [one.in_force for one in both] == sorted((o.in_force for o in both), reverse=True)
        assert {"aqscf-2014", "aqscf-2021"} <= {one.article.edition.code for one in both}
        past = api.search("登记建档", by=by, on=date(2015, 1, 1))
        assert past[0].article.edition.code == "aqscf-2014" and past[0].in_force
        assert api.search("绝无此语", by=by) == []
    assert api.search("登记建档", by=Viewer(kind="enterprise", name="x")) == []


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("words", ["安全生产法第四十条", "安全生产法40条", "《安全生产法》第40条"])
def test_an_article_is_found_as_people_name_it(county: Account, words: str) -> None:
    for address in ("/find/", "/find/suggest/", "/law/"):
        assert "/law/aqscf-2021/40/" in page(county, address, q=words), address


def test_a_county_squats_no_address_of_national_law(county: Account) -> None:
    """Neither its instrument nor an edition of it can take an address under which officers read the law of the whole country."""
    laws, issues = type_of(Instrument), type_of(Edition)
    row = {
        "name": "中华人民共和国安全生产法",
        "code": "aqscf",
        "rank": "60",
        "division": kit.COUNTY,
    }
    with in_scope(kit.viewer(county)) as by:
        with pytest.raises(Refusal) as refused:
            add(laws, row, by=by)
        assert "code" in refused.value.errors
        own = add(laws, row | {"code": "340122-aqscf"}, by=by)
        for code in ("aqscf", "aqscf-2021", "340122-aqscf"):
            with pytest.raises(Refusal) as refused:
                add(issues, {"instrument": str(own.pk), "label": "2021", "code": code}, by=by)
            assert "code" in refused.value.errors

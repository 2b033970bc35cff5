"""A new edition never changes what older records mean; a correction counts from the next question on."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from jinan.kernel.codes import api, reading
from jinan.kernel.codes.loading import Carried, Contradiction, carried, load
from jinan.kernel.codes.models import CodeEdition, CodeItem

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=False)
MEANINGS = {"code": "code", "zh": "zh", "source": "source"}
BEFORE, AFTER = date(2025, 12, 31), date(2026, 1, 1)


@pytest.fixture(autouse=True)
def fresh() -> Any:
    api.forget()
    yield
    api.forget()


def text(edition: str, begins: date | None, *rows: tuple[str, str], **more: Any) -> Carried:
    lines = [{"code": code, "zh": words, "source": "GB 1"} for code, words in rows]
    return Carried(
        "grades", "等级", "Grades", "test", edition, begins, None, lines, MEANINGS, **more
    )


OLD = text("2020", None, ("1", "一级"), ("2", "二级"), ("3", "三级"))
NEW = text("2026", AFTER, ("1", "特级"), ("2", "二级"), ("4", "四级"))


@pytest.fixture
def as_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions go through the owner's connection, which alone sees what it has not committed yet."""
    from django.db import connections, router

    monkeypatch.setattr(reading, "connection", connections["owner"])
    monkeypatch.setattr(router, "db_for_read", lambda model, **hints: "owner")


def words(code: str, day: date) -> str:
    return api.label("grades", code, on=day)


@pytest.mark.usefixtures("as_owner")
class TestEditions:
    def test_a_new_edition_leaves_old_days_as_they_were(self) -> None:
        load(OLD)
        assert (words("1", BEFORE), words("1", AFTER)) == ("1 一级", "1 一级")
        load(NEW)
        assert (words("1", BEFORE), words("1", AFTER)) == ("1 一级", "1 特级")
        assert [one.code for one in api.items("grades", on=BEFORE)] == ["1", "2", "3"]
        assert [one.code for one in api.items("grades", on=AFTER)] == ["1", "2", "4"]
        assert words("3", AFTER) == "3"

    def test_editions_count_by_their_days_not_by_the_order_of_loading(self) -> None:
        load(NEW)
        load(text("2015", date(2015, 1, 1), ("1", "壹级")))
        load(OLD)
        assert words("1", date(2010, 1, 1)) == "1 一级"
        assert words("1", BEFORE) == "1 壹级"
        assert words("1", AFTER) == "1 特级"

    def test_an_edition_that_has_ended_is_not_in_force(self) -> None:
        ended = text("2015", date(2015, 1, 1), ("1", "壹级"))
        load(Carried(**{**ended.__dict__, "valid_to": date(2019, 12, 31)}))
        assert words("1", date(2019, 12, 31)) == "1 壹级"
        assert words("1", date(2020, 1, 1)) == "1"
        assert api.edition_on("grades", date(2014, 12, 31)) is None

    def test_a_correction_wins_and_the_text_before_is_kept(self) -> None:
        load(OLD)
        assert load(text("2020", None, ("1", "一级（更正）")))
        assert words("1", BEFORE) == "1 一级（更正）"
        assert len(api.editions("grades")) == 2
        assert len(api.standing("grades")) == 1
        assert load(OLD), "a correction that is taken back is a text of its own"
        assert words("1", BEFORE) == "1 一级"
        assert CodeItem.objects.using("owner").filter(edition__set="grades").count() == 3 + 1 + 3

    def test_the_same_text_is_not_loaded_twice(self) -> None:
        assert load(OLD)
        assert not load(OLD)
        load(NEW)
        assert not load(OLD)
        assert not load(NEW)
        assert len(api.editions("grades")) == 2

    @pytest.mark.parametrize("begins", [None, AFTER])
    def test_two_editions_cannot_begin_on_one_day(self, begins: date | None) -> None:
        load(text("one", begins, ("1", "一")))
        with pytest.raises(Contradiction):
            load(text("two", begins, ("1", "二")))

    def test_two_editions_compared(self) -> None:
        load(OLD)
        load(NEW)
        new, old = api.standing("grades")
        found = api.compare(old, new)
        assert [one.code for one in found.new] == ["4"]
        assert [one.code for one in found.closed] == ["3"]
        assert [(a.zh, b.zh) for a, b in found.changed] == [("一级", "特级")]


def test_the_whole_package_is_loaded_and_loading_again_adds_nothing(capsys: Any) -> None:
    before = CodeEdition.objects.count()
    assert before == sum(1 for _one in carried())
    call_command("load_codes")
    assert CodeEdition.objects.count() == before
    assert "0 editions" in capsys.readouterr().out


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE codes_codeitem SET zh = 'x' WHERE code = '0810'",
        "DELETE FROM codes_codeedition",
        "INSERT INTO codes_codeset (code, zh, en, \"group\") VALUES ('x', 'x', 'x', 'x')",
        "TRUNCATE codes_codeitem",
        "UPDATE territory_division SET parent_id = '340000' WHERE code = '320100'",
        "DELETE FROM territory_branch_divisions",
        "UPDATE territory_boundary SET geom = geom",
    ],
)
def test_the_web_role_cannot_change_codes_or_divisions(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)

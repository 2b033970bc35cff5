"""Cases and papers: 200,000 hidden dangers with a million papers, read and moved as a county account; papers drawn."""

import random
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import connections

from jinan.kernel.agencies.models import Agency, Node
from jinan.kernel.identity.api import Viewer, in_scope, system, viewer_of
from jinan.kernel.identity.models import Account
from jinan.kernel.records import api as records
from jinan.operations.testlab.bench.data import COUNTY, SETUP
from jinan.operations.testlab.bench.measure import Bar, timed
from jinan.operations.testlab.bench.pages import TIMES, Browser, plain
from jinan.platform.cases import api as cases
from jinan.platform.papers import api as papers
from jinan.supervision.hidden_dangers.models import HiddenDanger

CASES, PAPERS = 200_000, 5  # papers of each
TABLE, STEPS, SHEETS = "hidden_dangers_hiddendanger", "cases_step", "papers_paper"
STATES = ("found", "graded", "rectifying", "accept_asked", "closed")
TITLES = (
    "瓦斯抽采能力不足",
    "安全出口被堵塞",
    "可燃气体报警器失效",
    "边坡变形监测中断",
    "特种作业人员无证上岗",
)
FIELDS = {
    "party_name": "示例企业", "danger_items": [["安全出口被堵塞", "第一车间"]], "correct_items": "1",
    "due_date": "2026-12-20", "law_basis": "《中华人民共和国安全生产法》第六十五条",
}  # fmt: skip


def measured(port: int, county: Account) -> Iterator[Bar]:
    viewer = of_an_agency(county)
    fill(viewer)
    browser, ids = Browser(port, county), some_cases(3 * TIMES, "found")
    row = f"SELECT * FROM {TABLE} WHERE id = %s"
    base = timed(lambda n: plain(row, ids[n % len(ids)]), TIMES)
    of = "the row by plain SQL"
    pages = timed(
        lambda n: browser.get(f"/hidden_dangers/dangers/{ids[n % len(ids)]}/course/"), TIMES
    )
    yield Bar(f"page of a case, of {CASES:,}", pages, of, base, 0.3)
    sheets = timed(
        lambda n: browser.get(f"/hidden_dangers/dangers/{ids[n % len(ids)]}/papers/"), TIMES
    )
    yield Bar(f"its papers, of {CASES * PAPERS:,}", sheets, of, base, 0.3)
    moved = timed(mover(viewer, ids), TIMES)
    yield Bar("one move", moved, of, base, 0.3)
    mine = f"SELECT * FROM {TABLE} WHERE agency_id = %s AND state = 'found' ORDER BY state_since LIMIT 100"
    base = timed(lambda n: plain(mine, viewer.agency), TIMES)
    lists = timed(lambda n: browser.get("/worklist/"), TIMES)
    yield Bar("worklist", lists, "100 waiting cases by plain SQL", base, 0.3)
    filters = [
        urlencode(one)
        for one in ({"state": "found"}, {"state": "closed", "grade": "major"}, {"q": "报警器"})
    ]
    found = timed(lambda n: browser.get(f"/hidden_dangers/dangers/?{filters[n % 3]}"), TIMES)
    yield Bar("filtered list of cases", found, "100 waiting cases by plain SQL", base, 0.3)
    yield from drawn(viewer, ids)


def of_an_agency(county: Account) -> Viewer:
    """The account of the county, as an officer of its agency."""
    with in_scope(system("bench")):
        node, _made = Node.objects.get_or_create(code="bench", defaults={"name": "bench"})
        agency, _made = Agency.objects.get_or_create(
            code=COUNTY, defaults={"name": "县应急管理局", "division_id": COUNTY, "node": node}
        )
        Account.objects.filter(pk=county.pk).update(agency=agency)
        county.refresh_from_db()
        return viewer_of(county)


def drawn(viewer: Viewer, ids: list[str]) -> Iterator[Bar]:
    """One paper drawn warm, a hundred in a row; against the words of the page alone."""
    with in_scope(viewer):
        every = HiddenDanger.objects.visible_to(viewer).filter(pk__in=ids[:30])
        views = [papers.view(one) for case in every for one in papers.papers_of(case)][:100]
    base = timed(lambda n: papers.page(views[n % len(views)]), TIMES)
    one = timed(lambda n: papers.pdf(views[n % len(views)]), TIMES)
    yield Bar("one paper as PDF", one, "the same as a page", base, 0.5)
    hundred = timed(lambda n: [papers.pdf(view) for view in views], 3, warm=0)
    yield Bar(f"{len(views)} papers as PDF", hundred, "one as a page", base, 20)


def mover(viewer: Viewer, ids: list[str]) -> Callable[[int], object]:
    """Judge one case after another, each in a transaction of its own as a request is."""

    def move(number: int) -> object:
        with in_scope(viewer, reason="bench"):
            case = HiddenDanger.objects.visible_to(viewer).get(pk=UUID(ids[number]))
            return cases.take(case, "grade", by=viewer, values={"grade": "ordinary"})

    return move


def some_cases(count: int, state: str) -> list[str]:
    found = plain(
        f"SELECT id FROM {TABLE} WHERE division_id = %s AND state = %s ORDER BY md5(id::text) LIMIT %s",
        COUNTY, state, count,
    )  # fmt: skip
    return [str(row[0]) for row in found]


def fill(viewer: Viewer) -> None:
    """Make the cases, their steps and papers from one real case each, when they are not there yet; a tenth lies in the county."""
    if plain(f"SELECT count(*) FROM {SHEETS}")[0][0] >= CASES * PAPERS:
        return
    chance = random.Random(4)  # noqa: S311
    firm = plain(
        "SELECT id FROM enterprises_enterprise WHERE division_id = %s ORDER BY id LIMIT 1", COUNTY
    )[0][0]
    with in_scope(system("bench")) as by:
        given = {
            "title": TITLES[0], "enterprise": str(firm), "division": COUNTY, "domain": "coal",
            "origin": "inspection", "found_on": "2026-11-02", "place": f"第{chance.randint(1, 9)}车间",
        }  # fmt: skip
        case = records.add(records.record_type("hidden_dangers.hiddendanger"), given, by=by)
        case = records.move(case, by=by, reason="bench", agency_id=viewer.agency)
        paper = papers.draft(case, "G05", by=by, **FIELDS)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no log, no checks of keys
        cursor.execute(SETUP.format(county=COUNTY))
        _copies(cursor, TABLE, case.pk, CASES, {
            "id": "pg_temp.uid(3, i)", "division_id": "c.code", "agency_id": f"CASE WHEN c.code = '{COUNTY}' THEN t.agency_id END",
            "title": f"{one_of(TITLES)} || i", "state": one_of(STATES),
            "grade": "CASE WHEN i % 5 = 0 THEN '' ELSE 'ordinary' END",
            "closed_at": "CASE WHEN i % 5 = 4 THEN now() END",
        })  # fmt: skip
        step = plain(f"SELECT id FROM {STEPS} WHERE target = %s", case.pk)[0][0]
        owner = {"target": f"pg_temp.uid(3, 1 + (i - 1) % {CASES})", "division_id": "c.code"}
        _copies(cursor, STEPS, step, 2 * CASES, {"id": "pg_temp.uid(4, i)", **owner}, of=CASES)
        _copies(
            cursor, SHEETS, paper.pk, PAPERS * CASES, {"id": "pg_temp.uid(5, i)", **owner}, of=CASES
        )
        cursor.execute("RESET session_replication_role")
        for table in (TABLE, STEPS, SHEETS):
            cursor.execute(f"VACUUM ANALYZE {table}")


def one_of(words: tuple[str, ...]) -> str:
    """One of some words by the number of a row, in SQL."""
    return f"(ARRAY[{', '.join(repr(one) for one in words)}])[1 + i % {len(words)}]"


def _copies(
    cursor: Any, table: str, first: UUID, count: int, changed: dict[str, str], of: int = 0
) -> None:
    """Rows like the first one, with some columns by expressions of their number `i`; every tenth lies in the county measured."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    columns = [row[0] for row in cursor.fetchall()]
    named = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(changed.get(name, f't."{name}"') for name in columns)
    number = f"1 + (i - 1) % {of}" if of else "i"
    cursor.execute(
        f"INSERT INTO {table} ({named}) SELECT {values} "
        f"FROM generate_series(1, {count}) AS i "
        f"JOIN county c ON c.n = CASE WHEN ({number}) % 10 < 1 THEN (SELECT n FROM county WHERE code = '{COUNTY}') "
        f"ELSE ({number}) % (SELECT count(*) FROM county) END "
        f"CROSS JOIN {table} t WHERE t.id = '{first}'"
    )

"""The law: 20,000 generated articles, and phrases looked for in them with highlight, as a county account."""

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db import connections
from django.utils import timezone

from jinan.kernel.identity.models import Account
from jinan.operations.testlab.bench.measure import Bar, timed
from jinan.operations.testlab.bench.pages import TIMES, Browser, plain
from jinan.registers.regulations.models import Article, Edition, Instrument, Rank
from jinan.registers.regulations.rules import in_words

INSTRUMENTS, EACH = 200, 100
SENTENCES = (3, 8)  # of an article
WHO = (
    "生产经营单位", "主要负责人", "安全监管部门", "应急管理部门", "县级人民政府", "煤矿企业", "从业人员", "专业机构", "设计单位",
    "检查人员",
)  # fmt: skip
MUST = (
    "应当", "不得", "可以", "必须", "有权", "负责", "依法",
)  # fmt: skip
DO = (
    "建立", "制定", "报告", "检查", "公布", "组织", "监督", "登记", "评估", "培训", "保存", "排查", "备案", "审核",
    "落实",
)  # fmt: skip
WHAT = (
    "重大危险源", "应急救援预案", "事故隐患", "安全生产责任制", "危险化学品", "特种作业人员", "安全设施设计", "尾矿库",
    "监测预警系统", "年度监督检查计划", "劳动防护用品", "安全生产费用", "行政处罚决定", "现场处置方案", "职业病危害因素", "烟花爆竹",
    "双重预防机制",
)  # fmt: skip
HOW = (
    "及时", "如实", "定期", "每季度", "在三十日内", "自收到之日起十五日内", "按照规定", "会同有关部门", "向社会", "书面",
)  # fmt: skip
PHRASES = (
    "重大危险源", "建立双重预防机制", "在三十日内报告", "安全生产", "尾矿库", "主要负责人应当",
    "如实报告事故隐患", "煤矿企业 备案", "无此词语", "行政处罚决定",
)  # fmt: skip


def searching(port: int, county: Account) -> Iterator[Bar]:
    """Phrases that hit thousands, some, one, or nothing."""
    fill()
    browser = Browser(port, county)
    like = "SELECT * FROM regulations_article WHERE text LIKE %s ORDER BY id DESC LIMIT 50"

    def phrase(number: int) -> str:
        return PHRASES[number % len(PHRASES)]

    base = timed(lambda n: plain(like, f"%{phrase(n).replace(' ', '%')}%"), TIMES)
    pages = timed(lambda n: browser.get(f"/law/?q={quote(phrase(n))}"), TIMES)
    what = f"phrase in {INSTRUMENTS * EACH:,} articles"
    yield Bar(what, pages, "LIKE by plain SQL", base, 0.2)
    box = timed(lambda n: browser.get(f"/find/suggest/?q={quote(phrase(n))}"), TIMES)
    yield Bar("the same in the search box", box, "LIKE by plain SQL", base, 0.3)


def fill() -> None:
    """Make the articles when they are not there yet, without the log."""
    if plain("SELECT count(*) FROM regulations_article")[0][0] >= INSTRUMENTS * EACH:
        return
    chance, now = random.Random(7), timezone.now()  # noqa: S311
    common = {"node": "bench", "synthetic": True, "created_at": now, "changed_at": now}
    instruments, editions, articles = [], [], []
    for n in range(INSTRUMENTS):
        name = f"示例条例{n + 1}"
        law = Instrument(
            id=uid(3, n), name=name, code=f"bench{n}", rank=list(Rank)[n % 8], **common
        )
        edition = Edition(
            id=uid(4, n), instrument=law, label="2024年", code=f"bench{n}-2024",
            name=f"{name}（2024年）", effective=now.date(), **common,
        )  # fmt: skip
        instruments.append(law)
        editions.append(edition)
        articles += [
            Article(
                id=uid(5, n * EACH + m), edition=edition, label=str(m), order=m * 10**9,
                name=f"{edition.name}{in_words(str(m))}", text=text(chance), **common,
            )
            for m in range(1, EACH + 1)
        ]  # fmt: skip
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        made: tuple[tuple[Any, list[Any]], ...] = (
            (Instrument, instruments), (Edition, editions), (Article, articles),
        )  # fmt: skip
        for model, rows in made:
            model.objects.using("owner").bulk_create(rows, batch_size=2000)
        cursor.execute("RESET session_replication_role")
        for model in (Instrument, Edition, Article):
            cursor.execute(f"VACUUM ANALYZE {model._meta.db_table}")


def uid(kind: int, number: int) -> UUID:
    """An id that follows the number."""
    return UUID(f"{1750000000000 + number:012x}7{kind:03x}8{number:015x}")


def text(chance: random.Random) -> str:
    """Some sentences of invented law."""
    return "\n".join(
        f"{chance.choice(WHO)}{chance.choice(MUST)}{chance.choice(HOW)}{chance.choice(DO)}"
        f"{chance.choice(WHAT)}，并{chance.choice(DO)}{chance.choice(WHAT)}；"
        f"{chance.choice(WHO)}{chance.choice(HOW)}{chance.choice(DO)}{chance.choice(WHAT)}。"
        for _n in range(chance.randint(*SENTENCES))
    )

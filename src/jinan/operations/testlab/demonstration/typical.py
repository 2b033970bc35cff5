"""A list of enterprises as offices really keep it: every fault that such lists have, and known how many."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jinan.kernel.records.api import sheet_writer
from jinan.kernel.territory import api as territory
from jinan.operations.testlab.demonstration.enterprises import credit_code, full_name, telephone
from jinan.operations.testlab.demonstration.people import person
from jinan.operations.testlab.demonstration.places import PLACES, SEED
from jinan.operations.testlab.demonstration.trades import SHAPES, SHARES, SIZES, TRADES
from jinan.registers.enterprises.models import Scale, Supervision
from jinan.standards import coordinates

HEAD = (
    "序号", "单位名称", "统一社会信用代码", "所在区县", "行业类别", "企业规模", "监管行业", "成立时间", "法人代表",
    "联系方式", "安全负责人", "安全负责人电话", "从业人数", "专职安全员", "详细地址", "经纬度（高德）", "备注",
)  # fmt: skip
SIZES_ZH = {Scale.LARGE: "大型", Scale.MEDIUM: "中型", Scale.SMALL: "小型", Scale.MICRO: "微型"}
KINDS_ZH = {
    Supervision.COAL: "煤矿", Supervision.MINE: "非煤矿山", Supervision.HAZCHEM: "危险化学品",
    Supervision.FIREWORKS: "烟花爆竹", Supervision.METALLURGY: "冶金建材", Supervision.TRADE: "工贸",
    Supervision.CONSTRUCTION: "建筑施工", Supervision.TRANSPORT: "道路运输", Supervision.EQUIPMENT: "特种设备",
    Supervision.PUBLIC: "人员密集场所", Supervision.OTHER: "其他",
}  # fmt: skip
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
MIDDLE = (117.47, 31.88)

# Shares of the faults; the first three make a row that must come back.
FAULTY_CODE, NO_DAY, NO_NUMBER = 0.012, 0.004, 0.004
WIDE_DIGITS, SPACED, TEXT_DAY, SAME_ROW, SAME_FIRM = 0.06, 0.05, 0.55, 0.005, 0.01


def write(path: Path, rows: int, division: str = "340122", seed: int = SEED) -> int:
    """Write the workbook; returns how many rows it has below its headings."""
    with sheet_writer(path, "xlsx", "企业台账") as book:
        book.head(HEAD)
        number = 0
        for number, cells in enumerate(lines(rows, division, seed), 1):
            book.row((number, *cells))
        return number


def lines(rows: int, division: str, seed: int) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(f"{seed}{division}typical")  # noqa: S311
    below = [one.code for one in territory.children(division)] or [division]
    last: tuple[Any, ...] | None = None
    for _number in range(rows):
        draw = chance.random()
        if last and draw < SAME_ROW:
            yield last
        elif last and draw < SAME_ROW + SAME_FIRM:
            yield entered_again(last, chance)
        else:
            last = line(chance.choice(below), chance)
            yield last


def line(code: str, chance: random.Random) -> tuple[Any, ...]:
    """One enterprise as a clerk types it."""
    trade, (scale, fewest, most) = chance.choices(TRADES, SHARES)[0], chance.choice(SIZES)
    employees = chance.randint(fewest, most)
    place = territory.name(code)
    name = f"{place.rstrip('县市区')}{chance.choice(SHAPES)}{trade.word}有限公司（虚拟{chance.randrange(10**6)}）"
    return (
        " ".join((name[:2], name[2:])) if chance.random() < SPACED else name,
        code_as_typed(credit_code(code, chance), chance),
        place,
        trade.industry,
        SIZES_ZH[Scale(scale)],
        "、".join(KINDS_ZH[Supervision(kind)] for kind in trade.supervision),
        day_as_typed(date(2024, 12, 31) - timedelta(days=chance.randrange(12_000)), chance),
        person(chance),
        as_typed(telephone(chance), chance),
        person(chance),
        as_typed(telephone(chance), chance),
        "若干" if chance.random() < NO_NUMBER else as_typed(str(employees), chance),
        max(1, employees // 100) if employees > 20 else 0,
        f"{full_name(code)}{chance.choice(PLACES)}{chance.randrange(1, 900)}号",
        position(chance),
        "",
    )


def entered_again(row: tuple[Any, ...], chance: random.Random) -> tuple[Any, ...]:
    """The same firm under another code and another form of its name."""
    name = str(row[0]).replace(" ", "").replace("有限公司", "有限责任公司")
    code = credit_code(territory.by_name(row[2])[0], chance)
    return (name, code, *row[2:])


def as_typed(text: str, chance: random.Random) -> str:
    return text.translate(WIDE) if chance.random() < WIDE_DIGITS else text


def code_as_typed(code: str, chance: random.Random) -> str:
    if chance.random() < FAULTY_CODE:
        at = chance.randrange(8, 17)
        wrong = next(sign for sign in "0123456789" if sign != code[at])
        return code[:at] + wrong + code[at + 1 :]
    return chance.choice((code, code, code, code.lower(), f"{code} ", as_typed(code, chance)))


def day_as_typed(day: date, chance: random.Random) -> Any:
    if chance.random() < NO_DAY:
        return chance.choice(("不详", "2019年13月"))
    if chance.random() > TEXT_DAY:
        return day
    forms = (
        f"{day:%Y/%m/%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
    )
    return as_typed(chance.choice(forms), chance)


def position(chance: random.Random) -> str:
    """A position as Amap shows it, nothing in every fifth row."""
    if chance.random() < 0.2:
        return ""
    east, north = coordinates.wgs84_to_gcj02(
        MIDDLE[0] + chance.uniform(-0.2, 0.2), MIDDLE[1] + chance.uniform(-0.15, 0.15)
    )
    return f"{east:.6f},{north:.6f}"

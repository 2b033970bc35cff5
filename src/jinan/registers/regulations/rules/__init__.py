"""How Chinese law numbers and cites its parts 条款项; which edition holds on a day.

A place is written short: `21` is article 21 第二十一条, `21-1` article 21 bis 第二十一条之一, `21.3` its third
paragraph 第三款, `21.3.2` the second item 第（二）项 of that. Standards go by clause numbers: `4.1.2`, `A.1`.
Source: 立法技术规范（试行）（一）(2009), 立法法 (2023) art. 65 for the order of 编、章、节、条、款、项、目;
GB/T 1.1-2020, clause 7 for the numbering of standards.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SIGNS = "零一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[零〇一二两三四五六七八九十百千]+"
PLACE = re.compile(r"(\d+)(?:-(\d+))?(?:\.(\d+))?(?:\.(\d+))?")
CLAUSE = re.compile(r"(?:[A-Z]|\d+)(?:\.\d+)*")
ITEM = re.compile(rf"[（(]({NUMERAL})[）)]")


def number(words: str) -> int:
    """The number that Chinese numerals say: 二十一 is 21, 一千二百零三 is 1203.

    Raises ValueError when they say none.
    """
    if words.isdecimal():
        return int(words)
    total, held = 0, None
    for sign in words:
        if sign in DIGITS:
            if held:
                raise ValueError(f"two digits side by side: {words}")
            held = DIGITS[sign]
        elif sign in UNITS:
            total += (1 if held is None else held) * UNITS[sign]
            held = None
        else:
            raise ValueError(f"no numeral: {words}")
    if not words:
        raise ValueError("no numeral")
    return total + (held or 0)


def numeral(number: int) -> str:
    """A number from 1 to 9999 as law writes it: 10 is 十, 21 二十一, 105 一百零五."""
    if not 0 < number < 10_000:
        raise ValueError(f"not between 1 and 9999: {number}")
    made, gap = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            made += ("零" if gap and made else "") + SIGNS[digit] + unit
        gap = not digit
    return made.removeprefix("一") if 10 <= number < 20 else made


@dataclass(frozen=True)
class Place:
    """A part of an instrument: article or clause, paragraph 款, item 项 (0: the whole)."""

    label: str
    paragraph: int = 0
    item: int = 0


def place(text: str, *, by_clause: bool) -> Place:
    """The part that a short address names. Raises ValueError when it names none."""
    if by_clause:
        if not CLAUSE.fullmatch(text):
            raise ValueError(f"no clause: {text}")
        return Place(text)
    found = PLACE.fullmatch(text)
    if not found:
        raise ValueError(f"no article: {text}")
    article, bis, paragraph, item = found.groups()
    return Place(article + (f"-{bis}" if bis else ""), int(paragraph or 0), int(item or 0))


def in_words(label: str, paragraph: int = 0, item: int = 0) -> str:
    """A place as documents write it: 第二十一条之一第三款第（二）项; a clause stays as it is."""
    if not re.fullmatch(r"\d+(?:-\d+)?", label):
        return label
    article, _sign, bis = label.partition("-")
    made = f"第{numeral(int(article))}条" + (f"之{numeral(int(bis))}" if bis else "")
    made += f"第{numeral(paragraph)}款" if paragraph else ""
    return made + (f"第（{numeral(item)}）项" if item else "")


def paragraphs(text: str) -> list[tuple[str, list[str]]]:
    """The paragraphs of an article, each with its items （一）（二）."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if found and ITEM.match(line):
            found[-1][1].append(line)
        elif line:
            found.append((line, []))
    return found


def holds(text: str, where: Place) -> bool:
    """Whether an article of this text has the paragraph and the item."""
    parts = paragraphs(text)
    if where.paragraph > len(parts):
        return False
    items = parts[max(where.paragraph, 1) - 1][1] if parts else []
    return where.item <= len(items)


class Dated(Protocol):
    """An edition by its dates."""

    effective: date | None
    repealed: date | None


Any_ = TypeVar("Any_", bound=Dated)


def in_force(editions: Iterable[Any_], on: date) -> Any_ | None:
    """The edition of one instrument that holds on a day: the last that had begun, unless it was repealed.

    An edition without a day of effect is held to have been there always.
    """
    begun = [one for one in editions if (one.effective or date.min) <= on]
    last = max(begun, key=lambda one: one.effective or date.min, default=None)
    return None if last is None or (last.repealed and last.repealed <= on) else last

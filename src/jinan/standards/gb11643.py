"""Citizen identity number 公民身份号码 (GB 11643-1999): division, birth date, sequence, check sign."""

import unicodedata
from dataclasses import dataclass
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SIGNS = "10X98765432"
# Provinces of GB/T 2260, with the residence permits of Hong Kong 81, Macao 82 and Taiwan 83.
PROVINCES = frozenset(
    f"{one}"
    for one in (
        *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55),
        *range(61, 66), 71, 81, 82, 83,
    )
)  # fmt: skip


@dataclass(frozen=True)
class Identity:
    """What a number says of a person: division at issue, birth date, sex (M or F)."""

    division: str
    birth: date
    sex: str


def tidy(number: str) -> str:
    """The number as it is kept: half-width, X in capital, without blanks; fifteen digits made eighteen."""
    text = "".join(unicodedata.normalize("NFKC", number).upper().split())
    if len(text) == 15 and text.isdigit():
        longer = f"{text[:6]}19{text[6:]}"
        return longer + check_sign(longer)
    return text


def check_sign(first17: str) -> str:
    """The eighteenth sign, computed from the first seventeen (ISO 7064, MOD 11-2).

    Source: GB 11643-1999, annex A.
    """
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return SIGNS[total % 11]


def fault(number: str, *, on: date) -> str | None:
    """What is wrong with a tidied number: `length`, `digits`, `division`, `date`, `check`; None when nothing is.

    `on` is the day of judging: nobody is born after it. Great age is no fault.
    Source: GB 11643-1999, clause 4.
    """
    if len(number) != 18:
        return "length"
    if not (number.isascii() and number[:17].isdigit() and number[17] in SIGNS):
        return "digits"
    if number[:2] not in PROVINCES:
        return "division"
    born = birth(number)
    if born is None or born > on:
        return "date"
    return None if check_sign(number[:17]) == number[17] else "check"


def birth(number: str) -> date | None:
    """The birth date of a number of eighteen signs; None where there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def read(number: str, *, on: date) -> Identity:
    """What a number says. Raises ValueError with the fault for a number that is none."""
    if (wrong := fault(number, on=on)) is not None:
        raise ValueError(wrong)
    born = birth(number)
    if born is None:
        raise ValueError("date")
    return Identity(number[:6], born, "M" if int(number[16]) % 2 else "F")


def masked(number: str) -> str:
    """A number as it may be shown: the first three and the last two signs."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}" if len(number) > 8 else "*" * 8

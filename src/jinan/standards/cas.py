"""CAS registry number 化学文摘社登记号: two to seven digits, two digits, a check digit."""

import re
import unicodedata

SHAPE = re.compile(r"[1-9]\d{1,6}-\d\d-\d")
DASHES = str.maketrans("‐‑‒–—―−", "-------")


def tidy(number: str) -> str:
    """The number as it is kept: half-width digits and plain hyphens without blanks."""
    text = unicodedata.normalize("NFKC", number).translate(DASHES)
    return "".join(text.split())


def check_digit(digits: str) -> int:
    """The last digit, computed from those before it: counted from the right, each times its place, modulo 10."""
    return sum(place * int(digit) for place, digit in enumerate(reversed(digits), 1)) % 10


def fault(number: str) -> str | None:
    """What is wrong with a tidied number: `shape`, `check`; None when nothing is.

    Source: Chemical Abstracts Service, check digit verification of CAS registry numbers.
    """
    if not SHAPE.fullmatch(number):
        return "shape"
    digits = number.replace("-", "")
    return None if check_digit(digits[:-1]) == int(digits[-1]) else "check"

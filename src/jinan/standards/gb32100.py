"""Unified social credit code 统一社会信用代码 (GB 32100-2015)."""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def tidy(code: str) -> str:
    """The code as it is kept: half-width capitals without blanks and hyphens."""
    text = unicodedata.normalize("NFKC", code).upper()
    return "".join(sign for sign in text if sign not in " -\t\u3000")


def check_sign(first17: str) -> str:
    """The eighteenth sign, computed from the first seventeen.

    Raises ValueError for a sign outside the alphabet of 31.
    Source: GB 32100-2015, annex A.
    """
    total = sum(
        ALPHABET.index(sign) * weight for sign, weight in zip(first17, WEIGHTS, strict=True)
    )
    return ALPHABET[(31 - total % 31) % 31]


def fault(code: str) -> str | None:
    """What is wrong with a tidied code: `length`, `alphabet`, `check`; None when nothing is.

    Source: GB 32100-2015, clauses 4 and 5.
    """
    if len(code) != 18:
        return "length"
    if any(sign not in ALPHABET for sign in code):
        return "alphabet"
    return None if check_sign(code[:17]) == code[17] else "check"

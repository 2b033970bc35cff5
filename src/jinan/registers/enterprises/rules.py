"""What is computed of an enterprise: industry section, life cycle, and when two may be one."""

import re
import unicodedata

# (section, first division, last division), GB/T 4754-2017, table 1.
SECTIONS = (
    ("A", 1, 5), ("B", 6, 12), ("C", 13, 43), ("D", 44, 46), ("E", 47, 50), ("F", 51, 52), ("G", 53, 60),
    ("H", 61, 62), ("I", 63, 65), ("J", 66, 69), ("K", 70, 70), ("L", 71, 72), ("M", 73, 75), ("N", 76, 79),
    ("O", 80, 82), ("P", 83, 83), ("Q", 84, 85), ("R", 86, 90), ("S", 91, 96), ("T", 97, 97),
)  # fmt: skip

# The life cycle: from each status the ones that may follow.
MOVES: dict[str, tuple[str, ...]] = {
    "preparing": ("operating", "cancelled"),
    "operating": ("suspended", "closed", "cancelled"),
    "suspended": ("operating", "closed", "cancelled"),
    "closed": ("operating", "cancelled"),
    "cancelled": (),
}

# The legal form, at the end of a name or before a bracket.
FORMS = re.compile(r"(股份有限责任公司|有限责任公司|股份有限公司|有限公司|总公司|公司)(?=$|\()")
PLACE_SIGNS = re.compile(r"[省市县区]")
HEAD = 9  # signs at the beginning of a name in which its place stands
LIKE = 0.5  # names at one address that share as much are held for the same


def section(industry: str) -> str:
    """The section 门类 of an industry code: its own letter, or that of its division; empty when unknown.

    >>> section("0810"), section("C26"), section("")
    ('B', 'C', '')
    """
    if industry[:1].isalpha():
        return industry[0].upper()
    if len(industry) < 2 or not industry[:2].isdigit():
        return ""
    division = int(industry[:2])
    return next((letter for letter, first, last in SECTIONS if first <= division <= last), "")


def may_move(was: str, to: str) -> bool:
    """Whether one status may follow another; the same may always stand on."""
    return was == to or to in MOVES.get(was, ())


def tidy_name(name: str) -> str:
    """A name without blanks between Chinese signs, and single ones elsewhere.

    >>> tidy_name(" 合肥 宏兴　矿业  North  Mine ")
    '合肥宏兴矿业 North Mine'
    """
    single = re.sub(r"\s+", " ", name).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", single)


def plain(text: str) -> str:
    """A text without width, case, blanks and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).upper())


def name_key(name: str) -> str:
    """A name as it is compared: without the legal form at its end and the 省市县区 of its place.

    >>> name_key("合肥市宏兴矿业有限责任公司（一期）") == name_key("合肥宏兴矿业有限公司(一期)")
    True
    """
    short = plain(FORMS.sub("", unicodedata.normalize("NFKC", name).strip())) or plain(name)
    head = PLACE_SIGNS.sub("", short[:HEAD])
    return (head + short[HEAD:]) if len(head) > 2 else short


def address_key(address: str) -> str:
    """An address as it is compared; empty where it is too short to mean one place."""
    text = plain(address)
    return text if len(text) >= 6 else ""


def trigrams(text: str) -> set[str]:
    padded = f"  {text} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def likeness(one: str, other: str) -> float:
    """How many trigrams two names share, of all they have: 0 none, 1 all."""
    mine, theirs = trigrams(name_key(one)), trigrams(name_key(other))
    return len(mine & theirs) / len(mine | theirs)

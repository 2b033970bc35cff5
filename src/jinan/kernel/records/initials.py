"""Initials of the pinyin of a name: 合肥宏兴 is found by typing `hfhx`.

The readings are those of pypinyin; its own conversion is some hundred times slower than an import can bear,
so that two small tables are made of them once: the letter of each sign, and the phrases that read otherwise.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache

Phrases = dict[str, list[tuple[str, str]]]  # by the first sign, the longest first

# Signs whose usual reading in names is not the first of the dictionary.
IN_NAMES = {"长": "c", "曾": "z", "翟": "z", "盖": "g", "率": "l", "贾": "j"}

# Places that the dictionary of phrases lacks, or that it tears apart (县长 in 县长江).
PLACES = {
    "重庆": "cq", "涡阳": "gy", "枞阳": "zy", "洪洞": "ht", "铅山": "ys", "长子县": "zzx", "单县": "sx",
    "朝阳": "cy", "番禺": "py", "乐清": "yq", "浚县": "xx", "莘县": "sx", "尉犁": "yl", "东阿": "de", "六安": "la",
    "吐蕃": "tb", "乐亭": "lt", "会稽": "kj", "厦门": "xm", "西藏": "xz", "成都": "cd", "都江堰": "djy", "石嘴山": "szs",
    "县长江": "xcj", "市长江": "scj", "区长江": "qcj",
}  # fmt: skip

# Surnames read otherwise than their signs; they hold at the head of a person's name alone.
SURNAMES = {
    "单": "s", "仇": "q", "解": "x", "查": "z", "区": "o", "朴": "p", "种": "c", "繁": "p", "秘": "b", "重": "c",
    "乐": "y", "折": "s", "召": "s", "冼": "x", "覃": "q", "尉迟": "yc", "万俟": "mq", "长孙": "zs", "澹台": "tt",
}  # fmt: skip


def initials(text: str, *, person: bool = False) -> str:
    """The initials of a name, letters and digits kept in lower case, everything else left out.

    >>> initials("合肥宏兴矿业（集团）公司2号")
    'hfhxkyjtgs2h'
    >>> initials("单长乐", person=True)
    'scl'
    """
    letters, phrases = tables()
    text, made, at = unicodedata.normalize("NFKC", text).lower(), [], 0
    if person:
        head = next((name for name in (text[:2], text[:1]) if name in SURNAMES), "")
        made, at = [SURNAMES.get(head, "")], len(head)
    while at < len(text):
        for phrase, read in phrases.get(text[at], ()):
            if text.startswith(phrase, at):
                made.append(read)
                at += len(phrase)
                break
        else:
            made.append(letters.get(text[at], ""))
            at += 1
    return "".join(made)


@cache
def tables() -> tuple[dict[str, str], Phrases]:
    """Letters by sign, and phrases that read otherwise; made at the first use."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    letters = {sign: sign for sign in "abcdefghijklmnopqrstuvwxyz0123456789"}
    letters |= {chr(sign): plain(readings) for sign, readings in PINYIN_DICT.items()}
    letters |= IN_NAMES
    read = {phrase: "".join(plain(one[0]) for one in said) for phrase, said in PHRASES_DICT.items()}
    return letters, otherwise(letters, (read | PLACES).items())


def otherwise(letters: dict[str, str], read: Iterable[tuple[str, str]]) -> Phrases:
    """The phrases whose initials are not simply those of their signs."""
    found: Phrases = {}
    for phrase, said in read:
        if phrase in PLACES or said != "".join([letters.get(sign, "") for sign in phrase]):
            found.setdefault(phrase[0], []).append((phrase, said))
    for phrases in found.values():
        phrases.sort(key=lambda pair: -len(pair[0]))
    return found


@cache
def unmarked(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def plain(reading: str) -> str:
    """The first letter of a reading, without its tone."""
    return unmarked(reading[0])

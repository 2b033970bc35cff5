"""Sums of money in Chinese capitals 大写金额 (forms of the Payment and Settlement Measures, annex: correct filling in of bills)."""

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def capitals(amount: Decimal) -> str:
    """A sum [yuan] in capitals, such as 人民币叁万伍仟元整.

    Raises ValueError for a negative sum, one of more than two decimals, or of a quadrillion and more.
    """
    cents = amount * 100
    if amount < 0 or cents != int(cents) or amount >= 10**16:
        raise ValueError(f"{amount} is no sum of money")
    yuan, rest = divmod(int(cents), 100)
    jiao, fen = divmod(rest, 10)
    text = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"人民币{text}整"
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif yuan:
        text += "零"
    return f"人民币{text}{DIGITS[fen]}分" if fen else f"人民币{text}整"


def in_words(amount: Decimal) -> str:
    """A sum as papers print it: capitals, then figures in brackets."""
    return f"{capitals(amount)}（¥{amount:,.2f}）"


def _whole(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text, gap = "", False
    for n in range(len(groups) - 1, -1, -1):
        group = groups[n]
        if group == 0:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += DIGITS[0]
        text += _group(group) + GROUPS[n]
        gap = False
    return text


def _group(number: int) -> str:
    """Four digits with their places; zeros between are said once."""
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += (DIGITS[0] if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return text

"""Sums in capitals: zeros said once, 角 and 分, groups of ten thousand."""

from decimal import Decimal

import pytest

from jinan.standards.capitals import capitals, in_words

CASES = [
    ("0", "人民币零元整"), ("0.05", "人民币伍分"), ("0.50", "人民币伍角整"), ("1.05", "人民币壹元零伍分"),
    ("10", "人民币壹拾元整"), ("105", "人民币壹佰零伍元整"), ("1000", "人民币壹仟元整"),
    ("1409.50", "人民币壹仟肆佰零玖元伍角整"), ("6007.14", "人民币陆仟零柒元壹角肆分"),
    ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"), ("35000", "人民币叁万伍仟元整"),
    ("107000.53", "人民币壹拾万柒仟元伍角叁分"), ("100000000", "人民币壹亿元整"),
    ("100010000", "人民币壹亿零壹万元整"), ("100000001", "人民币壹亿零壹元整"),
    ("20000000", "人民币贰仟万元整"), ("1000100", "人民币壹佰万零壹佰元整"),
]  # fmt: skip


@pytest.mark.parametrize(("amount", "text"), CASES)
def test_a_sum_in_capitals(amount: str, text: str) -> None:
    assert capitals(Decimal(amount)) == text


@pytest.mark.parametrize("amount", ["-1", "0.001", "10000000000000000"])
def test_what_is_no_sum_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="no sum"):
        capitals(Decimal(amount))


def test_papers_print_figures_beside_the_capitals() -> None:
    assert in_words(Decimal("35000")) == "人民币叁万伍仟元整（¥35,000.00）"

"""Invented names and telephones."""

import random

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文海波宁玲鹏宇"


def person(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2))))


def telephone(seed: str) -> str:
    """An invented number: no place has the area code 0000."""
    chance = random.Random(seed)  # noqa: S311
    return f"0000-{chance.randrange(10**6, 10**7)}"

"""What invented enterprises do: trades with their industry and supervision, shapes of names, legal forms."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """A trade: the word in the name, the industry, the kinds of supervision, how many of a hundred."""

    word: str
    industry: str
    supervision: tuple[str, ...]
    share: int


TRADES = (
    Trade("铁矿", "0810", ("mine",), 9),
    Trade("铜矿", "0911", ("mine",), 7),
    Trade("金矿", "0921", ("mine",), 5),
    Trade("石灰石矿", "1011", ("mine",), 10),
    Trade("煤矿", "0610", ("coal",), 4),
    Trade("化工", "2614", ("hazchem",), 9),
    Trade("气体", "2619", ("hazchem", "equipment"), 4),
    Trade("加油站", "5265", ("hazchem",), 7),
    Trade("危化品仓储", "5942", ("hazchem",), 2),
    Trade("烟花", "2672", ("fireworks",), 2),
    Trade("水泥", "3011", ("metallurgy", "trade"), 4),
    Trade("钢铁", "3120", ("metallurgy", "trade", "equipment"), 3),
    Trade("机械", "3431", ("trade",), 9),
    Trade("家具", "2110", ("trade",), 6),
    Trade("食品", "1411", ("trade",), 6),
    Trade("建设", "4710", ("construction",), 5),
    Trade("物流", "5431", ("transport",), 4),
    Trade("商业广场", "5211", ("public",), 2),
    Trade("大酒店", "6110", ("public",), 2),
)
SHARES = [trade.share for trade in TRADES]
SHAPES = (
    "金河", "宏远", "恒泰", "永兴", "长丰", "新源", "大通", "天华", "鑫盛", "瑞安", "中和", "远大", "顺达", "华茂",
    "广源", "兴业", "德隆", "万嘉", "佳和", "东升", "南方", "合力", "江淮", "巢湖",
)  # fmt: skip
OWNERSHIPS = (
    "REG11.173",
    "REG11.173",
    "REG11.159",
    "REG11.110",
    "REG11.160",
    "REG11.171",
    "REG11.410",
)
# (status, of a hundred)
STATUSES = {"operating": 83, "suspended": 7, "preparing": 4, "closed": 4, "cancelled": 2}
# size class and employees from, to
SIZES = (
    ("micro", 3, 9),
    ("small", 20, 280),
    ("small", 20, 280),
    ("medium", 300, 900),
    ("large", 1000, 4000),
)

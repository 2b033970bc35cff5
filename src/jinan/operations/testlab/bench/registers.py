"""The registers that are measured: where they live, what is asked of them, and the same by plain SQL."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """A register under measurement. `like` holds the column searched by the plain baseline."""

    kind: str
    list: str
    table: str
    geometry: str
    filters: tuple[str, ...]
    plain_filter: str
    words: tuple[str, ...]
    name: str


PONDS = Measured(
    kind="tailings.tailingspond",
    list="/tailings/ponds/",
    table="tailings_tailingspond",
    geometry="dam",
    filters=("?degree=3", "?grade=2&degree=2", "?grade=5", "?degree=4&sort=name"),
    plain_filter="degree = '3'",
    words=("北沟", "尾矿库", "石门尾矿库123", "金河矿业有限公司1", "xyz", "库99"),
    name="ponds",
)
ENTERPRISES = Measured(
    kind="enterprises.enterprise",
    list="/enterprises/list/",
    table="enterprises_enterprise",
    geometry="position",
    filters=(
        "?status=suspended",
        "?scale=large&supervision=trade",
        "?section=B",
        "?scale=micro&sort=name",
    ),
    plain_filter="status = 'suspended'",
    words=("金河", "矿业有限公司", "宏远矿业有限公司123", "jhky", "xyz", "公司99"),
    name="enterprises",
)

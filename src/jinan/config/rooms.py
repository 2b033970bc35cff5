"""The rooms of this node: every Django app of the product, floor by floor."""

KERNEL = (
    "jinan.kernel.ui",
    "jinan.kernel.territory",
    "jinan.kernel.agencies",
    "jinan.kernel.identity",
    "jinan.kernel.codes",
    "jinan.kernel.changes",
    "jinan.kernel.events",
    "jinan.kernel.jobs",
    "jinan.kernel.records",
)
PLATFORM = (
    "jinan.platform.cases",
    "jinan.platform.files",
    "jinan.platform.maps",
    "jinan.platform.notices",
    "jinan.platform.papers",
    "jinan.platform.search",
    "jinan.platform.terms",
    "jinan.platform.worklist",
)
REGISTERS = (
    "jinan.registers.enterprises",
    "jinan.registers.people",
    "jinan.registers.regulations",
    "jinan.registers.substances",
)
SUPERVISION = (
    "jinan.supervision.coal_mines",
    "jinan.supervision.hidden_dangers",
    "jinan.supervision.tailings",
)
OPERATIONS = (
    "jinan.operations.codebook",
    "jinan.operations.health",
    "jinan.operations.security",
    "jinan.operations.testlab",
)
FACES = ("jinan.desk",)

ROOMS = (*KERNEL, *PLATFORM, *REGISTERS, *SUPERVISION, *OPERATIONS, *FACES)

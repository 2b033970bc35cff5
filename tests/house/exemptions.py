"""What may go beyond the rules of the house, each with its reason. An exemption nobody needs is a fault."""

# "path below src/jinan" or "path:function": (what it may, why)
FILES: dict[str, str] = {}
FUNCTIONS: dict[str, str] = {
    "kernel/identity/administration.py:invite": "the form of an account, every word of it named",
    "kernel/identity/administration.py:grant": "the form of an assignment, every word of it named",
    "platform/notices/actions.py:tell": "the parts of a notice, every one of them named",
    "operations/testlab/management/commands/bench.py:served": "waits for a process inside the block that ends it",
}
# "path:function", a query through `.objects` outside queries, actions and kernel
QUERIES: dict[str, str] = {}
# "app.Model.field": why this foreign key may leave its room sideways
KEYS: dict[str, str] = {
    "people.SafetyEngineer.enterprise": "enterprises are the register every other room points at",
    "people.CertifiedPerson.enterprise": "enterprises are the register every other room points at",
}

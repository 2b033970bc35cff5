"""`bench`: a database of its own beside the node's, a large data set in it, and the bars."""

from jinan.cli.cluster import Cluster
from jinan.cli.manage import run
from jinan.cli.node import Node

DATABASE = "bench"


def main(arguments: list[str]) -> int:
    node = Node()
    cluster = Cluster(node)
    cluster.start()
    cluster.prepare(DATABASE)
    where: dict[str, str] = {
        "DATABASE_URL": node.url("jinan_web", DATABASE),
        "JINAN_OWNER_URL": node.url("jinan_owner", DATABASE),
        "JINAN_MODE": "demo",
        "JINAN_NODE": "bench",
    }
    for command in (
        ["migrate", "--database", "owner", "-v", "0"],
        ["guard"],
        ["load_territory", "--no-boundaries"],
        ["load_codes"],
    ):
        if code := run(*command, node=node, quiet=True, more=where):
            return code
    where["JINAN_OWNER_URL"] = node.url("postgres", DATABASE)  # filling without the log needs it
    return run("bench", *arguments, node=node, more=where)

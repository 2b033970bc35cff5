"""`down` and `status`: end what `up` started and nothing else; tell what runs."""

import argparse
import json
import time
from datetime import datetime

from jinan.cli.cluster import Cluster
from jinan.cli.node import Node
from jinan.cli.processes import end, marked
from jinan.cli.supervisor import running, stop_supervisor
from jinan.cli.up import address


def down(arguments: list[str]) -> int:
    """Stop the supervisor, which stops the rest; then whatever a killed supervisor left."""
    argparse.ArgumentParser(
        prog="jinan down", description="Stop everything that up started, and nothing else."
    ).parse_args(arguments)
    node = Node()
    with node.alone():
        told, left = stop_supervisor(node), list(marked(node.mark))
        end(left)
        node.state.unlink(missing_ok=True)
        served = not node.outside and (node.data / "PG_VERSION").exists() and Cluster(node).runs()
        if served:
            Cluster(node).stop()
    print("stopped" if told or left or served else "nothing was running")
    return 0


def status(arguments: list[str]) -> int:
    """Exit code 0 while the node runs, 3 when it does not."""
    parser = argparse.ArgumentParser(
        prog="jinan status", description="What runs, where, since when."
    )
    parser.add_argument("--json", action="store_true", help="the same for programs")
    given, node = parser.parse_args(arguments), Node()
    told = running(node)
    if given.json:
        shown = {"running": bool(told), "address": address(node), "mode": node.choice.mode}
        print(json.dumps(shown | {"node": node.choice.node, "home": str(node.home)} | (told or {})))
        return 0 if told else 3
    if not told:
        left = [f"{one.part} {one.pid}" for one in marked(node.mark)]
        print(f"stopped{'; left by a killed supervisor: ' + ', '.join(left) if left else ''}")
        return 3
    since = datetime.fromtimestamp(float(str(told.get("since", 0)))).astimezone()
    print(f"running at {address(node)}, mode {node.choice.mode}, node {node.choice.node}")
    print(f"  since    {since:%Y-%m-%d %H:%M:%S}, {time.time() - since.timestamp():.0f} s")
    for name, child in told["children"].items():  # type: ignore[attr-defined]
        print(f"  {name:<8} process {child['pid']}, restarted {child['restarts']} times")
    if not node.outside:
        state = "runs" if Cluster(node).alive() else "DOWN"
        print(
            f"  database {state}, restarted {told.get('database_restarts', 0)} times, {node.data}"
        )
    return 0

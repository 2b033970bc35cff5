"""The node's own keys: made on first start, kept in one file that only the node's user can read."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class NodeKeys:
    """Secrets of one node: session signing, scope tokens, personal data at rest."""

    session: str
    scope: str
    personal: str


def fresh_keys() -> NodeKeys:
    return NodeKeys(*(secrets.token_hex(32) for _ in range(3)))


def node_keys(home: Path, *, ephemeral: bool) -> NodeKeys:
    """Read the keys below `home`, making them once; `ephemeral` (tests) leaves nothing on disk."""
    if ephemeral:
        return NodeKeys("test" * 16, "cafe" * 16, "beef" * 16)
    path = home / "keys" / "node.json"
    if path.exists():
        return NodeKeys(**json.loads(path.read_text()))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = fresh_keys()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(asdict(keys), file)
    return keys

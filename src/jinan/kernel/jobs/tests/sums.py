"""A task of the tests: it adds numbers, one step a number, and counts its steps on the record of its run."""

import time

from jinan.kernel.jobs.api import Work, task


@task("tests.sum", title="Sum")
def add_up(
    work: Work, numbers: list[int], pause: float = 0, fail_at: int = -1
) -> dict[str, object]:
    while (place := work.position.get("place", 0)) < len(numbers):
        with work.step():
            if place == fail_at and work.run.turn == 1:
                raise RuntimeError("planned")
            so_far = work.position.get("sum", 0) + numbers[place]
            work.save(
                done=place + 1, total=len(numbers), position={"place": place + 1, "sum": so_far}
            )
            time.sleep(pause)
    return {"text": str(work.position["sum"])}

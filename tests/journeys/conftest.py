"""One node and one browser for all journeys; they run one after another on one worker."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import schema_mark
from playwright.sync_api import Browser, sync_playwright

from jinan.cli.cluster import Cluster
from tests.journeys.node import JourneyNode
from tests.journeys.people import People

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="package")
def node(
    cluster: Cluster, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[JourneyNode]:
    made = JourneyNode(tmp_path_factory.mktemp("journeys"), cluster)
    made.fill(schema_mark())
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="package")
def browser(node: JourneyNode) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            env={**os.environ, "LANGUAGE": "zh_CN"},
            args=["--lang=zh-CN", "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader"],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def crowd(browser: Browser, node: JourneyNode) -> People:
    return People(browser, node)


@pytest.fixture
def people(crowd: People, node: JourneyNode) -> Iterator[People]:
    """Everybody of one journey; at its end no browser met an error or asked another host."""
    crowd.watch.errors.clear()
    yield crowd
    crowd.leave()
    assert crowd.watch.errors == []
    ports = (node.choice.port, node.choice.push)
    assert crowd.watch.hosts <= {f"localhost:{port}" for port in ports}

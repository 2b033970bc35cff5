"""One node for all tests of set-up: made once, filled from the template, taken away at the end."""

from collections.abc import Iterator

import pytest
from conftest import schema_mark

from jinan.cli.cluster import Cluster
from tests.setup.places import LOADED, MIGRATED, Place, as_done, fill_from_template


@pytest.fixture(scope="session")
def place(cluster: Cluster, django_db_setup: None) -> Iterator[Place]:
    """A node that is stopped, whose next `up` finds divisions and codes loaded."""
    made = Place.make()
    made.node.choose(port=0)
    try:
        fill_from_template(made, cluster, schema_mark())
        as_done(made, MIGRATED, *LOADED)
        yield made
    finally:
        made.remove()


@pytest.fixture(scope="session")
def running(place: Place) -> Place:
    """The node, up, with its demonstration."""
    place.run("up", "--port", "8460")
    return place

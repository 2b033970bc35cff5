"""Door of identity: viewers, their scope, and the questions other rooms may ask."""

from jinan.kernel.identity.scope import (
    NOBODY,
    SIGN_IN,
    Grant,
    Viewer,
    because,
    enter,
    in_scope,
    system,
    viewer_of,
)

__all__ = [
    "NOBODY",
    "SIGN_IN",
    "Grant",
    "Viewer",
    "because",
    "enter",
    "in_scope",
    "system",
    "viewer_of",
]

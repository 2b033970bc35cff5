"""Door of identity: viewers, their scope, the deeds of administrators, and what other rooms may ask."""

from jinan.kernel.identity.actions import prove
from jinan.kernel.identity.administration import (
    accept_sign_up,
    change_holder,
    end_assignment,
    end_sessions,
    factors,
    grant,
    invite,
    leave,
    refuse_sign_up,
    reset_password_link,
    reset_second_factor,
    set_active,
    transfer,
    unlock,
    waiting_password_requests,
    waiting_sign_ups,
)
from jinan.kernel.identity.demonstration import PASSWORD as DEMONSTRATION_PASSWORD
from jinan.kernel.identity.handing import handing_over
from jinan.kernel.identity.refusals import Refused, SignInRefused
from jinan.kernel.identity.scope import (
    NOBODY,
    SIGN_IN,
    Grant,
    Viewer,
    because,
    enter,
    in_scope,
    mark,
    system,
    viewer_of,
)
from jinan.kernel.identity.sessions import open_sessions, sessions_of_all

__all__ = [
    "DEMONSTRATION_PASSWORD",
    "NOBODY",
    "SIGN_IN",
    "Grant",
    "Refused",
    "SignInRefused",
    "Viewer",
    "accept_sign_up",
    "because",
    "change_holder",
    "end_assignment",
    "end_sessions",
    "enter",
    "factors",
    "grant",
    "handing_over",
    "in_scope",
    "invite",
    "leave",
    "mark",
    "open_sessions",
    "prove",
    "refuse_sign_up",
    "reset_password_link",
    "reset_second_factor",
    "sessions_of_all",
    "set_active",
    "system",
    "transfer",
    "unlock",
    "viewer_of",
    "waiting_password_requests",
    "waiting_sign_ups",
]

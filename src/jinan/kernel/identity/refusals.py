"""How identity says no: one sentence for the person, in his language."""


class Refused(Exception):
    """A deed of administration that is not done, and why, in one sentence."""


class SignInRefused(Refused):
    """Why somebody is not let in, in one sentence."""

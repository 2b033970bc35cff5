"""What is said when a sheet cannot be taken."""


class Unreadable(Exception):
    """The whole sheet is refused; its text is a sentence for the user."""

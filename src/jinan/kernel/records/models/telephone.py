"""A telephone number as people write it."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SIGNS = re.compile(r"[\d+＋\-－—–()（） 　转#＃*/、，,;；ext.]{5,30}", re.ASCII | re.IGNORECASE)
WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def a_telephone(text: str) -> None:
    """Refuse what is no telephone number: digits with the usual signs between them, several with a comma."""
    plain = text.strip().translate(WIDE)
    if not SIGNS.fullmatch(plain) or sum(sign.isdigit() for sign in plain) < 5:
        raise ValidationError(
            _("A telephone number has digits, such as 0551-1234567 or 138 0000 0000.")
        )

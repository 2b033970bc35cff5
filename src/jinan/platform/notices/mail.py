"""Notices by mail, through the mail server of the settings."""

from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from jinan.platform.notices.models import Delivery, Urgency
from jinan.platform.notices.ways import Unreachable, address_of

URGENT = {"X-Priority": "1", "Importance": "high"}


def send(delivery: Delivery) -> None:
    """Hand one notice to the mail server. Raises Unreachable with its words."""
    notice = delivery.notice
    lines = [notice.text, notice.sender, address_of(notice)]
    urgent = notice.urgency != Urgency.NORMAL
    subject = " ".join(notice.title.split())
    letter = EmailMessage(
        subject=f"【{notice.get_urgency_display()}】{subject}" if urgent else subject,
        body="\n\n".join([notice.title, *filter(None, lines)]),
        to=[notice.account.email],
        headers={"Message-ID": f"<{delivery.pk}@jinan>"} | (URGENT if urgent else {}),
    )
    try:
        letter.send()
    except SMTPRecipientsRefused as refused:
        codes = [code for code, _words in refused.recipients.values()]
        reason = _("The mail server does not know the address.")
        raise Unreachable(reason, for_good=all(code >= 500 for code in codes)) from refused
    except (SMTPException, OSError) as trouble:
        raise Unreachable(f"{type(trouble).__name__}: {trouble}") from trouble

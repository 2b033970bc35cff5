"""Deeds of the system administrator on agencies and their posts, each with a reason in the log."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jinan.kernel.agencies.api import chain
from jinan.kernel.agencies.models import Agency, Node, Post
from jinan.kernel.identity.api import Refused, Viewer, because
from jinan.kernel.identity.models import Role


@contextmanager
def deed(by: Viewer, reason: str) -> Iterator[None]:
    """One deed in one transaction. Raises Refused without the duty or without a reason."""
    if not by.has(Role.SYSADMIN):
        raise Refused(_("This is the work of another administrator."))
    if not reason.strip():
        raise Refused(_("Give a reason."))
    with transaction.atomic():
        because(reason.strip()[:200])
        yield


def change_agency(agency: Agency, given: Mapping[str, str], *, by: Viewer, reason: str) -> None:
    """Change name, superior, node and duty telephone; code and place stay, for records hang on them."""
    name = given["name"].strip()
    if not name:
        raise Refused(_("An agency needs a name."))
    superior = Agency.objects.filter(pk=given["superior"].split(" ")[0]).first()
    if given["superior"].strip() and superior is None:
        raise Refused(_("There is no agency “%(given)s”.") % {"given": given["superior"]})
    if superior is not None and agency in chain(superior.pk):
        raise Refused(_("An agency cannot stand below itself."))
    node = Node.objects.filter(pk=given["node"]).first()
    if node is None:
        raise Refused(_("Choose a node."))
    with deed(by, reason):
        agency.name, agency.superior, agency.node = name[:100], superior, node
        agency.duty_phone = given["duty_phone"].strip()[:30]
        agency.save(update_fields=["name", "superior", "node", "duty_phone"])


def keep_post(
    agency: Agency, post: Post | None, given: Mapping[str, str], *, by: Viewer, reason: str
) -> Post:
    """Enter a post or change one."""
    title = given["title"].strip()
    if not title:
        raise Refused(_("A post needs a title."))
    order = int(given["order"]) if given["order"].isdecimal() and len(given["order"]) < 5 else 0
    with deed(by, reason):
        kept = post or Post(agency=agency)
        kept.title, kept.phone, kept.order = title[:60], given["phone"].strip()[:30], order
        kept.save()
    return kept


def remove_post(post: Post, *, by: Viewer, reason: str) -> None:
    with deed(by, reason):
        try:
            post.delete()
        except IntegrityError as error:
            raise Refused(_("Something still belongs to this post.")) from error

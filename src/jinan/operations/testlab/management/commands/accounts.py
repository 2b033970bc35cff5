from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from jinan.kernel.identity.api import DEMONSTRATION_PASSWORD as PASSWORD
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account


class Command(BaseCommand):
    """Print the demonstration accounts, one for each role."""

    help = "Print the demonstration accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE == "production":
            raise CommandError("there are no demonstration accounts in production")
        with in_scope(system("demonstration")):
            for account in Account.objects.filter(demonstration=True).order_by("login"):
                role = account.assignments.first()
                shown = role.get_role_display() if role else account.get_kind_display()
                self.stdout.write(f"  {account.login:<10} {PASSWORD}   {account.name} · {shown}")

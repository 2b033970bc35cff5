from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.initials import initials


class Initials(models.CharField):
    """Pinyin initials 拼音首字母 of another field, written wherever a record is derived and by nobody else.

    Put it among the `search` of the register; `person=True` reads the head as a surname.
    """

    def __init__(
        self, verbose_name: Any = None, *, of: str = "", person: bool = False, **options: Any
    ) -> None:
        self.of, self.person = of, person
        options |= {"editable": False, "blank": True}
        options.setdefault("max_length", 200)
        super().__init__(verbose_name or _("pinyin initials"), **options)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options

    def spell(self, record: Any) -> None:
        """Write the initials of what stands in the other field now."""
        text = getattr(record, self.of) or ""
        setattr(record, self.attname, initials(text, person=self.person)[: self.max_length])


def spell(record: Any) -> None:
    """Write all initials of a record."""
    for field in record._meta.concrete_fields:
        if isinstance(field, Initials):
            field.spell(record)

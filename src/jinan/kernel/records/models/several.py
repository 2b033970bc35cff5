from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Several(ArrayField):
    """Some codes of a closed list at once, in the order of the list; empty when none holds.

    `of` is the list (a `TextChoices`). A filter finds the records that have a code among others.
    """

    def __init__(self, verbose_name: Any = None, *, of: Any = None, **options: Any) -> None:
        self.of = of
        self.pairs: list[tuple[str, Any]] = list(of.choices) if of else []
        options.setdefault("base_field", models.CharField(max_length=20))
        options |= {"default": list, "blank": True, "verbose_name": verbose_name}
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, options

    @property
    def flatchoices(self) -> list[tuple[str, Any]]:
        return self.pairs

    @property
    def labels(self) -> dict[str, Any]:
        """Labels by code, in the order of the list."""
        return dict(self.flatchoices)

    def in_words(self, codes: Any) -> str:
        """The labels of some codes, as people list them."""
        return "、".join(str(self.labels.get(code, code)) for code in codes or ())

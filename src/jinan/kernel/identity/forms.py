"""The form of an enterprise that signs up."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jinan.kernel.identity import actions
from jinan.kernel.identity.refusals import SignInRefused
from jinan.standards import gb32100

FAULTS = {
    "length": _("A credit code has 18 signs."),
    "alphabet": _("A credit code has digits and capitals without I, O, S, V, Z."),
    "check": _("The check sign does not fit; two signs may be swapped."),
}


class EnterpriseSignUp(forms.Form):
    """Who signs up for which enterprise."""

    credit_code = forms.CharField(label=_("Unified social credit code"), max_length=40)
    enterprise = forms.CharField(label=_("Name of the enterprise"), max_length=120)
    name = forms.CharField(label=_("Your name"), max_length=60)
    phone = forms.CharField(label=_("Telephone"), max_length=30)
    email = forms.EmailField(label=_("Mail address"))
    login = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$",
        label=_("Account name"),
        help_text=_("3 to 40 letters and digits"),
        error_messages={
            "invalid": _("Letters, digits, dot, hyphen and underscore; 3 to 40 signs.")
        },
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 signs, of three kinds."),
        widget=forms.PasswordInput,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name, complete in (
            ("enterprise", "organization"), ("name", "name"), ("phone", "tel"), ("email", "email"),
            ("login", "username"), ("password", "new-password"), ("credit_code", "off"),
        ):  # fmt: skip
            self.fields[name].widget.attrs["autocomplete"] = complete
        for one in self.fields.values():
            one.needed = True  # type: ignore[attr-defined]

    def clean_credit_code(self) -> str:
        code = gb32100.tidy(self.cleaned_data["credit_code"])
        if fault := gb32100.fault(code):
            raise ValidationError(FAULTS[fault])
        return code

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"]).lower()

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        try:
            actions.check_new_password(self.cleaned_data.get("login") or "\n", password)
        except SignInRefused as refused:
            raise ValidationError(str(refused)) from refused
        return password

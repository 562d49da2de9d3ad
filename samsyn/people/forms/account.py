"""allauth's forms in our words and our shape: labels above, help under, no placeholder text."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _

PASSWORD_HELP = _("Minst 12 tecken. En mening som du minns är bättre än ett kort ord med siffror.")
CODE_HELP = _("Sex siffror från appen i din telefon. Du kan också skriva en av dina reservkoder.")


def _tidy(form: forms.Form, **fields: tuple[Any, Any]) -> None:
    """Give each field its label and help, and take the placeholder away: it vanishes when it is needed."""
    for name, (label, help_text) in fields.items():
        field = form.fields[name]
        field.label, field.help_text = label, help_text
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["class"] = "ds-input"


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self, login=(_("E-postadress"), ""), password=(_("Lösenord"), ""))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self, password=(_("Ditt lösenord"), ""))


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(
            self,
            oldpassword=(_("Nuvarande lösenord"), ""),
            password1=(_("Nytt lösenord"), PASSWORD_HELP),
            password2=(_("Nytt lösenord en gång till"), ""),
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = forms.Form.clean(self) or {}
        first, again = data.get("password1"), data.get("password2")
        if first and again and first != again:
            self.add_error(
                "password2",
                _(
                    "Lösenordet ändrades inte. De två nya lösenorden är olika. Skriv samma lösenord i båda fälten."
                ),
            )
        elif first and first == data.get("oldpassword"):
            self.add_error(
                "password1",
                _("Lösenordet ändrades inte. Det nya är detsamma som det gamla. Välj ett annat lösenord."),
            )
        return data


class AuthenticateForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self, code=(_("Kod"), CODE_HELP))


class CodeReauthenticateForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self, code=(_("Kod"), CODE_HELP))


class ActivateTOTPForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self, code=(_("Koden som appen visar"), _("Sex siffror.")))

"""allauth's forms in our words and our shape: labels above, help under, no placeholder text."""

from __future__ import annotations

import struct
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.utils.translation import gettext_lazy as _

PASSWORD_HELP = _(
    "Minst 12 tecken. En mening som du minns är bättre än ett kort ord med siffror. "
    "Stadens namn, ditt namn och vanliga lösenord går inte."
)
NO_KEY = _(
    "Ingen lösennyckel lades till. Webbläsaren skickade ingen. "
    "Tryck på Lägg till igen och svara på webbläsarens fråga."
)
WRONG_ANSWER = _(
    "Lösennyckeln godtogs inte. Svaret från den går inte att läsa eller gäller en annan fråga. "
    "Ladda om sidan och försök igen."
)
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


# what the libraries raise on an answer that no browser gave; unmended it would be an error 500
_NO_ANSWER = (KeyError, TypeError, ValueError, AttributeError, IndexError, struct.error, InvalidSignature)


class _ReadsKeys:
    """Refuses an answer that cannot be read, or whose signature is false, as it refuses a wrong one."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except _NO_ANSWER as error:
            raise forms.ValidationError(WRONG_ANSWER) from error


class KeyForm(_ReadsKeys, webauthn.AuthenticateWebAuthnForm):
    pass


class KeyLoginForm(_ReadsKeys, webauthn.LoginWebAuthnForm):
    pass


class KeyReauthenticateForm(_ReadsKeys, webauthn.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A passkey's name, and what the browser answers. Each can sign in alone, so that is no question."""

    passwordless = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self, name=(_("Vad ska den heta?"), _("Till exempel telefonen eller nyckelringen.")))
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs |= {"maxlength": 60, "autocomplete": "off"}
        self.fields["credential"].required = False

    def clean(self) -> dict[str, Any]:
        try:
            data: dict[str, Any] = super().clean()
        except _NO_ANSWER as error:
            raise forms.ValidationError(WRONG_ANSWER) from error
        if not data.get("credential"):
            raise forms.ValidationError(NO_KEY)
        return data

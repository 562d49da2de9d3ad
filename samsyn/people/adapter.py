"""How allauth meets our rules: nobody signs up by herself, no mail is sent, and failed attempts are logged."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.people import sealing

TOO_MANY = _(
    "Inloggningen är stängd en stund. Fel uppgifter har angetts fem gånger för den här adressen. "
    "Vänta fem minuter och försök igen, eller be din administratör om ett nytt lösenord."
)
WRONG_CODE = _(
    "Koden stämmer inte. Den gäller i trettio sekunder och bara en gång. Skriv den kod som appen visar just nu."
)
# the few of allauth's messages that say what the page itself does not show
MESSAGES = {
    "account/messages/password_changed.txt": _("Lösenordet är bytt."),
    "mfa/messages/totp_activated.txt": _("Inloggning i två steg är påslagen."),
    "mfa/messages/totp_deactivated.txt": _("Appen är borttagen."),
    "mfa/messages/webauthn_added.txt": _("Lösennyckeln är tillagd."),
    "mfa/messages/webauthn_removed.txt": _("Lösennyckeln är borttagen."),
}
WRONG_KEY = _(
    "Du loggades inte in. Lösennyckeln hör inte till någon medarbetare här, eller så tog frågan för lång tid. "
    "Försök igen, eller logga in med lösenord."
)
LAST_STEP = _(
    "Den togs inte bort. Den är ditt enda andra steg, och du ska ha ett för att logga in. "
    "Lägg till en app eller en lösennyckel först."
)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _(
            "Du kan inte logga in. Din inloggning är avstängd. Be din administratör att öppna den."
        ),
        "email_password_mismatch": _(
            "Du loggades inte in. E-postadressen och lösenordet hör inte ihop. Kontrollera båda och försök igen."
        ),
        "enter_current_password": _(
            "Lösenordet ändrades inte. Det nuvarande lösenordet stämmer inte. Skriv det lösenord som du loggade in med."
        ),
        "incorrect_password": _("Lösenordet stämmer inte. Kontrollera det och försök igen."),
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Take the address in lower case without spaces, so that a change of case opens no new attempts."""
        if "email" in credentials:
            credentials["email"] = str(credentials["email"]).strip().lower()
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        from samsyn.people.services import doors

        email = str(credentials.get("email", "")).strip().lower()
        left = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed",
            key=self._get_login_attempts_cache_key(request, email=email),
            dry_run=True,
        )
        doors.note_failed_sign_in(email=email, is_locked=not left)

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Check the password again. Our members have one address each, on the member herself."""
        found = self.authenticate(context.request, email=user.get_username(), password=password)
        return found is not None and found.pk == user.pk

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home:settings")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or not at all."""
        text = message or MESSAGES.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: the program has no mail."""


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": LAST_STEP,
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.opened(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether she may take it away: not the last one, when the installation asks her for a second step."""
        from samsyn.people import second_step

        return second_step.has_another(authenticator) or not second_step.is_asked_of(authenticator.user)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        return str(_("Lösennyckel"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Samsyn"}

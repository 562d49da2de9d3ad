"""The addresses of sign-in. allauth asks for these names; what we do not use answers 404."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

from samsyn.people.views import account as ours
from samsyn.people.views import sessions

urlpatterns = [
    path("logga-in/", ours.login, name="account_login"),
    path("logga-ut/", ours.logout, name="account_logout"),
    path("avstangd/", account.account_inactive, name="account_inactive"),
    path("bekrafta/", ours.reauthenticate, name="account_reauthenticate"),
    path("losenord/", ours.password_change, name="account_change_password"),
    path("glomt-losenord/", ours.forgotten, name="account_reset_password"),
    path("tva-steg/", ours.steps, name="mfa_index"),
    path("tva-steg/kod/", ours.authenticate, name="mfa_authenticate"),
    path("tva-steg/bekrafta/", ours.code_reauthenticate, name="mfa_reauthenticate"),
    path("tva-steg/bekrafta-med-nyckel/", ours.key_reauthenticate, name="mfa_reauthenticate_webauthn"),
    path("tva-steg/nyckel/", ours.add_key, name="mfa_add_webauthn"),
    path("tva-steg/nyckel/<int:pk>/ta-bort/", ours.remove_key, name="mfa_remove_webauthn"),
    path("logga-in/nyckel/", ours.key_login, name="mfa_login_webauthn"),
    path("inloggningar/", sessions.sessions, name="account_sessions"),
    path("inloggningar/avsluta/", sessions.end, name="account_end_sessions"),
    path("tva-steg/sla-pa/", ours.activate_totp, name="mfa_activate_totp"),
    path("tva-steg/sla-av/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tva-steg/reservkoder/", ours.view_codes, name="mfa_view_recovery_codes"),
    path("tva-steg/reservkoder/nya/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("tva-steg/reservkoder/hamta/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    # names that allauth reverses; nobody signs up or changes address here
    path("finns-inte/registrera/", ours.absent, name="account_signup"),
    path("finns-inte/adress/", ours.absent, name="account_email"),
    path("finns-inte/bekrafta-adress/", ours.absent, name="account_email_verification_sent"),
    path("finns-inte/satt-losenord/", ours.absent, name="account_set_password"),
    path("finns-inte/kod/", ours.absent, name="account_confirm_login_code"),
]

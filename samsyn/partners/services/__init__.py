"""Confirming what one's organisation does; asking a partner; and answering by the secret link."""

from samsyn.partners.services.answers import answer
from samsyn.partners.services.confirmations import confirm
from samsyn.partners.services.questions import ask, renew, revoke

__all__ = ["answer", "ask", "confirm", "renew", "revoke"]

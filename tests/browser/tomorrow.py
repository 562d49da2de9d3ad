"""The program as it is the day after: the same store, with the one clock a day ahead. gunicorn serves it beside the server of today."""

from contextvars import ContextVar
from datetime import timedelta

from samsyn.config.wsgi import application
from samsyn.ui import clock

clock._ahead = ContextVar("samsyn-clock-ahead", default=timedelta(days=1))
__all__ = ["application"]

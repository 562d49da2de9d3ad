"""The installation's own virus scanner, asked about each file that somebody brings before it is kept (SAMSYN_SCANNER).

The setting is a command that gets the file's path last, such as `clamdscan --fdpass --no-summary`. It answers as ClamAV does:
0 nothing found, 1 something found. Any other answer, or none, is no answer, and the file is not kept. No shell is used, and
the path is one that the program made itself.
"""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from samsyn.ui.errors import UserError

LONGEST_S = 300
_CLEAN, _FOUND = 0, 1
log = structlog.get_logger("samsyn.scanner")


def must_be_clean(path: Path) -> None:
    """Raise UserError when the scanner finds something in the file or does not answer. Nothing is asked without a scanner."""
    if not settings.SAMSYN_SCANNER:
        return
    code = _ask(path)
    if code == _CLEAN:
        return
    log.warning("file-refused", answer=code, bytes=path.stat().st_size)
    if code == _FOUND:
        raise UserError(
            _(
                "Filen sparades inte. Virusskyddet hittade något skadligt i den. "
                "Öppna den inte, och kontakta den som sköter it-säkerheten hos er."
            )
        )
    raise UserError(
        _(
            "Filen sparades inte. Virusskyddet svarade inte, och utan dess svar tas ingen fil emot. "
            "Försök igen om en stund, eller be den som sköter servern att se efter."
        )
    )


def _ask(path: Path) -> int:
    """Return the scanner's answer; -1 when it could not be run."""
    try:
        done = subprocess.run(
            [*shlex.split(settings.SAMSYN_SCANNER), str(path)],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST_S, check=False,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return -1
    return done.returncode

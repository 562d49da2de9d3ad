"""A check before a joint decision: one named function, one sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One check of a text: its name, whether it holds, and one sentence that says so or what is lacking.

    law       the paragraph that asks for it, or ""
    url       where the lack is mended, or ""
    is_waived whether a signed exception lets it pass; the sentence then names the exception
    """

    code: str
    is_met: bool
    sentence: str
    law: str = ""
    url: str = ""
    is_waived: bool = False

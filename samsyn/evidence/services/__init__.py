"""Writing evidence: files in, checked, in force. Whoever calls: a page, a command, an import, a test."""

from samsyn.evidence.services.again import divisions_without, receive_again
from samsyn.evidence.services.areas import AreaCheck, AreaMatch, check_areas
from samsyn.evidence.services.confirm import confirm, confirm_and_run, discard, resume_stuck
from samsyn.evidence.services.datasets import add_dataset, choose, save_recipe
from samsyn.evidence.services.errors import error_text, errors_as_csv, original_row, row_errors
from samsyn.evidence.services.files import SameFileError, receive_file
from samsyn.evidence.services.previews import header_checksum, preview, propose
from samsyn.evidence.services.run import run_import
from samsyn.evidence.services.sharing import release_dataset, release_public, withdraw_dataset

__all__ = [
    "AreaCheck",
    "AreaMatch",
    "SameFileError",
    "add_dataset",
    "check_areas",
    "choose",
    "confirm",
    "confirm_and_run",
    "discard",
    "divisions_without",
    "error_text",
    "errors_as_csv",
    "header_checksum",
    "original_row",
    "preview",
    "propose",
    "receive_again",
    "receive_file",
    "release_dataset",
    "release_public",
    "resume_stuck",
    "row_errors",
    "run_import",
    "save_recipe",
    "withdraw_dataset",
]

"""Reading a file in once more: the city has got areas that were not there when its incidents were placed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.evidence.models import DataImport, ImportState
from samsyn.evidence.services.datasets import choose
from samsyn.evidence.services.files import named_file, receive_file
from samsyn.people.models import Member
from samsyn.ui.errors import UserError

if TYPE_CHECKING:
    from samsyn.places.models import Division


def divisions_without(data_import: DataImport) -> list[Division]:
    """Return the city's divisions that the incidents of the import have no areas of, for they were loaded later."""
    if data_import.state != ImportState.IN_FORCE or not data_import.incidents_checksum:
        return []
    from samsyn.evidence import frames
    from samsyn.evidence.models import DatasetKind
    from samsyn.evidence.store import figures

    if data_import.dataset is None or data_import.dataset.kind == DatasetKind.FEED:
        return []
    import pyarrow.parquet as pq

    columns = set(pq.read_schema(figures().path(data_import.incidents_checksum)).names)
    layers = frames.layers(data_import.city)
    return [layer.division for layer in layers if f"area:{layer.division.slug}" not in columns]


@transaction.atomic
def receive_again(*, data_import: DataImport, by: Member | None) -> DataImport:
    """Take the same file in again with the same choices; it replaces the one in force when it is confirmed."""
    if data_import.state != ImportState.IN_FORCE or data_import.dataset is None:
        raise UserError(
            _(
                "Filen lästes inte in igen. Den gäller inte längre, eller är inte inläst ännu. "
                "Öppna den inläsning som gäller och försök därifrån."
            )
        )
    with named_file(data_import) as path, path.open("rb") as upload:
        made = receive_file(
            city=data_import.city, upload=upload, file_name=data_import.file_name, by=by, again=True
        )
    return choose(
        data_import=made,
        dataset=data_import.dataset,
        reader=data_import.reader,
        options=data_import.options,
        division=data_import.division,
        by=by,
    )

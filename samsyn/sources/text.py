"""Text files as UTF-8, read in a stream: UTF-8 with or without a mark, UTF-16, else Windows-1252; also gzipped."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal, cast

from samsyn.sources import faults
from samsyn.sources.contract import N_, SourceError

HEAD = 65_536
CHUNK = 1 << 20
LONGEST_LINE = 1_000_000
LARGEST_WHOLE = 400 << 20  # for forms that cannot be streamed
MOST_COLUMNS = 1_000
BOMB_BYTES = 64 << 20  # a gzip file may unpack to this whatever its ratio
BOMB_RATIO = 500

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DOS_LETTERS = re.compile(rb"[A-Za-z][\x84\x86\x94][a-z]")
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
GZIP = b"\x1f\x8b"


class Unpacked(io.RawIOBase):
    """The bytes of a file, unpacked when it is gzipped. Stops at a bomb, says when it was cut."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.raw: BinaryIO = path.open("rb")
        self.total = path.stat().st_size
        self.is_gzip = self.raw.read(2) == GZIP
        self.raw.seek(0)
        self.source = cast(BinaryIO, gzip.GzipFile(fileobj=self.raw, mode="rb")) if self.is_gzip else self.raw
        self.out = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        with faults.guarded(self.path):
            chunk = self.source.read(size)
        self.out += len(chunk)
        if self.is_gzip and self.out > BOMB_BYTES and self.out > BOMB_RATIO * max(1, self.raw.tell()):
            raise faults.bomb(self.path, megabytes=self.out >> 20)
        return chunk

    def done(self) -> int:
        """Return how many bytes of the file as it lies on disk have been read."""
        return self.total if self.raw.closed else self.raw.tell()

    def close(self) -> None:
        self.raw.close()
        super().close()


def read_head(path: Path, size: int = HEAD) -> bytes:
    """Return the first bytes, unpacked. Raises SourceError for a broken gzip file."""
    file = Unpacked(path)
    try:
        return file.read(size)
    finally:
        file.close()


def encoding_of(path: Path, head: bytes) -> str:
    """Return "utf-8", "utf-16-le", "utf-16-be" or "windows-1252". Raises SourceError for what is no text."""
    if head.startswith(_UTF32):
        raise _unknown_encoding(path)
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    if b"\0" in head[:400] and len(head) > 3:
        return _utf16_without_mark(path, head[:400])
    if _CONTROLS.search(head):
        raise faults.binary(path)
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head)
        return "utf-8"
    except UnicodeDecodeError:
        pass
    if _DOS_LETTERS.search(head) and not re.search(rb"[\xe5\xe4\xf6\xc5\xc4\xd6]", head):
        raise _unknown_encoding(path)
    return "windows-1252"


def _utf16_without_mark(path: Path, head: bytes) -> str:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.4 * len(head) / 2 and not even:
        return "utf-16-le"
    if even > 0.4 * len(head) / 2 and not odd:
        return "utf-16-be"
    raise faults.binary(path)


def _unknown_encoding(path: Path) -> SourceError:
    return SourceError(
        N_(
            "Filen {file} har en teckenkodning som vi inte känner igen. Den är varken UTF-8, UTF-16 eller Windows-1252. "
            "Spara den som CSV i UTF-8 och lämna in den igen."
        ),
        file=path.name,
    )


class Utf8(io.RawIOBase):
    """A text file as UTF-8 without a mark, whatever it was; `encoding` says what it was.

    Plain ASCII may turn out to be Windows-1252 far into the file; a file that mixes both is refused.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = Unpacked(path)
        head = self.file.read(HEAD)
        self.encoding = encoding_of(path, head)
        self.seen_utf8 = False
        self.ended = False
        self.decoder = self._decoder()
        self.waiting = self._as_utf8(head)
        if self.waiting.startswith(codecs.BOM_UTF8):
            self.waiting = self.waiting[3:]

    def _decoder(self) -> codecs.IncrementalDecoder:
        return codecs.getincrementaldecoder("cp1252" if self.encoding == "windows-1252" else self.encoding)()

    def _as_utf8(self, chunk: bytes) -> bytes:
        pending = bool(self.decoder.getstate()[0])
        if chunk.isascii() and not pending and not self.encoding.startswith("utf-16"):
            if b"\0" in chunk:
                raise faults.binary(self.path)
            return chunk
        try:
            text = self.decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            text = self._decoded_otherwise(chunk)
        if "\0" in text:
            raise faults.binary(self.path)
        self.seen_utf8 = self.seen_utf8 or (self.encoding == "utf-8" and not text.isascii())
        return text.encode("utf-8")

    def _decoded_otherwise(self, chunk: bytes) -> str:
        """Go over to Windows-1252 when all that came before was plain ASCII."""
        if (self.encoding != "utf-8" or self.seen_utf8) and not chunk:
            raise faults.cut(self.path)
        if self.encoding != "utf-8" or self.seen_utf8:
            raise _unknown_encoding(self.path)
        waiting = self.decoder.getstate()[0]
        self.encoding = "windows-1252"
        self.decoder = self._decoder()
        try:
            return self.decoder.decode(waiting + chunk)
        except UnicodeDecodeError:
            raise _unknown_encoding(self.path) from None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return self.readall()
        while not self.waiting and not self.ended:
            chunk = self.file.read(CHUNK)
            self.ended = not chunk
            self.waiting = self._as_utf8(chunk)
        out, self.waiting = self.waiting[:size], self.waiting[size:]
        return out

    def read_all(self) -> bytes:
        """Return the whole file. Raises SourceError when it is larger than 400 megabytes."""
        parts, size = [], 0
        while part := self.read(CHUNK):
            parts.append(part)
            size += len(part)
            if size > LARGEST_WHOLE:
                raise faults.too_large(self.path, limit=N_("400 megabyte"))
        return b"".join(parts)

    def readall(self) -> bytes:
        return b"".join(iter(lambda: self.read(CHUNK), b""))

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self.file.close()
        super().close()


def delimiter_of(head: str) -> Literal[",", ";", "\t"]:
    """Return the delimiter that gives the first lines most columns of equal number."""
    if match := re.match(r"sep=([,;\t])\s*\n", head, re.IGNORECASE):
        return cast(Literal[",", ";", "\t"], match[1])
    best: tuple[float, str] = (0.0, ",")
    for mark in (",", ";", "\t"):
        widths = [len(row) for row in _try_rows(head, mark) if row]
        if not widths or widths[0] < 2:
            continue
        alike = sum(width == widths[0] for width in widths) / len(widths)
        best = max(best, (alike + widths[0] / 1000, mark))
    return cast(Literal[",", ";", "\t"], best[1])


def _try_rows(head: str, mark: str) -> list[list[str]]:
    lines = head.splitlines(keepends=True)[:40]
    try:
        return list(csv.reader(lines[:-1] if len(lines) > 3 else lines, delimiter=mark))
    except csv.Error:
        return []


class CsvRows:
    """The rows of a CSV file one at a time, with their numbers; the first line is 1."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes = Utf8(path)
        self.buffer = io.BufferedReader(self.bytes, CHUNK)
        head = self.buffer.peek(HEAD)[:HEAD].decode("utf-8", "ignore")
        self.delimiter = delimiter_of(head)
        self.skip_first = head[:4].lower() == "sep="
        self.text = io.TextIOWrapper(self.buffer, encoding="utf-8", newline="")

    @property
    def encoding(self) -> str:
        return self.bytes.encoding[:6] if self.bytes.encoding.startswith("utf-16") else self.bytes.encoding

    def done(self) -> int:
        return self.bytes.file.done()

    def _lines(self) -> Iterator[str]:
        while line := self.text.readline(LONGEST_LINE):
            if len(line) >= LONGEST_LINE:
                raise faults.too_large(self.path, limit=N_("1 000 000 tecken per rad"))
            yield line

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        with faults.guarded(self.path):
            for row, cells in enumerate(csv.reader(self._lines(), delimiter=self.delimiter), start=1):
                if len(cells) > MOST_COLUMNS:
                    raise faults.too_large(self.path, limit=N_("1 000 kolumner"))
                if not (row == 1 and self.skip_first):
                    yield row, cells

    def close(self) -> None:
        self.text.close()

"""Where an answer is written: counted by rows and bytes as it comes, and kept whole until it is known to be."""

from __future__ import annotations

import zlib
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO

from ...ontology.errors import RequestRefused

_IN_MEMORY = 256 * 1024
_WORTH_ZIPPING = 1024
_GZIP_WINDOW = 31


class Counter:
    """Counts the rows of a serialized answer, exactly, from its bytes as they come in pieces."""

    def __init__(self, form: str) -> None:
        self._marks = {"json": b',{"', "xml": b"<result>", "tsv": b"\n"}
        self._form, self._left, self._quoted = form, b"", False
        self.rows = {"json": 1, "tsv": -1, "csv": -1}.get(form, 0)  # no comma before the first; a header line

    def add(self, piece: bytes) -> None:
        """Count what one more piece holds."""
        if self._form == "csv":
            self._add_csv(piece)
        elif self._form in self._marks:
            mark = self._marks[self._form]
            text = self._left + piece  # a quote or an angle bracket within a value is escaped, so no mark is
            self.rows += text.count(mark)
            self._left = text[-(len(mark) - 1) :] if len(mark) > 1 else b""

    def _add_csv(self, piece: bytes) -> None:
        for count, part in enumerate(piece.split(b'"')):
            self._quoted ^= count > 0
            if not self._quoted:
                self.rows += part.count(b"\n")


class Sink:
    """A file to write an answer to; raises RequestRefused once it holds more than ``most_rows`` or ``most_bytes``.

    Small answers stay in memory, others go to a file without a name; both are hashed and, where wanted, gzipped.
    """

    def __init__(self, form: str, *, most_rows: int, most_bytes: int, gzip: bool) -> None:
        self._counter, self._most_rows, self._most_bytes = Counter(form), most_rows, most_bytes
        self._wants_gzip, self._hash = gzip, sha256()
        self._zipping: zlib._Compress | None = None
        self._pieces: list[bytes] = []
        self._size = self._written = 0
        self.file: IO[bytes] | None = None
        self.encoding = "identity"

    def write(self, piece: bytes) -> int:
        """Take one more piece."""
        self._size += len(piece)
        self._counter.add(piece)
        if self._size > self._most_bytes:
            raise too_much("bytes", self._most_bytes)
        if self._counter.rows > self._most_rows:
            raise too_much("rows", self._most_rows)
        if self.file is None:
            self._pieces.append(bytes(piece))
            if self._size > _IN_MEMORY:
                self._spill()
        else:
            self._put(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: what was taken is kept."""

    def finish(self) -> bytes:
        """Give the content of an answer kept in memory; that of another is in ``file``, set back to its start."""
        if self.file is None:
            if self._wants_gzip and self._size >= _WORTH_ZIPPING:
                self._start_zipping()
            content = self._zip(b"".join(self._pieces)) + self._rest()
            self._hash.update(content)
            self._written = len(content)
            return content
        rest = self._rest()
        self.file.write(rest)
        self._hash.update(rest)
        self._written += len(rest)
        self.file.flush()
        self.file.seek(0)
        return b""

    @property
    def rows(self) -> int:
        """Give the rows counted; an empty row has no mark in JSON."""
        return max(self._counter.rows, 0)

    @property
    def size(self) -> int:
        """Give the size of the content as it goes out."""
        return self._written

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the content as it goes out."""
        return self._hash.hexdigest()

    def _spill(self) -> None:
        self.file = TemporaryFile(prefix="youcheng-")  # noqa: SIM115 - closed with the answer that it holds
        if self._wants_gzip:
            self._start_zipping()
        for piece in self._pieces:
            self._put(piece)
        self._pieces.clear()

    def _put(self, piece: bytes) -> None:
        content = self._zip(piece)
        self._hash.update(content)
        self._written += len(content)
        if self.file is not None:
            self.file.write(content)

    def _start_zipping(self) -> None:
        self.encoding = "gzip"
        self._zipping = zlib.compressobj(6, zlib.DEFLATED, _GZIP_WINDOW)

    def _zip(self, piece: bytes) -> bytes:
        return piece if self._zipping is None else self._zipping.compress(piece)

    def _rest(self) -> bytes:
        return b"" if self._zipping is None else self._zipping.flush()


def too_much(limit: str, most: int) -> RequestRefused:
    """Give the refusal of an answer past the row or byte cap."""
    advice = "add LIMIT and OFFSET, ask for less, or take the whole dump (see /.well-known/void)"
    return RequestRefused(422, limit, f"the answer has more than {most:,} {limit}: {advice}", limit=most)

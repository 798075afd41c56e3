"""Answers kept on disk with the time they were retrieved, so that a question can be asked again without the network."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from ..write import write_whole


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept answer: its bytes, and when the remote gave them (UTC)."""

    body: bytes
    retrieved: datetime


class Cache:
    """A folder of answers, one file each: a line of JSON that says what was asked and when, then the body.

    To ``refresh`` it none is given from it, and the new ones take the place of the old.
    """

    def __init__(self, folder: Path, *, refresh: bool = False) -> None:
        self.folder, self._refresh = folder, refresh

    def get(self, url: str, question: str, accept: str) -> Kept | None:
        """Give the kept answer, None where there is none; a file not whole, or of a time to come, counts as none."""
        if self._refresh:
            return None
        try:
            head, _, body = self._file(url, question, accept).read_bytes().partition(b"\n")
            said = json.loads(head)
            retrieved = datetime.fromisoformat(said["retrieved"])
            if sha256(body).hexdigest() != said["sha256"] or retrieved.tzinfo is None:
                return None
            return Kept(body, retrieved) if retrieved <= now() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, url: str, question: str, accept: str, kept: Kept) -> None:
        """Keep an answer; the file appears whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        said = {
            "endpoint": url,
            "question": question,
            "accept": accept,
            "retrieved": kept.retrieved.isoformat(),
            "sha256": sha256(kept.body).hexdigest(),
        }
        content = json.dumps(said, ensure_ascii=False).encode() + b"\n" + kept.body
        write_whole(self._file(url, question, accept), content)

    def _file(self, url: str, question: str, accept: str) -> Path:
        return self.folder / sha256(f"{url}\n{accept}\n{question}".encode()).hexdigest()


def now() -> datetime:
    """Give this second, in UTC."""
    return datetime.now(UTC).replace(microsecond=0)


def default_folder() -> Path:
    """Give the folder of kept answers: ``$XDG_CACHE_HOME/youcheng/answers``, else under ``~/.cache``."""
    root = os.environ.get("XDG_CACHE_HOME")
    return (Path(root) if root else Path.home() / ".cache") / "youcheng" / "answers"

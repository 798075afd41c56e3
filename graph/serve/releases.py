"""The release that is served: what identifies it, what it says of itself, and whether another has taken its place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...ontology.errors import ReleaseError
from ..release import MANIFEST, digest

if TYPE_CHECKING:
    from pathlib import Path

DESCRIPTION = "dataset.ttl"


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its real folder, the SHA-256 of its manifest, the base of its IRIs, its graphs, its description."""

    folder: Path
    id: str
    base: str
    description: bytes
    graphs: tuple[str, ...] = ()


def read(path: Path) -> Release:
    """Read the release that a path leads to now; raises ReleaseError where there is none."""
    try:
        folder = path.resolve(strict=True)
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        described = folder / DESCRIPTION
        return Release(folder, digest(folder / MANIFEST), str(manifest["base"]), described.read_bytes())
    except (OSError, ValueError, KeyError) as error:
        raise ReleaseError(
            f"no release in {path}: run `youcheng build` first, or name another with --release"
        ) from error

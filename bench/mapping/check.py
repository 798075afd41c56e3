"""Whether two files hold the same set of triples, after parsing: reference, other, number of differences to print."""

from __future__ import annotations

import sys
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

if TYPE_CHECKING:
    from collections.abc import Iterator


def triples(path: Path) -> Iterator[str]:
    """Give every triple of an N-Quads or N-Triples file as canonical N-Triples, without its graph."""
    with path.open("rb") as file:
        if path.suffix == ".zst":
            import zstandard

            file = zstandard.ZstdDecompressor().stream_reader(file)  # noqa: PLW2901
        for quad in parse(input=file, format=RdfFormat.N_QUADS):
            yield str(quad.triple)


def digests(path: Path) -> set[bytes]:
    """Give a digest of each distinct triple: eight bytes are enough for some million triples, and fit in memory."""
    return {blake2b(triple.encode(), digest_size=8).digest() for triple in triples(path)}


def main(reference: Path, other: Path, shown: int) -> int:
    """Print the number of distinct triples of the reference; on standard error, triples that only one file has."""
    expected, found = digests(reference), digests(other)
    print(len(expected))
    for path, missing, sign in ((reference, expected - found, "-"), (other, found - expected, "+")):
        if missing:
            print(f"{sign} {len(missing)} triples only in {path.name}, such as", file=sys.stderr)
            lone = (triple for triple in triples(path) if blake2b(triple.encode(), digest_size=8).digest() in missing)
            for _, triple in zip(range(shown), lone, strict=False):
                print(f"{sign} {triple}", file=sys.stderr)
    return 0 if expected == found else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))

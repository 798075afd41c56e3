"""Damage real documents and those of every family many times over; each ends in rows or in named errors.

    python bench/fuzz/run.py --mutations 50000

Exit status 1, with the seed, where a reading ends in a traceback or takes too long, loses a data line without an error,
or gives a value that its cell does not bear out.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from books import workbook
from damage import damaged
from held import data_lines, data_of, described, fused, lost, wrong

from youcheng.mapping.descriptor import descriptors, load
from youcheng.mapping.drafting.draft import draft
from youcheng.mapping.readers import document_text
from youcheng.mapping.reading import read_list
from youcheng.ontology.errors import DescriptorError, YouchengError

if TYPE_CHECKING:
    from types import FrameType

    from youcheng.mapping.descriptor import Descriptor

DOCUMENTS = Path(__file__).parents[2] / "tests" / "data" / "lists"
_DRAFTED = 10
"""Of how many damaged documents one is also drafted anew."""
LONGEST = 20
"""Seconds that no reading of a page takes."""


class Sound(NamedTuple):
    """A document of the corpus before it is damaged, with the words of its data lines (none for a workbook)."""

    descriptor: Descriptor
    content: bytes
    data: frozenset[str]


def corpus(folder: Path) -> list[Sound]:
    """Give the project's own lists and the documents of every family, as drafted without a person."""
    own = list(descriptors())
    files = {path.stem: path.read_bytes() for path in sorted(DOCUMENTS.iterdir()) if path.is_file()}
    for stem, content in {**files, "book": workbook()}.items():
        made = draft(content, stem, stem.replace("_", "-"))
        (folder / made.id).mkdir()
        (folder / made.id / made.document).write_bytes(content)
        own.append(made.descriptor(folder / made.id))
    return [_sound(each) for each in own]


def _sound(descriptor: Descriptor) -> Sound:
    content = descriptor.path.read_bytes()
    text = _text(descriptor)
    return Sound(descriptor, content, data_of(read_list(descriptor), text))


def _text(descriptor: Descriptor) -> str:
    """Give a document's text; that of a workbook with each row on the line of its number, as the last sheet has it."""
    if descriptor.reader != "workbook":
        return descriptor.path.read_bytes().decode(descriptor.encoding, "replace")
    rows: dict[int, str] = {}
    for line in document_text(descriptor.path).splitlines():
        said = json.loads(line)
        rows.setdefault(said["row"], json.dumps(said["cells"], ensure_ascii=False))
    return "\n".join(rows.get(number, "") for number in range(1, max(rows, default=0) + 1))


def attempt(sound: Sound, content: bytes, folder: Path) -> tuple[str, list[str]]:
    """Read a damaged document; gives how it ended and what is wrong with that."""
    said = sound.descriptor._replace(folder=folder)
    said.path.write_bytes(content)
    try:
        reading = read_list(said)
    except YouchengError:
        return "refused with a message", []
    except TimeoutError:
        return "too long", [f"longer than {LONGEST} s"]
    except Exception as error:  # noqa: BLE001 - that there is none is what is tested
        return "traceback", [f"{type(error).__name__}: {error}"]
    found = [*wrong(reading), *fused(reading, content, content.decode(said.encoding, "replace"))]
    if sound.data:
        numbers = data_lines(_text(said), sound.data)
        found += lost(reading, numbers)
    return ("rows and named errors" if reading.errors else "rows"), found


def redrafted(content: bytes, folder: Path) -> list[str]:
    """Draft a list from a damaged document as from a new one; gives what is wrong with how that ended."""
    try:
        made = draft(content, "damaged", "damaged")
        (folder / "damaged").mkdir(exist_ok=True)
        (folder / "damaged" / made.document).write_bytes(content)
        (folder / "damaged" / "list.yaml").write_text(made.yaml(), encoding="utf-8")
        if made.readable:
            read_list(made.descriptor(folder / "damaged"))
        load(folder / "damaged" / "list.yaml")
    except DescriptorError as error:
        return [] if "a draft still asks" in str(error) else [f"the draft is none: {error}"]
    except YouchengError:
        return []
    except Exception as error:  # noqa: BLE001 - that there is none is what is tested
        return [f"drafting: {type(error).__name__}: {error}"]
    return []


def main() -> int:
    """Run the mutations; prints how they ended."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mutations", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=2023)
    given = parser.parse_args()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    ends: Counter[tuple[str, str]] = Counter()
    failures = 0
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sounds = corpus(folder)
        for number in range(given.mutations):
            dice = random.Random(f"{given.seed}-{number}")  # noqa: S311 - the same damage in every run
            sound = dice.choice(sounds)
            signal.alarm(LONGEST)
            content = damaged(sound.content, dice, sound.descriptor.encoding)
            end, found = attempt(sound, content, folder)
            found += redrafted(content, folder) if number % _DRAFTED == 0 else []
            signal.alarm(0)
            ends[described(sound.descriptor), end] += 1
            failures += bool(found)
            for each in found[:3]:
                print(f"mutation {number} of seed {given.seed}, {described(sound.descriptor)}: {each}", file=sys.stderr)
    for (document, end), count in sorted(ends.items()):
        print(f"{document:32} {end:24} {count:6}")
    print(f"{given.mutations} mutations in {time.perf_counter() - start:.0f} s, {failures} of them wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

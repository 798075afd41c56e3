"""What several tests stand on: the lists as read, the reviewed links, and lists written anew with one thing changed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import settings

from youcheng.graph.store import open_release
from youcheng.mapping.descriptor import LISTS, descriptor
from youcheng.mapping.iris import Iris
from youcheng.mapping.places import load_links
from youcheng.mapping.reading import read_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pyoxigraph import Store

    from youcheng.mapping.descriptor import Descriptor
    from youcheng.mapping.linking.index import Index
    from youcheng.mapping.places import Links
    from youcheng.mapping.records import Reading

# The same examples in every run, so that a failure is one for everybody.
settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.load_profile("same")


class Rewritten(Protocol):
    """Gives the descriptor of a copy of a list, its document (and its list.yaml) changed."""

    def __call__(
        self, list_id: str, document: Callable[[str], str | bytes] = str, yaml: Callable[[str], str] = str
    ) -> Descriptor:
        """Copy the list of that id with its document and its list.yaml as these functions give them."""


class Listed(Protocol):
    """Gives the descriptor of a list in commas, with more lines of list.yaml, or others in place of its own."""

    def __call__(self, document: str, more: str = "", **keys: str) -> Descriptor:
        """Write the document and its list.yaml; ``keys`` are about, as_of and columns."""


_LISTED = """\
document: document.csv
reader: separated
title: {{ zh: 名录 }}
publisher: {{ zh: 外办 }}
authority: official
about: {about}
as_of: {as_of}
licence: none stated by the publisher
columns:
{columns}
"""
_FIELDS = {
    "城市": "partner",
    "国家": "country",
    "日期": "signed",
    "级别": "level",
    "本市": "party",
    "备注": "notes",
    "人口": "population",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the golden files anew; look at what changed before you keep it."""
    parser.addoption("--refresh-golden", action="store_true", help="write tests/golden/ anew from this run")


@pytest.fixture(scope="session")
def refresh_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether this run writes the golden files rather than compares with them."""
    return bool(request.config.getoption("--refresh-golden"))


@pytest.fixture(scope="session")
def xian() -> Reading:
    """Read Xi'an's own list."""
    return read_list(descriptor("xian-2023-05"))


@pytest.fixture(scope="session")
def xinjiang() -> Reading:
    """Read the encyclopedia's list for Xinjiang."""
    return read_list(descriptor("xinjiang-2023-12"))


@pytest.fixture(scope="session")
def readings(xian: Reading, xinjiang: Reading) -> tuple[Reading, Reading]:
    """Give both lists as read."""
    return xian, xinjiang


@pytest.fixture(scope="session")
def links() -> Links:
    """Read the reviewed links."""
    return load_links()


@pytest.fixture
def rewritten(tmp_path: Path) -> Rewritten:
    """Give a function that copies a list beneath the test's own folder, changed."""

    def copy(
        list_id: str, document: Callable[[str], str | bytes] = str, yaml: Callable[[str], str] = str
    ) -> Descriptor:
        folder = tmp_path / list_id
        shutil.copytree(LISTS / list_id, folder, dirs_exist_ok=True)
        written = document((LISTS / list_id / "document.txt").read_text(encoding="utf-8"))
        content = written if isinstance(written, bytes) else written.encode()
        (folder / "document.txt").write_bytes(content)
        described = yaml((LISTS / list_id / "list.yaml").read_text(encoding="utf-8"))
        (folder / "list.yaml").write_text(described, encoding="utf-8")
        return descriptor(list_id, tmp_path)

    return copy


@pytest.fixture
def listed(tmp_path: Path) -> Listed:
    """Give a function that writes a list in commas beneath the test's folder, its columns known by their headers."""

    def write(document: str, more: str = "", **keys: str) -> Descriptor:
        folder = tmp_path / "lists" / keys.pop("id", "listed")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "document.csv").write_text(document, encoding="utf-8")
        headers = document.splitlines()[0].split(",")
        columns = "\n".join(f"  - {{ header: {header}, field: {_FIELDS[header]} }}" for header in headers)
        said = {"about": "西安市", "as_of": "2020", "columns": columns} | keys
        (folder / "list.yaml").write_text(_LISTED.format(**said) + more, encoding="utf-8")
        return descriptor(folder.name, folder.parent)

    return write


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the project's own lists once, as `youcheng build` does, and give the release."""
    from youcheng.graph.build import build

    made = tmp_path_factory.mktemp("release") / "dist"
    build(made, Iris())
    return made


@pytest.fixture(scope="session")
def store(release: Path) -> Store:
    """Open the release's store as every command does."""
    return open_release(release)


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Index the project's gazetteer once, in a folder of this run."""
    from youcheng.mapping.linking.index import open_index

    made = open_index(folder=tmp_path_factory.mktemp("index"))
    yield made
    made.close()

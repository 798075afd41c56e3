"""The documents are true: every command, folder and link in them is there, and every command is in them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from youcheng.graph.__main__ import COMMANDS, parser
from youcheng.queries import query

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_tour(command: str) -> None:
    """The README names every command."""
    assert re.search(rf"`youcheng {command}\b", README)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(document: Path) -> None:
    """A relative link names a file or folder that is there."""
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_shown_can_be_given(document: Path) -> None:
    """What stands after a prompt parses, and a saved question that it asks is there."""
    for words in re.findall(r"^\$ youcheng (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE):
        given = parser().parse_args(shlex.split(re.split(r" [|>] ", words)[0], comments=True))
        asked = str(getattr(given, "query", ""))
        if given.command == "query" and re.fullmatch(r"[a-z0-9/-]{2,}", asked):
            assert query(asked).name == asked.rpartition("/")[2]


def test_the_files_of_a_release_are_named(release: Path) -> None:
    """The README names every file and folder of a release."""
    for path in release.iterdir():
        named = path.name if path.is_file() else f"{path.name}/"
        assert named in README or path.suffix in README, named

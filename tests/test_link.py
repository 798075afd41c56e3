"""`youcheng link`: what it writes, what it leaves, and what a person decides at a terminal."""

from __future__ import annotations

import json
import multiprocessing
import os
import pty
import re
import resource
import select
import subprocess
import sys
import time
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from youcheng.graph.__main__ import main
from youcheng.graph.link import propose
from youcheng.mapping.descriptor import descriptor
from youcheng.mapping.linking.link_table import COMPOSITE, LEXICAL, Link, add_links, held
from youcheng.mapping.linking.place_ids import mint, name_of_item, name_without_item
from youcheng.mapping.names import read_name
from youcheng.mapping.places import BY_HAND, LINKS, load_links
from youcheng.mapping.reading import read_list
from youcheng.mapping.spelling import is_han
from youcheng.ontology.errors import LinkError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from youcheng.mapping.linking.index import Index
    from youcheng.mapping.places import Links
    from youcheng.mapping.records import Reading

    from .conftest import Rewritten

ENGLISH = """\
document: document.csv
reader: separated
title: { zh: \u53cb\u57ce }
publisher: { zh: \u8bcd\u5178 }
authority: encyclopedia
about: \u4e2d\u56fd
as_of: 2023
licence: none stated by the publisher
kind: sister-city
language: en
columns:
  - { header: City, field: party }
  - { header: Sister city, field: partner }
  - { header: Country, field: country }
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Give a copy of the project's links without the partners in Japan and Kazakhstan."""
    lines = LINKS.read_bytes().decode().splitlines(keepends=True)
    path = tmp_path / "links.sssom.tsv"
    path.write_bytes("".join(line for line in lines if not line.startswith(("place:jp-", "place:kz-"))).encode())
    return path


def run(*words: str | Path, index: Index, status: int | None = None) -> str:
    """Run `youcheng link` with the index of this run; gives what it prints."""
    environment = os.environ | {"XDG_CACHE_HOME": str(cache(index))}
    command = [sys.executable, "-m", "youcheng.graph", "link", *map(str, words)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
    if status is not None:
        assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


def cache(index: Index) -> Path:
    """Give the cache folder that holds the index of this run, as the environment names it."""
    named = index.path.parent / "youcheng"
    if not named.exists():
        named.symlink_to(index.path.parent, target_is_directory=True)
    return index.path.parent


def added(path: Path, before: bytes) -> list[str]:
    """Give the lines that were put into a table, after a check that all others stand as they stood."""
    old, new = before.decode().splitlines(keepends=True), path.read_bytes().decode().splitlines(keepends=True)
    rest = iter(new)
    assert all(line in rest for line in old), "a line that stood there is changed, gone or moved"
    return [line for line in new if line not in set(old)]


def small_files() -> None:
    """Let no file grow beyond 5 MB, which fails a writer as a full disk does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000_000, 5_000_000))


@pytest.mark.parametrize("full", [True, False], ids=["a full disk", "a file where the folder should be"])
def test_an_index_that_cannot_be_written_is_told_with_the_next_step(tmp_path: Path, *, full: bool) -> None:
    """The path, what is wrong with it, and the setting; nothing half written stays."""
    folder = tmp_path / "cache"
    if not full:
        folder.write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "youcheng.graph", "link", "--dry-run"],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"XDG_CACHE_HOME": str(folder)},
        preexec_fn=small_files if full else None,
        check=False,
    )
    assert done.returncode == 1
    assert f"cannot write the gazetteer's index {folder}/youcheng/gazetteer-" in done.stderr
    assert "set XDG_CACHE_HOME to a folder" in done.stderr
    assert "Traceback" not in done.stderr
    assert not [path for path in folder.rglob("*") if path.suffix not in {"", ".lock"}]


# Proposals.


def test_every_unknown_name_is_proposed_once(index: Index, readings: Iterable[Reading], table: Path) -> None:
    """What `youcheng build` would miss is what is proposed, successors in notes too."""
    links, kept = load_links(table), list(readings)
    missing = {error.value for reading in kept for _, error in links.unknown(reading)}
    proposed = [each.wanted.key for each in propose(index, links, kept)]
    assert sorted(proposed) == sorted(missing)
    assert {"甲州市", "鹽山市", "大和村"} <= set(proposed)


def test_links_agree_with_the_reviewed_ones(
    index: Index, readings: Iterable[Reading], table: Path, links: Links
) -> None:
    """Whatever is linked without the reviewed links is what review found; most names are."""
    proposals = propose(index, load_links(table), readings)
    made = [each.link for each in proposals if each.link]
    for link in made:
        reviewed = links.find(link.place[:2], link.name)
        assert reviewed is not None
        assert reviewed.qid == link.qid
    assert len(made) >= 15


def test_countries_are_linked_before_places(index: Index, xian: Reading, tmp_path: Path) -> None:
    """With an empty table the countries come first, and places are sought in them."""
    path = tmp_path / "links.sssom.tsv"
    lines = LINKS.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if line.startswith(("#", "subject_id"))), encoding="utf-8")
    proposals = propose(index, load_links(path), [xian])
    kinds = [each.wanted.country for each in proposals]
    assert kinds == sorted(kinds, reverse=True)
    by_name = {each.wanted.key: each.link for each in proposals}
    assert by_name["日本"] is not None
    assert by_name["日本"].place == "jp"
    nara = by_name["奈良市"]
    assert nara is not None
    assert (nara.place, nara.qid) == ("jp-nara", "Q169134")


def test_a_partner_whose_country_is_not_told_is_named_open(index: Index, links: Links, tmp_path: Path) -> None:
    """A country that could be two, one that is none: countries and their partners are all among the open names."""
    folder = tmp_path / "own-list"
    folder.mkdir()
    source = descriptor("xian-2023-05")
    said = source.path.with_name("list.yaml").read_text(encoding="utf-8")
    (folder / "list.yaml").write_text(said, encoding="utf-8")
    document = source.path.read_text(encoding="utf-8")
    row = "41 | {} | {} | 非洲 | 2020年5月18日 | 35 | 276 |"
    added = [
        row.format("奈良市", "刚果共和联邦邦"),
        row.format("甲城", "Congo"),
        row.format("甲城", "Republic of China"),
    ]
    (folder / "document.txt").write_text("\n".join([document.rstrip(), *added]), encoding="utf-8")
    proposals = propose(index, links, [read_list(descriptor("own-list", tmp_path))])
    opened = [(each.wanted.key, each.wanted.country) for each in proposals if each.link is None]
    countries = ["Congo", "Republic of China", "刚果共和联邦邦"]
    places = ["奈良市", "甲城", "甲城"]
    assert sorted(opened) == sorted([*((name, True) for name in countries), *((name, False) for name in places)])
    told = [each.verdict.reason for each in proposals if not each.wanted.country]
    assert all(any(repr(name) in reason for reason in told) for name in countries)
    last = len(document.rstrip().splitlines()) + 3
    assert f"line {last}" in told[-1]


def test_a_place_known_by_another_name_keeps_its_id(index: Index, readings: Iterable[Reading], table: Path) -> None:
    """A second name of a linked item is a second row of the same place."""
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "\t奥什\t" not in line]
    table.write_text("".join(kept), encoding="utf-8")
    made = {each.wanted.key: each.link for each in propose(index, load_links(table), readings)}
    osh = made["奥什"]
    assert osh is not None
    assert osh.place == "kg-osh"


# Ids.


def test_ids_are_ascii_and_never_taken_twice(index: Index) -> None:
    """A taken id is made another by the parent, then by the QID, then by a number."""
    entry = index.item("Q41819")
    assert entry is not None
    assert mint("us", "Kansas City", set(), entry) == "us-kansas-city"
    assert mint("us", "Kansas City", {"us-kansas-city"}, entry) == "us-kansas-city-missouri"
    assert mint("us", "Kansas City", {"us-kansas-city", "us-kansas-city-missouri"}, entry) == "us-kansas-city-q41819"
    assert mint("cn", "额敏县", {"cn-eminxian"}) == "cn-eminxian-2"
    assert mint("pl", "Łódź", set()) == "pl-lodz"


@pytest.mark.parametrize(
    ("country", "name", "place"),
    [
        ("kr", "麗水", "kr-yeosu"),
        ("kr", "麗水 Yosu", "kr-yosu"),
        ("jp", "三條市", "jp-sanjo"),
        ("jp", "没有市", "jp-han-6ca1-6709-5e02"),
        ("cn", "重庆市", "cn-chongqing"),
        ("cn", "厦门市", "cn-xiamen"),
        ("cn", "長寧區", "cn-han-957f-5b81-533a"),
        ("cn", "额敏县", "cn-eminxian"),
    ],
)
def test_an_id_is_not_minted_from_a_wrong_reading(index: Index, country: str, name: str, place: str) -> None:
    """Where the Chinese reading may be wrong, the gazetteer's Latin name is taken, or else no reading at all."""
    assert mint(country, name_without_item(index, country, read_name(name)), set()) == place


def test_an_item_with_no_name_but_a_chinese_one_is_known_by_its_number(index: Index) -> None:
    """A district of Japan without an English label is not read as Chinese."""
    item = next(each for each in index.items(index.country("jp") or "") if is_han(each.label))
    assert mint("jp", name_of_item(index, item), set(), item) == f"jp-{item.qid.lower()}"


# The table.


def link(place: str, name: str, qid: str | None = None) -> Link:
    """Give a link for a test of the table."""
    return Link(place, name, qid, "", LEXICAL, 0.9, "", "a test")


def test_rows_go_to_their_place_and_all_others_stay(tmp_path: Path) -> None:
    """Comments, blank lines, CRLF and rows out of order survive byte for byte."""
    path = tmp_path / "own.tsv"
    head, *_ = [line for line in LINKS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    old = [f"# mine\r\n{head}\r\n", "place:jp\t日本\tskos:exactMatch\twd:Q17\tJapan\ta\t1\t\t\tx\r\n", "\r\n"]
    path.write_bytes("".join(old).encode())
    add_links(path, [link("jp-nara", "奈良市", "Q169134"), link("cn", "中国", "Q148")])
    lines = path.read_bytes().decode().split("\r\n")
    assert [line.split("\t")[0] for line in lines] == [
        "# mine",
        "subject_id",
        "place:cn",
        "place:jp",
        "place:jp-nara",
        "",
        "",
    ] or [line.split("\t")[0] for line in lines] == [
        "# mine",
        "subject_id",
        "place:cn",
        "place:jp",
        "",
        "place:jp-nara",
        "",
    ]
    assert path.read_bytes().startswith("".join(old[:1]).encode())


def test_a_contradiction_is_not_written(table: Path) -> None:
    """A second item for a place leaves the file as it was."""
    before = table.read_bytes()
    with pytest.raises(LinkError, match=r"links\.sssom\.tsv, line \d+: place:cn-xian"):
        add_links(table, [link("cn-xian", "西安", "Q1")])
    assert table.read_bytes() == before
    assert [each.name for each in table.parent.iterdir()] == [table.name]


def test_a_file_that_lacks_its_header_is_named(tmp_path: Path) -> None:
    """An empty file is refused with the next step."""
    path = tmp_path / "empty.tsv"
    path.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(LinkError, match="no header row"):
        add_links(path, [link("jp", "日本", "Q17")])


# The command.


def test_what_is_sure_is_written_and_running_again_changes_nothing(index: Index, table: Path) -> None:
    """New rows only, sorted in, with justification, confidence and evidence; the second run adds none."""
    before = table.read_bytes()
    said = run("--links", table, index=index, status=1)
    rows = [line.split("\t") for line in added(table, before)]
    assert {row[5] for row in rows} <= {"semapv:LexicalMatching", "semapv:CompositeMatching"}
    assert all(0.5 <= float(row[6]) <= 0.99 and " points: " in row[9] for row in rows)
    assert "needs a person" in said
    after = table.read_bytes()
    run("--links", table, index=index, status=1)
    assert table.read_bytes() == after


def test_a_list_can_be_linked_alone_and_dry(index: Index, table: Path) -> None:
    """Only the names of that list are printed, and nothing is written."""
    before = table.read_bytes()
    said = run("xian-2023-05", "--links", table, "--dry-run", index=index, status=0)
    assert table.read_bytes() == before
    assert "奈良市" in said
    assert "甲州市" not in said


def test_no_item_is_written_only_when_asked(index: Index, table: Path) -> None:
    """Names that nothing answers to stay open, until --not-found says that they have no item."""
    before = table.read_bytes()
    run("--links", table, index=index)
    assert "NoTermFound" not in "".join(added(table, before))
    run("--links", table, "--not-found", index=index)
    unfound = [line.split("\t")[1] for line in added(table, before) if "NoTermFound" in line]
    assert "勝沼町" in unfound
    assert "大和村" not in unfound, "a candidate answers to it, so a person decides"


def test_a_new_table_begins_as_the_projects(index: Index, tmp_path: Path) -> None:
    """A file that is not there yet holds the reviewed links; all names being known, nothing is open."""
    path = tmp_path / "mine.tsv"
    run("--links", path, index=index, status=0)
    assert path.read_bytes() == LINKS.read_bytes()


def test_review_needs_a_terminal(index: Index, table: Path) -> None:
    """In a pipe nobody can be asked: that is said, and what was sure is kept."""
    assert "needs a terminal" in run("--links", table, "--review", index=index, status=2)


# A person at a terminal.


class Terminal:
    """`youcheng link --review` in a pseudo-terminal."""

    def __init__(self, table: Path, index: Index, *words: str | Path) -> None:
        environment = os.environ | {"XDG_CACHE_HOME": str(cache(index)), "TERM": "dumb"}
        self._near, far = pty.openpty()
        command = [sys.executable, "-m", "youcheng.graph", "link", "--review", "--links", str(table), *map(str, words)]
        self._process = subprocess.Popen(command, stdin=far, stdout=far, stderr=far, env=environment)
        os.close(far)
        self.shown = ""

    def until(self, pattern: str) -> str:
        """Read until the screen shows a pattern; gives what was shown since the last answer."""
        start, deadline = len(self.shown), time.monotonic() + 60
        while not re.search(pattern, self.shown[start:]):
            ready, _, _ = select.select([self._near], [], [], deadline - time.monotonic())
            assert ready, f"no {pattern!r} on the screen: {self.shown[start:]}"
            try:
                piece = os.read(self._near, 65536)
            except OSError:
                break
            if not piece:
                break
            self.shown += piece.decode()
        return self.shown[start:]

    def type(self, line: str) -> None:
        """Type a line."""
        os.write(self._near, f"{line}\n".encode())

    def reach(self, name: str) -> None:
        """Leave names open until this one is asked about."""
        screen = self.shown or self.until("> $")
        while re.findall(r"\[\d+ of \d+\] (\S+)", screen)[-1:] != [name]:
            assert self._process.poll() is None, f"{name} was never asked about"
            self.type("")
            screen = self.until("> $|open\\.")

    def end(self) -> int:
        """Wait for the end; gives the exit status."""
        self.until(r"still open\.")
        status = self._process.wait(30)
        os.close(self._near)
        return status


def test_a_person_decides_by_keyboard(index: Index, table: Path) -> None:
    """Choosing, searching, saying there is none, skipping and stopping: each decision is in the file as it is made."""
    before = table.read_bytes()
    terminal = Terminal(table, index)
    terminal.reach("阿克纠宾")
    terminal.type("?")
    assert "no item is known" in terminal.until("> $")
    terminal.type("99")
    assert re.search(r"99 is not on offer: (1 to \d are|no item is shown)", terminal.until("> $"))
    terminal.type("/Aktobe")
    assert "1  Aktobe Q477232" in terminal.until("> $")
    terminal.type("1 the older name")
    assert "kept: place:kz-aktobe is wd:Q477232" in terminal.until("> $")
    kept = {line.split("\t")[1]: line.split("\t") for line in added(table, before)}["阿克纠宾"]
    assert (kept[3], kept[5]) == ("wd:Q477232", BY_HAND)
    assert kept[9].startswith("the older name")
    terminal.reach("阿亚戈兹区")
    terminal.type("n merged away in 2005")
    assert "has no item" in terminal.until("> $|open\\.")
    terminal.type("q")
    assert terminal.end() == 1
    unfound = [line.split("\t") for line in added(table, before) if "NoTermFound" in line]
    assert [(row[5], row[9].strip()) for row in unfound] == [(BY_HAND, "merged away in 2005")]
    load_links(table)


def test_a_decision_of_a_person_is_never_changed(index: Index, table: Path) -> None:
    """A wrong link made by hand stays as it is, whatever the machine thinks."""
    row = "place:jp-nara\t奈良市\tskos:exactMatch\twd:Q34600\tKyoto\tsemapv:ManualMappingCuration\t0.99\t\tmine\n"
    table.write_bytes(table.read_bytes() + row.encode())
    run("--links", table, index=index)
    assert row in table.read_text(encoding="utf-8")
    assert "\t奈良市\t" in table.read_text(encoding="utf-8")
    assert table.read_text(encoding="utf-8").count("\t奈良市\t") == 1


# More than one at a time.


def test_writers_at_once_lose_nothing(index: Index, table: Path, tmp_path: Path) -> None:
    """Four runs over two lists that begin together leave the rows that one run after the other leaves, each once."""
    alone = tmp_path / "alone.sssom.tsv"
    alone.write_bytes(table.read_bytes())
    for each in ("xian-2023-05", "xinjiang-2023-12"):
        run(each, "--links", alone, index=index)
    environment = os.environ | {"XDG_CACHE_HOME": str(cache(index))}
    command = [sys.executable, "-m", "youcheng.graph", "link", "--links", str(table)]
    runs = [
        subprocess.Popen([*command, each], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for each in ("xian-2023-05", "xinjiang-2023-12") * 2
    ]
    said = [each.communicate(timeout=120)[1].decode() for each in runs]
    assert {each.returncode for each in runs} <= {0, 1}, said
    assert table.read_text(encoding="utf-8") == alone.read_text(encoding="utf-8")


def _put(path: Path, number: int) -> None:
    link = Link(f"jp-made-{number}", f"地名{number}", f"Q{900_000_000 + number}", "Made", COMPOSITE, 0.7, "", "made")
    with held(path):
        add_links(path, [link])


def test_the_table_is_held_while_it_is_written(table: Path) -> None:
    """Eight processes that each add a row of their own leave eight rows."""
    before = table.read_bytes()
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.starmap(_put, [(table, number) for number in range(8)])
    assert len(added(table, before)) == 8
    assert [each.name for each in table.parent.iterdir()] == [table.name], "nothing is left beside it"


def test_a_name_decided_meanwhile_is_not_decided_again(index: Index, table: Path) -> None:
    """While a person looks at a name another may write it: the row that stands is told, and stays."""
    before = table.read_bytes()
    terminal = Terminal(table, index)
    terminal.reach("阿克纠宾")
    other = Link("kz-aktobe", "阿克纠宾", "Q477232", "Aktobe", BY_HAND, 0.9, "", "the colleague's")
    with held(table):
        add_links(table, [other])
    terminal.type("n")
    assert "decided meanwhile by another: place:kz-aktobe is wd:Q477232" in terminal.until("> $")
    terminal.type("q")
    assert terminal.end() == 1
    assert [line.split("\t")[3] for line in added(table, before) if "\t阿克纠宾\t" in line] == ["wd:Q477232"]


# A user's own table.


def test_a_table_of_ones_own_is_linked_and_built(
    index: Index, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`link --links` begins it or adds to it, and both commands find ./links.sssom.tsv by themselves."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache(index)))
    assert main(["build", "--out", "out", "--links", "mine.tsv"]) == 2
    assert "youcheng link --links mine.tsv" in capsys.readouterr().err
    assert table == tmp_path / "links.sssom.tsv"
    assert main(["build", "--out", "out"]) == 1
    assert "Aktau" not in capsys.readouterr().out
    project = LINKS.read_bytes()
    assert main(["link", "--not-found"]) == 1
    assert LINKS.read_bytes() == project
    said = capsys.readouterr().out
    assert "Written to links.sssom.tsv" in said
    main(["build", "--out", "out", "--keep-going"])
    inputs = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["inputs"]
    assert inputs["links.sssom.tsv"] == sha256(table.read_bytes()).hexdigest()


def test_a_draft_that_still_asks_stops_no_other_list(index: Index, table: Path, rewritten: Rewritten) -> None:
    """It is named with what it asks for; the other lists' names are linked, and the status says that it is left."""
    draft = rewritten("xinjiang-2023-12").folder / "list.yaml"
    rewritten("xian-2023-05")
    draft.write_text(draft.read_text(encoding="utf-8") + "\nlevel: ???\n", encoding="utf-8")
    said = run("--lists", draft.parents[1], "--links", table, index=index, status=1)
    assert f"Left out: {draft}: a draft still asks" in said
    assert "linked  奈良市 (JP)" in said
    assert "linked  奈良市 (JP)" not in run("--lists", draft.parents[1], "--links", table, index=index, status=1)


def test_a_dry_run_begins_no_table(index: Index, tmp_path: Path) -> None:
    """Nothing is written, so no copy of the project's table either."""
    run("--links", tmp_path / "new.tsv", "--dry-run", index=index, status=0)
    assert not (tmp_path / "new.tsv").exists()


def test_names_in_latin_letters_are_linked_and_none_with_candidates_is_not_found(
    index: Index, table: Path, tmp_path: Path
) -> None:
    """A list in English: what the gazetteer has is linked or left to a person, never written as without an item."""
    folder = tmp_path / "lists" / "english"
    folder.mkdir(parents=True)
    pairs = ["Fuxin,Turku,Finland", "Taizhou,Lubeck,Germany", "Taizhou,Dortmunnd,Germany", "Fuxin,Qxwzk,Germany"]
    (folder / "document.csv").write_text("\n".join(["City,Sister city,Country", *pairs]), encoding="utf-8")
    (folder / "list.yaml").write_text(ENGLISH, encoding="utf-8")
    before = table.read_bytes()
    words = ("english", "--lists", tmp_path / "lists", "--links", table, "--not-found")
    said = run(*words, index=index, status=1)
    rows = {line.split("\t")[1]: line.split("\t")[3] for line in added(table, before)}
    assert rows["Turku"] == "wd:Q38511"
    assert rows["Lubeck"] == "wd:Q2843"
    assert rows["Qxwzk"] == "sssom:NoTermFound"
    assert not {"Taizhou", "Dortmunnd"} & set(rows)
    assert "open    Taizhou (CN): needs a person" in said


def test_what_another_country_has_is_not_written_as_without_an_item(index: Index, table: Path, tmp_path: Path) -> None:
    """The list may be older than a border, so `--not-found` leaves the name open and names the item."""
    folder = tmp_path / "lists" / "english"
    folder.mkdir(parents=True)
    rows = "City,Sister city,Country\n西安市,辛菲罗波尔,乌克兰\n西安市,无此地名也,乌克兰\n"
    (folder / "document.csv").write_text(rows, encoding="utf-8")
    (folder / "list.yaml").write_text(ENGLISH, encoding="utf-8")
    before = table.read_bytes()
    said = run("english", "--lists", tmp_path / "lists", "--links", table, "--not-found", index=index, status=1)
    written = {line.split("\t")[1] for line in added(table, before)}
    assert "无此地名也" in written
    assert "辛菲罗波尔" not in written
    assert "open    辛菲罗波尔 (UA): nothing in UA answers to it, but Simferopol" in said


IN_BRACKETS = {
    "Sheffield (England)": "United Kingdom", "Perth (Western Australia)": "Australia",
    "Portland (Maine)": "United States",
    "Newcastle (New South Wales)": "Australia", "London (Ontario)": "Canada", "Portland, Oregon (USA)": "United States",
    "Hobart (Tasmania, Australia)": "Australia", "Juneau City, Alaska State": "United States",
}  # fmt: skip


def test_names_with_what_they_lie_in_are_linked(tmp_path: Path, index: Index) -> None:
    """As lists in English write them, in brackets or after a comma: each to the place that lies there."""
    (tmp_path / "english").mkdir()
    (tmp_path / "english" / "list.yaml").write_text(ENGLISH, encoding="utf-8")
    rows = "".join(f'Xi\'an,"{name}",{country}\n' for name, country in IN_BRACKETS.items())
    (tmp_path / "english" / "document.csv").write_text("City,Sister city,Country\n" + rows, encoding="utf-8")
    proposals = propose(index, load_links(), [read_list(descriptor("english", tmp_path))])
    lies = {each.link.name: index.item(each.link.qid) for each in proposals if each.link and each.link.qid}
    assert {name: item.parent for name, item in lies.items() if item and " (" in name} == {
        "Sheffield (England)": "South Yorkshire",
        "Perth (Western Australia)": "Western Australia",
        "Portland (Maine)": "Maine",
        "Newcastle (New South Wales)": "New South Wales",
        "London (Ontario)": "Ontario",
        "Portland (Oregon)": "Oregon",
        "Hobart (Tasmania)": "Tasmania",
        "Juneau City (Alaska State)": "Alaska",
    }

"""A list of many rows is shown in pages, and every row's IRI still leads to the row."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from tests.served_pages import HTML, start, tree
from youcheng.graph.build import build
from youcheng.graph.pages.paging import ROWS, page_of, part
from youcheng.mapping.descriptor import LISTS
from youcheng.mapping.iris import Iris

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.serve.servers import Server

__all__ = ["start"]

TIMES = 15


@pytest.fixture(scope="module")
def long(start: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Serve a release, built by the real pipeline, of Xi'an's list with its rows written fifteen times: 600 rows."""
    folder = tmp_path_factory.mktemp("long")
    of_list = shutil.copytree(LISTS / "xian-2023-05", folder / "lists" / "long-2023-05")
    lines = (of_list / "document.txt").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if re.match(r"[0-9]+ \|", line)]
    start_of_rows = lines.index(rows[0])
    again = lines[:start_of_rows] + rows * TIMES + [one for one in lines[start_of_rows:] if one not in rows]
    (of_list / "document.txt").write_text("\n".join(again) + "\n", encoding="utf-8")
    build(folder / "dist", Iris(), lists=folder / "lists")
    return start(folder / "dist", "workers=1")


def test_every_row_stands_on_one_page(long: Server) -> None:
    """The pages follow each other by next and prev, and hold each row once, in order."""
    path, found, back = "/list/long-2023-05.html", list[str](), list[str]()
    while path:
        reply = long.get(path, HTML)
        assert reply.status == 200
        page = tree(reply.body)
        found += page.xpath("//table[@class='published']/tbody/tr/@id")
        assert page.xpath("//head/link[@rel='prev']/@href") == back[-1:]
        assert page.xpath("//nav[@class='pages']//a[@rel='prev']/@href") == back[-1:] * 2
        assert page.xpath("//head/link[@rel='canonical']/@href") == [urljoin(long.url, path)]
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        back.append(path)
        path = next(iter(page.xpath("//head/link[@rel='next']/@href")), "")
    assert found == [f"row-{number}" for number in range(1, 40 * TIMES + 1)]
    assert len(back) == -(-len(found) // ROWS) > 2


def test_an_anchor_outlasts_paging(long: Server) -> None:
    """The list's own address has an element for every row; that of a row elsewhere leads to the page that shows it."""
    page = tree(long.get("/list/long-2023-05", HTML).body)
    for row in ("row-1", f"row-{ROWS}", f"row-{ROWS + 1}", f"row-{40 * TIMES}"):
        (there,) = page.xpath(f"//*[@id='{row}']")
        if there.tag == "tr":
            continue
        (address,) = there.xpath("./a/@href")
        assert address.endswith(f"#{row}")
        assert tree(long.get(address).body).xpath(f"//tr[@id='{row}']")


def test_links_lead_to_the_right_page(long: Server) -> None:
    """From a twinning's page each claim leads to the page that has its row, in the language chosen."""
    page = tree(long.get("/twinning/cn-xian--jp-nara.html?lang=zh-Hant").body)
    addresses = {one for one in page.xpath("//section[h2/@id='said']//td/a/@href") if "#row-" in one}
    assert len(addresses) == TIMES
    for one in addresses:
        shown = tree(long.get(one).body)
        assert shown.get("lang") == "zh-Hant"
        assert shown.xpath(f"//tr[@id='{one.partition('#')[2]}']")


def test_pages_that_there_are_not(long: Server) -> None:
    """A page beyond the last is 404 and says how many there are; no number is 400; the switch keeps the page."""
    assert long.get("/list/long-2023-05.html?page=4").json["detail"].endswith("has 3 pages, and none of number 4")
    assert long.get("/list/long-2023-05.html?page=4", HTML).status == 404
    for wrong in ("0", "-1", "x", "%EF%BC%92", "9" * 12):
        assert long.get(f"/list/long-2023-05.html?page={wrong}").status in {400, 404}, wrong
    switch = tree(long.get("/list/long-2023-05.html?page=2").body).xpath("//nav[@class='languages']/a/@href")
    assert switch[1] == "/list/long-2023-05.html?page=2&lang=zh-Hans"
    assert len(long.get("/list/long-2023-05.html").body) < 600_000


def test_the_page_of_a_thing() -> None:
    """Rows, their cells and events, notes and sources stand by their numbers, all else on the first page."""
    list_ = "https://example.org/list/x#"
    assert [page_of(list_ + one) for one in ("row-1", f"row-{ROWS}", f"row-{ROWS + 1}-cell-3")] == [1, 1, 2]
    assert [page_of(list_ + one) for one in ("cite-0", "table-900", "publisher", "count-1000")] == [1, 1, 1, 1]
    assert page_of(f"{list_}cite-{2 * ROWS + 1}-page-2") == 3
    assert part([f"{list_}row-{ROWS + 1}"], 1).elsewhere == ((f"row-{ROWS + 1}", 2),)
    assert (part([], 1).last, part([f"{list_}row-{ROWS + 1}"], 2).elsewhere) == (1, ())

"""Our own simplified Chinese in traditional characters, for readers in Taiwan, Hong Kong and elsewhere."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_OWN = {
    # OpenCC takes them for other words: the row of a watchmaker, an old word for "therein", a note poured, two as one.
    "表行": "表行",
    "个中国": "個中國",
    "见注": "見註",
    "所注": "所註",
    "并有": "併有",
    # Terms of computing for which Taiwan and Hong Kong share another word.
    "链接": "連結",
    "搜索": "搜尋",
    "服务器": "伺服器",
    "内存": "記憶體",
    "接口": "介面",
    "缺省": "預設",
    "字节": "位元組",
    "字符": "字元",
    "单元格": "儲存格",
    "程序": "程式",
    "\u201c": "\u300c",  # the marks of a quotation
    "\u201d": "\u300d",
}
_PARTS = re.compile(f"({'|'.join(_OWN)})")


def traditional(text: str) -> str:
    """Give simplified Chinese in traditional characters; only the words of _OWN become others."""
    convert = _converter()
    return "".join(_OWN.get(part) or convert(part) for part in _PARTS.split(text) if part)


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("s2tw").convert  # s2twp exchanges words too, wrongly here: 釋出 for 发布
    return convert

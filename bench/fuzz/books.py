"""A workbook as an office keeps it: a merged title, two rows of header, dates in three formats, two sheets."""

from __future__ import annotations

import datetime as dt
import io

from openpyxl import Workbook

HEADER = ["序号", "中方", None, "外方", None, "结好时间", "人口（万）", "备注"]
UNDER = [None, "省份", "城市", "国家", "城市", None, None, None]
ROWS = [
    [1, "山东省", None, "日本", "山口县", dt.date(1982, 8, 12), 141.5, None],
    [2, None, "济南市", "日本", "和歌山市", dt.date(1983, 1, 14), 36.4, "2013年1月续签"],
    [3, None, "青岛市", "美国", "长滩市 Long Beach", "1985.4.3", 46.7, None],
    [4, None, None, "德国", "雷根斯堡市", "2009年6月", 15, None],
    [5, None, "烟台市", "法国", "昂热市", 2006, 15.1, "2021年终止"],
]


def workbook() -> bytes:
    """Give it as the bytes of an XLSX file."""
    book = Workbook()
    sheet = book.active
    sheet.title = "山东"
    for row in [["山东省国际友好城市一览表（截至2023年12月）"], [], HEADER, UNDER, *ROWS]:
        sheet.append(row)
    for area in ("A1:H1", "B3:C3", "D3:E3", "A3:A4", "F3:F4", "G3:G4", "H3:H4", "B5:B9", "C7:C8"):
        sheet.merge_cells(area)
    sheet["F5"].number_format = "yyyy年m月d日"
    sheet["F6"].number_format = "yyyy/m"
    other = book.create_sheet("友好合作")
    for row in [
        ["友好合作城市"],
        ["城市", "国别", "友好合作城市", "签署日期"],
        ["威海市", "英国", "切尔滕纳姆", dt.date(1996, 5, 1)],
    ]:
        other.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

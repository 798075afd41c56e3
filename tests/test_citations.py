"""Each entry of the references is taken apart as a reader of the page would take it apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from youcheng.mapping.citations import read_citation
from youcheng.mapping.dates import read_date
from youcheng.mapping.readers import Line, Part
from youcheng.mapping.records import Citation

if TYPE_CHECKING:
    from youcheng.mapping.records import Reading

WIDE = {ord("("): "\uff08", ord(")"): "\uff09"}
NARROW = {0xFF08: "(", 0xFF09: ")"}
FORUM = "第十三届“喀交会”分论坛之丝绸之路经济带——喀什国际商贸合作发展论坛暨“粤贸全国”(喀什)经贸对接洽谈会举行"
DIALOGUE = "Алматыда көрші өңірлердегі достық пен ынтымақтастық бойынша екінші Қытай(Шыңжаң)–Қазақстан диалогы өтті"
USHINSKY = (
    "Использование личного сравнительного метода К. Д. Ушинского в антропологической "
    "компаративистике дополнительных образовательных пространств"
)

# What a reader of the page finds in each entry; what is not named here, the entry does not state.
EXPECTED: dict[int, dict[str, object]] = {
    1: {
        "authors": ("刁大明", "邵静怡"),
        "title": "中美城市外交的历史发展与内在逻辑",
        "publisher": "当代美国评论 (北京)",
        "issued": "2022",
        "volume": "(3)",
        "pages": "44–62, 127–128",
        "retrieved": "2023-12-02",
        "archived": "2023-02-23",
        "identifier": "ISSN 2096-4021",
        "language": "zh-cn",
    },
    2: {
        "title": "友好城市工作管理规定",
        "publisher": "中国人民对外友好协会",
        "issued": "2002-02",
        "retrieved": "2023-12-02",
        "archived": "2023-05-05",
        "via": "大兴安岭地区行政公署",
        "language": "zh-cn",
    },
    3: {
        "authors": ("化麦子",),
        "title": "友好城市",
        "publisher": "羊城晚报 (广州)",
        "issued": "2016-09-22",
        "pages": "A05G",
        "retrieved": "2023-12-02",
        "language": "zh-cn",
    },
    4: {
        "title": "新疆维吾尔自治区友城介绍",
        "publisher": "新疆维吾尔自治区人民政府外事办公室",
        "issued": "2012-08-09",
        "retrieved": "2023-12-02",
        "archived": "2021-01-18",
        "language": "zh-cn",
    },
    5: {
        "authors": ("张雷",),
        "title": "中国新疆与巴基斯坦西北边境省缔结友好区省",
        "publisher": "中国国际广播电台",
        "issued": "2009-04-08",
        "retrieved": "2023-12-04",
        "archived": "2023-12-04",
        "via": "新浪",
        "language": "zh-cn",
    },
    6: {
        "title": "新疆与密苏里州建立友好合作关系",
        "publisher": "中央人民广播电台",
        "issued": "2012-04-17",
        "retrieved": "2023-12-04",
        "archived": "2023-12-04",
        "language": "zh-cn",
    },
    7: {
        "title": "Пагаднення памiж Гомельскiм АВК i мясцовымi органамi выканаўчай улады замежных дзяржаў",
        "publisher": "Гомельская вобласць",
        "issued": "2023-12-04",
        "retrieved": "2023-12-04",
        "archived": "2023-12-04",
        "language": "be",
    },
    8: {
        "title": "国际友好城市查询系统",
        "publisher": "中国人民对外友好协会",
        "issued": "2023-12-02",
        "retrieved": "2023-12-02",
        "archived": "2023-12-30",
        "language": "zh-cn",
    },
    9: {
        "title": DIALOGUE,
        "publisher": "Онлайн Халық Газеті",
        "issued": "2023-03-29",
        "retrieved": "2023-12-02",
        "archived": "2023-12-02",
        "language": "kk",
    },
    10: {
        "authors": ("乌鲁木齐市党史地方志编纂委员会",),
        "title": "乌鲁木齐市志 第一卷 总类",
        "publisher": "乌鲁木齐: 新疆人民出版社",
        "issued": "1994-10",
        "identifier": "ISBN 7-228-05408-3",
        "language": "zh-cn",
    },
    11: {
        "title": "Бародаршаҳрҳо",
        "publisher": "Мақомоти иҷроияи ҳокимияти давлатии шаҳри Душанбе",
        "issued": "2023-12-06",
        "retrieved": "2023-12-06",
        "archived": "2023-04-13",
        "language": "tg",
    },
    12: {
        "authors": ("Andelin, Jennifer",),
        "title": "Utah's International & Sister City Partnerships",
        "publisher": "Utah League of Cities and Towns",
        "issued": "2010-09-10",
        "retrieved": "2023-12-04",
        "archived": "2020-10-22",
        "language": "en-us",
    },
    13: {
        "authors": ("宋建华",),
        "title": "我市与马什哈德市成友好城市",
        "publisher": "乌鲁木齐晚报 (乌鲁木齐)",
        "issued": "2012-11-19",
        "pages": "A11",
        "language": "zh-cn",
    },
    14: {
        "authors": ("宋建华",),
        "title": "我市再添两个国际友好城市",
        "publisher": "乌鲁木齐晚报 (乌鲁木齐)",
        "issued": "2015-07-26",
        "pages": "A02",
        "language": "zh-cn",
    },
    15: {
        "title": "ჩვენი ქალაქი - დამეგობრებული ქალაქები",
        "publisher": "ქალაქ ბათუმის მერია",
        "issued": "2019-10-31",
        "retrieved": "2023-12-04",
        "archived": "2019-10-31",
        "language": "ka",
    },
    16: {
        "title": "Gaziantep'in yeni kardeş kenti, Urumçi oldu",
        "publisher": "Gaziantep Oluşum Gazetesi",
        "issued": "2016-09-28",
        "retrieved": "2023-12-04",
        "archived": "2023-12-04",
        "language": "tr",
    },
    17: {
        "title": "Омск и Урумчи стали городами-побратимами",
        "publisher": "МК Омск",
        "issued": "2016-09-24",
        "retrieved": "2023-12-04",
        "archived": "2023-12-04",
        "language": "ru",
    },
    18: {
        "title": "Three Chinese towns named sister cities to Karachi, Gwadar, Multan",
        "publisher": "Dawn",
        "issued": "2019-03-29",
        "retrieved": "2023-12-02",
        "archived": "2023-10-31",
        "language": "en",
    },
    19: {
        "title": "中華人民共和国 新疆ウイグル自治区 哈密市",
        "publisher": "入善町",
        "issued": "2021-02-01",
        "retrieved": "2023-12-04",
        "archived": "2023-06-27",
        "language": "ja",
    },
    20: {
        "title": "合併協定項目",
        "publisher": "東山梨地域合併協議会",
        "issued": "2004-11-06",
        "retrieved": "2023-12-04",
        "archived": "2023-12-04",
        "language": "ja",
    },
    21: {
        "authors": ("张雷",),
        "title": "新疆举办2016中巴经济走廊·喀什论坛",
        "publisher": "中央人民广播电台",
        "issued": "2016-06-27",
        "retrieved": "2023-12-04",
        "archived": "2023-12-04",
        "language": "zh-cn",
    },
    22: {
        "authors": ("马少宾",),
        "title": "对外友好交流不断扩大克拉玛依市的朋友圈",
        "publisher": "天山网",
        "issued": "2018-06-13",
        "retrieved": "2023-12-07",
        "archived": "2023-12-30",
        "language": "zh-cn",
    },
    23: {
        "authors": (
            "БОРОВИКОВ, Леонид Иванович",
            "КУРДЮМОВА, Марина Исаметовна",
            "АУБАКИРОВА, Валентина Анатольевна",
        ),
        "title": USHINSKY,
        "publisher": "из истории",
        "issued": "2023",
        "volume": "147 (2)",
        "pages": "78–81",
        "retrieved": "2023-12-05",
        "archived": "2023-12-30",
        "language": "ru",
    },
    24: {
        "authors": ("闵勇",),
        "title": "克拉玛依与阿克套缔结友好城市关系",
        "publisher": "中国石油报 (北京)",
        "issued": "2013-09-13",
        "pages": "01",
        "language": "zh-cn",
    },
    25: {
        "authors": ("辛闻",),
        "title": "我市与瓜达尔成友好城市",
        "publisher": "克拉玛依日报 (克拉玛依)",
        "issued": "2015-04-24",
        "pages": "A02",
        "language": "zh-cn",
    },
    26: {
        "title": ("Между Рубцовском и китайским городом Чугучак подписано соглашение о развитии побратимских связей"),
        "publisher": "Amic.ru",
        "issued": "2000-03-16",
        "retrieved": "2023-12-04",
        "archived": "2023-12-04",
        "language": "ru",
    },
    27: {
        "authors": ("张红玲", "张吾乐"),
        "title": FORUM,
        "publisher": "中国喀什网",
        "issued": "2023-06-23",
        "retrieved": "2023-12-04",
        "language": "zh-cn",
        "dead_link": True,
    },
}
DATED = ("issued", "retrieved", "archived")


def written(reading: Reading, line: int) -> str:
    """Give one line of a document as it was published."""
    return reading.descriptor.path.read_text(encoding="utf-8").split("\n")[line - 1]


def test_there_are_27_in_order(xian: Reading, xinjiang: Reading) -> None:
    """Every entry is there, under its own number and line; the other list has none."""
    assert [said.number for said in xinjiang.citations] == list(range(1, 28))
    assert [said.line for said in xinjiang.citations] == list(range(95, 122))
    assert xian.citations == ()


@pytest.mark.parametrize("number", EXPECTED)
def test_every_field(xinjiang: Reading, number: int) -> None:
    """Each field of each entry is what a reader finds there, and no other field is filled."""
    said = xinjiang.citations[number - 1]
    stated = {name: read_date(str(value)) if name in DATED else value for name, value in EXPECTED[number].items()}
    assert said == Citation(number, said.line, said.text, **stated)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", EXPECTED)
def test_the_whole_entry_is_kept(xinjiang: Reading, number: int) -> None:
    """The words are those of the line, without its number and back links."""
    said = xinjiang.citations[number - 1]
    entry = re.sub(r"^\s*\d+\. \^ (?:\d+\.\d+ )*", "", written(xinjiang, said.line))
    assert said.text == " ".join(entry.split())


@pytest.mark.parametrize("number", EXPECTED)
def test_full_width_brackets_change_nothing(xinjiang: Reading, number: int) -> None:
    """The page prints some brackets in full width; dates, language, via and dead link are found all the same."""
    said = xinjiang.citations[number - 1]
    wide = read_citation(Line(said.line, Part.REFERENCE, f"{number}. ^ {said.text.translate(WIDE)}"))
    for field in Citation._fields:
        value = getattr(wide, field)
        narrowed = value.translate(NARROW) if isinstance(value, str) else value
        assert narrowed == getattr(said, field), field


@pytest.mark.parametrize(
    "entry",
    [
        "1. ^ 书",
        "1. ^ .",
        "1. ^ [2023-02-30]",
        "1. ^ 甲; 乙. . . 2023-13-01.",
        "1. ^ 题. 社. 2023-02-30 [2023-99-99]. (原始内容存档于2023-00-00)",
    ],
)
def test_what_cannot_be_told_is_left_out(entry: str) -> None:
    """An entry in another form, or with a day that is none, keeps its words and gives no such part."""
    said = read_citation(Line(7, Part.REFERENCE, entry))
    assert (said.number, said.line, said.text) == (1, 7, entry.removeprefix("1. ^ "))
    assert (said.issued, said.retrieved, said.archived, said.language) == (None, None, None, None)

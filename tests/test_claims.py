"""What a list says outside its rows: its captions, notes, counts of itself and remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from youcheng.mapping.counts import read_counts
from youcheng.mapping.dates import StatedDate
from youcheng.mapping.marks import read_marks, without_marks
from youcheng.mapping.moments import Span
from youcheng.mapping.names import PlaceName
from youcheng.mapping.numerals import read_numeral
from youcheng.mapping.reading import read_list
from youcheng.mapping.records import Mark
from youcheng.ontology import term

if TYPE_CHECKING:
    from youcheng.mapping.records import Claim, Reading

    from .conftest import Rewritten

WIDE_COMMA = {ord(","): "\uff0c", ord(";"): "\uff1b", ord("("): "\uff08", ord(")"): "\uff09"}

Count = tuple[str | None, int | None, str | None]
LEAD: list[Count] = [
    ("countries", 16, None),
    ("twinnings", 51, None),
    ("countries", 10, "continent:asia"),
    ("twinnings", 39, "continent:asia"),
    ("countries", 2, "continent:north-america"),
    ("twinnings", 3, "continent:north-america"),
    ("countries", 3, "continent:europe"),
    ("twinnings", 9, "continent:europe"),
    ("countries", 1, "continent:oceania"),
    ("twinnings", 1, "continent:oceania"),
    ("twinnings", 9, "level:province"),
    ("twinnings", 29, "level:prefecture"),
    ("twinnings", 13, "level:county"),
]

# Line of the caption, then what it names: partner, Chinese side, date.
CAPTIONS: list[tuple[int, str, str, str]] = [
    (17, "西北边境省", "新疆维吾尔自治区", "2009-04-07"),
    (18, "阿拉木图州", "新疆维吾尔自治区", "2023-03-28"),
    (33, "杜尚别", "乌鲁木齐市", "1999-09-10"),
    (34, "入善町", "哈密市", "1997-06-05"),
    (35, "阿克纠宾", "克拉玛依市", "2011-06-24"),
    (69, "鲁布佐夫斯克", "塔城市", "2000-04-24"),
]


def of_kind(reading: Reading, kind: str) -> list[Claim]:
    """Give the claims of one kind, in the order of the document."""
    return [claim for claim in reading.claims if claim.kind == kind]


def counted(reading: Reading) -> list[Count]:
    """Give what each count counts, its number, and the part it counts."""
    short = {term(name): name for _, _, name in LEAD if name}
    return [
        (claim.counts, claim.value, short.get(claim.continent or claim.level or ""))
        for claim in of_kind(reading, "Count")
    ]


def test_the_header_of_xian_counts_countries_and_partners(xian: Reading) -> None:
    """The first line says 33 countries and 40 partners, and is the only claim outside the rows."""
    assert counted(xian) == [("countries", 33, None), ("partners", 40, None)]
    assert {(claim.line, claim.kind) for claim in xian.claims} == {(1, "Count"), (1, "Remark")}


def test_the_lead_of_xinjiang_states_13_counts(xinjiang: Reading) -> None:
    """Each number of the lead is a claim, with its continent or level, and its own clause."""
    assert counted(xinjiang) == LEAD
    lead = xinjiang.descriptor.path.read_text(encoding="utf-8").split("\n")[8]
    for number, claim in enumerate(of_kind(xinjiang, "Count"), 1):
        assert (claim.number, claim.line) == (number, 9)
        assert str(claim.value) in claim.text
        assert claim.text in lead


FORMS: list[tuple[str, str, list[Count]]] = [
    ("两江省", "两江省已與7個國家建立19對友好城市。", [("countries", 7, None), ("twinnings", 19, None)]),
    ("两江省", "两江省及其下辖各市、縣級行政區共结成友好城市19对。", [("twinnings", 19, None)]),
    ("两江省", "全省已与7个国家和地区,建立友好城市关系19对。", [("countries", 7, None), ("twinnings", 19, None)]),
    ("河口市", "截至2020年3月,河口共与12个国外城市建立友好城市关系[3]。", [("partners", 12, None)]),
    ("河口市", "我市已与9個國家的12個城市締結友好城市。", [("countries", 9, None), ("partners", 12, None)]),
    ("河口市", "河口市有国际友好城市12个。", [("partners", 12, None)]),
    ("两江省", "共有1,019对友好城市。", [("twinnings", 1019, None)]),
    ("两江省", "友好城市:亞洲8對;歐洲有11對友好城市", [
        ("twinnings", 8, "continent:asia"), ("twinnings", 11, "continent:europe"),
    ]),
    ("两江省", "有友好城市19对,其中亚洲8对、欧洲11对。", [
        ("twinnings", 19, None), ("twinnings", 8, "continent:asia"), ("twinnings", 11, "continent:europe"),
    ]),
    ("河口市", "我市已与二十六個國家建立友好城市五十二對。", [("countries", 26, None), ("twinnings", 52, None)]),
    ("河口市", "截至二〇二三年底,河口市已同三十三个国家的四十个城市建立友好城市关系。", [
        ("countries", 33, None), ("partners", 40, None),
    ]),
    ("两江省", "亚洲有十个国家、三十九对友好城市,非洲有一个国家、二对友好城市。", [
        ("countries", 10, "continent:asia"), ("twinnings", 39, "continent:asia"),
        ("countries", 1, "continent:africa"), ("twinnings", 2, "continent:africa"),
    ]),
    ("两江省", "省級友好城市有4對,縣級友好地區5對。", [
        ("twinnings", 4, "level:province"), ("twinnings", 5, "level:county"),
    ]),
]  # fmt: skip
WIDE = {code - 0xFEE0: code for code in range(0xFF01, 0xFF5F)}


@pytest.mark.parametrize("wide", [False, True], ids=["ascii", "full-width"])
@pytest.mark.parametrize("form", FORMS, ids=[text for _, text, _ in FORMS])
def test_a_form_of_sentence_gives_its_counts(form: tuple[str, str, list[Count]], *, wide: bool) -> None:
    """Either script, full-width or ASCII: the same counts, nothing left over, words as written."""
    about, text, expected = form
    written = text.translate(WIDE) if wide else text
    found = read_counts(written, about)
    assert [(said.what, said.value, said.continent or said.level) for said in found.stated] == [
        (what, value, None if part is None else term(part)) for what, value, part in expected
    ]
    assert found.unread == ()
    assert all(said.text in written for said in found.stated)


@pytest.mark.parametrize(
    "text",
    [
        "已与300多个城市友好往来",
        "建立近20对友好城市",
        "与四十多个国家建立友好城市关系",
        "与四五十个国家建立友好城市关系",
        "建立友好城市一百二对",
        "建立近五十对友好城市",
        "与几十个国家建立友好城市关系",
        "甲市与乙市两个城市结为友好城市",
        "与46个城市结成友好交流关系城市",
        "2019年新增3对友好城市",
        "友好城市中日本有12对",
        "东山市有23对友好城市",
        "亚洲和欧洲共有30对友好城市",
        "友好城市的友好医院有5家",
        "比东山市多3对友好城市",
        "每年与友好城市开展交流活动20对次",
        "其中民间友好城市有1对",
        "计划到2030年友好城市达50对",
        "国内友好城市有5对",
        "与5个国家和2个地区的10个城市、3个省结成友好关系",
    ],
)
def test_a_number_of_ties_that_is_not_understood_is_kept(text: str) -> None:
    """Nothing is counted from what is vague, of another kind, place, country or time, and the sentence is not lost."""
    found = read_counts(f"甲。{text}[2]。乙", "两江省")
    assert (found.stated, found.unread) == ((), (f"{text}[2]",))


@pytest.mark.parametrize(
    "text",
    [
        "中国共有友好城市2100对",
        "全省共有友好城市12对，其中西安2对",
        "国际友好城市达到36个(含友好交流城市34个)",
        "除日本外，西安与1个国家的1个城市结为友好城市",
        "西安市现有友好城市6对、友好交流城市30对，合计36对",
        "西安市与世界上36个城市建立了友好关系，其中友好城市6个",
    ],
)
def test_what_is_of_more_than_the_list_is_not_held_against_it(text: str) -> None:
    """Of the whole country or province, of ties of every kind, of all but a part; what is the list's own is read."""
    assert (read_counts(f"{text}。", "西安市").stated, read_counts(f"{text}。", "西安市").unread) == ((), (text,))
    (own,) = read_counts("西安市与世界上6个城市建立了友好城市关系。", "西安市").stated
    assert own.value == 6
    assert [each.value for each in read_counts("全市共有友好城市6对，其中亚洲友好城市3对。", "西安市").stated] == [6, 3]


@pytest.mark.parametrize("text", ["友好城市[1]始于1979年3月2日。", "全国有661个城市。友好往来。", "两座友好的城市", ""])
def test_a_paragraph_without_a_number_of_ties_states_none(text: str) -> None:
    """Dates, marks and numbers of other things are no counts, understood or not."""
    assert read_counts(text, "两江省") == ((), ())


OF_2020 = Span(StatedDate(1992, 7, 7), StatedDate(2020, 12))
DATED: list[tuple[str, list[int], int]] = [
    ("截至2020年底,两江省共有友好城市4对。", [4], 0),
    ("两江省共有友好城市4对(截至2020年底)。", [4], 0),
    ("1980年,两江省共有友好城市2对。", [], 1),
    ("两江省共有友好城市2对(截至1980年)。", [], 1),
    ("到1990年,我省已与2个国家建立了3对友好城市关系。", [], 1),
    ("一九八〇年两江省有友好城市2对。", [], 1),
    ("截至1980年有友好城市2对,截至2020年有友好城市4对。", [4], 1),
    ("1980年有友好城市2对,目前有友好城市4对。", [4], 1),
    ("1980年有友好城市2对,其中亚洲1对。其中亚洲有友好城市1对。", [], 2),
    ("1985年至1990年,两江省有友好城市2对。", [], 1),
    ("2020年,两江省与3个友好城市结好。", [], 1),
    ("到2030年,两江省有友好城市50对。", [], 1),
    ("自1974年以来,两江省已有友好城市4对。", [4], 0),
    ("1980年代末,两江省已有友好城市2对。", [], 1),
    ("As of 2020, Liangjiang has 4 sister cities.", [4], 0),
    ("Since 1974 Liangjiang has signed with 4 sister cities.", [4], 0),
    ("In 1990 Liangjiang has 3 sister cities.", [], 1),
    ("Liangjiang had 3 sister cities.", [], 1),
    ("Liangjiang has 3 more sister cities than Dongshan.", [], 1),
]


@pytest.mark.parametrize(("text", "values", "unread"), DATED, ids=[text for text, *_ in DATED])
def test_a_count_is_of_its_own_day(text: str, values: list[int], unread: int) -> None:
    """What was so before the last tie of the list, or will be, is no count of its rows; each number by its own date."""
    found = read_counts(text, "两江省", OF_2020)
    assert [said.value for said in found.stated] == values
    assert len(found.unread) == unread


ENGLISH: list[tuple[str, list[Count]]] = [
    (
        "Xi'an has 52 sister cities in 16 countries, 12 of them in Asia.",
        [("partners", 52, None), ("countries", 16, None), ("partners", 12, "continent:asia")],
    ),
    (
        "As of 2023, the city has 40 sister cities in 33 countries[2].",
        [("partners", 40, None), ("countries", 33, None)],
    ),
    (
        "As of May 2023, Xi\u2019an (西安) has established 51 sister city relationships with 16 countries.",
        [("twinnings", 51, None), ("countries", 16, None)],
    ),
    (
        "It has fifty-two twin towns in twenty-six countries: 39 in Asia and nine in Europe.",
        [("partners", 52, None), ("countries", 26, None), ("partners", 39, "continent:asia"),
         ("partners", 9, "continent:europe")],
    ),
    ("There are 23 sister cities in 5 countries in Asia.",
     [("partners", 23, "continent:asia"), ("countries", 5, "continent:asia")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "counts"), ENGLISH, ids=[text[:20] for text, _ in ENGLISH])
def test_an_english_sentence_gives_its_counts(text: str, counts: list[Count]) -> None:
    """Numbers in digits and in words, each with its own words of the paragraph, and dates that are none of them."""
    found = read_counts(text, "西安市")
    short = {term(name): name for name in ("continent:asia", "continent:europe")}
    assert [(said.what, said.value, short.get(said.continent or "")) for said in found.stated] == counts
    assert found.unread == ()
    assert all(said.text in text for said in found.stated)
    assert [text.index(said.text) for said in found.stated] == sorted({text.index(said.text) for said in found.stated})


@pytest.mark.parametrize(
    "text",
    [
        "Nara has 6 sister cities",
        "Xi'an has more than 30 sister cities",
        "Xi'an has 40 sister cities and 20 friendship cities",
        "Of its sister cities 12 are in Asia and 10 in Japan",
        "The sister city program has 3 staff",
        "In 2024 it plans 5 sister city agreements",
    ],
)
def test_an_english_number_that_is_not_understood_is_kept(text: str) -> None:
    """Of another place, about so many, of another kind or area, or of anything else."""
    assert read_counts(f"{text}. It is old.", "西安市") == ((), (text,))


def test_english_dates_are_no_counts() -> None:
    """A sister city since a year, or on a day, is no number of them."""
    for text in (
        "Nara became a sister city in 1974.",
        "Twinned with Nara on 1 February 1974, and since 1974 a friend.",
    ):
        assert read_counts(text, "西安市") == ((), ())


@pytest.mark.parametrize(
    ("text", "number"),
    [("二十六", 26), ("十", 10), ("一十二", 12), ("一百零二", 102), ("一百一十", 110), ("两百", 200), ("二〇三", 203),
     ("一千零一", 1001), ("一千一百一十一", 1111)],
)  # fmt: skip
def test_numerals(text: str, number: int) -> None:
    """Numbers in Chinese characters, spelt out or digit by digit with a nought."""
    assert read_numeral(text) == number


@pytest.mark.parametrize("text", ["一百二", "三四", "五六十", "十百", "百", "零", "二十零"])
def test_a_numeral_said_loosely_is_none(text: str) -> None:
    """Three or four, and 一百二 that may be 102 or 120."""
    with pytest.raises(ValueError, match=text):
        read_numeral(text)


def test_a_second_total_is_not_understood() -> None:
    """What comes after the total without a part named may be of a part; it is kept and not counted."""
    found = read_counts("两江省有19对友好城市,其中正式的有12对。", "两江省")
    assert [said.value for said in found.stated] == [19]
    assert found.unread == ("两江省有19对友好城市,其中正式的有12对",)


def test_what_is_not_understood_is_a_claim(rewritten: Rewritten) -> None:
    """A list keeps such a sentence with its line, numbered among its like, beside the remark."""
    was, said = "除非另有说明,", "友好医院有5家。友好学校3所。"
    reading = read_list(rewritten("xinjiang-2023-12", lambda text: text.replace(was, said + was)))
    assert [(claim.number, claim.line, claim.text) for claim in of_kind(reading, "UnreadCount")] == [
        (1, 13, "友好医院有5家"), (2, 13, "友好学校3所"),
    ]  # fmt: skip
    assert counted(reading) == LEAD


@pytest.mark.parametrize("list_id", ["xian-2023-05", "xinjiang-2023-12"])
def test_full_width_punctuation_changes_no_claim(
    list_id: str, rewritten: Rewritten, readings: tuple[Reading, Reading]
) -> None:
    """Chinese pages part clauses by full-width commas; counts, captions and notes are those of the ASCII text."""
    plain = next(reading for reading in readings if reading.descriptor.id == list_id)
    wide = read_list(rewritten(list_id, lambda document: document.translate(WIDE_COMMA)))
    assert wide.errors == ()
    assert counted(wide) == counted(plain)
    for one, other in zip(wide.claims, plain.claims, strict=True):
        assert (one.kind, one.number, one.line, one.rows, one.date) == (
            other.kind, other.number, other.line, other.rows, other.date
        )  # fmt: skip
        assert (one.marks, one.successor) == (other.marks, other.successor)
        assert [name.main for name in one.merged] == [name.main for name in other.merged]
        assert len(one.text) == len(other.text)


@pytest.mark.parametrize("place", range(len(CAPTIONS)), ids=[str(line) for line, *_ in CAPTIONS])
def test_each_caption_is_tied_to_its_row(xinjiang: Reading, place: int) -> None:
    """A caption names one row of the table beneath it, and states that row's date again."""
    line, partner, party, date = CAPTIONS[place]
    caption = of_kind(xinjiang, "Caption")[place]
    assert (caption.number, caption.line, str(caption.date)) == (place + 1, line, date)
    (row,) = (row for row in xinjiang.rows if row.order in caption.rows)
    assert (row.partner.main, row.party.main, str(row.signed)) == (partner, party, date)
    assert partner in caption.text
    assert row.line > line


def test_there_are_six_captions(xinjiang: Reading) -> None:
    """No caption is missed and none made up."""
    assert [claim.line for claim in of_kind(xinjiang, "Caption")] == [line for line, *_ in CAPTIONS]


@pytest.mark.parametrize(("party", "found"), [("喀什地区", 1), ("克拉玛依市", 1), ("昌吉回族自治州", 0)])
def test_a_caption_that_fits_two_rows_takes_that_of_its_party(rewritten: Rewritten, party: str, found: int) -> None:
    """Where two parties have the partner, the caption's own party decides; where it is neither, it has no row."""
    was, said = "杜尚别於1999年9月10日與乌鲁木齐市", f"瓜达尔於2016年6月26日與{party}"
    reading = read_list(rewritten("xinjiang-2023-12", lambda text: text.replace(was, said)))
    rows = [row for row in reading.rows if row.order in of_kind(reading, "Caption")[2].rows]
    assert [(row.partner.main, row.party.main) for row in rows] == [("瓜达尔", party)] * found


def test_a_caption_that_says_no_twinning_is_kept_without_a_row(rewritten: Rewritten) -> None:
    """The words of a caption are kept whatever they say."""
    was = "鲁布佐夫斯克的城市景观,鲁布佐夫斯克於2000年4月24日與塔城市締結友好關係"
    reading = read_list(rewritten("xinjiang-2023-12", lambda text: text.replace(was, "塔城市的夜景[4]")))
    caption = of_kind(reading, "Caption")[-1]
    assert (caption.text, caption.rows, caption.date, caption.marks) == ("塔城市的夜景[4]", (), None, (Mark(4),))


def test_the_three_notes(xinjiang: Reading) -> None:
    """Two notes give another date, one a successor with the places merged into it; each names its row."""
    first, second, third = of_kind(xinjiang, "Note")
    rows = {row.order: row for row in xinjiang.rows}
    assert [(note.number, note.line) for note in (first, second, third)] == [(1, 89), (2, 90), (3, 91)]
    assert [note.marks for note in (first, second, third)] == [(Mark(8),), (Mark(20),), (Mark(26),)]
    assert [rows[order].partner.main for note in (first, second, third) for order in note.rows] == [
        "戈梅利州",
        "勝沼町",
        "鲁布佐夫斯克",
    ]
    assert (first.date, second.date, third.date) == (StatedDate(2023, 3, 1), None, StatedDate(2000, 3, 16))
    assert second.successor == PlaceName("甲州市")
    assert second.merged == (PlaceName("鹽山市"), PlaceName("大和村", "大和村 (山梨県)", "ja"))
    assert [(note.successor, note.merged) for note in (first, third)] == [(None, ())] * 2


@pytest.mark.parametrize("heir", ["", " ", "\u00a0 "])
def test_a_note_that_names_no_heir_is_kept(rewritten: Rewritten, heir: str) -> None:
    """A merger without the name of who took over gives no successor, and no error either."""
    reading = read_list(rewritten("xinjiang-2023-12", lambda text: text.replace("由甲州市承繼", f"由{heir}承繼")))
    note = of_kind(reading, "Note")[1]
    assert (note.successor, note.merged) == (None, ())
    assert "承繼" in note.text


def test_a_date_that_is_none_in_a_note_is_kept_as_words(rewritten: Rewritten) -> None:
    """A note or caption with a day the calendar lacks keeps its words and has no date."""

    def thirtieth(text: str) -> str:
        return text.replace("一说2023年3月1日", "一说2023年2月30日").replace("於2009年4月7日", "於2009年4月31日")

    reading = read_list(rewritten("xinjiang-2023-12", thirtieth))
    assert reading.errors == ()
    assert of_kind(reading, "Note")[0].date is None
    assert "2023年2月30日" in of_kind(reading, "Note")[0].text
    assert (of_kind(reading, "Caption")[0].date, of_kind(reading, "Caption")[0].rows) == (None, (4,))


def test_remarks_are_whole_paragraphs(xinjiang: Reading) -> None:
    """Every paragraph is a remark, whole and with its marks, the one whose counts are read included."""
    remarks = of_kind(xinjiang, "Remark")
    document = xinjiang.descriptor.path.read_text(encoding="utf-8").split("\n")
    assert [(remark.number, remark.line) for remark in remarks] == [(1, 5), (2, 7), (3, 9), (4, 13)]
    assert [remark.text for remark in remarks] == [document[line - 1] for line in (5, 7, 9, 13)]
    assert [remark.marks for remark in remarks] == [(), (Mark(1), Mark(2), Mark(3)), (), (Mark(4),)]


@pytest.mark.parametrize(
    ("text", "marks", "without"),
    [
        ("[4]", (Mark(4),), ""),
        ("[10]:126", (Mark(10, "126"),), ""),
        ("[10]:44–62", (Mark(10, "44–62"),), ""),
        ("[4][註 2]", (Mark(4), Mark(2, note=True)), ""),
        ("[注3] 见[7]。", (Mark(3, note=True), Mark(7)), "见。"),
        ("\uff3b\uff11\uff10\uff3d\uff1a\uff11\uff12\uff16", (Mark(10, "126"),), ""),
        ("[a] [ 4 ] 4", (), "[a] [ 4 ] 4"),
        ("[失效連結]", (), "[失效連結]"),
    ],
)
def test_marks(text: str, marks: tuple[Mark, ...], without: str) -> None:
    """Marks are numbers of citations, with a page where one is named, and of notes."""
    assert read_marks(text) == marks
    assert without_marks(text) == without

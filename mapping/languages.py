"""Names of languages as Chinese text writes them, with their BCP 47 tag (IANA language subtag registry)."""

from __future__ import annotations

import re

HAN = r"\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
"""Chinese characters for a set in a pattern, rare ones and the sign of repetition among them (\u4f50\u3005)."""

KANA = r"\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe"
"""The letters of Japanese, as HAN."""

KANA_BLOCKS = r"\u3041-\u30ff"
"""All of both blocks of kana, the middle dot of names (\u30fb) too, as HAN."""

HANGUL = r"\uac00-\ud7a3"
"""The syllables of Korean, as HAN."""

TAGS = {
    "英语": "en", "英語": "en", "美国英语": "en-us", "英国英语": "en-gb", "日语": "ja", "日語": "ja",
    "韩语": "ko", "韓語": "ko", "朝鲜语": "ko", "蒙古语": "mn", "蒙古語": "mn", "俄语": "ru", "俄語": "ru",
    "法语": "fr", "法語": "fr", "德语": "de", "德語": "de", "西班牙语": "es", "西班牙語": "es",
    "葡萄牙语": "pt", "葡萄牙語": "pt", "意大利语": "it", "意大利語": "it", "義大利語": "it",
    "荷兰语": "nl", "荷蘭語": "nl", "波兰语": "pl", "波蘭語": "pl", "捷克语": "cs", "捷克語": "cs",
    "匈牙利语": "hu", "匈牙利語": "hu", "罗马尼亚语": "ro", "羅馬尼亞語": "ro", "保加利亚语": "bg",
    "保加利亞語": "bg", "希腊语": "el", "希臘語": "el", "瑞典语": "sv", "瑞典語": "sv", "挪威语": "no",
    "挪威語": "no", "丹麦语": "da", "丹麥語": "da", "芬兰语": "fi", "芬蘭語": "fi", "乌克兰语": "uk",
    "烏克蘭語": "uk", "白俄罗斯语": "be", "白俄羅斯語": "be", "土耳其语": "tr", "土耳其語": "tr",
    "阿拉伯语": "ar", "阿拉伯語": "ar", "波斯语": "fa", "波斯語": "fa", "希伯来语": "he", "希伯來語": "he",
    "印地语": "hi", "印地語": "hi", "乌尔都语": "ur", "烏爾都語": "ur", "孟加拉语": "bn", "孟加拉語": "bn",
    "泰语": "th", "泰語": "th", "越南语": "vi", "越南語": "vi", "印尼语": "id", "印尼語": "id",
    "马来语": "ms", "馬來語": "ms", "哈萨克语": "kk", "哈薩克語": "kk", "吉尔吉斯语": "ky", "吉爾吉斯語": "ky",
    "塔吉克语": "tg", "塔吉克語": "tg", "土库曼语": "tk", "土庫曼語": "tk", "乌兹别克语": "uz",
    "烏茲別克語": "uz", "格鲁吉亚语": "ka", "格魯吉亞語": "ka", "亚美尼亚语": "hy", "亞美尼亞語": "hy",
    "阿塞拜疆语": "az", "阿塞拜疆語": "az", "中文(中国大陆)": "zh-cn", "中文(简体)": "zh-hans",
    "中文(繁體)": "zh-hant", "中文(臺灣)": "zh-tw", "中文(台灣)": "zh-tw", "中文(香港)": "zh-hk", "中文": "zh",
}  # fmt: skip

_WITHIN = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
_KANA = re.compile(f"[{KANA_BLOCKS}]")
_HANGUL = re.compile(f"[{HANGUL}]")
_CHARACTERS = re.compile(f"[{HAN}]")


def closed(text: str) -> str:
    """Give a text without the white space that sets the characters of a Chinese word apart, as in 亚 洲."""
    return _WITHIN.sub("", text)


def language_of(name: str, language: str) -> str | None:
    """Give the tag for a name in a list of that language, by its script; None where script and list do not tell."""
    if _KANA.search(name):
        return "ja"
    if _HANGUL.search(name):
        return "ko"
    if _CHARACTERS.search(name):
        return "zh" if language == "en" else language
    return language if language == "en" else None

"""The findings for people and programs: a plain text for the terminal, Markdown, an HTML page, JSON."""

from __future__ import annotations

import json
import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ..terminal import markdown, table, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .report import Audit, Count, Finding, Listed
    from .sources import Source

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")
UNEXPLAINED = ("no reading was found under which it holds", "未找到使其成立的计法")
_UNREAD = ("Counts that are not understood", "未读懂的数目")
_COUNTS = ("it says", "of", "stated", "counted", "gap", "by UN M49")
_FIGURES = (2, 3, 4, 5)
_GROUPS = {
    "contradiction": "Contradiction: a list against itself, or against another list.\n",
    "doubt": "Doubt: the list may be right, but it is worth asking its publisher.\n",
    "rule-of-trade": "Rule of the trade: no error of the list; the tie is other than the regulation of 2002\n"
    "(友好城市工作管理规定), whose articles are named, or the habit of one tie a country has it.\n",
}


def text(audit: Audit) -> str:
    """Give the findings for the terminal, in English, the documents' words as they are."""
    parts = []
    for listed in audit.lists:
        parts.append(f"{listed.id}: {listed.title[1]} ({listed.publisher}, {listed.as_of})\n")
        if listed.counts:
            parts.append(table(_COUNTS, [_count(count) for count in listed.counts], _FIGURES))
        parts.extend(f"{words[0]}.\n" for words in left_out(listed))
        if listed.unread:
            lines = (f"  {source.place}: {source.written}" for source in listed.unread)
            parts.append("\n".join([f"{_UNREAD[0]} ({len(listed.unread)}):", *lines]) + "\n")
        if listed.orders:
            kept = "; ".join(f"{words[0]} ({share:.0%} of neighbours)" for words, share in listed.orders)
            parts.append(f"Order kept: {kept}.\n")
        parts.extend(_text_groups(listed.findings))
    if audit.between:
        parts += ["Between the lists\n", *_text_groups(audit.between)]
    return visible("\n".join([*parts, _tally(audit.findings), *_legend(audit)]))


def as_markdown(audit: Audit) -> str:
    """Give the findings as Markdown, in English and Chinese."""
    parts = ["# What the lists say of themselves\n"]
    for listed in audit.lists:
        parts += [
            f"## {escaped(listed.title[0])}\n",
            f"`{listed.id}` · {escaped(listed.title[1])} · {escaped(listed.publisher)}, {listed.as_of}\n",
        ]
        if listed.counts:
            parts.append(markdown(_COUNTS, [[escaped(cell) for cell in _count(count)] for count in listed.counts]))
        parts.extend(f"{en} / {zh}\n" for en, zh in left_out(listed))
        if listed.unread:
            lines = (f"- {source.place}: {escaped(source.written)}\n" for source in listed.unread)
            parts.append("".join([f"{' / '.join(_UNREAD)}:\n\n", *lines]))
        if listed.orders:
            parts.append("".join(f"- Order kept: {en} / {zh} ({share:.0%})\n" for (en, zh), share in listed.orders))
        parts += _markdown_groups(listed.findings)
    if audit.between:
        parts += ["## Between the lists\n", *_markdown_groups(audit.between)]
    return visible("\n".join([*parts, _tally(audit.findings)]))


def html(audit: Audit) -> str:
    """Give the findings as one page of HTML that needs nothing else; every word of a document is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.get_template("page.html")
    used = {
        "by_kind": by_kind,
        "heading": heading,
        "evidence": evidence,
        "unexplained": unexplained,
        "capital": _capital,
        "left_out": left_out,
        "unread": _UNREAD,
    }
    return visible(page.render(audit=audit, said=UNEXPLAINED, tally=_tally(audit.findings), **used)) + "\n"


def as_json(audit: Audit) -> str:
    """Give the findings for a program."""
    said = {
        "lists": [
            {
                "id": listed.id,
                "counts": [_count_fields(count) for count in listed.counts],
                "not_understood": [_source_fields(source) for source in listed.unread],
                "rows_left_out": listed.left_out,
                "keeps": [{"order": words[0], "share": share} for words, share in listed.orders],
                "findings": [_finding_fields(finding) for finding in listed.findings],
            }
            for listed in audit.lists
        ],
        "between": [_finding_fields(finding) for finding in audit.between],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


FORMS: dict[str, Callable[[Audit], str]] = {"table": text, "markdown": as_markdown, "html": html, "json": as_json}


def left_out(listed: Listed) -> list[tuple[str, str]]:
    """Give the words for the rows of a list that the release has not; none where it has them all."""
    number = listed.left_out
    en = "1 row of the list is" if number == 1 else f"{number} rows of the list are"
    why = ("its own counts and other lists are not held against it", "故不以其自述数目及他录核对")
    return [(f"{en} not in this release, so {why[0]}", f"名录有{number}行未收入本发布,{why[1]}")] if number else []


def by_kind(findings: Iterable[Finding]) -> list[tuple[Finding, list[Finding]]]:
    """Give findings by kind, each kind with its first."""
    groups = [list(group) for _, group in groupby(findings, key=lambda finding: finding.kind.id)]
    return [(group[0], group) for group in groups]


def heading(finding: Finding, language: int = 0) -> str:
    """Give what a finding is of: the line of a claim, a tie, a place, a list."""
    named = [names[language] for names in finding.targets]
    if finding.claim is not None:
        several = len(finding.lists) > 1
        words = "" if finding.claim.cells else f" “{finding.claim.words}”"
        named.insert(0, (f"{finding.claim.list}, " if several else "") + finding.claim.place + words)
    return "; ".join(named)


def unexplained(finding: Finding) -> bool:
    """Tell whether a count does not hold under any reading that was tried."""
    return finding.kind.id == "count-gap" and not finding.readings


def evidence(finding: Finding) -> tuple[Source, ...]:
    """Give the claims that explain a finding, unless readings do: those that it is drawn from."""
    readings = {source.iri for reading in finding.readings for source in reading.sources}
    return () if readings else finding.sources


def _legend(audit: Audit) -> Iterator[str]:
    """Give what the words of the text mean, as far as they are used."""
    if any(listed.counts for listed in audit.lists):
        yield "By UN M49: what the rows hold with each country under the continent that the United Nations give it.\n"
    groups = {finding.kind.group for finding in audit.findings}
    for group, words in _GROUPS.items():
        if group in groups:
            yield words


def _text_groups(findings: Sequence[Finding]) -> Iterator[str]:
    for first, group in by_kind(findings):
        lines = [f"{_capital(first.kind.label[0])} ({len(group)}) [{first.kind.group_label[0]}]"]
        lines.append(f"  {first.kind.definition[0]}")
        for finding in group:
            lines.append(f"  {heading(finding)}: {finding.words[0]}")
            for reading in finding.readings:
                lines.append(f"    holds {reading.words[0]}")
                lines += _text_sources(reading.sources, finding, "      ")
            if unexplained(finding):
                lines.append(f"    {UNEXPLAINED[0]}")
            lines += _text_sources(evidence(finding), finding, "    ")
        yield "\n".join(lines) + "\n"


def _text_sources(sources: Sequence[Source], finding: Finding, indent: str) -> Iterator[str]:
    for source in sources:
        where = f"{source.list}, {source.place}" if len(finding.lists) > 1 else source.place
        yield f"{indent}{where}: {source.words}"


def _markdown_groups(findings: Sequence[Finding]) -> Iterator[str]:
    for first, group in by_kind(findings):
        (en, zh), (what_en, what_zh) = first.kind.label, first.kind.definition
        yield f"### {_capital(en)} / {zh} ({len(group)})\n"
        yield f"{what_en} {what_zh}\n"
        lines = []
        for finding in group:
            lines.append(
                f"- **{escaped(heading(finding))}**: {escaped(finding.words[0])} / {escaped(finding.words[1])}"
            )
            for reading in finding.readings:
                lines.append(f"  - holds {escaped(reading.words[0])} / {escaped(reading.words[1])}")
                lines += [f"    - {line}" for line in _markdown_sources(reading.sources, finding)]
            if unexplained(finding):
                lines.append(f"  - {' / '.join(UNEXPLAINED)}")
            lines += [f"  - {line}" for line in _markdown_sources(evidence(finding), finding)]
        yield "\n".join(lines) + "\n"


def _markdown_sources(sources: Sequence[Source], finding: Finding) -> Iterator[str]:
    return (escaped(line) for line in _text_sources(sources, finding, ""))


def _count(count: Count) -> list[str]:
    of = count.counts if count.part is None else f"{count.counts}, {count.part[0]}"
    by_m49 = "" if count.by_m49 is None else str(count.by_m49)
    return [
        count.claim.written,
        of,
        str(count.stated),
        str(count.counted),
        f"{count.gap:+d}" if count.gap else "",
        by_m49,
    ]


def _count_fields(count: Count) -> dict[str, object]:
    return {
        "claim": count.claim.iri, "line": count.claim.line, "written": count.claim.written, "counts": count.counts,
        "part": None if count.part is None else count.part[0], "stated": count.stated, "counted": count.counted,
        "gap": count.gap, "by_un_m49": count.by_m49,
    }  # fmt: skip


def _finding_fields(finding: Finding) -> dict[str, object]:
    return {
        "finding": finding.iri,
        "kind": finding.kind.id,
        "group": finding.kind.group,
        "en": finding.words[0],
        "zh": finding.words[1],
        "about": heading(finding),
        "lists": finding.lists,
        "stated": finding.stated,
        "counted": finding.counted,
        "gap": finding.gap,
        "evidence": [_source_fields(source) for source in finding.sources],
        "holds": [
            {
                "en": reading.words[0],
                "zh": reading.words[1],
                "counts_held": reading.held,
                "evidence": [_source_fields(source) for source in reading.sources],
            }
            for reading in finding.readings
        ],
    }


def _source_fields(source: Source) -> dict[str, object]:
    sheet = {} if source.sheet is None else {"sheet": source.sheet}
    return {"claim": source.iri, "list": source.list, **sheet, "line": source.line, "words": source.words}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def escaped(words: str) -> str:
    """Give words so that Markdown shows them as they are."""
    return _MARKUP.sub(r"\\\1", words)


def _tally(findings: Sequence[Finding]) -> str:
    groups: dict[str, int] = {}
    for finding in sorted(findings, key=lambda one: one.kind.group):
        groups[finding.kind.group_label[0]] = groups.get(finding.kind.group_label[0], 0) + 1
    parts = ", ".join(f"{label}: {number}" for label, number in groups.items())
    return f"Findings: {len(findings)}" + (f" ({parts})" if parts else "") + ".\n"

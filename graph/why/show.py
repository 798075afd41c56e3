"""The ledger for people and programs: a plain text for the terminal, Markdown, JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..audit.show import escaped
from ..terminal import markdown, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .ledger import Cited, Claim, Ledger, Partner, Publication, Tie, Value

_VALUES = ("column", "as written", "how", "read as")


def text(told: Ledger) -> str:
    """Give the ledger for the terminal."""
    blocks = [] if told.place is None else [f"{_partner(told.place)}\n{_of(told)}\n"]
    blocks += ["\n".join(_text_tie(tie, told)) + "\n" for tie in told.ties]
    blocks += ["".join(f"{line}\n" for line in _missing(told))] if told.left_out else []
    return "\n".join(blocks)


def as_markdown(told: Ledger) -> str:
    """Give the ledger as Markdown."""
    blocks = [] if told.place is None else [f"# {_partner(told.place)}\n\n{_of(told)}\n"]
    blocks += ["\n".join(_markdown_tie(tie, told)) for tie in told.ties]
    blocks += ["".join(f"- {escaped(line)}\n" for line in _missing(told))] if told.left_out else []
    return "\n".join(blocks)


def as_json(told: Ledger) -> str:
    """Give the ledger for a program."""
    said = {
        "place": None if told.place is None else _partner_fields(told.place),
        "ties": [_tie_fields(tie) for tie in told.ties],
        "rows_left_out": told.left_out,
        "lists": {tie: listed._asdict() for tie, listed in told.lists.items() if tie in _lists(told)},
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


FORMS: dict[str, Callable[[Ledger], str]] = {"table": text, "markdown": as_markdown, "json": as_json}


def _text_tie(tie: Tie, told: Ledger) -> Iterator[str]:
    yield f"{tie.names[1]} ({tie.names[0]})\n{tie.iri}"
    yield from (f"  {_partner(partner)}" for partner in tie.partners)
    yield from (f"  {line}" for line in _resolution(tie))
    for claim in tie.claims:
        yield f"\n  {_standing(claim, told.lists[claim.source.list])}"
        if claim.values:
            yield "".join(f"    {line}\n" for line in table(_VALUES, _rows(claim)).splitlines()).rstrip("\n")
        else:
            yield f"    {claim.source.words}"
        yield from (f"    source {_cited(cited)}" for cited in claim.cites)
    yield from (f"\n  {line}" for line in _events(tie))
    if tie.findings:
        yield "\n  What the audit found:"
        yield from (f"    {finding.kind.label[0]}: {finding.words[0]}" for finding in tie.findings)


def _markdown_tie(tie: Tie, told: Ledger) -> Iterator[str]:
    yield f"## {escaped(tie.names[1])} ({escaped(tie.names[0])})\n\n<{tie.iri}>\n"
    yield from (f"- {escaped(_partner(partner))}" for partner in tie.partners)
    yield from (f"- {escaped(line.strip())}" for line in _resolution(tie))
    for claim in tie.claims:
        yield f"\n### {escaped(_standing(claim, told.lists[claim.source.list]))}\n"
        if claim.values:
            yield markdown(_VALUES, [[escaped(cell) for cell in row] for row in _rows(claim)])
        else:
            yield f"> {escaped(claim.source.words)}\n"
        yield from (f"- source {escaped(_cited(cited))}" for cited in claim.cites)
    yield from (f"\n{escaped(line)}" for line in _events(tie))
    if tie.findings:
        yield "\n### What the audit found\n"
        yield from (f"- {escaped(finding.kind.label[0])}: {escaped(finding.words[0])}" for finding in tie.findings)
    yield ""


def _rows(claim: Claim) -> list[list[str]]:
    """Give what the list writes for each value, and what was read."""
    return [[value.column, _written(value), value.reading, value.read] for value in claim.values]


def _resolution(tie: Tie) -> Iterator[str]:
    """Give the dates that are stated, where they differ, and the date that was taken with its rule."""
    if tie.disputed:
        for date, claims in tie.dates.items():
            stating = ", ".join(
                f"{claim.source.list} {claim.source.place} ({claim.source.kind[0]})" for claim in claims
            )
            left = "" if tie.taken is None or date == tie.taken.date else "; not taken"
            yield f"dated {date} by {stating}{left}"
    if tie.taken is None:
        yield "no date is stated" if not tie.dates else "no rule chose a date"
    else:
        taken = tie.taken
        yield f"date taken: {taken.date}, by the rule “{taken.rule[0]}” ({taken.rule[1]}): {taken.definition[0]}"


def _events(tie: Tie) -> Iterator[str]:
    for event in tie.events:
        date = f" {event.date}" if event.date else ""
        heir = f" by {event.successor[1]} ({event.successor[0]})" if event.successor else ""
        yield f"{event.kind}{date}{heir}: {event.source.list}, {event.source.place}: {event.source.words}"


def _standing(claim: Claim, listed: Publication) -> str:
    source = claim.source
    published = f"{listed.title}, {listed.publisher}, {listed.authority}, as of {listed.as_of}"
    return f"{source.kind[0]}: {source.list}, {source.place} ({published})"


def _written(value: Value) -> str:
    off_table = value.column.startswith("(") and value.written is None
    return "" if off_table else value.written or "(left out)"


def _cited(cited: Cited) -> str:
    said = [cited.title, cited.publisher, cited.issued and f"issued {cited.issued}", cited.page and f"p. {cited.page}"]
    said += [cited.retrieved and f"retrieved {cited.retrieved}", cited.archived and f"archived {cited.archived}"]
    said += [cited.via and f"via {cited.via}", "marked as a dead link" if cited.dead else None]
    if not cited.title:
        said.insert(0, cited.written)
    return f"[{cited.number}] " + "; ".join(part for part in said if part)


def _partner(partner: Partner) -> str:
    item = f"wd:{partner.item.rpartition('/')[2]}" if partner.item else "no item linked"
    return f"{partner.names[1]} ({partner.names[0]}), {partner.id}, {item}"


def _of(told: Ledger) -> str:
    evidence = "" if told.place is None else "".join(f"\nlinked: {said}" for said in told.place.evidence)
    return f"{len(told.ties)} tie{'' if len(told.ties) == 1 else 's'}{evidence}"


def _missing(told: Ledger) -> Iterator[str]:
    """Give a line for each list of which a build left rows out: one of them may state what was asked for."""
    for list_id, number in told.left_out.items():
        rows = "1 row of the list is" if number == 1 else f"{number} rows of the list are"
        yield f"{list_id}: {rows} not in this release, so what it says there is not told here"


def _lists(told: Ledger) -> set[str]:
    return {claim.source.list for tie in told.ties for claim in tie.claims}


def _partner_fields(partner: Partner) -> dict[str, object]:
    en, zh = partner.names
    return {"id": partner.id, "en": en, "zh": zh, "item": partner.item, "evidence": partner.evidence}


def _tie_fields(tie: Tie) -> dict[str, object]:
    taken = None
    if tie.taken is not None:
        (rule, rule_zh), (definition, definition_zh) = tie.taken.rule, tie.taken.definition
        taken = {
            "date": tie.taken.date,
            "rule": rule,
            "rule_zh": rule_zh,
            "definition": definition,
            "definition_zh": definition_zh,
        }
    return {
        "tie": tie.iri,
        "id": tie.id,
        "partners": [_partner_fields(partner) for partner in tie.partners],
        "disputed": tie.disputed,
        "taken": taken,
        "claims": [_claim_fields(claim) for claim in tie.claims],
        "events": [
            {"kind": event.kind, "date": event.date, "successor": event.successor and event.successor[0],
             "claim": event.source.iri}
            for event in tie.events
        ],
        "findings": [
            {"finding": one.iri, "kind": one.kind.id, "en": one.words[0], "zh": one.words[1]} for one in tie.findings
        ],
    }  # fmt: skip


def _claim_fields(claim: Claim) -> dict[str, object]:
    source = claim.source
    sheet = {} if source.sheet is None else {"sheet": source.sheet}
    return {
        "claim": source.iri,
        "kind": source.kind[0],
        "list": source.list,
        **sheet,
        "line": source.line,
        "date": claim.date,
        "words": source.words,
        "values": [value._asdict() for value in claim.values],
        "cites": [cited._asdict() for cited in claim.cites],
    }

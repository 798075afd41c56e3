"""Requests that nobody would write, against the running server: a slice of what bench/serve/fuzz.py sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.serve.fuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.serve.servers import Server


def test_mutated_requests(start: Callable[..., Server], release: Path) -> None:
    """No 500, no traceback, no hung connection; afterwards the server is well."""
    server = start(release, "patience=1", "deadline=2")
    outcome = fuzz(server.port, 600, seed=7)
    assert outcome.bad == []
    assert outcome.statuses["200"] > 30
    assert outcome.statuses["400"] > 30
    assert server.ask("ASK { ?s a yc:Twinning }").json["boolean"] is True
    assert not [line for line in server.lines() if "exception" in line]


def test_the_openapi_document_holds_of_the_server(server: Server) -> None:
    """Schemathesis, from the document alone, finds no answer that the document does not foresee."""
    schemathesis = pytest.importorskip("schemathesis")
    from hypothesis import HealthCheck, Phase, given
    from hypothesis import settings as hypothesis_settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

    schema = schemathesis.openapi.from_url(f"{server.url}api/openapi.json")
    bounded = hypothesis_settings(
        max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    count = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @bounded
        @given(case=operation.as_strategy())
        def holds(case: object) -> None:
            reply = case.call()  # type: ignore[attr-defined]
            checks = [not_a_server_error, content_type_conformance, status_code_conformance]
            case.validate_response(reply, checks=checks)  # type: ignore[attr-defined]

        holds()
        count += 1
    assert count >= 10

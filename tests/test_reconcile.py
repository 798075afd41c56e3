"""The reconciliation service over HTTP, as OpenRefine asks it, against the specification (version 0.2)."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

if TYPE_CHECKING:
    from collections.abc import Iterator

    from youcheng.mapping.linking.index import Index
    from youcheng.mapping.places import Links

WIKIDATA = "http://www.wikidata.org/entity/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever was answered
        """Read the body as JSON."""
        return json.loads(self.text)


class Client:
    """Asks a service over a real connection."""

    def __init__(self, base: str) -> None:
        self.base = base

    def ask(self, path: str = "/", method: str = "GET", body: bytes | str | None = None, **headers: str) -> Answer:
        """Send one request."""
        connection = HTTPConnection(urlsplit(self.base).netloc, timeout=60)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        got = connection.getresponse()
        answer = Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read().decode())
        connection.close()
        return answer

    def post(self, name: str, content: object) -> Answer:
        """Post one form field of JSON, as OpenRefine does."""
        return self.ask("/", "POST", urlencode({name: json.dumps(content)}), **FORM)

    def candidates(self, **query: object) -> list[dict[str, Any]]:
        """Give the candidates of one query."""
        answer = self.post("queries", {"q0": query})
        assert answer.status == 200, answer.text
        found: list[dict[str, Any]] = answer.json["q0"]["result"]
        return found


@contextmanager
def served(index: Index, *words: str | Path) -> Iterator[Client]:
    """Run `youcheng serve-reconciliation` on a free port."""
    named = index.path.parent / "youcheng"
    if not named.exists():
        named.symlink_to(index.path.parent, target_is_directory=True)
    command = [sys.executable, "-m", "youcheng.graph", "serve-reconciliation", "--port", "0", *map(str, words)]
    environment = os.environ | {"XDG_CACHE_HOME": str(index.path.parent)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=environment) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.search(r"https?://\S+/", said)
        assert found, said
        try:
            yield Client(found[0].rstrip("/"))
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="module")
def client(index: Index, release: Path) -> Iterator[Client]:
    """Serve over the gazetteer and the release of this run."""
    with served(index, "--release", release) as running:
        yield running


@pytest.fixture(scope="module")
def schemas() -> dict[str, Draft7Validator]:
    """Read the specification's own JSON schemas, by name."""
    folder = Path(os.environ.get("YOUCHENG_SUITES", "")) / "reconciliation"
    if not os.environ.get("YOUCHENG_SUITES") or not folder.is_dir():
        pytest.skip("the schemas of the Reconciliation API 0.2 are in no folder `reconciliation` of YOUCHENG_SUITES")
    read = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema, default_specification=DRAFT7)) for schema in read.values()
    )
    return {name: Draft7Validator(schema, registry=registry) for name, schema in read.items()}


# The specification's own schemas.


def test_answers_are_as_the_schemas_say(client: Client, schemas: dict[str, Draft7Validator]) -> None:
    """Manifest, results, the three suggest services and data extension validate; so do the requests of this test."""
    queries = {
        "q0": {"query": "奈良市", "type": "settlement", "limit": 3},
        "q1": {
            "query": "Kansas City",
            "properties": [{"pid": "parent", "v": ["密苏里州", {"id": "Q1581", "name": "Missouri"}]}],
        },
        "q2": {"query": "没有这个地方"},
    }
    wanted = ("country", "population", "latitude", "iso", "label_zh", "partners", "place", "no such property")
    extend = {"ids": ["Q5826", "Q169134", "Q0"], "properties": [{"id": name} for name in wanted]}
    schemas["reconciliation-query-batch"].validate(queries)
    schemas["data-extension-query"].validate(extend)
    schemas["manifest"].validate(client.ask().json)
    schemas["reconciliation-result-batch"].validate(client.post("queries", queries).json)
    schemas["data-extension-response"].validate(client.post("extend", extend).json)
    schemas["suggest-entities-response"].validate(client.ask("/suggest/entity?prefix=Na").json)
    schemas["suggest-properties-response"].validate(client.ask("/suggest/property?prefix=").json)
    schemas["suggest-types-response"].validate(client.ask("/suggest/type?prefix=").json)


def test_every_answer_to_a_batch_is_as_the_schemas_say(
    client: Client, schemas: dict[str, Draft7Validator], links: Links
) -> None:
    """Whatever the reviewed names bring up: candidates of every type, their data, suggestions."""
    names = sorted({name for place in links.places.values() for name in place.names})
    found = set()
    for first in range(0, len(names), 50):
        batch = {f"q{number}": {"query": name} for number, name in enumerate(names[first : first + 50])}
        answer = client.post("queries", batch).json
        schemas["reconciliation-result-batch"].validate(answer)
        found |= {candidate["id"] for result in answer.values() for candidate in result["result"]}
    proposed = client.ask("/properties?type=place").json["properties"]
    asked = {"ids": sorted(found), "properties": [{"id": each["id"]} for each in proposed]}
    schemas["data-extension-query"].validate(asked)
    extended = client.post("extend", asked).json
    schemas["data-extension-response"].validate(extended)
    assert set(extended["rows"]) == found
    for prefix in ("奈", "Na", "Q5826", "", "没有这个地方", "%22"):
        schemas["suggest-entities-response"].validate(client.ask(f"/suggest/entity?prefix={quote(prefix)}").json)
    for kind in ("property", "type"):
        name = {"property": "properties", "type": "types"}[kind]
        schemas[f"suggest-{name}-response"].validate(client.ask(f"/suggest/{kind}?prefix=c").json)


def test_the_schemas_find_what_is_wrong(client: Client, schemas: dict[str, Draft7Validator]) -> None:
    """An answer with its parts renamed would not have passed."""
    assert not schemas["manifest"].is_valid({"versions": ["0.1"]})
    results = client.post("queries", {"q0": {"query": "奈良市"}}).json
    del results["q0"]["result"][0]["score"]
    assert not schemas["reconciliation-result-batch"].is_valid(results)


# The manifest, and what it points to.


def test_manifest(client: Client) -> None:
    """It names version, spaces and services, all beneath the address it was asked at."""
    manifest = client.ask().json
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == WIKIDATA
    assert manifest["view"]["url"].count("{{id}}") == 1
    for service in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        assert service["service_url"] == client.base
        assert client.ask(service["service_path"] + "?prefix=a&type=place").status == 200
    preview = manifest["preview"]["url"].replace("{{id}}", "Q5826").removeprefix(client.base)
    assert client.ask(preview).status == 200


def test_the_address_is_a_setting_and_not_the_host_header(client: Client, index: Index) -> None:
    """The manifest names the address it was told, whatever a client sends as Host."""
    assert "evil" not in client.ask(Host="evil.example").text
    with served(index, "--url", "https://example.org/reconcile/") as told:
        assert told.base == "https://example.org/reconcile"


# Queries.


def test_get_and_post_answer_alike(client: Client) -> None:
    """A batch may come in the query string or in a posted form."""
    batch = {"a": {"query": "京都市"}, "b": {"query": "船桥市"}}
    posted = client.post("queries", batch).json
    assert client.ask(f"/?queries={quote(json.dumps(batch))}").json == posted
    assert set(posted) == {"a", "b"}
    assert posted["b"]["result"][0]["id"] == "Q271417"


def test_candidates_are_sorted_and_explained(client: Client) -> None:
    """Scores fall; each candidate says what it is, of which types, and by which features."""
    found = client.candidates(query="奥什州", properties=[{"pid": "country", "v": "吉尔吉斯斯坦"}])
    assert [each["score"] for each in found] == sorted((each["score"] for each in found), reverse=True)
    assert found[0]["id"] == "Q231987"
    assert found[0]["match"] is True
    assert {each["id"] for each in found[0]["type"]} == {"first-level"}
    assert found[0]["description"]


def test_country_is_hard_and_is_said_in_any_way(client: Client) -> None:
    """A QID, an ISO code, a Chinese or an English name: candidates lie in that country or state none."""
    for value in ({"id": "Q29", "name": "Spain"}, "ES", "ESP", "esp", "西班牙", "Spain"):
        found = client.candidates(query="Valencia", properties=[{"pid": "country", "v": value}])
        assert found[0]["id"] == "Q8818"
        assert "Q54880" not in {each["id"] for each in found}, "Valencia in Venezuela"


@pytest.mark.parametrize("value", ["Atlantis", {"id": "Q35765"}, {"id": "Q999999999999"}, ["Atlantis", "nowhere"], 5])
def test_a_value_that_is_no_country_gives_no_match(client: Client, value: object) -> None:
    """Not by name, by review or by QID: candidates score nothing, and the feature says why."""
    for text in ("奈良市", "西北边境省", "Q35765"):
        found = client.candidates(query=text, properties=[{"pid": "country", "v": value}])
        assert found
        assert {(each["match"], each["score"]) for each in found} == {(False, 0)}
        assert all([part["value"] for part in each["features"] if part["id"] == "country"] == [-100] for each in found)


@pytest.mark.parametrize(
    ("values", "name", "item"),
    [
        (("USA", "usa", "US"), "Sacramento", "Q18013"),
        (("GBR", "UK", "uk"), "Birmingham", "Q2256"),
        (("JPN", "日本国"), "奈良市", "Q169134"),
        (("CHN", "PRC", "prc"), "西安市", "Q5826"),
        (("HKG", "Hong Kong", "香港"), "香港", "Q8646"),
    ],
)
def test_a_country_by_its_codes_and_short_names(client: Client, values: tuple[str, ...], name: str, item: str) -> None:
    """Codes of three letters, and what countries are called beside their usual names."""
    for value in values:
        found = client.candidates(query=name, properties=[{"pid": "country", "v": value}])
        assert found[0]["id"] == item, value
        assert found[0]["score"] > 0


def test_several_countries_are_refused_and_one_in_several_words_is_not(client: Client) -> None:
    """A place lies in one country, so a list of two is no filter."""
    asked = {"q0": {"query": "奈良市", "properties": [{"pid": "country", "v": ["中国", "日本"]}]}}
    answer = client.post("queries", asked)
    assert answer.status == 400
    assert "property country: 中国, 日本 are several countries: name one" in answer.json["error"]
    assert client.candidates(query="奈良市", properties=[{"pid": "country", "v": ["日本", "JP"]}])[0]["match"] is True


def test_a_country_that_is_left_empty_is_not_stated(client: Client) -> None:
    """An empty cell says nothing, so the name alone decides; one good value among several is enough."""
    for value in ("", None, [], ["Atlantis", "日本"]):
        assert client.candidates(query="奈良市", properties=[{"pid": "country", "v": value}])[0]["match"] is True


def test_a_parent_may_be_an_entity(client: Client) -> None:
    """As a client sends a column that is reconciled already: by id and name, or by the id alone."""
    illinois = client.candidates(query="Illinois", properties=[{"pid": "country", "v": "US"}], type="first-level")[0]
    for value in ("Illinois", {"id": illinois["id"], "name": "Illinois"}, {"id": illinois["id"]}, illinois["id"]):
        stated = [{"pid": "country", "v": "US"}, {"pid": "parent", "v": value}]
        found = client.candidates(query="Springfield", properties=stated)
        assert found[0]["match"] is True, value
        assert {"id": "parent", "value": 12} in found[0]["features"]


def test_an_identifier_in_another_country_is_no_match(client: Client) -> None:
    """Country is hard for a QID as well."""
    said = [
        client.candidates(query="Q35765", properties=[{"pid": "country", "v": code}])[0]["match"]
        for code in ("FR", "JP")
    ]
    assert said == [False, True]


def test_a_type_that_is_not_known_gives_no_match(client: Client) -> None:
    """What nothing here can be is no reason to match everything."""
    found = client.candidates(query="奈良市", type="Q5")
    assert found
    assert not any(each["match"] or each["score"] for each in found)
    assert {"id": "type", "value": -100} in found[0]["features"]
    assert client.candidates(query="奈良市", type=["Q5", "settlement"])[0]["match"] is True


BAD_QUERIES = {
    "too long": {"query": "a" * 301},
    "half a surrogate pair": {"query": "\ud800"},
    "limit nan": {"query": "大阪市", "limit": float("nan")},
    "property country": {"query": "大阪市", "properties": [{"pid": "country", "v": {"id": 5}}]},
    "property parent": {"query": "大阪市", "properties": [{"pid": "parent", "v": {}}]},
    "properties is not": {"query": "大阪市", "properties": [{"pid": 5, "v": "日本"}]},
    "type {": {"query": "大阪市", "type": {"id": 5}},
    "type [5]": {"query": "大阪市", "type": [5]},
}


def test_a_bad_query_takes_no_answer_from_the_others(client: Client, schemas: dict[str, Draft7Validator]) -> None:
    """Each wrong one gets an empty result and an error that names it; the good ones are answered."""
    bad = {f"b{number}": query for number, query in enumerate(BAD_QUERIES.values())}
    answer = client.post("queries", {"good": {"query": "大阪市", "limit": float("inf")}, **bad})
    assert answer.status == 200, answer.text
    schemas["reconciliation-result-batch"].validate(answer.json)
    assert answer.json["good"]["result"][0]["id"] == "Q35765"
    assert "error" not in answer.json["good"]
    for key in bad:
        assert answer.json[key]["result"] == []
        assert answer.json[key]["error"].startswith(f"query {key}")


@pytest.mark.parametrize("says", [each for each in BAD_QUERIES if each != "too long"])
def test_a_batch_of_nothing_but_bad_queries_is_refused(client: Client, says: str) -> None:
    """There is no answer to give then: 400, and the fault by name."""
    answer = client.post("queries", {"q0": BAD_QUERIES[says]})
    assert answer.status == 400
    assert says in answer.json["error"]


def test_half_a_surrogate_pair_anywhere_is_refused(client: Client) -> None:
    """As a key of the batch or in a data extension it is told, for no answer could repeat it."""
    assert client.post("queries", {"\ud800": {"query": "大阪市"}}).status == 400
    assert client.post("extend", {"ids": ["\ud800"], "properties": [{"id": "iso"}]}).status == 400
    assert client.post("extend", {"ids": ["Q1"], "properties": [{"id": "\ud800"}]}).status == 400


def test_population_and_parent_weigh(client: Client) -> None:
    """Properties of a query are evidence as the columns of a list are."""
    missouri = client.candidates(
        query="Kansas City", properties=[{"pid": "country", "v": "US"}, {"pid": "parent", "v": "Missouri"}]
    )
    assert missouri[0]["id"] == "Q41819"
    features = {each["id"]: each["value"] for each in missouri[0]["features"]}
    assert features["parent"] > 0
    stated = client.candidates(query="多特蒙德市", properties=[{"pid": "population", "v": 590_000}])
    assert {each["id"]: each["value"] for each in stated[0]["features"]}.get("population", 100) > 0


def test_types_limit_what_is_found(client: Client) -> None:
    """Asked for a province, the service gives no city."""
    found = client.candidates(query="奥什", type="first-level", properties=[{"pid": "country", "v": "KG"}])
    assert found
    assert all("first-level" in {kind["id"] for kind in each["type"]} for each in found)
    assert len(client.candidates(query="Springfield", limit=2)) == 2


def test_an_identifier_is_its_own_answer(client: Client) -> None:
    """A QID as query gives the item, as a sure match."""
    for text in ("Q5826", "wd:Q5826", f"{WIKIDATA}Q5826"):
        assert [(each["id"], each["match"]) for each in client.candidates(query=text)] == [("Q5826", True)]


@pytest.mark.parametrize(
    ("query", "stated", "match"),
    [
        ("奈良市", {"country": "JP"}, True),
        ("奈良市", {"country": "JP", "parent": "奈良县", "population": 354500, "latin": "Nara"}, True),
        ("奈良市", {"country": "JP", "parent": "北海道"}, False),
        ("奈良市", {"country": "JP", "population": 5}, False),
        ("奈良市", {"country": "JP", "latin": "Sapporo"}, False),
        ("Montgomery County", {"country": "US", "parent": "Pennsylvania"}, False),
        ("Córdoba", {"country": "AR"}, True),
        ("Córdoba", {}, False),
    ],
)
def test_a_reviewed_name_matches_only_what_the_query_says_too(
    client: Client, query: str, stated: dict[str, str | int], *, match: bool
) -> None:
    """Review had another list in view: a parent, people or a Latin name that the item has not keep it from matching."""
    properties = [{"pid": name, "v": value} for name, value in stated.items()]
    found = client.candidates(query=query, properties=properties)
    assert any(each["match"] for each in found) is match


def test_reviewed_names_of_the_graph_match(client: Client) -> None:
    """A name that review linked is a sure match, where the gazetteer alone would leave it open."""
    found = client.candidates(query="西北边境省")
    assert (found[0]["id"], found[0]["match"]) == ("Q183314", True)
    assert {"id": "reviewed", "value": 1} in found[0]["features"]


def test_what_is_not_there_is_not_matched(client: Client) -> None:
    """罕萨县 gets no match, in its country or anywhere."""
    assert not any(
        each["match"] for each in client.candidates(query="罕萨县", properties=[{"pid": "country", "v": "PK"}])
    )
    assert client.candidates(query="没有这个地方") == []


# Suggest, preview, extension.


def test_suggest(client: Client) -> None:
    """Entities by the beginning of any name or by QID, types and properties by name; a cursor skips."""
    names = [each["id"] for each in client.ask(f"/suggest/entity?prefix={quote('奈良')}").json["result"]]
    assert "Q169134" in names
    assert client.ask("/suggest/entity?prefix=Q5826").json["result"][0]["name"] == "Xi'an"
    assert [
        each["id"] for each in client.ask(f"/suggest/entity?prefix={quote('奈良')}&cursor=1").json["result"]
    ] == names[1:]
    assert {each["id"] for each in client.ask("/suggest/property?prefix=popul").json["result"]} == {"population"}
    assert {each["id"] for each in client.ask("/suggest/type?prefix=country").json["result"]} == {"country"}
    assert client.ask("/suggest/entity?prefix=").json == {"result": []}


def test_preview_is_a_page_without_script(client: Client) -> None:
    """What a client shows in a frame is HTML that runs nothing; an item that is not there is 404."""
    page = client.ask("/preview/Q5826")
    assert page.headers["content-type"].startswith("text/html")
    assert "Xi&#x27;an" in page.text
    assert "script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert client.ask("/preview/Q999999999999").status == 404


def test_data_extension(client: Client) -> None:
    """Values come typed; entities have their id; a property that nothing states is an empty list."""
    wanted = ["country", "population", "latitude", "partners", "iso"]
    asked = {"ids": ["Q5826", "Q0"], "properties": [{"id": name} for name in wanted]}
    answer = client.post("extend", asked).json
    row = answer["rows"]["Q5826"]
    assert row["country"] == [{"id": "Q148", "name": "People's Republic of China"}]
    assert isinstance(row["population"][0]["int"], int)
    assert isinstance(row["latitude"][0]["float"], float)
    assert row["iso"] == []
    assert {"id": "Q169134", "name": "Nara"} in row["partners"]
    assert len(row["partners"]) == 40
    assert set(map(str, answer["rows"]["Q0"].values())) == {"[]"}
    assert [each["id"] for each in answer["meta"]] == wanted


def test_property_proposals(client: Client) -> None:
    """What can be fetched for a type, as many as are asked for, by id and name; version 0.2 has no schema for it."""
    said = client.ask("/properties?type=settlement&limit=3").json
    assert (said["type"], said["limit"], len(said["properties"])) == ("settlement", 3, 3)
    every = client.ask("/properties?type=place").json
    assert set(every) == {"type", "properties"}
    for each in (*said["properties"], *every["properties"]):
        assert set(each) == {"id", "name"}
        assert all(isinstance(text, str) and text for text in each.values())


# The protocol.


def test_every_answer_may_be_read_from_anywhere(client: Client) -> None:
    """CORS on answers, on errors, and on the preflight."""
    for path in ("/", "/?queries=x", "/suggest/entity?prefix=a", "/preview/Q5826", "/properties?type=place"):
        assert client.ask(path, Origin="https://refine.example").headers["access-control-allow-origin"] == "*"
    asked = {"Origin": "https://refine.example", "Access-Control-Request-Method": "POST"}
    assert client.ask("/", "OPTIONS", **asked).status == 200


def test_jsonp(client: Client) -> None:
    """A callback wraps the answer; what is no function name is refused."""
    answer = client.ask("/?callback=jQuery_123.done")
    assert answer.headers["content-type"].startswith("application/javascript")
    found = re.fullmatch(r"/\*\*/jQuery_123\.done\((?P<json>.*)\);", answer.text, flags=re.DOTALL)
    assert found
    assert json.loads(found["json"])["versions"] == ["0.2"]
    assert client.ask(f"/?callback={quote('alert(1)//')}").status == 400


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/?queries=nonsense", 400, "not JSON"),
        ("/?queries=[]", 400, "not a JSON object"),
        ("/?queries=%7B%22q0%22:%7B%7D%7D", 400, "neither a query text nor properties"),
        ("/?queries=%7B%22q0%22:%7B%22query%22:%22a%22,%22limit%22:0%7D%7D", 400, "limit 0"),
        ("/?queries=" + "[" * 5000, 400, "not JSON"),
        ("/?extend=%7B%7D", 400, "ids"),
        ("/?what=ever", 400, "what"),
        ("/suggest/nothing?prefix=a", 404, "nothing"),
        ("/suggest/entity?prefix=a&cursor=-1", 400, "cursor"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name(client: Client, path: str, status: int, says: str) -> None:
    """A wrong request gets a status and a sentence that names the fault."""
    answer = client.ask(path)
    assert answer.status == status
    assert says in answer.json["error"]


def test_too_much_is_refused(client: Client) -> None:
    """Batches, bodies and texts have a size; other media types are not read."""
    assert client.post("queries", {f"q{n}": {"query": "a"} for n in range(51)}).status == 413
    assert client.ask("/", "POST", b"queries=" + b"a" * 2_000_001, **FORM).status == 413
    assert client.post("queries", {"q0": {"query": "a" * 301}}).status == 400
    assert client.ask("/", "POST", b"{}", Content_Type="application/json").status == 415


@pytest.mark.parametrize(
    "query",
    [
        {"properties": [{"pid": "latin", "v": "a" * 301}]},
        {"properties": [{"pid": "parent", "v": ["a", "a" * 301]}]},
        {"properties": [{"pid": "parent", "v": ["a"] * 51}]},
        {"properties": [{"pid": "parent", "v": {"id": "Q1", "name": "a" * 301}}]},
        {"properties": [{"pid": f"p{n}", "v": "a"} for n in range(51)]},
        {"properties": [{"pid": "p" * 301, "v": "a"}]},
        {"type": ["settlement"] * 51},
    ],
)
def test_what_a_query_says_beside_its_text_has_a_size(client: Client, query: dict[str, Any]) -> None:
    """Properties, types and values are so many and so long at most; the answer is short too."""
    answer = client.post("queries", {"q0": {"query": "奈良市"} | query})
    assert answer.status == 400
    assert re.search("50 are the most|more than (?:50|300)", answer.json["error"])
    assert len(answer.text) < 1000


def test_data_extension_has_a_size(client: Client) -> None:
    """So many values, which are ids times properties; as many as are allowed are answered."""
    ids = [f"Q{n}" for n in range(1, 201)]
    wanted = [{"id": f"p{n}"} for n in range(101)]
    answer = client.post("extend", {"ids": ids, "properties": wanted})
    assert answer.status == 413
    assert "101 properties of 200 ids in one request, where 20,000 values are the most" in answer.json["error"]
    assert client.post("extend", {"ids": ids, "properties": wanted[:100]}).status == 200


def test_without_a_release_the_gazetteer_answers_alone(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing need be built for the service to run."""
    monkeypatch.chdir(tmp_path)
    with served(index) as client:
        assert client.candidates(query="奈良市")[0]["id"] == "Q169134"
        assert client.post("extend", {"ids": ["Q5826"], "properties": [{"id": "partners"}]}).json["rows"]["Q5826"] == {
            "partners": []
        }

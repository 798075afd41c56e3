"""What a client of the reconciliation service may ask: types, properties, and one query or request, checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from ..mapping.linking.classes import PlaceClass
from ..mapping.names import PlaceName, read_name
from ..mapping.spelling import is_han
from ..ontology.errors import BadReconciliation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..mapping.linking.index import Entry

Json = dict[str, Any]

TYPES = {
    "place": (
        "Place that can have ties",
        PlaceClass.FIRST | PlaceClass.SECOND | PlaceClass.SETTLEMENT | PlaceClass.QUARTER,
    ),
    "first-level": ("Province, state or region", PlaceClass.FIRST),
    "second-level": ("Prefecture, county or district", PlaceClass.SECOND),
    "settlement": ("City, town or village", PlaceClass.SETTLEMENT),
    "quarter": ("Part of a city", PlaceClass.QUARTER),
    "country": ("Country", PlaceClass.COUNTRY),
}
PROPERTIES = {
    "country": "Country", "parent": "What it lies in", "population": "Population", "latin": "Name in Latin letters",
    "kind": "Kind of place", "label_en": "Name in English", "label_zh": "Name in Chinese", "latitude": "Latitude",
    "longitude": "Longitude", "iso": "ISO 3166-2 code", "source": "Source of the row", "licence": "Licence of the row",
    "place": "Place of the graph", "names": "Names in the graph", "partners": "Places it is twinned with",
}  # fmt: skip
_LIMIT, _MOST, _LONGEST, SUGGESTED, MOST_IDS, MOST_VALUES = 10, 50, 300, 20, 2000, 20_000


class Query(NamedTuple):
    """One reconciliation query, checked."""

    text: str
    types: tuple[str, ...]
    limit: int
    properties: dict[str, Any]

    @classmethod
    def read(cls, key: str, query: object) -> Query:
        """Check one query of a batch; raises BadReconciliation, naming its key."""
        if not isinstance(query, dict):
            raise BadReconciliation(f"query {key} is not a JSON object")
        if not writable(query):
            raise BadReconciliation(f"query {key} holds half a surrogate pair, which is no text in Unicode")
        text, limit, types = query.get("query", ""), query.get("limit", _LIMIT), query.get("type", [])
        listed = query.get("properties", [])
        if not isinstance(text, str) or len(text) > _LONGEST:
            raise BadReconciliation(f"query {key}: query is not a text of at most {_LONGEST} characters")
        if not isinstance(limit, int | float) or isinstance(limit, bool) or not limit >= 1:
            raise BadReconciliation(f"query {key}: limit {limit!r} is not a positive number")
        if not isinstance(listed, list) or not all(
            isinstance(each, dict) and isinstance(each.get("pid"), str) and "v" in each for each in listed
        ):
            raise BadReconciliation(f"query {key}: properties is not a list of objects with pid and v")
        if types is not None and not all(isinstance(each, str | dict) and _is_value(each) for each in _every(types)):
            raise BadReconciliation(f"query {key}: type {types!r} is neither the id of a type nor a list of ids")
        properties = {each["pid"]: each["v"] for each in listed}
        _check_size(key, types, properties)
        for pid, value in properties.items():
            if not all(each is None or _is_value(each) for each in _every(value)):
                wanted = "a text, a number, an object whose id is a text, nor a list of these"
                raise BadReconciliation(f"query {key}: property {pid}: {value!r} is neither {wanted}")
        if not text.strip() and not properties:
            raise BadReconciliation(f"query {key} has neither a query text nor properties")
        return cls(text.strip(), tuple(values(types)), int(min(limit, _MOST)), properties)

    def name(self) -> PlaceName:
        """Give the name as a list would write it; what the properties say of it is added."""
        text = self.text or next(iter(values(self.properties.get("label_zh"))), "") or "?"
        read = read_name(text) if is_han(text) else PlaceName(text, text)
        other = next(iter(values(self.properties.get("latin"))), None)
        parent = next(iter(values(self.properties.get("parent"), ("name", "id"))), None)
        return read._replace(other=read.other or other, qualifier=read.qualifier or parent)

    def population(self) -> int | None:
        """Give the stated population, if it is a number."""
        for value in values(self.properties.get("population")):
            plain = value.replace(",", "").partition(".")[0]
            if plain.isdecimal() and len(plain) < len("10000000000"):
                return int(plain)
        return None

    def of_no_type(self) -> bool:
        """Tell whether the query asks for types of which none is known here."""
        return bool(self.types) and not set(self.types) & set(TYPES)

    def of_type(self, types: set[str]) -> bool:
        """Tell whether an item of these types answers; beside one that is known, an unknown type asks for nothing."""
        wanted = {each for each in self.types if each in TYPES}
        return not wanted or bool(wanted & types) or ("place" in wanted and "country" not in types)


def suggested(known: Mapping[str, str], prefix: str, cursor: int) -> Json:
    """Give the types or properties whose id or name begins so."""
    begun = prefix.strip().lower()
    found = [(each, name) for each, name in known.items() if each.startswith(begun) or name.lower().startswith(begun)]
    return {"result": [{"id": each, "name": name} for each, name in found[cursor : cursor + SUGGESTED]]}


def type_names() -> dict[str, str]:
    """Give the types with their names."""
    return {each: name for each, (name, _) in TYPES.items()}


def proposed(type_id: str, limit: int | None) -> Json:
    """Give the properties that can be fetched for a type."""
    listed = [{"id": each, "name": name} for each, name in PROPERTIES.items()]
    said: Json = {"type": type_id, "properties": listed[:limit]}
    return said if limit is None else said | {"limit": limit}


def extension_query(query: object) -> tuple[list[str], list[str]]:
    """Check a data extension query; gives ids and properties, or raises BadReconciliation."""
    if (
        not isinstance(query, dict)
        or not isinstance(query.get("ids"), list)
        or not isinstance(query.get("properties"), list)
    ):
        raise BadReconciliation("extend is not a JSON object with a list of ids and a list of properties")
    if not writable(query):
        raise BadReconciliation("extend holds half a surrogate pair, which is no text in Unicode")
    ids = [each for each in query["ids"] if isinstance(each, str)]
    wanted = [each["id"] for each in query["properties"] if isinstance(each, dict) and isinstance(each.get("id"), str)]
    if len(ids) < len(query["ids"]) or len(wanted) < len(query["properties"]):
        raise BadReconciliation("extend: an id is not a text, or a property has no id")
    if len(ids) > MOST_IDS:
        raise BadReconciliation(f"{len(ids)} ids in one request, where {MOST_IDS} are the most", status=413)
    if len(ids) * len(wanted) > MOST_VALUES:
        asked = f"{len(wanted)} properties of {len(ids)} ids in one request"
        raise BadReconciliation(f"{asked}, where {MOST_VALUES:,} values are the most: ask in parts", status=413)
    return ids, wanted


def values(value: object, keys: tuple[str, str] = ("id", "name")) -> list[str]:
    """Give the values of a property as texts: of an entity what stands under the first key, or else the other."""
    texts = [each.get(keys[0]) or each.get(keys[1]) if isinstance(each, dict) else each for each in _every(value)]
    return [str(each).strip() for each in texts if each is not None and str(each).strip()]


def _check_size(key: str, types: object, properties: Mapping[str, object]) -> None:
    """Raise BadReconciliation for more properties, types or values than a query may have, or longer ones."""
    for name, stated in (("types", types), ("properties", list(properties.items()))):
        if len(_every(stated)) > _MOST:
            raise BadReconciliation(f"query {key}: {len(_every(stated))} {name}, where {_MOST} are the most")
    for pid, value in properties.items():
        if len(pid) > _LONGEST:
            raise BadReconciliation(f"query {key}: the id of a property has more than {_LONGEST} characters")
        if len(_every(value)) > _MOST:
            raise BadReconciliation(f"query {key}: property {pid} has more than {_MOST} values")
        if any(len(_written(each)) > _LONGEST for each in _every(value)):
            raise BadReconciliation(f"query {key}: property {pid}: a value has more than {_LONGEST} characters")


def _written(value: object) -> str:
    """Give a value as JSON writes it, but a text as it is."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _every(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _is_value(value: object) -> bool:
    """Tell whether it can be a value: a text, a number, or an entity by its id, or else by its name."""
    if isinstance(value, dict):
        said = value.get("id") or value.get("name")
        return isinstance(said, str) and bool(said.strip())
    return isinstance(value, str | int | float)


def writable(value: object) -> bool:
    """Tell whether JSON can be written in UTF-8: half a surrogate pair, which JSON may escape, cannot."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def types_of(entry: Entry) -> list[str]:
    """Give the types of an item, without that of all."""
    return [name for name, (_, classes) in TYPES.items() if name != "place" and entry.classes & classes]


def type_of(name: str) -> Json:
    """Give a type as the API writes it."""
    said: Json = {"id": name, "name": TYPES[name][0]}
    return said if name in {"place", "country"} else said | {"broader": [{"id": "place", "name": TYPES["place"][0]}]}

"""CSV to N-Triples (maplib writes no N-Quads) by maplib over a Polars frame: rows.csv, out.nt."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
from maplib import Model
from polars import col, concat_str, lit, struct, when

ROOT = "https://w3id.org/youcheng/"
LIST = f"{ROOT}list/synthetic"
LANG_STRING = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>"


def iri(*parts: str | pl.Expr) -> pl.Expr:
    """Give an IRI put together of texts and columns."""
    return concat_str(lit(part) if isinstance(part, str) else part for part in parts)


def chinese(name: str) -> pl.Expr:
    """Give a column as literals tagged zh, in maplib's form of a tagged literal."""
    return when(col(name).is_not_null()).then(struct(col(name).alias(LANG_STRING), lit("zh").alias("l"))).alias(name)


def frame(source: Path) -> pl.DataFrame:
    """Give the fields of row.rq; maplib takes typed columns for integers, decimals and dates."""
    node, table = (f"{LIST}#row-", col("order")), (f"{LIST}#table-", col("table"))
    return pl.read_csv(source, infer_schema=False).select(
        "partner_other", "month", "year", "name_written", "signed_written",
        col("order", "line", "number", "population").cast(pl.Int64),
        col("area").cast(pl.Decimal(38, 12)),
        col("date").str.to_date("%Y-%m-%d"),
        chinese("party_name"), chinese("partner_name"), chinese("qualifier"),
        row=iri(*node), list=lit(LIST), table=iri(*table),
        country=iri(f"{ROOT}place/", col("country")), continent=iri(f"{ROOT}continent/", col("continent")),
        level=iri(f"{ROOT}level/", col("level")), kind=iri(f"{ROOT}kind/", col("kind")),
        twinning=iri(f"{ROOT}twinning/", col("party"), "--", col("partner")),
        party=iri(f"{ROOT}place/", col("party")), partner=iri(f"{ROOT}place/", col("partner")),
        name_cell=iri(*node, "-cell-2"), name_column=iri(*table, "-column-2"),
        signed_cell=iri(*node, "-cell-5"), signed_column=iri(*table, "-column-5"),
    )  # fmt: skip


def main(source: Path, target: Path) -> None:
    """Map the whole frame and write the triples."""
    model = Model()
    model.add_template(Path(__file__).with_name("row.stottr").read_text(encoding="utf-8"))
    model.map("https://w3id.org/youcheng/ontology#SyntheticRow", frame(source))
    model.write(target, format="ntriples")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

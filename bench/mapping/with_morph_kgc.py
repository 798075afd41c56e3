# /// script
# requires-python = ">=3.11"
# dependencies = ["morph-kgc==2.10.0"] # an environment of its own: it wants pyoxigraph < 0.4 and rdflib < 7.3
# ///
"""CSV to N-Quads by Morph-KGC: rows.csv, out.nq, and the number of processes, or nothing for its own default."""

from __future__ import annotations

import os
import sys
from pathlib import Path

CONFIG = """[CONFIGURATION]
na_values =
output_format = N-QUADS
output_file = {target}
logging_level = WARNING
{processes}
[rows]
mappings = {mapping}
file_path = {source}
"""


def main(source: Path, target: Path, *processes: str) -> None:
    """Turn this process into Morph-KGC's command line; only an empty cell counts as null, as for the others."""
    config = target.with_suffix(".ini")
    config.write_text(
        CONFIG.format(
            target=target,
            processes="".join(f"number_of_processes = {number}\n" for number in processes),
            mapping=Path(__file__).with_name("row.rml.ttl").resolve(),
            source=source,
        ),
        encoding="utf-8",
    )
    os.execv(sys.executable, [sys.executable, "-m", "morph_kgc", str(config)])  # noqa: S606


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])

"""The output of `sayso detect --format jsonl` as a table of pandas, a piece at a time, and as Parquet.

    python pandas_output.py detections.jsonl attributions.parquet
"""

import sys

import pandas
import pyarrow as pa
import pyarrow.parquet as pq

# A column may be empty in one piece and hold lists in the next, so the columns are named.
PLACE = pa.list_(pa.int32())
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("type", pa.string()),
        ("form", pa.string()),
        ("content", pa.list_(PLACE)),
        ("source", PLACE),
        ("cue", PLACE),
        ("mention", pa.string()),
        ("speaker", pa.string()),
        ("score", pa.float64()),
        ("reason", pa.string()),
    ]
)


def main(detections: str, output: str) -> None:
    with (
        pandas.read_json(detections, lines=True, chunksize=10_000, dtype=False) as pieces,
        pq.ParquetWriter(output, SCHEMA) as writer,
    ):
        for piece in pieces:
            # One row an attribution; documents without any have an empty list, those with an error none.
            rows = piece[["id", "attributions"]].explode("attributions").dropna(subset="attributions")
            table = pandas.DataFrame(rows["attributions"].tolist(), columns=SCHEMA.names[1:])
            table.insert(0, "id", rows["id"].astype(str).tolist())
            writer.write_table(pa.Table.from_pandas(table, SCHEMA, preserve_index=False))
    speakers = pandas.read_parquet(output, columns=["speaker"])["speaker"]
    print(speakers.value_counts().head(10))


if __name__ == "__main__":
    main(*sys.argv[1:])

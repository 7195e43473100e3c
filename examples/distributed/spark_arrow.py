"""Parquet in, Parquet out: one row an attribution, by Spark and the Python module.

    spark-submit spark_arrow.py articles.parquet attributions.parquet

Needs columns `id` (a string) and `text`, and `pip install sayso pyarrow` on every machine.
"""

import sys
from collections.abc import Iterator

import pyarrow as pa
import sayso
from pyspark.sql import SparkSession

PLACE = pa.list_(pa.int32())
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("lang", pa.string()),
        ("type", pa.string()),
        ("form", pa.string()),
        ("words", pa.string()),
        ("speaker", pa.string()),
        ("mention", pa.string()),
        ("score", pa.float64()),
        ("content", pa.list_(PLACE)),
        ("source", PLACE),
        ("cue", PLACE),
        ("reason", pa.string()),
        ("error", pa.string()),
    ]
)


def rows(found: sayso.Detection, text: str | None) -> Iterator[dict]:
    if "error" in found:
        yield {"id": found["id"], "error": found["error"]}
    for attribution in found.get("attributions", []):
        words = " … ".join((text or "")[start:end] for start, end in attribution["content"])
        yield {**attribution, "id": found["id"], "lang": found.get("lang"), "words": words}


def attributions(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        texts = batch["text"].to_pylist()
        # A process for each batch (10,000 rows by default): it starts in milliseconds. Spark runs a task on every core.
        found = sayso.detect(zip(batch["id"].to_pylist(), texts), jobs=1)
        out = [row for one, text in zip(found, texts) for row in rows(one, text)]
        yield pa.RecordBatch.from_pylist(out, schema=SCHEMA)


def main(articles: str, output: str) -> None:
    spark = SparkSession.builder.appName("sayso").getOrCreate()
    frame = spark.read.parquet(articles).select("id", "text")
    schema = (
        "id string, lang string, type string, form string, words string, speaker string, mention string, score double, "
        "content array<array<int>>, source array<int>, cue array<int>, reason string, error string"
    )
    frame.mapInArrow(attributions, schema).write.mode("overwrite").parquet(output)


if __name__ == "__main__":
    main(*sys.argv[1:])

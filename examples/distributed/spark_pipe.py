"""Lines of JSON through the program, by Spark.

    spark-submit spark_pipe.py articles.jsonl.gz detections

Reads lines `{"id": …, "text": …}`; files that are not packed are cut into partitions. Writes a folder of JSON lines, one for each line
that came in. A task that is lost is done again by Spark, and only one of its tries is kept.
"""

import os
import sys

from pyspark.sql import SparkSession


def main(articles: str, output: str) -> None:
    spark = SparkSession.builder.appName("sayso").getOrCreate()
    lines = spark.sparkContext.textFile(articles, minPartitions=spark.sparkContext.defaultParallelism * 4)
    # Spark runs a task on every core, so each process gets one thread. Exit code 3 only says that some lines have an error.
    command = "sh -c 'sayso detect --input jsonl --format jsonl --jobs 1 -; code=$?; [ $code -eq 3 ] || exit $code'"
    # PySpark starts it with no environment at all unless it is given one.
    lines.pipe(command, env={"PATH": os.environ["PATH"]}, checkCode=True).saveAsTextFile(output)


if __name__ == "__main__":
    main(*sys.argv[1:])

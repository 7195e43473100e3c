#!/usr/bin/env bash
# pyspark 4.3.0: `RDD.pipe` starts the program with an empty environment.
#
# `pipe(command, env=None)` is documented as "environment variables to set"; in Scala, given variables are added to those of the worker.
# PySpark replaces all of them: the program has no PATH and no HOME, and a program in a virtual environment is not found. One would
# guess that a call without `env` starts a program as a shell would. What helps: `env=dict(os.environ)`.
#
# Output seen:
#   NAMES []
#   WITH ENV True
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet pyspark==4.3.0
cat >environment.py <<'PY'
import os

from pyspark.sql import SparkSession

context = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate().sparkContext


def names(**options):
    lines = context.parallelize([""], 1).pipe("/usr/bin/env", **options)
    return sorted(lines.map(lambda line: line.split("=")[0]).collect())


print("NAMES", names())
print("WITH ENV", "PATH" in names(env=dict(os.environ)))
PY
env/bin/python environment.py 2>/dev/null | tee names
grep -qxF "NAMES []" names
grep -qxF "WITH ENV True" names
echo "as described"

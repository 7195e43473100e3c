#!/usr/bin/env bash
# All cores of several machines by GNU parallel: bash parallel.sh articles.jsonl > detections.jsonl
#
# The file is cut at line ends into pieces of 64 MB; --keep-order joins the answers in the order of the pieces, so that the output is that
# of one run. HOSTS names machines to reach by ssh, with sayso on their path: HOSTS=ada,bo (":" is this one). A piece that fails, because
# a machine went away, is tried again; a complete answer is never printed twice.
set -euo pipefail
articles=$1
detect() {
    sayso detect --input jsonl --format jsonl --jobs 1 - || [ $? -eq 3 ]  # 3: some lines have an error
}
export -f detect
parallel --pipepart --arg-file "$articles" --block 64M --keep-order --retries 3 \
    --sshlogin "${HOSTS:-:}" --env detect detect

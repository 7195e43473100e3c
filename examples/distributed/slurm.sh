#!/usr/bin/env bash
# An array of Slurm, one task a file: sbatch --array=0-99 slurm.sh articles detections
#
# articles/ holds part-00000.jsonl.gz and so on, as `split` or Spark writes them. Each task writes a file of its own beside its manifest.
# A task that hits the time limit, or whose machine fails, is queued again and goes on where it was.
#SBATCH --job-name=sayso
#SBATCH --cpus-per-task=4
#SBATCH --mem=2G
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --signal=B:TERM@60
set -euo pipefail
articles=$1 detections=$2
files=("$articles"/part-*)
file=${files[$SLURM_ARRAY_TASK_ID]}
name=$(basename "$file")
mkdir -p "$detections"
# A minute before the time is over Slurm sends TERM: the program ends first, then the task asks for another turn. Not every Slurm
# ends what a script leaves behind.
again() {
    kill "$running" && wait "$running" || true
    scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
    exit 0
}
trap again TERM
# Without --jobs there are as many threads as --cpus-per-task gives. 3: some lines have an error.
sayso detect --input jsonl --format jsonl "$file" -o "$detections/${name%%.*}.jsonl" --resume &
running=$!
wait "$running" || [ $? -eq 3 ]

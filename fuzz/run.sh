#!/usr/bin/env bash
# Fuzzes for so many minutes, going round the targets, two processes at a time (README.md):
#
#   fuzz/run.sh MINUTES [TARGET…]
#   fuzz/run.sh table              what was done so far, as the table of README.md
#   fuzz/run.sh again TARGET FILE  runs one input again
#
# SAYSO_FUZZ_WORK is where inputs, finds and logs go (target/rounds beside this script), SAYSO_FUZZ_SLICE how many seconds a
# target runs before the next one comes (240), SAYSO_FUZZ_JOBS how many processes run at once (2), SAYSO_FUZZ_BUILT=1 takes the
# program that was built last.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${SAYSO_FUZZ_WORK:-$here/target/rounds}
slice=${SAYSO_FUZZ_SLICE:-240}
jobs=${SAYSO_FUZZ_JOBS:-2}
host=$(rustc -vV | sed -n 's/^host: //p')
program=$work/sayso-fuzz
mkdir -p "$work"

build() {
  # In this folder, for its .cargo/config.toml. What runs is a copy: what is built meanwhile is another.
  (cd "$here" && cargo build --release --quiet --target "$host")
  install "$here/target/$host/release/sayso-fuzz" "$program"
}

dictionary() {
  case $1 in
    detect | anchor | export | verify | search | scratch | reader | merge) echo "$here/dictionaries/text.dict" ;;
    sidecar | journal | settings | codebook) echo "$here/dictionaries/ron.dict" ;;
    *) echo "$here/dictionaries/markup.dict" ;;
  esac
}

# As nobody where we are root: what is typed into the reader may be a path.
run() {
  local target=$1
  shift
  local as=()
  if [ "$(id -u)" = 0 ] && command -v setpriv > /dev/null; then
    as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    chown -R 65534:65534 "$work/$target"
  fi
  local scratch=$work/$target/scratch
  [ -w /dev/shm ] && scratch=/dev/shm/sayso-fuzz-$target
  rm -rf "$scratch"
  mkdir -p -m 777 "$scratch"
  (cd "$work/$target" && env -i PATH="$PATH" HOME="$work/$target" TMPDIR=$scratch SAYSO_FUZZ="$target" RUST_BACKTRACE=1 \
    nice -n 19 "${as[@]}" "$program" "$@")
}

# One target for a slice, or until the end where that comes first; what it did goes to a line of a table.
one() {
  local target=$1 end=$2 folder=$work/$1 longest=65536 seconds=$slice timeout=40
  local left=$((end - $(date +%s)))
  [ "$left" -ge 5 ] || return 0
  [ "$seconds" -le "$left" ] || seconds=$left
  mkdir -p "$folder/corpus" "$folder/seeds" "$folder/finds"
  # The longest document of the reader with keys is shorter, and so is what makes a merge.
  [ "$target" = reader ] && longest=8192
  [ "$target" = merge ] && longest=512
  # Threads wait for each other at every key: under load that takes long, and no time of the processor.
  [ "$target" = reader ] && timeout=150
  SAYSO_FUZZ_SEEDS=$folder/seeds SAYSO_FUZZ=$target "$program" > /dev/null 2>&1
  local log=$folder/log.$(date +%s)
  TIMEFORMAT='%R %U %S'
  local took
  took=$({ time run "$target" corpus seeds -max_total_time="$seconds" -timeout=$timeout -rss_limit_mb=1024 -max_len=$longest \
    -dict="$(dictionary "$target")" -artifact_prefix=finds/ -print_final_stats=1 > "$log" 2>&1 || true; } 2>&1)
  local runs features
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -1)
  features=$(grep -o ' ft: [0-9]*' "$log" | tail -1 | grep -o '[0-9]*' || true)
  if [ -z "$runs" ]; then runs=$(grep -oE '^#[0-9]+' "$log" | tail -1 | tr -d '#' || true); fi
  echo "$target $took ${runs:-0} ${features:-0}" >> "$work/done"
  rm -rf "/dev/shm/sayso-fuzz-$target"
}

case ${1:-} in
  table)
    awk '{ wall[$1] += $2; cpu[$1] += $3 + $4; runs[$1] += $5; if ($6 > best[$1]) best[$1] = $6 }
      END { for (t in wall) printf "| `%s` | %.1f | %.1f | %d | %d |\n", t, wall[t] / 60, cpu[t] / 60, runs[t], best[t] }' \
      "$work/done" | sort
    find "$work" -path '*/finds/*' -type f | sort
    ;;
  again)
    build
    mkdir -p "$work/$2"
    SAYSO_FUZZ=$2 RUST_BACKTRACE=1 "$program" "$3" -timeout=60
    ;;
  one)
    one "$2" "$3"
    ;;
  '' | *[!0-9]*)
    sed -n '2,10p' "$0"
    exit 2
    ;;
  *)
    minutes=$1
    shift
    [ -n "${SAYSO_FUZZ_BUILT:-}" ] || build
    targets=("$@")
    if [ $# = 0 ]; then
      mapfile -t targets < <(SAYSO_FUZZ='' "$program" 2>&1 | awk '/^  / { print $1 }')
    fi
    end=$(($(date +%s) + minutes * 60))
    while [ $((end - $(date +%s))) -ge 5 ]; do
      printf '%s\n' "${targets[@]}" | xargs -P "$jobs" -I{} "$0" one {} "$end"
    done
    "$0" table
    ;;
esac

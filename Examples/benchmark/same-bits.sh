#!/usr/bin/env bash
# Trains the same 50 steps on different numbers of threads, with a build for everything that this CPU supports and, if
# that is more than AVX2, with one for AVX2; compares every loss, every gradient norm and the model to the last bit.
# Prints "same bits"; or prints the first difference and exits with 1. Needs a Swift toolchain and nothing else.
#
# Why the bits agree:
#   - every sum adds its terms in one fixed order, whatever the number of threads and the microkernel's size;
#   - exp, log, tanh and similar functions are our own polynomials, so no C library decides the last bit;
#   - both builds have fused multiply-add and use it in the same places (without it, every product rounds twice:
#     a build with KINDLING_PORTABLE=1 is not compared);
#   - random numbers are a hash of the seed and a counter, so the order of drawing does not matter.
set -euo pipefail
cd "$(dirname "$0")/../.."
unset KINDLING_AVX2 KINDLING_PORTABLE
runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT

# build NAME [OPTION ...]: builds char-gpt with the environment set before the call, as $runs/NAME.
build() {
  echo "building: $1" >&2
  swift build "${@:2}" --product char-gpt >"$runs/build.log" 2>&1 || {
    cat "$runs/build.log" >&2
    exit 70
  }
  cp "$(swift build "${@:2}" --show-bin-path)/char-gpt" "$runs/$1"
}

# train BUILD THREADS: trains into a folder of its own, and copies the metrics without their times.
train() {
  echo "training: $1, threads: $2" >&2
  "$runs/$1" train data/tern-valley.txt --out "$runs/$1-$2" --steps 50 --log-every 1 \
    --dropout 0.1 --evaluate-every 25 --evaluate-batches 4 --threads "$2" --quiet >"$runs/train.log" || exit 70
  sed -e 's/,"tokens_per_second":[^,}]*//' -e 's/,"elapsed_s":[^,}]*//' \
    "$runs/$1-$2/metrics.jsonl" >"$runs/$1-$2/figures"
}

# compare BUILD THREADS: compares the run with that of the native build on one thread.
compare() {
  if ! diff "$runs/native-1/figures" "$runs/$1-$2/figures" >"$runs/difference"; then
    echo "different bits: metrics of native, threads: 1 (<) and of $1, threads: $2 (>)"
    head -n 4 "$runs/difference"
    exit 1
  fi
  if ! cmp "$runs/native-1/model.safetensors" "$runs/$1-$2/model.safetensors" >"$runs/difference" 2>&1; then
    echo "different bits: models of native, threads: 1, and of $1, threads: $2, with the same metrics"
    sed "s|$runs/||g" "$runs/difference"
    exit 1
  fi
}

# The usual build is for everything that the CPU supports.
build native
train native 1
train native 3
compare native 3
if grep -qsw avx512f /proc/cpuinfo; then
  KINDLING_AVX2=1 build avx2 --scratch-path .build/same-bits
  train avx2 1
  train avx2 2
  compare avx2 1
  compare avx2 2
else
  echo "this CPU has no AVX-512, so there is one build: only thread counts were compared" >&2
fi
steps=$(grep -c train_loss "$runs/native-1/figures")
echo "same bits: $steps steps, $(wc -c <"$runs/native-1/model.safetensors" | tr -d ' ') bytes of model"

#!/bin/bash
# Proves and measures an OpenCL device: bash peers/on_device.sh --help says how.
usage() {
  cat <<'END'
on_device.sh proves and measures an OpenCL device, in stages of which each has its own time limit.

  --device NAME      index or part of the name, as 'oncilla devices' prints them (default: what oncilla takes)
  --jar FILE         oncilla.jar (default: target/oncilla.jar of the checkout, else beside this script)
  --test-jar FILE    oncilla-device-tests.jar (default: beside oncilla.jar); without it no test-* stage runs
  --java FILE        a Java runtime, 17 or later (default java)
  --python [PEER=]FILE  a Python with PyTorch or JAX, for both peers or for torch or jax alone (default python3)
  --data DIR         train_catvnoncat.h5 and test_catvnoncat.h5; without it the notes' run is left out
  --out DIR          where results go (default on_device)
  --seconds N        time for all of it (default 480); a stage that finds none left is not begun
  --only A[,B...]    these stages alone        --from STAGE  this stage and those after it; what is in --out stays
  --small            small sizes and few rounds, for a CPU device

Stages: devices check crosscheck notes test-steps test-leaks test-ops matmul step launch profile pipeline tune step-tuned.
Each leaves STAGE.json, STAGE.log and STAGE.end in --out, and table.txt and results.json are written anew after each.
Exit: 0 all that was proven holds, 1 a stage ended without a result, 2 bad usage, 3 something does not hold.
Needs bash, awk, grep, sed and timeout. The compare.py beside this script is used for peers where it is.
END
}
LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar='' test_jar='' java=java pythons=() data='' out=on_device device='' total=480 only='' from='' small='' stage='' arguments=("$@")
stages='devices check crosscheck notes test-steps test-leaks test-ops matmul step launch profile pipeline tune step-tuned'
bad() { echo "on_device.sh: $1" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --small) small=yes; shift; continue ;;
    --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
  esac
  [ $# -ge 2 ] || bad "what is '$1'? --help lists the options; each but --small has a value"
  case $1 in
    --device) device=$2 ;; --jar) jar=$2 ;; --test-jar) test_jar=$2 ;; --java) java=$2 ;; --python) pythons+=("$2") ;;
    --data) data=$2 ;; --out) out=$2 ;; --seconds) total=$2 ;; --only) only=$2 ;; --from) from=$2 ;; --stage) stage=$2 ;;
    *) bad "there is no option $1; --help lists them" ;;
  esac
  shift 2
done
if [ -z "$jar" ]; then
  for jar in "$here/../target/oncilla.jar" "$here/oncilla.jar"; do [ -f "$jar" ] && break; done
fi
[ -f "$jar" ] || bad "$jar does not exist: --jar names oncilla.jar; mvn -q -DskipTests package makes it"
[ -n "$test_jar" ] || test_jar=$(dirname "$jar")/oncilla-device-tests.jar
command -v "$java" >/dev/null || bad "there is no $java: --java names a Java runtime"
[ -f "$here/on_device.awk" ] || bad "$here/on_device.awk does not exist: it belongs beside this script"
[[ $total =~ ^[1-9][0-9]*$ ]] || bad "--seconds takes a number of seconds, not '$total'"
for one in ${only//,/ } $from; do [[ " $stages " == *" $one "* ]] || bad "there is no stage '$one': they are $stages"; done
[ -z "$data" ] || [ -d "$data" ] || bad "--data $data is no folder"
mkdir -p "$out/runs" || bad "$out cannot be written"
out=$(cd "$out" && pwd) jar=$(realpath "$jar") test_jar=$(realpath -m "$test_jar")
[ -n "$data" ] && data=$(realpath "$data")

# Kernels are compiled and verified anew, and nothing of the user's is changed; PoCL keeps its own where it was.
export POCL_CACHE_DIR=${POCL_CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/pocl/kcache} XDG_CACHE_HOME=$out/cache
export XLA_PYTHON_CLIENT_PREALLOCATE=false
on=() && [ -n "$device" ] && on=(--device "$device")
oncilla() { "$java" -jar "$jar" "$@"; }
bench() { oncilla bench "$@" "${on[@]}" --backend opencl --json; }

# Sizes: for a GPU, or small.
shapes=2048x2048x2048,4096x4096x4096,4096x12288x4096,256x1024x12288,1024x1024x12288,1024x12288x256,512x1024x256
shapes+=,209x20x12288,20x12288x209
nets='12288,20,7,5,1x209;12288,1024,512,128,1x256;12288,1024,512,128,1x1024;12288,4096,4096,1024,1x4096'
pipelines='12288,20,7,5,1x209;12288,1024,512,128,1x256'
seconds=0.15 rounds=2 tuning=45 iterations=2500 both=(--precision fp32,fp64)
if [ -n "$small" ]; then
  shapes=64x64x64,33x65x129 nets='37,20,7,5,1x53' pipelines=$nets seconds=0.02 rounds=1 tuning=5 iterations=301
  both=(--precision fp32 --binding lwjgl)
fi

declare -A limit=([devices]=20 [check]=120 [crosscheck]=60 [notes]=45 [test-steps]=60 [test-leaks]=40 [test-ops]=110
  [matmul]=100 [step]=160 [launch]=40 [profile]=40 [pipeline]=30 [tune]=65 [step-tuned]=40)

# A stage prints its document on standard output. It ends with 77 and a line where it cannot run here.
left_out() { echo "$*" >&2; exit 77; }
stage_devices() { oncilla devices --json; }
stage_check() { oncilla devices --check "${on[@]}" --json; }
stage_crosscheck() { oncilla crosscheck --backend opencl "${on[@]}" "${both[@]}" --json; }

# The notes' run by each binding in each precision; on_device.awk has the trace.
stage_notes() {
  [ -f "$data/train_catvnoncat.h5" ] || left_out "no train_catvnoncat.h5 in --data '$data'"
  local binding precision run comma='' code=0
  exec 3>&1
  trap 'echo "]}" >&3; exit 124' TERM # what was done until then is whole
  printf '{"runs":['
  for precision in fp64 fp32; do
    for binding in jocl lwjgl; do
      run=$out/runs/notes-$binding-$precision
      rm -rf "$run"
      oncilla train --train "$data/train_catvnoncat.h5" --test "$data/test_catvnoncat.h5" --backend opencl "${on[@]}" \
        --binding $binding --precision $precision --iterations $iterations --no-curves --out "$run" --json \
        >"$out/runs/result.json" || { code=1; continue; }
      printf '%s{"binding":"%s","precision":"%s","costs":[%s],"result":%s}' "$comma" $binding $precision \
        "$(sed -n 's/.*"iteration": *[0-9]*, *"cost": *\([^,}]*\).*/\1/p' "$run/metrics.jsonl" | paste -sd,)" \
        "$(cat "$out/runs/result.json")"
      comma=,
    done
  done
  echo ']}'
  return $code
}

# JUnit's console prints its sums as "[ 12 tests successful ]".
tests() {
  [ -f "$test_jar" ] || left_out "no $test_jar: mvn -q -Pdevice-tests -DskipTests package makes it"
  local selected=() one code required=opencl named=$device
  [ -z "$named" ] && [[ $(the_device) == gpu* ]] && named=$(the_device) && named=${named#gpu }
  for one; do
    case $one in *'#'*) selected+=("--select-method=$one") ;; *) selected+=("--select-class=$one") ;; esac
  done
  [ -n "$data" ] && required+=,data
  "$java" --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true -Xmx4g ${named:+"-Doncilla.device=$named"} \
    -Doncilla.data="$data" -Doncilla.require=$required -cp "$jar:$test_jar" \
    org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=tree \
    "${selected[@]}" >"$out/runs/junit.txt" 2>&1
  code=$?
  cat "$out/runs/junit.txt" >&2
  awk '/^\[ +[0-9]+ tests / { n[$4] = $2 } END { if (!("found" in n)) exit 1
    printf "{\"tests\":%d,\"failed\":%d,\"skipped\":%d}\n", n["found"], n["failed"], n["skipped"] + n["aborted"] }' \
    "$out/runs/junit.txt" || return 1
  return $code
}
opencl=oncilla.backend.opencl golden=oncilla.golden
stage_test-steps() {
  local more=()
  [ -n "$data" ] && [ -z "$small" ] && more=(
    "$golden.OpenClGoldenTest#passesTheGoldenProbes($golden.OpenClGoldenTest\$Part)"
    "$golden.StepsFromDoublePathTest#openClStepsAsFp64($golden.StepsFromDoublePathTest\$Part)")
  tests $opencl.runtime.TenStepsTest "${more[@]}"
}
stage_test-leaks() { tests $opencl.runtime.LeakTest; }
stage_test-ops() {
  if [ -n "$small" ]; then
    tests "$opencl.runtime.OpParityTest#compositesRunAsPrimitivesMatchTheReference($opencl.OpenClConfiguration)"
  else
    tests $opencl.runtime.OpParityTest $opencl.matmul.TiledMatmulTest
  fi
}

# The first Python that has a peer, and PyTorch's ways to compute there. Nothing where there are no peers.
peers() {
  local entry peer python found
  command -v python3 >/dev/null && [ -f "$here/compare.py" ] || { echo "no peers: no python3 or no compare.py" >&2; return; }
  for peer in "$@"; do
    for entry in "${pythons[@]:-python3}"; do
      python=${entry#"$peer"=}
      [[ $python == *=* ]] && continue
      found=$("$python" -c "import numpy, $peer
print(torch.cuda.is_available() if '$peer' == 'torch' else jax.devices()[0].platform != 'cpu')" 2>/dev/null) || continue
      [[ $(the_device) == gpu* ]] && [ "$found" != True ] && continue
      echo "$peer $(command -v "$python") $([ "$found" = True ] && echo gpu || echo cpu)"
      continue 2
    done
    echo "no $peer: none of ${pythons[*]:-python3} has it for this kind of device" >&2
  done
}
compared() { # what peers... : oncilla and its peers in turns, or oncilla alone
  local what=$1 peer python kind names=() more=()
  while read -r peer python kind; do
    names+=("$peer") more+=(--python "$peer=$python")
    [ "$peer" = torch ] && case $kind-$what in
      gpu-matmul) more+=(--variants cuda) ;; gpu-step) more+=(--variants cuda,cuda-graph) ;; *) more+=(--variants cpu) ;;
    esac
  done < <(peers "${@:2}")
  if [ ${#names[@]} = 0 ]; then
    bench "$what" --"$([ "$what" = step ] && echo nets || echo shapes)" "$([ "$what" = step ] && echo "$nets" || echo "$shapes")" \
      --precision fp32 --binding lwjgl --seconds $seconds
    return
  fi
  python3 "$here/compare.py" "$what" --peers "$(IFS=,; echo "${names[*]}")" "${more[@]}" "${on[@]}" --backend opencl \
    --binding lwjgl --precision fp32 --rounds $rounds --limit $((WITHIN * 8 / 10)) --seconds $seconds --shapes "$shapes" --nets "$nets" \
    --java "$java" --jar "$jar" --results "$out/runs" >&2 && cat "$out/runs/$what.json"
}
stage_matmul() { compared matmul torch; }
stage_step() { compared step torch jax; }
stage_launch() { bench launch --precision fp32 --seconds $seconds --nets "$pipelines"; }
stage_profile() {
  bench step --profile --out "$out/profile" --precision fp32 --binding lwjgl --seconds $seconds --nets "$nets"
}
stage_pipeline() { bench pipeline --precision fp32 --binding lwjgl --seconds $seconds --nets "$pipelines"; }
stage_tune() {
  local known=()
  oncilla tune --help | grep -q -- --nets && known=(--nets "$pipelines")
  oncilla tune "${on[@]}" --precision fp32 "${known[@]}" --seconds $tuning --out "$out/tuning.json" --json
}
stage_step-tuned() {
  [ -f "$out/tuning.json" ] || left_out "there is no tuning.json: the stage tune writes it"
  mkdir -p "$out/cache-tuned" && cp -r "$out/cache/." "$out/cache-tuned" &&
    cp "$out/tuning.json" "$out/cache-tuned/oncilla/tuning.json" || return 1
  XDG_CACHE_HOME=$out/cache-tuned bench step --precision fp32 --binding lwjgl --seconds $seconds --nets "$nets"
}

# JSON as lines of stage, path and value, with slashes in the path.
flat() {
  grep -oE '"([^"\\]|\\.)*"|[][{}:,]|[^][{}:,"[:space:]]+' | awk -v stage="$1" '
    function path(  i, p) { for (i = 1; i <= d; i++) p = p (i > 1 ? "/" : "") at[i]; return p }
    $0 == "{" || $0 == "[" { kind[++d] = $0; at[d] = $0 == "[" ? 0 : ""; key = $0 == "{"; next }
    $0 == "}" || $0 == "]" { d--; next }
    $0 == ":" { key = 0; next }
    $0 == "," { if (kind[d] == "[") at[d]++; else key = 1; next }
    { if ($0 ~ /^"/) $0 = substr($0, 2, length($0) - 2); if (key) at[d] = $0; else print stage "\t" path() "\t" $0 }
    END { exit d != 0 }'
}
the_device() { # kind (gpu, cpu or nothing) and name: of --device, or of what oncilla takes
  [ -f "$out/devices.json" ] && flat devices <"$out/devices.json" | awk -F'\t' -v wanted="$device" '
    $2 ~ /^backends\/0|^auto/ { next }
    $2 ~ /\/name$/ { name = $3 } $2 ~ /\/index$/ { number = $3 }
    $2 ~ /\/kind$/ && !($3 in found) &&
      (wanted == "" || (wanted ~ /^[0-9]+$/ ? wanted == number : index(tolower(name), tolower(wanted)))) { found[$3] = name }
    END { kind = "gpu" in found ? "gpu" : "cpu" in found ? "cpu" : ""; print kind " " found[kind] }'
}

# The rows of the table: stage, what, wanted, found, and whether it holds.
rows() {
  local one
  for one in $stages; do
    [ -s "$out/$one.json" ] && flat "$one" <"$out/$one.json"
    [ -s "$out/$one.end" ] && flat "$one" <"$out/$one.end" | sed 's/\t/\tended\//'
  done | awk -v small="$small" -v wanted="$device" -f "$here/on_device.awk"
}
table() { # aligned, from rows
  awk -F'\t' '{ for (i = 1; i <= 5; i++) { c[NR, i] = $i; if (length($i) > w[i]) w[i] = length($i) } }
    END { for (n = 1; n <= NR; n++) { line = ""
      for (i = 1; i <= 5; i++) line = line sprintf("%-" w[i] "s  ", c[n, i]); sub(/ +$/, "", line); print line } }'
}
quoted() { sed 's/\\/\\\\/g; s/"/\\"/g' | tr -d '\000-\037'; }
summary() {
  local one comma='' file
  { printf 'stage\twhat\twanted\tfound\tholds\n'; rows; } >"$out/runs/rows.tsv"
  table <"$out/runs/rows.tsv" >"$out/table.txt"
  {
    printf '{"what":"on_device","date":"%s","device":"%s","small":%s,"stages":[' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
      "$(printf %s "$device" | quoted)" "$([ -n "$small" ] && echo true || echo false)"
    for one in $stages; do [ -s "$out/$one.end" ] && { printf %s "$comma"; tr -d '\n' <"$out/$one.end"; comma=,; }; done
    printf '],"wanted":['
    tail -n +2 "$out/runs/rows.tsv" | sed 's/\\/\\\\/g; s/"/\\"/g' | awk -F'\t' -v names='stage what wanted found holds' '
      BEGIN { split(names, name, " ") }
      { printf "%s{", (NR > 1 ? "," : ""); for (i = 1; i <= 5; i++) printf "%s\"%s\":\"%s\"", (i > 1 ? "," : ""), name[i], $i; printf "}" }'
    printf '],"documents":{' && comma=''
    for one in $stages; do
      [ -s "$out/$one.json" ] && { printf '%s"%s":' "$comma" "$one"; cat "$out/$one.json"; comma=,; }
    done
    echo '}}'
  } >"$out/results.new" && mv "$out/results.new" "$out/results.json"
}

# With --stage NAME this is a stage alone, below timeout.
[ -n "$stage" ] && { "stage_$stage"; exit; }
chosen=$stages
[ -n "$from" ] && chosen=" $stages " && chosen=$from${chosen#* "$from"}
[ -n "$only" ] && chosen=${only//,/ }
[ -z "$only$from" ] && for one in $stages; do rm -f "$out/$one".{json,log,end}; done && rm -rf "$out/cache" "$out/tuning.json"
failed=0
for one in $chosen; do
  left=$((total - SECONDS)) && within=${limit[$one]} && began=$SECONDS
  [ $left -lt "$within" ] && within=$left
  [ "$within" -gt 2 ] || { echo "no time is left for $one: --from $one goes on"; failed=1; break; }
  printf '%s (%d s at most)\n' "$one" "$within"
  rm -f "$out/$one".{json,log,end}
  WITHIN=$within timeout -k 5 "$within" bash "$here/on_device.sh" "${arguments[@]}" --stage "$one" >"$out/runs/document" 2>"$out/$one.log"
  code=$?
  [ -s "$out/runs/document" ] && flat "$one" <"$out/runs/document" >"$out/runs/flat" && mv "$out/runs/document" "$out/$one.json"
  printf '{"stage":"%s","code":%d,"seconds":%d,"limit":%d,"said":"%s"}\n' "$one" $code $((SECONDS - began)) "$within" \
    "$(grep -v '^$' "$out/$one.log" | tail -n 1 | cut -c 1-300 | quoted)" >"$out/$one.end"
  [ $code = 0 ] || [ $code = 77 ] || failed=1
  summary
  awk -F'\t' -v stage="$one" '$1 == stage' "$out/runs/rows.tsv" | cut -f 2- | sed 's/\t/ | /g; s/^/  /'
done
echo && cat "$out/table.txt"
awk -F'\t' '$5 == "no"' "$out/runs/rows.tsv" | grep -q . && exit 3
exit $failed

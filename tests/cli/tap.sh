# tap.sh - what the TAP scripts of tests/cli/ share; sourced, with "." and a path
#
# shellcheck shell=sh
set -u
: "${top_srcdir=.}" "${top_builddir=build}" "${PROCTOR=build/proctor}" "${AWK:=awk}"
# The same output everywhere: zone, language, and nothing of the user's own.
TZ=UTC0
LC_ALL=C.UTF-8
export TZ LC_ALL PROCTOR
unset NO_COLOR CLICOLOR_FORCE COLUMNS
count=0
directory=$(mktemp -d) || exit 1
maker=

# shellcheck disable=SC2317,SC2329 # the trap calls it
clean() {
	[ -z "$maker" ] || kill "$maker" 2>/dev/null
	rm -rf "$directory"
}
trap clean EXIT

# The outcome of a test; what it left in the file "said" explains a failure.
result() { # STATUS NAME
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		[ ! -s "$directory/said" ] || head -n 40 "$directory/said" | cut -c 1-400 | sed 's/^/# /'
	fi
	: >"$directory/said"
}

skipped() { # NAME REASON
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

say() {
	printf '%s\n' "$*" >>"$directory/said"
}

finish() {
	echo "1..$count"
}

has() { # PROGRAM
	command -v "$1" >/dev/null 2>&1
}

# Runs proctor; output and messages are in the files "out" and "err", its status in $status.
# shellcheck disable=SC2034 # the scripts use the status
proctor() { # ARGUMENT...
	timeout 60 "$PROCTOR" "$@" >"$directory/out" 2>"$directory/err" </dev/null
	status=$?
}

until_true() { # COMMAND...
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 400 ] || return 1
		sleep 0.05
	done
}

# ------------------------------------------------ live processes, made by tests/helpers/mkproc

# Starts a kind; its lines are in the file "lines". Returns 77 when it cannot be had here.
start() { # KIND...
	rm -f "$directory/in" "$directory/maker"
	mkfifo "$directory/in" "$directory/maker" || exit 1
	: >"$directory/lines"
	"$top_builddir/tests/helpers/mkproc" --seconds 120 "$@" <"$directory/in" >"$directory/maker" \
		2>"$directory/refused" &
	maker=$!
	exec 3>"$directory/in" 4<"$directory/maker"
	await ready && return 0
	made=$?
	exec 3>&- 4<&-
	wait "$maker"
	[ $? -ne 77 ] || made=77
	maker=
	return $made
}

# Reads the lines of the maker until it says the word.
await() { # WORD
	while read -r line <&4; do
		[ "$line" != "$1" ] || return 0
		[ "$line" != unsupported ] || return 77
		echo "$line" >>"$directory/lines"
	done
	return 1
}

# Everything that was made is gone afterwards.
stop() {
	exec 3>&- 4<&-
	wait "$maker"
	maker=
}

pids() {
	sed -n 's/^pid=\([0-9]*\).*/\1/p' "$directory/lines"
}

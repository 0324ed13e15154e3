#!/bin/sh
# manual.sh - doc/proctor.1 says what the program's tables say, and is well-formed mdoc
set -u
: "${top_srcdir=.}" "${PROCTOR=build/proctor}"
export PROCTOR
page=$top_srcdir/doc/proctor.1
scratch=$(mktemp -d) || exit 99
trap 'rm -rf "$scratch"' EXIT
failed=0

if ! "$top_srcdir/tools/gen-manual" >"$scratch/page"; then
	echo "tools/gen-manual failed"
	exit 1
fi
if ! diff -u "$page" "$scratch/page"; then
	echo "doc/proctor.1 is not what the tables say: run tools/gen-manual -w"
	failed=1
fi

# What was asked for is there at all: a marker that is lost would hide its part.
for word in 'Fl \\-iterations' 'Cm cpulife' 'Ic F10'; do
	if ! grep -q -- "$word" "$page"; then
		echo "doc/proctor.1 does not have '$word'"
		failed=1
	fi
done

if command -v mandoc >/dev/null 2>&1; then
	if ! mandoc -T lint -W warning "$page"; then
		echo "mandoc does not like it"
		failed=1
	fi
elif command -v groff >/dev/null 2>&1; then
	if ! groff -mdoc -ww -z -K utf8 "$page" >"$scratch/warnings" 2>&1 || [ -s "$scratch/warnings" ]; then
		cat "$scratch/warnings"
		failed=1
	fi
fi
exit $failed

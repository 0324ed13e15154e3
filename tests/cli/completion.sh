#!/bin/sh
# completion.sh - the completions offer what the program has
#
# bash is asked directly. zsh and fish need a terminal to be asked: their files are read,
# and what they call is tried, where they are installed.
set -u
: "${top_srcdir=.}" "${PROCTOR=build/proctor}"
export top_srcdir PROCTOR
command -v bash >/dev/null 2>&1 || exit 77

# shellcheck disable=SC2016 # a script for another shell
bash -c '
. "$top_srcdir/completions/proctor.bash"
failed=0

# Completes the last of the words and holds the outcome against the lines that must be in
# it (and, with a ! in front, those that must not).
try() { # WANTED... -- WORD...
	local -a wanted=()
	while [[ $1 != -- ]]; do
		wanted+=("$1")
		shift
	done
	shift
	COMP_WORDS=("$PROCTOR" "$@")
	COMP_CWORD=$#
	COMPREPLY=(never reset)
	_proctor "$PROCTOR"
	local word found reply
	for word in "${wanted[@]}"; do
		found=no
		for reply in "${COMPREPLY[@]}"; do
			[[ $reply != "${word#!}" ]] || found=yes
		done
		if [[ ($word == !* && $found == yes) || ($word != !* && $found == no) ]]; then
			echo "proctor $*: wrong about \"$word\": ${COMPREPLY[*]}"
			failed=1
		fi
	done
}
try list tree chain columns keys options features !--batch -- ""
try list !tree -- li
try --columns= --color= !--batch -- --col
try -b -o --batch -- -
try cpu cpulife !pid -- -o cp
try pid,cpu !cpu !pid,pid -- -o pid,cp
try pid,-rss !-rss -- -o pid,-rs
try +rss !rss -- -o +rs
try -rss !rss -- -s -rs
try pid,cpu -- --columns = pid,cp
try pid cpu -- --columns =
try cpu -- -bo cp
try root !list -- -u roo
try root,root -- -u root,roo
try !list !root -- -d ""
try text csv tsv json jsonl !document -- -f ""
try json jsonl !csv -- --format = js
try iso epoch none -- -T ""
try auto always never -- --color = ""
try auto procfs -- --source = ""
try self "$$" !list -- -p ""
try "1,$$" -- -p "1,$$"
try "$$" !list -- list "$$"
try list -- -o pid,cpu li
try list -- --columns = pid li
try !list -- list li
try !list -- -- list ""
try self "$$" !list -- chain ""
try --show-pids --highlight= --columns= -- tree --
try !--show-pids --batch -- list --
try --show-pids !--columns= -- tree --show
try "$$" !self -- tree -p ""
try !root -- tree -u roo
try --exec -- --ex
try cat !list -- -b --exec ca
try !list !self -- --exec ls ""
try keys command help !pid -- keys -o ""
exit $failed
' || exit 1

if command -v zsh >/dev/null 2>&1; then
	zsh -n "$top_srcdir/completions/_proctor" || exit 1
fi
if command -v fish >/dev/null 2>&1; then
	fish --no-execute "$top_srcdir/completions/proctor.fish" || exit 1
	# shellcheck disable=SC2016
	PATH=$(dirname "$PROCTOR"):$PATH fish --no-config -c '
		source $argv[1]
		contains cpu,rss (complete -C"proctor -o cpu,rs" | string split -f 1 \t); or exit 1
		contains -- --columns (complete -C"proctor --colum" | string split -f 1 \t); or exit 1
		contains jsonl (complete -C"proctor -f js" | string split -f 1 \t); or exit 1
		contains -- --show-pids (complete -C"proctor tree --show" | string split -f 1 \t); or exit 1
		contains -- --show-pids (complete -C"proctor list --show" | string split -f 1 \t); and exit 1
		contains list (complete -C"proctor li" | string split -f 1 \t); or exit 1' \
		"$top_srcdir/completions/proctor.fish" || {
		echo "fish does not complete what it should"
		exit 1
	}
fi
exit 0

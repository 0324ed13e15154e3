# bash completion for proctor(1)                                      -*- shell-script -*-
# What there is to complete is asked of the program itself, so that it is never out of date.

# The rows of `proctor options`: kind, name, letter, argument, help.
_proctor_options()
{
	"$program" options 2>/dev/null
}

# The names of the columns: the field that its heading calls "name"; of a verb with a table of its
# own its headings.
_proctor_columns()
{
	case $verb in
	columns | keys)
		"$program" "$verb" -m 1 -f tsv 2>/dev/null | awk '{ for (i = 3; i <= NF; i++) print $i; exit }'
		return
		;;
	esac
	"$program" columns -f tsv 2>/dev/null | awk -F '\t' '
		NR == 1 { for (at = 1; at < NF && $at != "name"; at++); next }
		{ print $at }'
}

# The words that the help of an option lists: "time of a sample: iso, epoch, none".
_proctor_values() # OPTION
{
	_proctor_options | awk -F '\t' -v name="$1" '
		$1 == "option" && $2 == name {
			gsub(/ *\([^)]*\)/, "", $5)
			sub(/.*: /, "", $5)
			gsub(/, /, "\n", $5)
			print $5
		}'
}

# The PIDs that there are.
_proctor_pids()
{
	"$program" list -N -o pid 2>/dev/null
}

# The long name of the option that wants the word behind $1 as its argument, if it does. Behind a
# verb its own options come first.
_proctor_taker() # WORD [VERB]
{
	_proctor_options | awk -F '\t' -v word="$1" -v verb="${2-}" '
		{
			# The last of several letters in one word, too: -bo LIST.
			meant = word == "--" $2 ||
				word ~ /^-[^-]/ && $3 != "" && substr(word, length(word)) == $3
		}
		meant && ($1 == "option" && kind == "" || $1 == verb && kind != verb) {
			kind = $1
			name = $4 == "" ? "" : $2
		}
		END {
			if (name != "")
				print name
		}'
}

# Completes what stands behind the last comma, and behind a sign that belongs to the list.
_proctor_list() # SIGNS WORDS
{
	local last=${cur##*,} before sign=
	before=${cur%"$last"}
	if [[ -n $last && $1 == *"${last:0:1}"* ]]; then
		sign=${last:0:1}
		last=${last:1}
	fi
	mapfile -t COMPREPLY < <(compgen -P "$before$sign" -W "$2" -- "$last")
	compopt -o nospace 2>/dev/null
}

_proctor_argument() # OPTION
{
	case $1 in
	columns | sort) _proctor_list +- "$(_proctor_columns)" ;;
	user) _proctor_list '!' "$(compgen -u)" ;;
	pid) _proctor_list '' "self $(_proctor_pids)" ;;
	proc)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		compopt -o filenames 2>/dev/null
		;;
	format | time | color | source)
		mapfile -t COMPREPLY < <(compgen -W "$(_proctor_values "$1")" -- "$cur")
		;;
	esac
}

# The verb among the words before the cursor; an option's argument is none.
_proctor_verb()
{
	local i word
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ $word == = ]]; then
			i=$((i + 1))
		elif [[ $word == -* ]]; then
			[[ ${COMP_WORDS[i + 1]} == = || -z $(_proctor_taker "$word") ]] || i=$((i + 1))
		else
			echo "$word"
			return
		fi
	done
}

_proctor_words()
{
	case $verb in
	'') mapfile -t COMPREPLY < <(compgen -W "$(_proctor_options | awk -F '\t' '$1 == "verb" { print $2 }')" \
		-- "$cur") ;;
	list | chain) mapfile -t COMPREPLY < <(compgen -W "self $(_proctor_pids)" -- "$cur") ;;
	tree) mapfile -t COMPREPLY < <(compgen -W "$(_proctor_pids)" -- "$cur") ;;
	esac
}

_proctor()
{
	local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} program=$1 taker
	local verb i
	COMPREPLY=()
	command -v -- "$program" >/dev/null 2>&1 || program=proctor
	for ((i = 1; i < COMP_CWORD; i++)); do
		[[ ${COMP_WORDS[i]} == --exec ]] || continue
		# A command, and whatever it takes.
		((i + 1 < COMP_CWORD)) || mapfile -t COMPREPLY < <(compgen -c -- "$cur")
		compopt -o default 2>/dev/null
		return
	done
	verb=$(_proctor_verb)
	# --columns=pid is three words to bash.
	if [[ $cur == = ]]; then
		cur=
		taker=$(_proctor_taker "$previous" "$verb")
	elif [[ $previous == = && $COMP_CWORD -ge 2 ]]; then
		taker=$(_proctor_taker "${COMP_WORDS[COMP_CWORD - 2]}" "$verb")
	else
		taker=$(_proctor_taker "$previous" "$verb")
	fi
	if [[ -n $taker ]]; then
		_proctor_argument "$taker"
	elif [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_proctor_options | awk -F '\t' -v verb="$verb" '$1 == "option" || $1 != "verb" && $1 == verb {
			print "--" $2 ($4 == "" ? "" : "=")
			if ($3 != "")
				print "-" $3
		}')" -- "$cur")
		[[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null
	else
		_proctor_words
	fi
}

complete -F _proctor proctor

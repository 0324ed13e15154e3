# fish completion for proctor(1). What there is to complete is asked of the program itself.

# The program that is typed, or the one in PATH.
function __proctor_program
    set -l words (commandline -opc)
    if test -n "$words[1]"; and command -q -- $words[1]
        echo $words[1]
    else
        echo proctor
    end
end

# A list with commas: what is behind the last one is completed, what is before it stays.
function __proctor_list
    set -l before (commandline -ct | string replace -r '^--?[a-z-]+=' '' | string replace -r '[^,]*$' '')
    set -l sign (commandline -ct | string match -r '(?:^|[,=])([-+!])[^,]*$')[2]
    while read -l line
        echo "$before$sign$line"
    end
end

function __proctor_columns
    set -l program (__proctor_program)
    $program columns -f tsv 2>/dev/null | awk -F '\t' '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        { print $at["name"] "\t" $at["help"] }' | __proctor_list
end

function __proctor_pids
    set -l program (__proctor_program)
    $program list -N -o pid,name 2>/dev/null | string trim | string replace ' ' \t
end

# The words that the help of an option lists.
function __proctor_values
    set -l program (__proctor_program)
    $program options 2>/dev/null | awk -F '\t' -v name=$argv[1] '
        $1 == "option" && $2 == name {
            gsub(/ *\([^)]*\)/, "", $5)
            sub(/.*: /, "", $5)
            gsub(/, /, "\n", $5)
            print $5
        }'
end

function __proctor_verbs
    set -l program (__proctor_program)
    $program options 2>/dev/null | awk -F '\t' '$1 == "verb" { print $2 "\t" $5 }'
end

function __proctor_needs_verb
    not __fish_seen_subcommand_from (__proctor_verbs | string split -f 1 \t)
end

complete -c proctor -f
complete -c proctor -n __proctor_needs_verb -a '(__proctor_verbs)'
complete -c proctor -n '__fish_seen_subcommand_from list tree chain' -a '(__proctor_pids)'

# Behind --exec comes a command with its own words.
complete -c proctor -n '__fish_contains_opt exec' -F

# One rule an option, made of the program's own table when this file is read. Letters that a verb has
# of its own mean something else behind it.
set -l taken (proctor options 2>/dev/null | awk -F '\t' '$1 != "verb" && $1 != "option" && $3 != "" { print $3 }')
proctor options 2>/dev/null | while read -l -d \t kind name letter argument help
    test "$kind" != verb; or continue
    set -l only -c proctor
    test "$kind" != option; and set -a only -n "__fish_seen_subcommand_from $kind"
    set -l rule $only -l $name -d $help
    set -l takes
    if test -n "$argument"
        set takes -x
        switch $name
            case columns sort
                set -a takes -a '(__proctor_columns)'
            case user
                set -a takes -a '(__fish_complete_users | __proctor_list)'
            case pid
                set -a takes -a '(begin; echo self; __proctor_pids; end | __proctor_list)'
            case proc
                set -a takes -a '(__fish_complete_directories)'
            case format time color source
                set -a takes -a "(__proctor_values $name)"
        end
    end
    if test "$kind" = option; and contains -- "$letter" $taken
        complete -c proctor -s $letter -d $help $takes -n 'not __fish_seen_subcommand_from tree'
    else if test -n "$letter"
        set -a rule -s $letter
    end
    complete $rule $takes
end

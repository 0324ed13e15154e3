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
complete -c proctor -n '__fish_seen_subcommand_from list tree' -a '(__proctor_pids)'

# One rule an option, made of the program's own table when this file is read.
proctor options 2>/dev/null | while read -l -d \t kind name letter argument help
    test "$kind" = option; or continue
    set -l rule -c proctor -l $name -d $help
    test -n "$letter"; and set -a rule -s $letter
    if test -n "$argument"
        set -a rule -x
        switch $name
            case columns sort
                set -a rule -a '(__proctor_columns)'
            case user
                set -a rule -a '(__fish_complete_users | __proctor_list)'
            case pid
                set -a rule -a '(begin; echo self; __proctor_pids; end | __proctor_list)'
            case proc
                set -a rule -a '(__fish_complete_directories)'
            case format time color source
                set -a rule -a "(__proctor_values $name)"
        end
    end
    complete $rule
end

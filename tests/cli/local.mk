# What tests/cli/ holds comes here: see Makefile.am for the variables.

check_scripts += tests/cli/completion.sh tests/cli/manual.sh
EXTRA_DIST += tests/cli/completion.sh tests/cli/manual.sh

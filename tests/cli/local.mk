# What tests/cli/ holds comes here: see Makefile.am for the variables.

check_scripts += tests/cli/completion.sh tests/cli/manual.sh
EXTRA_DIST += tests/cli/completion.sh tests/cli/manual.sh

# Batch mode, by the program itself: captured trees, bad input, records, living processes.
cli_batch = \
	tests/cli/account.tap \
	tests/cli/chain.tap \
	tests/cli/changes.tap \
	tests/cli/events.tap \
	tests/cli/exec.tap \
	tests/cli/filter.tap \
	tests/cli/forkbomb.tap \
	tests/cli/golden.tap \
	tests/cli/hostile.tap \
	tests/cli/live.tap \
	tests/cli/records.tap \
	tests/cli/reuse.tap \
	tests/cli/shapes.tap \
	tests/cli/sources.tap \
	tests/cli/storm.tap \
	tests/cli/tree.tap \
	tests/cli/usage.tap
check_scripts += $(cli_batch)
EXTRA_DIST += $(cli_batch) tests/cli/tap.sh tests/cli/golden

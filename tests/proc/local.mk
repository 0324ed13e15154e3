# The trees are data of many tests: see README.md.
check_scripts += tests/proc/trees.tap
EXTRA_DIST += \
	tools/capture-proc \
	tests/proc/README.md \
	tests/proc/trees.tap \
	tests/proc/cycle \
	tests/proc/hidepid \
	tests/proc/hostile \
	tests/proc/old-kernel \
	tests/proc/small \
	tests/proc/small-later

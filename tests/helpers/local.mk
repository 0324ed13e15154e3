# mkproc makes live processes for the tests of everything else. Without sanitizers: they
# cannot start with arguments of 1 MiB, nor without a lock on their memory.
check_helpers += tests/helpers/mkproc
tests_helpers_mkproc_SOURCES = \
	tests/helpers/mkproc.c \
	tests/helpers/mkproc.h \
	tests/helpers/mkproc_ids.c \
	tests/helpers/mkproc_kin.c \
	tests/helpers/mkproc_loads.c \
	tests/helpers/mkproc_names.c \
	tests/helpers/mkproc_reuse.c \
	tests/helpers/mkproc_states.c \
	tests/helpers/mkproc_storm.c \
	tests/helpers/mkproc_wedge.c
tests_helpers_mkproc_CFLAGS = $(LANGUAGE_CFLAGS) $(WARNING_CFLAGS) $(HARDENING_CFLAGS)
tests_helpers_mkproc_LDFLAGS = $(LANGUAGE_LDFLAGS) $(HARDENING_LDFLAGS)

check_scripts += tests/helpers/test_mkproc.tap
EXTRA_DIST += tests/helpers/test_mkproc.tap

# The harness, a library for the tests of the screen, and the tests of itself.
# pt_keys.c asks terminfo.
check_LIBRARIES += tests/screen/libpt.a
tests_screen_libpt_a_SOURCES = \
	tests/screen/pt.c \
	tests/screen/pt.h \
	tests/screen/pt_check.c \
	tests/screen/pt_check.h \
	tests/screen/pt_golden.c \
	tests/screen/pt_golden.h \
	tests/screen/pt_keys.c \
	tests/screen/pt_keys.h \
	tests/screen/pt_lint.c \
	tests/screen/pt_lint.h \
	tests/screen/pt_vt.c \
	tests/screen/pt_vt.h

SCREEN_LIBS = tests/screen/libpt.a $(VTERM_LIBS) $(NCURSES_LIBS) $(CMOCKA_LIBS) -lutil

check_PROGRAMS += tests/screen/test_pt
tests_screen_test_pt_SOURCES = tests/screen/test_pt.c
tests_screen_test_pt_LDADD = $(SCREEN_LIBS)

# Tests of proctor itself. They start $PROCTOR, and tests/helpers/mkproc.
check_LIBRARIES += tests/screen/libprogram.a
tests_screen_libprogram_a_SOURCES = \
	tests/screen/helper.c \
	tests/screen/helper.h \
	tests/screen/program.c \
	tests/screen/program.h \
	tests/screen/script.c \
	tests/screen/script.h

PROGRAM_LIBS = tests/screen/libprogram.a $(SCREEN_LIBS)

check_PROGRAMS += \
	tests/screen/test_dialogs \
	tests/screen/test_events \
	tests/screen/test_exit \
	tests/screen/test_hostile \
	tests/screen/test_list \
	tests/screen/test_reuse \
	tests/screen/test_terminal \
	tests/screen/test_tree
tests_screen_test_dialogs_SOURCES = tests/screen/test_dialogs.c
tests_screen_test_dialogs_LDADD = $(PROGRAM_LIBS)
tests_screen_test_events_SOURCES = tests/screen/test_events.c
tests_screen_test_events_LDADD = $(PROGRAM_LIBS)
tests_screen_test_exit_SOURCES = tests/screen/test_exit.c
tests_screen_test_exit_LDADD = $(PROGRAM_LIBS)
tests_screen_test_hostile_SOURCES = tests/screen/test_hostile.c
tests_screen_test_hostile_LDADD = $(PROGRAM_LIBS)
tests_screen_test_list_SOURCES = tests/screen/test_list.c
tests_screen_test_list_LDADD = $(PROGRAM_LIBS)
tests_screen_test_reuse_SOURCES = tests/screen/test_reuse.c
tests_screen_test_reuse_LDADD = $(PROGRAM_LIBS)
tests_screen_test_terminal_SOURCES = tests/screen/test_terminal.c
tests_screen_test_terminal_LDADD = $(PROGRAM_LIBS)
tests_screen_test_tree_SOURCES = tests/screen/test_tree.c
tests_screen_test_tree_LDADD = $(PROGRAM_LIBS)

EXTRA_DIST += \
	tests/screen/golden/hostile-ascii.txt \
	tests/screen/golden/hostile-tree.txt \
	tests/screen/golden/hostile.looks \
	tests/screen/golden/hostile.txt \
	tests/screen/golden/later-80x24.txt \
	tests/screen/golden/list-200x50.txt \
	tests/screen/golden/list-20x5-end.txt \
	tests/screen/golden/list-20x5.txt \
	tests/screen/golden/list-40x10.txt \
	tests/screen/golden/list-80x24.looks \
	tests/screen/golden/list-80x24.txt \
	tests/screen/golden/looks-256.looks \
	tests/screen/golden/looks-8.looks \
	tests/screen/golden/looks-none.looks \
	tests/screen/golden/looks-vt100.looks \
	tests/screen/golden/menu-columns.txt \
	tests/screen/golden/menu-sort-20x5.txt \
	tests/screen/golden/menu-sort.looks \
	tests/screen/golden/menu-sort.txt \
	tests/screen/golden/old-80x24.txt \
	tests/screen/golden/pt_demo.looks \
	tests/screen/golden/pt_demo.txt \
	tests/screen/golden/term-ascii.txt \
	tests/screen/golden/term-utf8.txt \
	tests/screen/golden/tree-80x24.looks \
	tests/screen/golden/tree-80x24.txt \
	tests/screen/golden/tree-ascii.txt \
	tests/screen/golden/tree-cycle.txt \
	tests/screen/golden/tree-filter.looks \
	tests/screen/golden/tree-filter.txt \
	tests/screen/golden/tree-hidepid.txt

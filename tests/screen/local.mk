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

EXTRA_DIST += \
	tests/screen/golden/pt_demo.looks \
	tests/screen/golden/pt_demo.txt

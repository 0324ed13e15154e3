check_PROGRAMS += tests/unit/test_canvas
tests_unit_test_canvas_SOURCES = tests/unit/test_canvas.c tests/unit/test.h tests/unit/test_screen.h
tests_unit_test_canvas_LDADD = src/libui.a src/libwidgets.a src/libterm.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_key
tests_unit_test_key_SOURCES = tests/unit/test_key.c tests/unit/test.h
tests_unit_test_key_LDADD = src/libui.a src/libwidgets.a src/libterm.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_keystream
tests_unit_test_keystream_SOURCES = tests/unit/test_keystream.c tests/unit/test.h
tests_unit_test_keystream_LDADD = src/libui.a src/libwidgets.a src/libterm.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_pager
tests_unit_test_pager_SOURCES = tests/unit/test_pager.c tests/unit/test.h tests/unit/test_screen.h
tests_unit_test_pager_LDADD = src/libui.a src/libwidgets.a src/libterm.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_picker
tests_unit_test_picker_SOURCES = tests/unit/test_picker.c tests/unit/test.h tests/unit/test_screen.h
tests_unit_test_picker_LDADD = src/libui.a src/libwidgets.a src/libterm.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_prompt
tests_unit_test_prompt_SOURCES = tests/unit/test_prompt.c tests/unit/test.h tests/unit/test_screen.h
tests_unit_test_prompt_LDADD = src/libui.a src/libwidgets.a src/libterm.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_theme
tests_unit_test_theme_SOURCES = tests/unit/test_theme.c tests/unit/test.h
tests_unit_test_theme_LDADD = src/libui.a src/libwidgets.a src/libterm.a src/libbase.a $(UNIT_LIBS) -lm

# Keys take the way that they take in the program, so all of it is below.
check_PROGRAMS += tests/unit/test_pane
tests_unit_test_pane_SOURCES = tests/unit/test_pane.c tests/unit/test.h tests/unit/test_screen.h
tests_unit_test_pane_LDADD = src/libui.a src/libwidgets.a src/libterm.a src/libworker.a src/libpanes.a src/libmodel.a \
	src/libsource.a src/libsnap.a src/libtable.a src/libsys.a src/libproc.a src/libbase.a \
	$(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_header
tests_unit_test_header_SOURCES = tests/unit/test_header.c tests/unit/samples.h \
	tests/unit/test.h tests/unit/test_screen.h
tests_unit_test_header_LDADD = src/libui.a src/libwidgets.a src/libterm.a src/libworker.a src/libpanes.a src/libmodel.a \
	src/libsource.a src/libsnap.a src/libtable.a src/libsys.a src/libproc.a src/libbase.a \
	$(UNIT_LIBS)

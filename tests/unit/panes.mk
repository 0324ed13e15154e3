# The unit tests of src/panes/ come here.

check_PROGRAMS += tests/unit/test_processes
tests_unit_test_processes_SOURCES = tests/unit/test_processes.c tests/unit/samples.h \
	tests/unit/sightings.h tests/unit/test.h
tests_unit_test_processes_LDADD = src/libpanes.a src/libmodel.a src/libsource.a src/libsnap.a \
	src/libtable.a src/libsys.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_selection
tests_unit_test_selection_SOURCES = tests/unit/test_selection.c tests/unit/samples.h tests/unit/test.h
tests_unit_test_selection_LDADD = src/libpanes.a src/libmodel.a src/libsource.a src/libsnap.a \
	src/libtable.a src/libsys.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_settings
tests_unit_test_settings_SOURCES = tests/unit/test_settings.c tests/unit/test.h
tests_unit_test_settings_LDADD = src/libpanes.a src/libmodel.a src/libsnap.a src/libtable.a \
	src/libsys.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_relations
tests_unit_test_relations_SOURCES = tests/unit/test_relations.c tests/unit/samples.h tests/unit/test.h
tests_unit_test_relations_LDADD = src/libpanes.a src/libmodel.a src/libsource.a src/libsnap.a \
	src/libtable.a src/libsys.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_events
tests_unit_test_events_SOURCES = tests/unit/test_events.c tests/unit/test.h
tests_unit_test_events_LDADD = src/libpanes.a src/libmodel.a src/libsnap.a src/libtable.a \
	src/libproc.a src/libbase.a $(UNIT_LIBS)

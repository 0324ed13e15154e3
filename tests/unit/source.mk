# The unit tests of src/source/ come here.

check_PROGRAMS += tests/unit/test_pidlist
tests_unit_test_pidlist_SOURCES = tests/unit/test_pidlist.c tests/unit/scratch.h tests/unit/test.h
tests_unit_test_pidlist_LDADD = src/libsource.a src/libsnap.a src/libsys.a src/libproc.a \
	src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_taskfiles
tests_unit_test_taskfiles_SOURCES = tests/unit/test_taskfiles.c tests/unit/samples.h \
	tests/unit/scratch.h tests/unit/test.h
tests_unit_test_taskfiles_LDADD = src/libsource.a src/libsnap.a src/libsys.a src/libproc.a \
	src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_systemfiles
tests_unit_test_systemfiles_SOURCES = tests/unit/test_systemfiles.c tests/unit/samples.h \
	tests/unit/test.h
tests_unit_test_systemfiles_LDADD = src/libsource.a src/libsnap.a src/libsys.a src/libproc.a \
	src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_procfs
tests_unit_test_procfs_SOURCES = tests/unit/test_procfs.c tests/unit/samples.h \
	tests/unit/scratch.h tests/unit/test.h
tests_unit_test_procfs_LDADD = src/libsource.a src/libsnap.a src/libsys.a src/libproc.a \
	src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_sources
tests_unit_test_sources_SOURCES = tests/unit/test_sources.c tests/unit/test.h
tests_unit_test_sources_LDADD = src/libsource.a src/libsnap.a src/libsys.a src/libproc.a \
	src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_taskrecords
tests_unit_test_taskrecords_SOURCES = tests/unit/test_taskrecords.c tests/unit/test.h
tests_unit_test_taskrecords_LDADD = src/libsource.a src/libsnap.a src/libproc.a src/libbase.a $(UNIT_LIBS)

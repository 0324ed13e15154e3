# The unit tests of src/worker/ come here.

check_PROGRAMS += tests/unit/test_sampler
tests_unit_test_sampler_SOURCES = tests/unit/test_sampler.c tests/unit/test.h
tests_unit_test_sampler_LDADD = src/libworker.a src/libsource.a src/libsnap.a src/libsys.a \
	src/libproc.a src/libbase.a $(UNIT_LIBS)

# It looks for tests/helpers/mkproc, which wedges a process; without it that is skipped.
check_PROGRAMS += tests/unit/test_inspector
tests_unit_test_inspector_SOURCES = tests/unit/test_inspector.c tests/unit/samples.h \
	tests/unit/test.h
tests_unit_test_inspector_LDADD = src/libworker.a src/libsource.a src/libsnap.a src/libsys.a \
	src/libproc.a src/libbase.a $(UNIT_LIBS)

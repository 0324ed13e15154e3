# The unit tests of src/sys/ come here.

check_PROGRAMS += tests/unit/test_procdir
tests_unit_test_procdir_SOURCES = tests/unit/test_procdir.c tests/unit/samples.h tests/unit/test.h
tests_unit_test_procdir_LDADD = src/libsource.a src/libsnap.a src/libsys.a src/libproc.a \
	src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_users
tests_unit_test_users_SOURCES = tests/unit/test_users.c tests/unit/test.h
tests_unit_test_users_LDADD = src/libsys.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_connector
tests_unit_test_connector_SOURCES = tests/unit/test_connector.c tests/unit/test.h
tests_unit_test_connector_LDADD = src/libsys.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_exitstats
tests_unit_test_exitstats_SOURCES = tests/unit/test_exitstats.c tests/unit/test.h
tests_unit_test_exitstats_LDADD = src/libsys.a src/libproc.a src/libbase.a $(UNIT_LIBS)

# The unit tests of src/snap/ come here.

check_PROGRAMS += tests/unit/test_task
tests_unit_test_task_SOURCES = tests/unit/test_task.c tests/unit/test.h
tests_unit_test_task_LDADD = src/libsnap.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_snapshot
tests_unit_test_snapshot_SOURCES = tests/unit/test_snapshot.c tests/unit/test.h
tests_unit_test_snapshot_LDADD = src/libsnap.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_lease
tests_unit_test_lease_SOURCES = tests/unit/test_lease.c tests/unit/test.h
tests_unit_test_lease_LDADD = src/libsnap.a src/libproc.a src/libbase.a $(UNIT_LIBS)

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

# These two look for tests/helpers/mkproc and for a kernel that has the task iterator; without
# them they skip.
check_PROGRAMS += tests/unit/test_sources
tests_unit_test_sources_SOURCES = tests/unit/test_sources.c tests/unit/factory.h \
	tests/unit/machine.h tests/unit/test.h
tests_unit_test_sources_LDADD = src/libsource.a src/libsnap.a src/libsys.a src/libproc.a \
	src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_outside
tests_unit_test_outside_SOURCES = tests/unit/test_outside.c tests/unit/machine.h tests/unit/test.h
CLEANFILES += machine.lock
tests_unit_test_outside_LDADD = src/libsource.a src/libsnap.a src/libsys.a src/libproc.a \
	src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_draft
tests_unit_test_draft_SOURCES = tests/unit/test_draft.c tests/unit/test.h
tests_unit_test_draft_LDADD = src/libsource.a src/libsnap.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_versions
tests_unit_test_versions_SOURCES = tests/unit/test_versions.c tests/unit/drafts.h tests/unit/test.h
tests_unit_test_versions_LDADD = src/libsource.a src/libsnap.a src/libproc.a src/libbase.a \
	$(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_reclaim
tests_unit_test_reclaim_SOURCES = tests/unit/test_reclaim.c tests/unit/drafts.h tests/unit/test.h
tests_unit_test_reclaim_LDADD = src/libsource.a src/libsnap.a src/libproc.a src/libbase.a \
	$(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_taskitems
tests_unit_test_taskitems_SOURCES = tests/unit/test_taskitems.c tests/unit/test.h
tests_unit_test_taskitems_LDADD = src/libsource.a src/libsnap.a src/libproc.a src/libbase.a \
	$(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_taskrecords
tests_unit_test_taskrecords_SOURCES = tests/unit/test_taskrecords.c tests/unit/passes.h \
	tests/unit/records.h tests/unit/test.h
tests_unit_test_taskrecords_LDADD = src/libsource.a src/libsnap.a src/libproc.a src/libbase.a \
	$(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_taskpasses
tests_unit_test_taskpasses_SOURCES = tests/unit/test_taskpasses.c tests/unit/passes.h \
	tests/unit/records.h tests/unit/test.h
tests_unit_test_taskpasses_LDADD = src/libsource.a src/libsnap.a src/libproc.a src/libbase.a \
	$(UNIT_LIBS)

# A PID that is used again, from the source to the rows; where no PID can be chosen some skip.
check_PROGRAMS += tests/unit/test_reuse
tests_unit_test_reuse_SOURCES = tests/unit/test_reuse.c tests/unit/samples.h \
	tests/unit/sightings.h tests/unit/test.h
tests_unit_test_reuse_LDADD = src/libpanes.a src/libmodel.a src/libsource.a src/libsnap.a \
	src/libtable.a src/libsys.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_eventqueue
tests_unit_test_eventqueue_SOURCES = tests/unit/test_eventqueue.c tests/unit/test.h
tests_unit_test_eventqueue_LDADD = src/libsource.a src/libsnap.a src/libsys.a src/libproc.a \
	src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_witness
tests_unit_test_witness_SOURCES = tests/unit/test_witness.c tests/unit/scratch.h tests/unit/test.h
tests_unit_test_witness_LDADD = src/libsource.a src/libsnap.a src/libsys.a src/libproc.a \
	src/libbase.a $(UNIT_LIBS)

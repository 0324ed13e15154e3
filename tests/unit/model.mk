# The unit tests of src/model/ come here.

check_PROGRAMS += tests/unit/test_attributes
tests_unit_test_attributes_SOURCES = tests/unit/test_attributes.c tests/unit/test.h
tests_unit_test_attributes_LDADD = src/libmodel.a src/libsnap.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_totals
tests_unit_test_totals_SOURCES = tests/unit/test_totals.c tests/unit/test.h
tests_unit_test_totals_LDADD = src/libmodel.a src/libsnap.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_tree
tests_unit_test_tree_SOURCES = tests/unit/test_tree.c tests/unit/test.h
tests_unit_test_tree_LDADD = src/libmodel.a src/libsnap.a src/libproc.a src/libbase.a $(UNIT_LIBS)

# The tree of a captured machine is read by a source, which the model itself does not know.
check_PROGRAMS += tests/unit/test_world
tests_unit_test_world_SOURCES = tests/unit/test_world.c tests/unit/samples.h \
	tests/unit/sightings.h tests/unit/test.h
tests_unit_test_world_LDADD = src/libmodel.a src/libsource.a src/libsnap.a src/libsys.a \
	src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_account
tests_unit_test_account_SOURCES = tests/unit/test_account.c \
	tests/unit/sightings.h tests/unit/test.h
tests_unit_test_account_LDADD = src/libmodel.a src/libsnap.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_row
tests_unit_test_row_SOURCES = tests/unit/test_row.c tests/unit/test.h
tests_unit_test_row_LDADD = src/libmodel.a src/libsnap.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_endings
tests_unit_test_endings_SOURCES = tests/unit/test_endings.c \
	tests/unit/sightings.h tests/unit/test.h
tests_unit_test_endings_LDADD = src/libmodel.a src/libsnap.a src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_family
tests_unit_test_family_SOURCES = tests/unit/test_family.c tests/unit/test.h
tests_unit_test_family_LDADD = src/libmodel.a src/libsnap.a src/libproc.a src/libbase.a $(UNIT_LIBS)

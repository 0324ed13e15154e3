check_PROGRAMS += tests/unit/test_writer
tests_unit_test_writer_SOURCES = tests/unit/test_writer.c tests/unit/test.h
tests_unit_test_writer_LDADD = src/libtree.a src/libbatch.a src/liboutput.a src/libtable.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_json_value
tests_unit_test_json_value_SOURCES = tests/unit/test_json_value.c tests/unit/test.h
tests_unit_test_json_value_LDADD = src/libtree.a src/libbatch.a src/liboutput.a src/libtable.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_summary
tests_unit_test_summary_SOURCES = tests/unit/test_summary.c \
	tests/unit/sightings.h tests/unit/test.h
tests_unit_test_summary_LDADD = src/libtree.a src/libbatch.a src/liboutput.a src/libmodel.a src/libsnap.a src/libtable.a src/libproc.a \
	src/libbase.a $(UNIT_LIBS)

# The command line knows all that the program knows.
check_PROGRAMS += tests/unit/test_options
tests_unit_test_options_SOURCES = tests/unit/test_options.c src/options.c \
	src/listing.c src/listtable.c src/treeoptions.c src/usage.c tests/unit/test.h
tests_unit_test_options_LDADD = $(noinst_LIBRARIES) $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_treetext
tests_unit_test_treetext_SOURCES = tests/unit/test_treetext.c tests/unit/test.h
tests_unit_test_treetext_LDADD = src/libtree.a src/libbatch.a src/liboutput.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_treenodes
tests_unit_test_treenodes_SOURCES = tests/unit/test_treenodes.c tests/unit/sightings.h tests/unit/test.h
tests_unit_test_treenodes_LDADD = $(noinst_LIBRARIES) $(UNIT_LIBS)

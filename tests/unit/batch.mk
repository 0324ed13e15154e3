check_PROGRAMS += tests/unit/test_writer
tests_unit_test_writer_SOURCES = tests/unit/test_writer.c tests/unit/test.h
tests_unit_test_writer_LDADD = src/libbatch.a src/libtable.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_json_value
tests_unit_test_json_value_SOURCES = tests/unit/test_json_value.c tests/unit/test.h
tests_unit_test_json_value_LDADD = src/libbatch.a src/libtable.a src/libbase.a $(UNIT_LIBS)

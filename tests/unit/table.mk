check_PROGRAMS += tests/unit/test_value
tests_unit_test_value_SOURCES = tests/unit/test_value.c tests/unit/test.h
tests_unit_test_value_LDADD = src/libtable.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_column
tests_unit_test_column_SOURCES = tests/unit/test_column.c tests/unit/test.h
tests_unit_test_column_LDADD = src/libtable.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_view
tests_unit_test_view_SOURCES = tests/unit/test_view.c tests/unit/test.h
tests_unit_test_view_LDADD = src/libtable.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_branches
tests_unit_test_branches_SOURCES = tests/unit/test_branches.c tests/unit/test.h
tests_unit_test_branches_LDADD = src/libtable.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_filter
tests_unit_test_filter_SOURCES = tests/unit/test_filter.c tests/unit/test.h
tests_unit_test_filter_LDADD = src/libtable.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_pattern
tests_unit_test_pattern_SOURCES = tests/unit/test_pattern.c tests/unit/test.h
tests_unit_test_pattern_LDADD = src/libtable.a src/libbase.a $(UNIT_LIBS)

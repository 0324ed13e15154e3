check_PROGRAMS += tests/unit/test_text
tests_unit_test_text_SOURCES = tests/unit/test_text.c tests/unit/test.h
tests_unit_test_text_LDADD = src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_units
tests_unit_test_units_SOURCES = tests/unit/test_units.c tests/unit/test.h
tests_unit_test_units_LDADD = src/libbase.a $(UNIT_LIBS)

fuzz_targets += tests/fuzz/fuzz_text
tests_fuzz_fuzz_text_SOURCES = tests/fuzz/fuzz_text.c $(FUZZ_MAIN)
tests_fuzz_fuzz_text_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_text_LDADD = src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_columns
tests_fuzz_fuzz_columns_SOURCES = tests/fuzz/fuzz_columns.c $(FUZZ_MAIN)
tests_fuzz_fuzz_columns_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_columns_LDADD = src/libtable.a src/libbase.a $(PROCTOR_LIBS)

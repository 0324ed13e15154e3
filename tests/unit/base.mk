# The unit tests of src/base/ come here.

check_PROGRAMS += tests/unit/test_arena
tests_unit_test_arena_SOURCES = tests/unit/test_arena.c tests/unit/test.h
tests_unit_test_arena_LDADD = src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_hash
tests_unit_test_hash_SOURCES = tests/unit/test_hash.c tests/unit/test.h
tests_unit_test_hash_LDADD = src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_mailbox
tests_unit_test_mailbox_SOURCES = tests/unit/test_mailbox.c tests/unit/test.h
tests_unit_test_mailbox_LDADD = src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_die
tests_unit_test_die_SOURCES = tests/unit/test_die.c tests/unit/test.h
tests_unit_test_die_LDADD = src/libbase.a $(UNIT_LIBS)

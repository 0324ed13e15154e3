noinst_LIBRARIES += src/libbase.a
src_libbase_a_SOURCES = \
	src/base/arena.c src/base/arena.h \
	src/base/bytes.c src/base/bytes.h \
	src/base/clock.c src/base/clock.h \
	src/base/die.c src/base/die.h \
	src/base/hash.c src/base/hash.h \
	src/base/log.c src/base/log.h \
	src/base/macros.h \
	src/base/mailbox.c src/base/mailbox.h \
	src/base/text.c src/base/text.h \
	src/base/units.c src/base/units.h

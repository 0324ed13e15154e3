noinst_LIBRARIES += src/libsys.a
src_libsys_a_SOURCES = \
	src/sys/procdir.c src/sys/procdir.h \
	src/sys/users.c src/sys/users.h

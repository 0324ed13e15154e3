noinst_LIBRARIES += src/libsys.a
src_libsys_a_SOURCES = \
	src/sys/connector.c src/sys/connector.h \
	src/sys/exitstats.c src/sys/exitstats.h \
	src/sys/netlink.c src/sys/netlink.h \
	src/sys/pidfs.c src/sys/pidfs.h \
	src/sys/procdir.c src/sys/procdir.h \
	src/sys/users.c src/sys/users.h

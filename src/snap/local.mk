noinst_LIBRARIES += src/libsnap.a
src_libsnap_a_SOURCES = \
	src/snap/event.c src/snap/event.h \
	src/snap/lease.c src/snap/lease.h \
	src/snap/snapshot.c src/snap/snapshot.h \
	src/snap/task.c src/snap/task.h

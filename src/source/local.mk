noinst_LIBRARIES += src/libsource.a
src_libsource_a_SOURCES = \
	src/source/pidlist.c src/source/pidlist.h \
	src/source/procfs.c src/source/procfs.h \
	src/source/source.c src/source/source.h \
	src/source/systemfiles.c src/source/systemfiles.h \
	src/source/taskfiles.c src/source/taskfiles.h

noinst_LIBRARIES += src/libworker.a
src_libworker_a_SOURCES = \
	src/worker/inspector.c src/worker/inspector.h \
	src/worker/sampler.c src/worker/sampler.h

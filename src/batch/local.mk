noinst_LIBRARIES += src/libbatch.a
src_libbatch_a_SOURCES = \
	src/batch/asked.c src/batch/asked.h \
	src/batch/command.c src/batch/command.h \
	src/batch/eventlog.c src/batch/eventlog.h \
	src/batch/gather.c src/batch/gather.h \
	src/batch/printer.c src/batch/printer.h \
	src/batch/run.c src/batch/run.h \
	src/batch/summary.c src/batch/summary.h \
	src/batch/tally.c src/batch/tally.h \
	src/batch/watch.c src/batch/watch.h

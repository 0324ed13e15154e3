noinst_LIBRARIES += src/libbatch.a
src_libbatch_a_SOURCES = \
	src/batch/delimited.c src/batch/delimited.h \
	src/batch/formats.c src/batch/formats.h \
	src/batch/gather.c src/batch/gather.h \
	src/batch/json_value.c src/batch/json_value.h \
	src/batch/json_writer.c src/batch/json_writer.h \
	src/batch/run.c src/batch/run.h \
	src/batch/summary.c src/batch/summary.h \
	src/batch/text_table.c src/batch/text_table.h \
	src/batch/writer.c src/batch/writer.h

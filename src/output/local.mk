noinst_LIBRARIES += src/liboutput.a
src_liboutput_a_SOURCES = \
	src/output/delimited.c src/output/delimited.h \
	src/output/formats.c src/output/formats.h \
	src/output/json_value.c src/output/json_value.h \
	src/output/json_writer.c src/output/json_writer.h \
	src/output/text_table.c src/output/text_table.h \
	src/output/writer.c src/output/writer.h

noinst_LIBRARIES += src/libbatch.a
src_libbatch_a_SOURCES = \
	src/batch/asked.c src/batch/asked.h \
	src/batch/chain.c src/batch/chain.h \
	src/batch/compact.c src/batch/compact.h \
	src/batch/cutline.c src/batch/cutline.h \
	src/batch/command.c src/batch/command.h \
	src/batch/delimited.c src/batch/delimited.h \
	src/batch/eventlog.c src/batch/eventlog.h \
	src/batch/formats.c src/batch/formats.h \
	src/batch/gather.c src/batch/gather.h \
	src/batch/json_value.c src/batch/json_value.h \
	src/batch/json_writer.c src/batch/json_writer.h \
	src/batch/printer.c src/batch/printer.h \
	src/batch/run.c src/batch/run.h \
	src/batch/summary.c src/batch/summary.h \
	src/batch/tally.c src/batch/tally.h \
	src/batch/text_table.c src/batch/text_table.h \
	src/batch/treelabel.c src/batch/treelabel.h \
	src/batch/treenodes.c src/batch/treenodes.h \
	src/batch/treeroots.c src/batch/treeroots.h \
	src/batch/treestyle.h \
	src/batch/treetext.c src/batch/treetext.h \
	src/batch/treeverb.c src/batch/treeverb.h \
	src/batch/watch.c src/batch/watch.h \
	src/batch/writer.c src/batch/writer.h

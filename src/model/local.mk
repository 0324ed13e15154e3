noinst_LIBRARIES += src/libmodel.a
src_libmodel_a_SOURCES = \
	src/model/account.c src/model/account.h \
	src/model/attributes.c src/model/attributes.h \
	src/model/departures.c src/model/departures.h \
	src/model/ending.c src/model/ending.h \
	src/model/endings.c src/model/endings.h \
	src/model/family.c src/model/family.h \
	src/model/journal.c src/model/journal.h \
	src/model/lives.c src/model/lives.h \
	src/model/row.c src/model/row.h \
	src/model/totals.c src/model/totals.h \
	src/model/tree.c src/model/tree.h \
	src/model/world.c src/model/world.h

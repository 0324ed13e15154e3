noinst_LIBRARIES += src/libpanes.a
src_libpanes_a_SOURCES = \
	src/panes/events.c src/panes/events.h \
	src/panes/phrases.c src/panes/phrases.h \
	src/panes/processes.c src/panes/processes.h \
	src/panes/relations.c src/panes/relations.h \
	src/panes/selection.c src/panes/selection.h \
	src/panes/settings.c src/panes/settings.h

noinst_LIBRARIES += src/libui.a
src_libui_a_SOURCES = \
	src/ui/app.c src/ui/app.h \
	src/ui/commands.c src/ui/commands.h \
	src/ui/eventpane.c src/ui/eventpane.h \
	src/ui/front.c src/ui/front.h \
	src/ui/functionbar.c src/ui/functionbar.h \
	src/ui/header.c src/ui/header.h \
	src/ui/help.c src/ui/help.h \
	src/ui/input.c src/ui/input.h \
	src/ui/list.c src/ui/list.h \
	src/ui/lookups.c src/ui/lookups.h \
	src/ui/loop.c src/ui/loop.h \
	src/ui/marks.c src/ui/marks.h \
	src/ui/pickers.c src/ui/pickers.h \
	src/ui/screen.c src/ui/screen.h

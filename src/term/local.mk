noinst_LIBRARIES += src/libterm.a
src_libterm_a_SOURCES = \
	src/term/canvas.c src/term/canvas.h \
	src/term/key.c src/term/key.h \
	src/term/keystream.c src/term/keystream.h \
	src/term/rescue.c src/term/rescue.h \
	src/term/terminal.c src/term/terminal.h \
	src/term/theme.c src/term/theme.h \
	src/term/ttyio.c src/term/ttyio.h

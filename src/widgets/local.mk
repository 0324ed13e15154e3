noinst_LIBRARIES += src/libwidgets.a
src_libwidgets_a_SOURCES = \
	src/widgets/dialog.c src/widgets/dialog.h \
	src/widgets/grid.c src/widgets/grid.h \
	src/widgets/pager.c src/widgets/pager.h \
	src/widgets/pane.c src/widgets/pane.h \
	src/widgets/picker.c src/widgets/picker.h \
	src/widgets/prompt.c src/widgets/prompt.h \
	src/widgets/tablewidget.c src/widgets/tablewidget.h

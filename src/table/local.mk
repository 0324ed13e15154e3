noinst_LIBRARIES += src/libtable.a
src_libtable_a_SOURCES = \
	src/table/branches.c src/table/branches.h \
	src/table/column.c src/table/column.h \
	src/table/order.c src/table/order.h \
	src/table/value.c src/table/value.h \
	src/table/view.c src/table/view.h

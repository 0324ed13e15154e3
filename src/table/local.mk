noinst_LIBRARIES += src/libtable.a
src_libtable_a_SOURCES = \
	src/table/branches.c src/table/branches.h \
	src/table/column.c src/table/column.h \
	src/table/filter.c src/table/filter.h \
	src/table/filtererror.c src/table/filtererror.h \
	src/table/filterlex.c src/table/filterlex.h \
	src/table/filterparse.c src/table/filterparse.h src/table/filterstep.h \
	src/table/filtervalue.c src/table/filtervalue.h \
	src/table/order.c src/table/order.h \
	src/table/pattern.c src/table/pattern.h \
	src/table/terms.h \
	src/table/value.c src/table/value.h \
	src/table/view.c src/table/view.h

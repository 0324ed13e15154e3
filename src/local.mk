# The program itself: what knows all layers. The layers are linked in the order in
# which Makefile.am includes them.
bin_PROGRAMS += proctor
proctor_SOURCES = \
	src/listing.c src/listing.h \
	src/listtable.c src/listtable.h \
	src/main.c \
	src/options.c src/options.h \
	src/sampling.c src/sampling.h \
	src/treeoptions.c src/treeoptions.h \
	src/usage.c src/usage.h \
	src/verbs.c src/verbs.h
proctor_LDADD = $(noinst_LIBRARIES) $(PROCTOR_LIBS)

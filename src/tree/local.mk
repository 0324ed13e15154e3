noinst_LIBRARIES += src/libtree.a
src_libtree_a_SOURCES = \
	src/tree/chain.c src/tree/chain.h \
	src/tree/compact.c src/tree/compact.h \
	src/tree/cutline.c src/tree/cutline.h \
	src/tree/treelabel.c src/tree/treelabel.h \
	src/tree/treenodes.c src/tree/treenodes.h \
	src/tree/treeroots.c src/tree/treeroots.h \
	src/tree/treestyle.h \
	src/tree/treetext.c src/tree/treetext.h \
	src/tree/treeverb.c src/tree/treeverb.h

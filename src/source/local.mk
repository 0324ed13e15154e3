noinst_LIBRARIES += src/libsource.a
src_libsource_a_SOURCES = \
	src/source/bpf.h \
	src/source/choose.c src/source/choose.h \
	src/source/draft.c src/source/draft.h \
	src/source/eventqueue.c src/source/eventqueue.h \
	src/source/events.c src/source/events.h \
	src/source/exitqueue.c src/source/exitqueue.h \
	src/source/pace.c src/source/pace.h \
	src/source/pidlist.c src/source/pidlist.h \
	src/source/procfs.c src/source/procfs.h \
	src/source/source.c src/source/source.h \
	src/source/systemfiles.c src/source/systemfiles.h \
	src/source/task_iter.h \
	src/source/taskfiles.c src/source/taskfiles.h \
	src/source/taskitems.c src/source/taskitems.h \
	src/source/taskrecords.c src/source/taskrecords.h \
	src/source/versions.c src/source/versions.h \
	src/source/witness.c src/source/witness.h

EXTRA_DIST += src/source/task_iter.bpf.c

if BPF
src_libsource_a_SOURCES += \
	src/source/bpf.c \
	src/source/bpfcheck.c src/source/bpfcheck.h \
	src/source/bpfpass.c src/source/bpfpass.h \
	src/source/bpftext.c src/source/bpftext.h
BUILT_SOURCES += src/source/task_iter.skel.h
CLEANFILES += src/source/task_iter.bpf.o src/source/task_iter.skel.h
EXTRA_DIST += src/source/nobpf.c
else
src_libsource_a_SOURCES += src/source/nobpf.c
EXTRA_DIST += \
	src/source/bpf.c \
	src/source/bpfcheck.c src/source/bpfcheck.h \
	src/source/bpfpass.c src/source/bpfpass.h \
	src/source/bpftext.c src/source/bpftext.h
endif

src/source/bpfpass.$(OBJEXT): src/source/task_iter.skel.h

# The kernel side: it declares what it uses, so no header of a kernel is read.
src/source/task_iter.bpf.o: src/source/task_iter.bpf.c src/source/task_iter.h
	$(AM_V_GEN)$(MKDIR_P) src/source && $(BPF_CLANG) -target bpf -g -O2 -Wall -Werror \
		-I$(top_srcdir)/src -c $(top_srcdir)/src/source/task_iter.bpf.c -o $@

src/source/task_iter.skel.h: src/source/task_iter.bpf.o
	$(AM_V_GEN){ echo '#pragma GCC system_header' && \
		$(BPFTOOL) gen skeleton src/source/task_iter.bpf.o name task_iter; } >$@.tmp && \
		mv $@.tmp $@

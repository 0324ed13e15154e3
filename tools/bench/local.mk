# `make bench` measures what a refresh costs, side by side with top, htop and others
# that are installed. BENCHFLAGS adds options: `make bench BENCHFLAGS="--large --rounds 3"`.
# Included behind the place where Makefile.am begins EXTRA_PROGRAMS.

bench_built = tools/bench/bench$(EXEEXT) tools/bench/storm$(EXEEXT) \
	tools/bench/treetime$(EXEEXT)
EXTRA_PROGRAMS += tools/bench/bench tools/bench/storm tools/bench/treetime
CLEANFILES += $(bench_built) bench.md bench.svg

tools_bench_bench_SOURCES = \
	tools/bench/aims.c tools/bench/aims.h \
	tools/bench/bench.c \
	tools/bench/choices.c tools/bench/choices.h \
	tools/bench/contenders.c tools/bench/contenders.h \
	tools/bench/descriptors.c tools/bench/descriptors.h \
	tools/bench/floor.c tools/bench/floor.h \
	tools/bench/gather.c tools/bench/gather.h \
	tools/bench/heading.c tools/bench/heading.h \
	tools/bench/home.c tools/bench/home.h \
	tools/bench/iterator.h \
	tools/bench/launch.c tools/bench/launch.h \
	tools/bench/machine.c tools/bench/machine.h \
	tools/bench/median.c tools/bench/median.h \
	tools/bench/plot.c tools/bench/plot.h \
	tools/bench/records.c tools/bench/records.h \
	tools/bench/report.c tools/bench/report.h \
	tools/bench/rows.h \
	tools/bench/scenario.c tools/bench/scenario.h \
	tools/bench/session.c tools/bench/session.h \
	tools/bench/sibling.c tools/bench/sibling.h \
	tools/bench/stormcounts.h \
	tools/bench/stormload.c tools/bench/stormload.h \
	tools/bench/stormreport.c tools/bench/stormreport.h \
	tools/bench/stormrun.c tools/bench/stormrun.h \
	tools/bench/swarm.c tools/bench/swarm.h \
	tools/bench/tally.c tools/bench/tally.h \
	tools/bench/textfloor.c tools/bench/textfloor.h \
	tools/bench/treefigures.c tools/bench/treefigures.h \
	tools/bench/usage.c tools/bench/usage.h
tools_bench_bench_LDADD = src/libsys.a src/libproc.a src/libbase.a
EXTRA_tools_bench_bench_SOURCES = \
	tools/bench/iterator.c tools/bench/noiterator.c \
	tools/bench/rows_plain.c tools/bench/rows_vterm.c
if BPF
tools_bench_bench_SOURCES += tools/bench/iterator.c
# Not by BUILT_SOURCES alone, which counts for "make all" only.
tools/bench/iterator.$(OBJEXT): src/source/task_iter.skel.h
else
tools_bench_bench_SOURCES += tools/bench/noiterator.c
endif
if HAVE_VTERM
tools_bench_bench_SOURCES += tools/bench/rows_vterm.c
tools_bench_bench_LDADD += $(VTERM_LIBS)
else
tools_bench_bench_SOURCES += tools/bench/rows_plain.c
endif
tools_bench_bench_LDADD += $(PROCTOR_LIBS)

# What makes processes that live a millisecond: small, and with a name of its own.
tools_bench_storm_SOURCES = tools/bench/storm.c tools/bench/stormcounts.h

# Questions to trees that are made up.
tools_bench_treetime_SOURCES = tools/bench/treetime.c
tools_bench_treetime_LDADD = src/libpanes.a src/libmodel.a src/libsource.a src/libsnap.a \
	src/libtable.a src/libsys.a src/libproc.a src/libbase.a $(PROCTOR_LIBS)

# The program first, with what is generated for it.
bench:
	$(MAKE) $(AM_MAKEFLAGS) all
	$(MAKE) $(AM_MAKEFLAGS) $(bench_built)
	tools/bench/bench$(EXEEXT) --proctor '$(abs_builddir)/proctor$(EXEEXT)' --svg bench.svg \
		$(BENCHFLAGS) >bench.md
	cat bench.md

.PHONY: bench

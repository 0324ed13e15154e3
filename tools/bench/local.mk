# `make bench` measures what a refresh costs, side by side with top, htop and others
# that are installed. BENCHFLAGS adds options: `make bench BENCHFLAGS="--large --rounds 3"`.
# Included behind the place where Makefile.am begins EXTRA_PROGRAMS.

EXTRA_PROGRAMS += tools/bench/bench
CLEANFILES += tools/bench/bench bench.md bench.svg

tools_bench_bench_SOURCES = \
	tools/bench/bench.c \
	tools/bench/floor.c tools/bench/floor.h \
	tools/bench/home.c tools/bench/home.h \
	tools/bench/plot.c tools/bench/plot.h \
	tools/bench/rows.h \
	tools/bench/session.c tools/bench/session.h \
	tools/bench/swarm.c tools/bench/swarm.h \
	tools/bench/usage.c tools/bench/usage.h
tools_bench_bench_LDADD = src/libsys.a src/libbase.a
if HAVE_VTERM
tools_bench_bench_SOURCES += tools/bench/rows_vterm.c
tools_bench_bench_LDADD += $(VTERM_LIBS)
else
tools_bench_bench_SOURCES += tools/bench/rows_plain.c
endif
tools_bench_bench_LDADD += $(PROCTOR_LIBS)

bench: proctor$(EXEEXT) tools/bench/bench$(EXEEXT)
	tools/bench/bench$(EXEEXT) --proctor '$(abs_builddir)/proctor$(EXEEXT)' --svg bench.svg \
		$(BENCHFLAGS) >bench.md
	cat bench.md

.PHONY: bench

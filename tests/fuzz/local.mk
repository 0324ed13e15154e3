# The fuzz targets. make check replays tests/fuzz/corpus/NAME/ with each (replay.tap);
# after ./configure --enable-fuzzing CC=clang the same target fuzzes, for example
#   tests/fuzz/fuzz_pidstat -max_total_time=60 NEW-DIRECTORY tests/fuzz/corpus/pidstat
# and a new find is made small with -merge=1 before it is added to the corpus.
EXTRA_DIST += tests/fuzz/corpus

fuzz_targets += tests/fuzz/fuzz_cgroup
tests_fuzz_fuzz_cgroup_SOURCES = tests/fuzz/fuzz_cgroup.c $(FUZZ_MAIN)
tests_fuzz_fuzz_cgroup_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_cgroup_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_cmdline
tests_fuzz_fuzz_cmdline_SOURCES = tests/fuzz/fuzz_cmdline.c $(FUZZ_MAIN)
tests_fuzz_fuzz_cmdline_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_cmdline_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_cnproc
tests_fuzz_fuzz_cnproc_SOURCES = tests/fuzz/fuzz_cnproc.c $(FUZZ_MAIN)
tests_fuzz_fuzz_cnproc_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_cnproc_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_comm
tests_fuzz_fuzz_comm_SOURCES = tests/fuzz/fuzz_comm.c $(FUZZ_MAIN)
tests_fuzz_fuzz_comm_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_comm_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_filter
tests_fuzz_fuzz_filter_SOURCES = tests/fuzz/fuzz_filter.c $(FUZZ_MAIN)
tests_fuzz_fuzz_filter_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_filter_LDADD = src/libpanes.a src/libmodel.a src/libsnap.a src/libtable.a \
	src/libsys.a src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_io
tests_fuzz_fuzz_io_SOURCES = tests/fuzz/fuzz_io.c $(FUZZ_MAIN)
tests_fuzz_fuzz_io_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_io_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_kstat
tests_fuzz_fuzz_kstat_SOURCES = tests/fuzz/fuzz_kstat.c $(FUZZ_MAIN)
tests_fuzz_fuzz_kstat_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_kstat_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_loadavg
tests_fuzz_fuzz_loadavg_SOURCES = tests/fuzz/fuzz_loadavg.c $(FUZZ_MAIN)
tests_fuzz_fuzz_loadavg_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_loadavg_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_meminfo
tests_fuzz_fuzz_meminfo_SOURCES = tests/fuzz/fuzz_meminfo.c $(FUZZ_MAIN)
tests_fuzz_fuzz_meminfo_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_meminfo_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_pidstat
tests_fuzz_fuzz_pidstat_SOURCES = tests/fuzz/fuzz_pidstat.c $(FUZZ_MAIN)
tests_fuzz_fuzz_pidstat_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_pidstat_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_pressure
tests_fuzz_fuzz_pressure_SOURCES = tests/fuzz/fuzz_pressure.c $(FUZZ_MAIN)
tests_fuzz_fuzz_pressure_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_pressure_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_schedstat
tests_fuzz_fuzz_schedstat_SOURCES = tests/fuzz/fuzz_schedstat.c $(FUZZ_MAIN)
tests_fuzz_fuzz_schedstat_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_schedstat_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_statm
tests_fuzz_fuzz_statm_SOURCES = tests/fuzz/fuzz_statm.c $(FUZZ_MAIN)
tests_fuzz_fuzz_statm_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_statm_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_status
tests_fuzz_fuzz_status_SOURCES = tests/fuzz/fuzz_status.c $(FUZZ_MAIN)
tests_fuzz_fuzz_status_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_status_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_taskstats
tests_fuzz_fuzz_taskstats_SOURCES = tests/fuzz/fuzz_taskstats.c $(FUZZ_MAIN)
tests_fuzz_fuzz_taskstats_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_taskstats_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

fuzz_targets += tests/fuzz/fuzz_uptime
tests_fuzz_fuzz_uptime_SOURCES = tests/fuzz/fuzz_uptime.c $(FUZZ_MAIN)
tests_fuzz_fuzz_uptime_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_uptime_LDADD = src/libproc.a src/libbase.a $(PROCTOR_LIBS)

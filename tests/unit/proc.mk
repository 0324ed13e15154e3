# The unit tests of src/proc/, and of base/bytes, which all of it stands on.

check_PROGRAMS += tests/unit/test_bytes
tests_unit_test_bytes_SOURCES = tests/unit/test_bytes.c tests/unit/test.h
tests_unit_test_bytes_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_cgroup
tests_unit_test_cgroup_SOURCES = tests/unit/test_cgroup.c tests/unit/test.h
tests_unit_test_cgroup_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_cmdline
tests_unit_test_cmdline_SOURCES = tests/unit/test_cmdline.c tests/unit/test.h
tests_unit_test_cmdline_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_comm
tests_unit_test_comm_SOURCES = tests/unit/test_comm.c tests/unit/test.h
tests_unit_test_comm_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_field
tests_unit_test_field_SOURCES = tests/unit/test_field.c tests/unit/test.h
tests_unit_test_field_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_io
tests_unit_test_io_SOURCES = tests/unit/test_io.c tests/unit/test.h
tests_unit_test_io_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_kstat
tests_unit_test_kstat_SOURCES = tests/unit/test_kstat.c tests/unit/test.h
tests_unit_test_kstat_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_loadavg
tests_unit_test_loadavg_SOURCES = tests/unit/test_loadavg.c tests/unit/test.h
tests_unit_test_loadavg_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_meminfo
tests_unit_test_meminfo_SOURCES = tests/unit/test_meminfo.c tests/unit/test.h
tests_unit_test_meminfo_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_pidstat
tests_unit_test_pidstat_SOURCES = tests/unit/test_pidstat.c tests/unit/test.h
tests_unit_test_pidstat_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_pressure
tests_unit_test_pressure_SOURCES = tests/unit/test_pressure.c tests/unit/test.h
tests_unit_test_pressure_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_schedstat
tests_unit_test_schedstat_SOURCES = tests/unit/test_schedstat.c tests/unit/test.h
tests_unit_test_schedstat_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_statm
tests_unit_test_statm_SOURCES = tests/unit/test_statm.c tests/unit/test.h
tests_unit_test_statm_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_status
tests_unit_test_status_SOURCES = tests/unit/test_status.c tests/unit/test.h
tests_unit_test_status_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_uptime
tests_unit_test_uptime_SOURCES = tests/unit/test_uptime.c tests/unit/test.h
tests_unit_test_uptime_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_self
tests_unit_test_self_SOURCES = tests/unit/test_self.c tests/unit/test.h
tests_unit_test_self_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_tty
tests_unit_test_tty_SOURCES = tests/unit/test_tty.c tests/unit/test.h
tests_unit_test_tty_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_cnproc
tests_unit_test_cnproc_SOURCES = tests/unit/test_cnproc.c tests/unit/test.h
tests_unit_test_cnproc_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_taskstats
tests_unit_test_taskstats_SOURCES = tests/unit/test_taskstats.c tests/unit/test.h
tests_unit_test_taskstats_LDADD = src/libproc.a src/libbase.a $(UNIT_LIBS)

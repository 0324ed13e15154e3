# The pure parsers of the files of /proc.
noinst_LIBRARIES += src/libproc.a
src_libproc_a_SOURCES = \
	src/proc/cgroup.c src/proc/cgroup.h \
	src/proc/cmdline.c src/proc/cmdline.h \
	src/proc/cnproc.c src/proc/cnproc.h \
	src/proc/comm.c src/proc/comm.h \
	src/proc/field.c src/proc/field.h \
	src/proc/io.c src/proc/io.h \
	src/proc/kstat.c src/proc/kstat.h \
	src/proc/loadavg.c src/proc/loadavg.h \
	src/proc/meminfo.c src/proc/meminfo.h \
	src/proc/nlmessage.c src/proc/nlmessage.h \
	src/proc/pidstat.c src/proc/pidstat.h \
	src/proc/pressure.c src/proc/pressure.h \
	src/proc/schedstat.c src/proc/schedstat.h \
	src/proc/statm.c src/proc/statm.h \
	src/proc/status.c src/proc/status.h \
	src/proc/taskstats.c src/proc/taskstats.h \
	src/proc/tty.c src/proc/tty.h \
	src/proc/uptime.c src/proc/uptime.h

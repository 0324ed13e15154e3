/*
 * mkproc_loads.c - kinds that do something, at a rate that is bounded
 *
 * Each works in ticks of 10 or 100 ms and sleeps until the next one. Only burner
 * takes what it can get of a processor.
 */
#include "mkproc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MIB (UINT64_C(1) << 20)

enum {
	IO_BLOCK = 65536,
	IO_BLOCKS = 64, /* the size of the file */
	PAGE = 4096,
	FAULTS_PER_TICK = 256,
	SWITCHES_PER_TICK = 100,
	GROW_MAX = 512,
};

static int tell_one(pid_t pid)
{
	if (!mkproc_await(1))
		return mkproc_refuse(1, "a child failed");
	mkproc_tell("pid=%d", (int)pid);
	return 0;
}

static int make_burner(const struct mkproc_args *args)
{
	long n = mkproc_number(args, 0, 1, 1, 64);

	for (long i = 0; i < n; i++) {
		pid_t pid = mkproc_fork();

		if (pid == 0)
			mkproc_burn();
		mkproc_tell("pid=%d", (int)pid);
	}
	return 0;
}

/* 640 KiB a second each way, in a file without a name. */
__attribute__((noreturn)) static void run_io(void)
{
	static char block[IO_BLOCK];
	FILE *file = tmpfile();
	int fd = file == NULL ? -1 : fileno(file);

	mkproc_say(fd >= 0);
	for (unsigned i = 0; fd >= 0; i++) {
		off_t at = (off_t)(i % IO_BLOCKS) * IO_BLOCK;

		if (pwrite(fd, block, sizeof(block), at) < 0 ||
		    pread(fd, block, sizeof(block), at) < 0)
			break;
		mkproc_sleep_ms(100);
	}
	_exit(1);
}

static int make_io(const struct mkproc_args *args)
{
	pid_t pid = mkproc_fork();

	(void)args;
	if (pid == 0)
		run_io();
	return tell_one(pid);
}

/* 2,560 minor faults a second on one MiB, which is given back each time. */
__attribute__((noreturn)) static void run_faulter(void)
{
	size_t size = (size_t)FAULTS_PER_TICK * PAGE;
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	mkproc_say(memory != MAP_FAILED);
	if (memory == MAP_FAILED)
		_exit(1);
	(void)madvise(memory, size, MADV_NOHUGEPAGE);
	for (;;) {
		for (size_t at = 0; at < size; at += PAGE)
			memory[at] = 1;
		(void)madvise(memory, size, MADV_DONTNEED);
		mkproc_sleep_ms(100);
	}
}

static int make_faulter(const struct mkproc_args *args)
{
	pid_t pid = mkproc_fork();

	(void)args;
	if (pid == 0)
		run_faulter();
	return tell_one(pid);
}

/* The two halves wake each other; the first one sets the pace. */
__attribute__((noreturn)) static void run_switcher(int in, int out, bool first)
{
	char byte = 0;

	mkproc_say(true);
	for (unsigned i = 0;; i++) {
		if (first && i % SWITCHES_PER_TICK == 0)
			mkproc_sleep_ms(100);
		if (first && write(out, &byte, 1) != 1)
			_exit(1);
		if (read(in, &byte, 1) != 1)
			_exit(1);
		if (!first && write(out, &byte, 1) != 1)
			_exit(1);
	}
}

static int make_switcher(const struct mkproc_args *args)
{
	int there[2], back[2];
	pid_t first, second;

	(void)args;
	if (pipe2(there, O_CLOEXEC) < 0 || pipe2(back, O_CLOEXEC) < 0)
		return mkproc_refuse(1, "pipe: %s", strerror(errno));
	first = mkproc_fork();
	if (first == 0)
		run_switcher(back[0], there[1], true);
	second = mkproc_fork();
	if (second == 0)
		run_switcher(there[0], back[1], false);
	if (!mkproc_await(2))
		return mkproc_refuse(1, "a child failed");
	mkproc_tell("pid=%d", (int)first);
	mkproc_tell("pid=%d", (int)second);
	return 0;
}

/* One MiB in 100 ms up to the bound, and then no more. */
__attribute__((noreturn)) static void run_grower(long bound)
{
	mkproc_say(true);
	for (long i = 0; i < bound; i++) {
		char *memory =
			mmap(NULL, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (memory == MAP_FAILED)
			break;
		memset(memory, 1, MIB);
		mkproc_sleep_ms(100);
	}
	mkproc_idle();
}

static int make_grower(const struct mkproc_args *args)
{
	long bound = mkproc_number(args, 0, 64, 1, GROW_MAX);
	pid_t pid = mkproc_fork();

	if (pid == 0)
		run_grower(bound);
	return tell_one(pid);
}

/* clang-format off */
const struct mkproc_kind mkproc_loads_kinds[] = {
	{ "burner",   "[N]",              "N busy loops",                            make_burner,   NULL, NULL },
	{ "io",       "",                 "writes and reads 640 KiB a second",       make_io,       NULL, NULL },
	{ "faulter",  "",                 "2,560 minor faults a second",             make_faulter,  NULL, NULL },
	{ "switcher", "",                 "two processes that wake each other, 1,000 times a second", make_switcher, NULL, NULL },
	{ "grower",   "[MIB]",            "grows by 10 MiB a second up to MIB (64)", make_grower,   NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL, NULL },
};
/* clang-format on */

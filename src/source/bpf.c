/* bpf.c - see bpf.h; the kernel's side is task_iter.bpf.c */
#include "source/bpf.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/macros.h"
#include "source/bpfcheck.h"
#include "source/bpftext.h"
#include "source/procfs.h"
#include "source/source.h"
#include "source/systemfiles.h"
#include "source/task_iter.h"
#include "source/task_iter.skel.h"
#include "source/taskrecords.h"
#include "sys/procdir.h"

enum {
	READ_AT_LEAST = 64 * 1024,
	CHECKS = 5, /* of ourselves: another thread of ours may just be mapping memory */
};

struct bpf {
	struct source source;
	struct procdir *procdir;
	struct task_iter *program;
	struct bpf_link *link;
	struct taskrecords records;
	struct bpftext *text;	 /* what only text tells */
	struct source *fallback; /* text */
	bool failed;
	char *raw;
	size_t raw_size;
	struct procdir_buffer buffer;
};

/* The library's messages are for developers: what users need to know is in the reason. */
static int say_nothing(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

/* Reads one whole pass. Returns 0 with a slice of the source's buffer, or negative errno. */
static int read_pass(struct bpf *bpf, struct bytes *ret)
{
	int fd = bpf_iter_create(bpf_link__fd(bpf->link));
	size_t filled = 0;
	ssize_t got;

	if (fd < 0)
		return fd;
	do {
		if (bpf->raw_size - filled < READ_AT_LEAST) {
			bpf->raw_size = MAX(bpf->raw_size * 2, (size_t)4 * READ_AT_LEAST);
			bpf->raw = die_realloc(bpf->raw, bpf->raw_size);
		}
		got = read(fd, bpf->raw + filled, bpf->raw_size - filled);
		if (got > 0)
			filled += (size_t)got;
	} while (got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN)));
	if (got < 0)
		got = -errno;
	(void)close(fd);
	*ret = (struct bytes){ bpf->raw, filled };
	return got < 0 ? (int)got : 0;
}

static int sample_pass(struct bpf *bpf, const struct source_request *request, struct snapshot *ret)
{
	struct bytes raw;
	size_t delivered;
	int result;

	systemfiles_read(bpf->procdir, &bpf->buffer, ret);
	ret->ticks_per_second = NS_PER_SECOND / bpf->records.tick_ns;
	result = read_pass(bpf, &raw);
	if (result < 0)
		return result;
	delivered = taskrecords_build(&bpf->records, raw, request, clock_monotonic(), ret);
	bpftext_complete(bpf->text, request, delivered, ret);
	return 0;
}

static int bpf_sample(struct source *source, const struct source_request *request,
		      struct snapshot *ret)
{
	struct bpf *bpf = (struct bpf *)source;
	/* A few processes are cheaper as text; and so is all, once the iterator has failed. */
	if (!request->pids && !bpf->failed) {
		if (sample_pass(bpf, request, ret) == 0)
			return 0;
		bpf->failed = true;
	}
	if (!bpf->fallback)
		bpf->fallback = procfs_new(bpf->procdir);
	return source_sample(bpf->fallback, request, ret);
}

static void bpf_free(struct source *source)
{
	struct bpf *bpf = (struct bpf *)source;

	bpf_link__destroy(bpf->link);
	task_iter__destroy(bpf->program);
	source_free(bpf->fallback);
	bpftext_free(bpf->text);
	taskrecords_done(&bpf->records);
	procdir_buffer_done(&bpf->buffer);
	free(bpf->raw);
	free(bpf);
}

static const struct source_ops bpf_ops = {
	.name = "bpf",
	.help = "the kernel's task iterator; needs CAP_BPF and CAP_PERFMON",
	.sample = bpf_sample,
	.free = bpf_free,
};

static int refuse(char *reason, size_t size, const char *what, int error)
{
	(void)snprintf(reason, size, "%s: %s", what, strerror(-error));
	return error;
}

/* Loads for one depth of PID namespaces. Returns 0 or negative errno. */
static int load(struct bpf *bpf, uint32_t level)
{
	const int cpus = libbpf_num_possible_cpus();

	bpf->program = task_iter__open();
	if (!bpf->program)
		return -errno;
	bpf->program->rodata->namespace_level = level;
	bpf->program->rodata->cpus = cpus > 0 && cpus <= TASK_ITER_CPUS ? (uint32_t)cpus : 0;
	return task_iter__load(bpf->program);
}

static void unload(struct bpf *bpf)
{
	bpf_link__destroy(bpf->link);
	task_iter__destroy(bpf->program);
	bpf->link = NULL;
	bpf->program = NULL;
}

static bool agrees_with_text(struct bpf *bpf)
{
	struct bytes raw;

	return read_pass(bpf, &raw) == 0 && bpfcheck_self(bpf->procdir, &bpf->records, raw);
}

static int start(struct bpf *bpf, uint32_t level, char *reason, size_t reason_size)
{
	int result = load(bpf, level);
	bool agrees = false;

	if (result < 0)
		return refuse(reason, reason_size, "the kernel refuses the program", result);
	bpf->link = bpf_program__attach_iter(bpf->program->progs.task_iter_dump, NULL);
	if (!bpf->link)
		return refuse(reason, reason_size, "the kernel has no task iterator", -errno);
	for (int i = 0; i < CHECKS && !agrees; i++)
		agrees = agrees_with_text(bpf);
	if (!agrees)
		return refuse(reason, reason_size, "the iterator and /proc/self do not agree",
			      -EBADMSG);
	return 0;
}

int bpf_new(struct procdir *procdir, struct source **ret, char *reason, size_t reason_size)
{
	struct bpf *bpf;
	int result = -EBADMSG;

	if (!procdir_is_ours(procdir))
		return refuse(reason, reason_size, "it is not the procfs of this machine", -EXDEV);
	bpf = die_calloc(1, sizeof(*bpf));
	bpf->source.ops = &bpf_ops;
	bpf->procdir = procdir;
	taskrecords_init(&bpf->records, NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK),
			 (uint64_t)sysconf(_SC_PAGESIZE));
	(void)libbpf_set_print(say_nothing);
	/*
	 * How deep our namespace lies cannot be asked from inside: the right depth is the one
	 * that agrees.
	 */
	for (uint32_t level = 0; level < TASK_ITER_LEVELS && result == -EBADMSG; level++) {
		unload(bpf);
		result = start(bpf, level, reason, reason_size);
	}
	if (result < 0) {
		bpf_free(&bpf->source);
		return result;
	}
	bpf->text = bpftext_new(procdir);
	/*
	 * The kernel's types were megabytes; the library has given them back, but not to the
	 * system.
	 */
	(void)malloc_trim(0);
	*ret = &bpf->source;
	return 0;
}

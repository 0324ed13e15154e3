/* bpfpass.c - see bpfpass.h; the kernel's side is task_iter.bpf.c */
#include "source/bpfpass.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/macros.h"
#include "proc/loadavg.h"
#include "source/bpfcheck.h"
#include "source/source.h"
#include "source/task_iter.skel.h"
#include "source/taskrecords.h"
#include "source/versions.h"
#include "sys/procdir.h"

enum {
	RAW_BYTES = 64 * 1024, /* twice what the kernel hands out at once */
	SLOTS_LEAST = 16384,   /* of 16 bytes */
	SLOTS_MOST = 1048576,
	SLOTS_A_TASK = 4,
	CHECKS = 5, /* of ourselves: another thread of ours may just be mapping memory */
};

/* Others have done with it by then what they do to a new process: named it, grouped it. */
#define YOUNG_NS (10 * NS_PER_SECOND)

struct bpfpass {
	const struct procdir *procdir;
	struct task_iter *program;
	struct bpf_program *dump; /* of the program */
	struct bpf_link *link;
	char *raw; /* RAW_BYTES */
};

/* The library's messages are for developers: what users need to know is in the reason. */
static int say_nothing(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

void bpfpass_forget(struct bpfpass *pass)
{
	pass->program->bss->epoch++;
}

/* What is left of the buffer is kept in front of what comes. */
static ssize_t read_more(struct bpfpass *pass, int fd, struct bytes *rest)
{
	ssize_t got;

	memmove(pass->raw, rest->p, rest->n);
	do
		got = read(fd, pass->raw + rest->n, RAW_BYTES - rest->n);
	while (got < 0 && (errno == EINTR || errno == EAGAIN));
	*rest = (struct bytes){ pass->raw, rest->n + (got > 0 ? (size_t)got : 0) };
	return got < 0 ? -errno : got;
}

/* All that a link tells, from its first record to its last. */
static int run(struct bpfpass *pass, const struct bpf_link *link, struct taskrecords *records)
{
	const uint64_t now = clock_boottime();
	struct bytes rest = { pass->raw, 0 };
	int fd = bpf_iter_create(bpf_link__fd(link));
	ssize_t result = fd;

	if (fd < 0)
		return fd;
	pass->program->bss->pass++;
	pass->program->bss->young_since = now > YOUNG_NS ? now - YOUNG_NS : 0;
	while ((result = read_more(pass, fd, &rest)) > 0) {
		result = taskrecords_feed(records, &rest);
		if (result < 0)
			break;
	}
	(void)close(fd);
	if (result == 0 && rest.n > 0)
		result = -EBADMSG;
	return (int)result;
}

int bpfpass_run(struct bpfpass *pass, struct taskrecords *records)
{
	return run(pass, pass->link, records);
}

static int refuse(char *reason, size_t size, const char *what, int error)
{
	(void)snprintf(reason, size, "%s: %s", what, strerror(-error));
	return error;
}

/*
 * Slots in which the kernel side remembers tasks: a power of two. Tasks whose numbers are that
 * far from each other are written with every pass, which costs time but is right.
 */
static uint32_t count_slots(struct bpfpass *pass)
{
	struct loadavg loadavg = { 0 };
	struct bytes text;
	struct procdir_buffer buffer = { 0 };
	uint32_t slots = SLOTS_LEAST;

	if (procdir_read_at(procdir_fd(pass->procdir), "loadavg", &buffer, 0, &text) < 0 ||
	    loadavg_parse(text, &loadavg) < 0)
		loadavg.total = 0;
	procdir_buffer_done(&buffer);
	while (slots < SLOTS_MOST && slots / SLOTS_A_TASK < loadavg.total)
		slots *= 2;
	return slots;
}

static bool may_look_up(void)
{
	return libbpf_probe_bpf_helper(BPF_PROG_TYPE_SYSCALL, BPF_FUNC_kallsyms_lookup_name,
				       NULL) == 1;
}

/* Where it fails nothing is added, and sums of pages lag by what the CPUs have for themselves. */
static void find_cpus(struct bpfpass *pass)
{
	struct bpf_test_run_opts options = { .sz = sizeof(options) };
	const int fd = bpf_program__fd(pass->program->progs.task_iter_find_cpus);

	if (fd >= 0)
		(void)bpf_prog_test_run_opts(fd, &options);
}

/* Returns 0 or negative errno. old: for kernels without the cast (task_iter.bpf.c). */
static int load(struct bpfpass *pass, bool old)
{
	const int cpus = libbpf_num_possible_cpus();
	const uint32_t slots = count_slots(pass);
	struct task_iter *program = task_iter__open();
	int result;

	pass->program = program;
	if (!program)
		return -errno;
	program->rodata->cpus_possible = cpus > 0 && cpus <= TASK_ITER_CPUS ? (uint32_t)cpus : 0;
	program->rodata->slot_mask = slots - 1;
	result = bpf_map__set_max_entries(program->maps.slots, slots);
	if (result == 0)
		result = bpf_program__set_autoload(program->progs.task_iter_find_cpus,
						   may_look_up());
	pass->dump = old ? program->progs.task_iter_dump_old : program->progs.task_iter_dump;
	if (result == 0)
		result = bpf_program__set_autoload(program->progs.task_iter_dump, !old);
	if (result == 0)
		result = bpf_program__set_autoload(program->progs.task_iter_dump_old, old);
	if (result == 0)
		result = task_iter__load(program);
	if (result == 0)
		find_cpus(pass);
	return result;
}

/*
 * A link that tells of ourselves only; kernels before 6.1 have none that does, and tell of all.
 */
static struct bpf_link *attach_to_ourselves(const struct bpfpass *pass)
{
	union bpf_iter_link_info info = { .task.tid = (uint32_t)getpid() };
	const struct bpf_iter_attach_opts options = { .sz = sizeof(options),
						      .link_info = &info,
						      .link_info_len = sizeof(info) };
	struct bpf_link *link = bpf_program__attach_iter(pass->dump, &options);

	return link ? link : bpf_program__attach_iter(pass->dump, NULL);
}

/* With records of its own, which are gone afterwards. */
static bool agrees_with_text(struct bpfpass *pass, const struct bpf_link *link)
{
	const struct source_request request = { 0 };
	struct snapshot *snapshot = snapshot_new();
	struct taskrecords records;
	bool result;

	taskrecords_init(&records, NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK),
			 (uint64_t)sysconf(_SC_PAGESIZE));
	bpfpass_forget(pass);
	versions_begin(records.versions, snapshot);
	taskrecords_begin(&records, &request);
	result = run(pass, link, &records) == 0 && bpfcheck_self(pass->procdir, &records, snapshot);
	taskrecords_done(&records);
	snapshot_free(snapshot);
	return result;
}

/* How deep our namespace lies cannot be asked from inside: the right depth agrees. */
static bool find_level(struct bpfpass *pass)
{
	struct bpf_link *link = attach_to_ourselves(pass);
	bool agrees = false;

	for (uint32_t level = 0; link && level < TASK_ITER_LEVELS && !agrees; level++) {
		pass->program->bss->namespace_level = level;
		for (int i = 0; i < CHECKS && !agrees; i++)
			agrees = agrees_with_text(pass, link);
	}
	bpf_link__destroy(link);
	bpfpass_forget(pass); /* the records of the check are not kept */
	return agrees;
}

static int start(struct bpfpass *pass, char *reason, size_t reason_size)
{
	int result = load(pass, false);

	if (result < 0 && result != -EPERM && result != -EACCES) {
		task_iter__destroy(pass->program);
		result = load(pass, true);
	}
	if (result < 0)
		return refuse(reason, reason_size, "the kernel refuses the program", result);
	pass->link = bpf_program__attach_iter(pass->dump, NULL);
	if (!pass->link)
		return refuse(reason, reason_size, "the kernel has no task iterator", -errno);
	if (!find_level(pass))
		return refuse(reason, reason_size, "the iterator and /proc/self do not agree",
			      -EBADMSG);
	return 0;
}

int bpfpass_new(const struct procdir *procdir, struct bpfpass **ret, char *reason,
		size_t reason_size)
{
	struct bpfpass *pass;
	int result;

	if (!procdir_is_ours(procdir))
		return refuse(reason, reason_size, "it is not the procfs of this machine", -EXDEV);
	pass = die_calloc(1, sizeof(*pass));
	pass->procdir = procdir;
	pass->raw = die_malloc(RAW_BYTES);
	(void)libbpf_set_print(say_nothing);
	result = start(pass, reason, reason_size);
	/*
	 * The kernel's types were megabytes; the library has given them back, but not to the
	 * system.
	 */
	(void)malloc_trim(0);
	if (result < 0) {
		bpfpass_free(pass);
		return result;
	}
	*ret = pass;
	return 0;
}

void bpfpass_free(struct bpfpass *pass)
{
	if (!pass)
		return;
	bpf_link__destroy(pass->link);
	task_iter__destroy(pass->program);
	free(pass->raw);
	free(pass);
}

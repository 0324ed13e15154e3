/* iterator.c - see iterator.h */
#include "iterator.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/macros.h"
#include "proc/loadavg.h"
#include "source/task_iter.h"
#include "source/task_iter.skel.h"

enum {
	READ_BYTES = 64 * 1024, /* as proctor */
	SLOTS_LEAST = 16384,
	SLOTS_MOST = 1048576,
	SLOTS_A_TASK = 4,
};

struct iterator {
	struct task_iter *program;
	struct bpf_link *link;
	char buffer[READ_BYTES];
};

/* What a pass wrote, where it is looked at. */
struct output {
	char *bytes;
	size_t size, capacity;
};

static const char own_name[TASK_ITER_COMM] = "bench-iterator";

static int say_nothing(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

/* As many as proctor would take: fewer would make it write what it knows already. */
static uint32_t count_slots(void)
{
	char text[256];
	struct loadavg loadavg = { 0 };
	uint32_t slots = SLOTS_LEAST;
	int fd = open("/proc/loadavg", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof(text));

	if (fd >= 0)
		(void)close(fd);
	if (got <= 0 || loadavg_parse((struct bytes){ text, (size_t)got }, &loadavg) < 0)
		return SLOTS_LEAST;
	while (slots < SLOTS_MOST && slots / SLOTS_A_TASK < loadavg.total)
		slots *= 2;
	return slots;
}

static void keep(struct output *output, const char *bytes, size_t size)
{
	output->bytes = die_grow(output->bytes, &output->capacity, output->size + size, 1);
	memcpy(output->bytes + output->size, bytes, size);
	output->size += size;
}

/* As in source/bpfpass.c: what is younger is looked at wholly. */
#define YOUNG_NS (10 * NS_PER_SECOND)

/* output: NULL, or where to keep what is read. */
static int read_pass(struct iterator *iterator, bool whole, struct output *output)
{
	const uint64_t now = clock_boottime();
	int fd = bpf_iter_create(bpf_link__fd(iterator->link));
	ssize_t got;

	if (fd < 0)
		return fd;
	iterator->program->bss->pass++;
	iterator->program->bss->young_since = now > YOUNG_NS ? now - YOUNG_NS : 0;
	if (whole)
		iterator->program->bss->epoch++;
	while ((got = read(fd, iterator->buffer, sizeof(iterator->buffer))) > 0 ||
	       (got < 0 && (errno == EINTR || errno == EAGAIN))) {
		if (got > 0 && output)
			keep(output, iterator->buffer, (size_t)got);
	}
	got = got < 0 ? -errno : 0;
	(void)close(fd);
	return (int)got;
}

/*
 * Whether the numbers are those of our namespace: the record with our name has our number.
 * At another depth it would be skipped, or all tasks of the machine would be passed.
 */
static bool knows_us(struct iterator *iterator)
{
	const size_t name_at = offsetof(struct task_iter_task, comm);
	const unsigned int pid = (unsigned int)getpid();
	struct output output = { 0 };
	bool result = false;

	if (read_pass(iterator, true, &output) == 0 && output.size > name_at) {
		const char *at = memmem(output.bytes + name_at, output.size - name_at, own_name,
					sizeof(own_name));

		result = at && memcmp(at - name_at + offsetof(struct task_iter_task, pid), &pid,
				      sizeof(pid)) == 0;
	}
	free(output.bytes);
	return result;
}

static int find_level(struct iterator *iterator)
{
	for (uint32_t level = 0; level < TASK_ITER_LEVELS; level++) {
		iterator->program->bss->namespace_level = level;
		if (knows_us(iterator))
			return 0;
	}
	return -EBADMSG;
}

/* As proctor does it, for what the CPUs have for themselves costs something to add. */
static int load(struct task_iter *program)
{
	struct bpf_test_run_opts options = { .sz = sizeof(options) };
	const int cpus = libbpf_num_possible_cpus();
	const uint32_t slots = count_slots();
	const bool may_look_up = libbpf_probe_bpf_helper(BPF_PROG_TYPE_SYSCALL,
							 BPF_FUNC_kallsyms_lookup_name, NULL) == 1;
	int result, fd;

	program->rodata->cpus_possible = cpus > 0 && cpus <= TASK_ITER_CPUS ? (uint32_t)cpus : 0;
	program->rodata->slot_mask = slots - 1;
	result = bpf_map__set_max_entries(program->maps.slots, slots);
	if (result == 0)
		result = bpf_program__set_autoload(program->progs.task_iter_find_cpus, may_look_up);
	if (result == 0)
		result = task_iter__load(program);
	if (result < 0)
		return result;
	fd = bpf_program__fd(program->progs.task_iter_find_cpus);
	if (fd >= 0)
		(void)bpf_prog_test_run_opts(fd, &options);
	return 0;
}

static int start(struct iterator *iterator)
{
	int result;

	iterator->program = task_iter__open();
	if (!iterator->program)
		return -errno;
	result = load(iterator->program);
	if (result < 0)
		return result;
	iterator->link = bpf_program__attach_iter(iterator->program->progs.task_iter_dump, NULL);
	return iterator->link ? find_level(iterator) : -errno;
}

int iterator_new(struct iterator **ret, char *reason, size_t reason_size)
{
	struct iterator *iterator = die_calloc(1, sizeof(*iterator));
	int result;

	(void)libbpf_set_print(say_nothing);
	(void)prctl(PR_SET_NAME, own_name);
	result = start(iterator);
	if (result < 0) {
		(void)snprintf(reason, reason_size, "the kernel does not run it for us: %s",
			       strerror(-result));
		bpf_link__destroy(iterator->link);
		task_iter__destroy(iterator->program);
		free(iterator);
		return result;
	}
	*ret = iterator;
	return 0;
}

int iterator_pass(struct iterator *iterator, bool whole)
{
	return read_pass(iterator, whole, NULL);
}

/*
 * mkproc_wedge.c - a process whose memory map is locked and stays so
 *
 * A page of a file whose file system never answers is mapped. One thread reads it
 * through /proc/self/mem, which waits for the page with mmap_lock held for reading.
 * A second thread calls mmap() and queues as a writer; from then on every new reader
 * of the lock waits behind it: /proc/PID/cmdline, environ, smaps and the like hang.
 *
 * The file system is FUSE, spoken here by hand: a server process, the only one that
 * ever has the descriptor of /dev/fuse, answers everything but reads. When it dies,
 * for whatever reason, the kernel closes that descriptor, ends the connection and so
 * frees all who wait. (A victim that had the descriptor too could never be freed: it
 * cannot die before the connection ends.) The mount is attached nowhere.
 */
#include "mkproc.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define FILE_NAME "page"

enum {
	PAGE = 4096,
	STRIDE = 256, /* pages between the victims' own: no reading ahead reaches the next */
	FILE_NODE = 2,
	VICTIMS_MAX = 200,
	REQUEST_MAX = FUSE_MIN_READ_BUFFER * 4,
};

static pid_t server = -1;

/* ---------------------------------------------------------------- the server */

/* The payload of an answer; only one of them is used. */
union body {
	struct fuse_init_out init;
	struct fuse_entry_out entry;
	struct fuse_attr_out attr;
	struct fuse_open_out open;
};

static struct fuse_attr attr_of(uint64_t node)
{
	bool is_root = node == FUSE_ROOT_ID;

	return (struct fuse_attr){
		.ino = node,
		.size = is_root ? 0 : (uint64_t)PAGE * STRIDE * (VICTIMS_MAX + 1),
		.mode = is_root ? S_IFDIR | 0755 : S_IFREG | 0444,
		.nlink = 1,
		.blksize = PAGE,
	};
}

/* Fills the payload. Returns its size, or a negative errno. */
static int answer_to(const struct fuse_in_header *in, union body *body)
{
	memset(body, 0, sizeof(*body));
	switch (in->opcode) {
	case FUSE_INIT:
		body->init = (struct fuse_init_out){
			.major = FUSE_KERNEL_VERSION,
			.minor = FUSE_KERNEL_MINOR_VERSION,
			.max_readahead = 0,
			.max_write = PAGE,
		};
		return sizeof(body->init);
	case FUSE_LOOKUP:
		if (strcmp((const char *)(in + 1), FILE_NAME) != 0)
			return -ENOENT;
		body->entry = (struct fuse_entry_out){
			.nodeid = FILE_NODE,
			.entry_valid = 3600,
			.attr_valid = 3600,
			.attr = attr_of(FILE_NODE),
		};
		return sizeof(body->entry);
	case FUSE_GETATTR:
		body->attr =
			(struct fuse_attr_out){ .attr_valid = 3600, .attr = attr_of(in->nodeid) };
		return sizeof(body->attr);
	case FUSE_OPEN:
		body->open = (struct fuse_open_out){ .fh = 1 };
		return sizeof(body->open);
	case FUSE_FLUSH:
	case FUSE_RELEASE:
	case FUSE_ACCESS:
		return 0;
	default:
		return -ENOSYS;
	}
}

static bool is_unanswered(uint32_t opcode)
{
	return opcode == FUSE_READ || opcode == FUSE_FORGET || opcode == FUSE_BATCH_FORGET ||
	       opcode == FUSE_INTERRUPT;
}

__attribute__((noreturn)) static void serve(int fuse)
{
	static char request[REQUEST_MAX] __attribute__((aligned(8)));

	for (;;) {
		const struct fuse_in_header *in = (const void *)request;
		struct {
			struct fuse_out_header head;
			union body body;
		} out;
		ssize_t n = read(fuse, request, sizeof(request));
		int size;

		if (n < 0 && (errno == EINTR || errno == EAGAIN || errno == ENOENT))
			continue;
		if (n < (ssize_t)sizeof(*in))
			_exit(0); /* ENODEV: unmounted */
		if (is_unanswered(in->opcode))
			continue;
		size = answer_to(in, &out.body);
		out.head = (struct fuse_out_header){ .error = size < 0 ? size : 0,
						     .unique = in->unique };
		out.head.len = (uint32_t)(sizeof(out.head) + (size < 0 ? 0 : (size_t)size));
		(void)!write(fuse, &out, out.head.len);
	}
}

/* A mount that hangs in no tree. Returns its descriptor, or a negative errno. */
static int mount_fuse(int fuse)
{
	char number[16];
	int context = fsopen("fuse", FSOPEN_CLOEXEC), tree = -1, error;

	if (context < 0)
		return -errno;
	(void)snprintf(number, sizeof(number), "%d", fuse);
	if (fsconfig(context, FSCONFIG_SET_STRING, "source", "mkproc", 0) == 0 &&
	    fsconfig(context, FSCONFIG_SET_STRING, "fd", number, 0) == 0 &&
	    fsconfig(context, FSCONFIG_SET_STRING, "rootmode", "40000", 0) == 0 &&
	    fsconfig(context, FSCONFIG_SET_STRING, "user_id", "0", 0) == 0 &&
	    fsconfig(context, FSCONFIG_SET_STRING, "group_id", "0", 0) == 0 &&
	    fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
		tree = fsmount(context, FSMOUNT_CLOEXEC, 0);
	error = errno;
	(void)close(context);
	return tree < 0 ? -error : tree;
}

static bool send_descriptor(int socket, int fd)
{
	char byte = 0, control[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec data = { &byte, 1 };
	struct msghdr message = { .msg_iov = &data,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	return sendmsg(socket, &message, 0) == 1;
}

static int receive_descriptor(int socket)
{
	char byte, control[CMSG_SPACE(sizeof(int))];
	struct iovec data = { &byte, 1 };
	struct msghdr message = { .msg_iov = &data,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *header;
	int fd = -1;

	if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1)
		return -1;
	header = CMSG_FIRSTHDR(&message);
	if (header != NULL && header->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return fd;
}

__attribute__((noreturn)) static void run_server(int socket)
{
	int fuse = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	int tree = fuse < 0 ? -1 : mount_fuse(fuse);

	if (tree < 0 || !send_descriptor(socket, tree))
		_exit(1);
	(void)close(tree);
	(void)close(socket);
	serve(fuse);
}

/* Starts the server and opens its file. Returns the descriptor, or -1. */
static int open_page(void)
{
	int pair[2], tree, page;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return -1;
	server = mkproc_fork();
	if (server == 0) {
		(void)close(pair[0]);
		run_server(pair[1]);
	}
	(void)close(pair[1]);
	tree = receive_descriptor(pair[0]);
	(void)close(pair[0]);
	if (tree < 0)
		return -1;
	page = openat(tree, FILE_NAME, O_RDONLY | O_CLOEXEC);
	(void)close(tree);
	return page;
}

/* --------------------------------------------------------------- the victims */

struct victim {
	char *page;
	pid_t threads[2]; /* the reader, then the writer */
};

static struct victim *victim; /* of this process; in memory that mkproc sees too */

/* Says who it is and waits for its signal, which only this thread waits for. */
static void await_turn(int index, int signal)
{
	sigset_t turn;

	victim->threads[index] = (pid_t)syscall(SYS_gettid);
	(void)sigemptyset(&turn);
	(void)sigaddset(&turn, signal);
	mkproc_say(true);
	(void)sigwait(&turn, &signal);
}

static void *thread_read(void *arg)
{
	int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	char byte;

	(void)arg;
	await_turn(0, SIGUSR1);
	/* waits here, with the lock, until the connection ends */
	(void)!pread(fd, &byte, 1, (off_t)(uintptr_t)victim->page);
	mkproc_idle();
}

static void *thread_write(void *arg)
{
	(void)arg;
	await_turn(1, SIGUSR2);
	(void)mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	mkproc_idle();
}

/*
 * Both threads are made before one of them waits: a new thread needs the lock, for
 * its stack. The main program gives each its turn.
 */
__attribute__((noreturn)) static void run_victim(int page, off_t at)
{
	pthread_t reader, writer;
	sigset_t turns;

	victim->page = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, page, at);
	(void)close(page);
	(void)sigemptyset(&turns);
	(void)sigaddset(&turns, SIGUSR1);
	(void)sigaddset(&turns, SIGUSR2);
	(void)sigprocmask(SIG_BLOCK, &turns, NULL);
	if (victim->page == MAP_FAILED || pthread_create(&reader, NULL, thread_read, NULL) != 0 ||
	    pthread_create(&writer, NULL, thread_write, NULL) != 0)
		mkproc_say(false);
	mkproc_idle();
}

/*
 * Waits until the thread sleeps inside of the system call: nothing but the page and
 * the lock can make these two sleep. Its state is D or S, as the kernel likes.
 */
static bool await_call(pid_t pid, pid_t tid, long call)
{
	char path[80], text[32], *end;

	(void)snprintf(path, sizeof(path), "/proc/%d/task/%d/syscall", (int)pid, (int)tid);
	for (int tries = 0; tries < 1000; tries++) {
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

		if (fd >= 0)
			(void)close(fd);
		text[n < 0 ? 0 : n] = '\0';
		/* "running", or the number of the call and its arguments */
		if (strtol(text, &end, 10) == call && end != text)
			return true;
		mkproc_sleep_ms(10);
	}
	return false;
}

static int wedge_one(int page, long index)
{
	pid_t pid;

	victim = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (victim == MAP_FAILED)
		return mkproc_refuse(1, "mmap: %s", strerror(errno));
	pid = mkproc_fork();
	if (pid == 0)
		run_victim(page, (off_t)(index + 1) * STRIDE * PAGE);
	if (!mkproc_await(2))
		return mkproc_refuse(MKPROC_UNSUPPORTED, "the file cannot be mapped");
	/* the writer must come second: it queues behind the reader that waits */
	(void)kill(pid, SIGUSR1);
	if (!await_call(pid, victim->threads[0], SYS_pread64))
		return mkproc_refuse(1, "the reader does not wait as it should");
	(void)kill(pid, SIGUSR2);
	if (!await_call(pid, victim->threads[1], SYS_mmap))
		return mkproc_refuse(1, "the writer does not wait as it should");
	mkproc_tell("pid=%d reader=%d writer=%d server=%d", (int)pid, (int)victim->threads[0],
		    (int)victim->threads[1], (int)server);
	return 0;
}

/* Frees all victims; they live on. */
static void end_wedge(void)
{
	if (server < 0)
		return;
	(void)kill(server, SIGKILL);
	(void)waitpid(server, NULL, 0);
	mkproc_disown(server);
	server = -1;
}

static int make_wedge(const struct mkproc_args *args)
{
	long n = mkproc_number(args, 0, 1, 1, VICTIMS_MAX);
	int page = open_page(), status = 0;

	if (page < 0)
		return mkproc_refuse(MKPROC_UNSUPPORTED, "no FUSE here");
	for (long i = 0; i < n && status == 0; i++)
		status = wedge_one(page, i);
	(void)close(page);
	return status;
}

static int line_wedge(const char *line)
{
	if (strcmp(line, "release") != 0)
		return mkproc_refuse(2, "release, not %s", line);
	end_wedge();
	mkproc_tell("released");
	return 0;
}

/* clang-format off */
const struct mkproc_kind mkproc_wedge_kinds[] = {
	{ "wedge", "[N]", "its memory map is locked for ever; line release", make_wedge, line_wedge, end_wedge },
	{ NULL, NULL, NULL, NULL, NULL, NULL },
};
/* clang-format on */

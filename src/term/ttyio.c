/* ttyio.c - see ttyio.h */
#include "term/ttyio.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "base/macros.h"

enum {
	CHUNK = 256,	  /* bytes at once where the descriptor would block */
	EMPTY_READS = 64, /* in a row: then "readable" is a lie and the terminal is lost */
	FINISH_TRIES = 10,
	FINISH_TRY_MS = 10,
};

/*
 * Another opening of the same terminal: O_NONBLOCK on it is ours alone. Returns a descriptor or
 * -errno.
 */
static int reopen(int fd)
{
	char path[256];
	struct stat here, there;
	int own;

	if (ttyname_r(fd, path, sizeof(path)) != 0)
		return -ENODEV;
	own = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (own < 0)
		return -errno;
	/* In a container the path may be another terminal's. */
	if (fstat(fd, &here) == 0 && fstat(own, &there) == 0 && here.st_rdev == there.st_rdev &&
	    isatty(own))
		return own;
	(void)close(own);
	return -ENODEV;
}

static bool may_read_and_write(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && (flags & O_ACCMODE) == O_RDWR;
}

/* Sets fd and blocks. */
static bool open_device(struct ttyio *tty)
{
	static const int candidates[] = { STDOUT_FILENO, STDIN_FILENO };

	for (size_t i = 0; i < ARRAY_LEN(candidates); i++) {
		int fd = candidates[i];

		if (!isatty(fd))
			continue;
		tty->fd = reopen(fd);
		if (tty->fd < 0 && may_read_and_write(fd)) {
			tty->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
			tty->blocks = true;
		}
		if (tty->fd >= 0)
			return true;
	}
	tty->blocks = false;
	tty->fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	return tty->fd >= 0;
}

int ttyio_open(struct ttyio *tty)
{
	memset(tty, 0, sizeof(*tty));
	tty->fd = -1;
	if (open_device(tty) && tcgetattr(tty->fd, &tty->before) == 0)
		return 0;
	ttyio_close(tty);
	return -ENOTTY;
}

void ttyio_close(struct ttyio *tty)
{
	if (tty->fd >= 0)
		(void)close(tty->fd);
	free(tty->out);
	tty->fd = -1;
	tty->out = NULL;
	tty->out_capacity = 0;
	ttyio_drop(tty);
}

int ttyio_set_modes(struct ttyio *tty)
{
	struct termios modes = tty->before;

	modes.c_iflag &= ~(tcflag_t)(IXON | ICRNL | INLCR | IGNCR | ISTRIP | BRKINT |
				     PARMRK); /* ^S would stop us */
	modes.c_oflag &= ~(tcflag_t)OPOST;
	modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
	modes.c_cc[VMIN] = 0; /* a read never waits */
	modes.c_cc[VTIME] = 0;
	return tcsetattr(tty->fd, TCSANOW, &modes) < 0 ? -errno : 0;
}

void ttyio_size(const struct ttyio *tty, int *ret_lines, int *ret_columns)
{
	struct winsize size = { 0 };

	(void)ioctl(tty->fd, TIOCGWINSZ, &size); /* a failure is the same as not to know */
	*ret_lines = size.ws_row;
	*ret_columns = size.ws_col;
}

ssize_t ttyio_read(struct ttyio *tty, char *ret, size_t size)
{
	struct pollfd pollfd = { .fd = tty->fd, .events = POLLIN };
	ssize_t n = 0;

	if (tty->gone)
		return -EIO;
	if (poll(&pollfd, 1, 0) <= 0)
		return 0;
	if (pollfd.revents & POLLIN)
		n = read(tty->fd, ret, size);
	if (n > 0) {
		tty->empty_reads = 0;
		return n;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	/*
	 * Nothing though readable: somebody else has read it, once or twice; a hangup says so
	 * for ever.
	 */
	tty->empty_reads++;
	tty->gone = n < 0 || (pollfd.revents & (POLLHUP | POLLERR | POLLNVAL)) ||
		    tty->empty_reads > EMPTY_READS;
	return tty->gone ? -EIO : 0;
}

void ttyio_put(struct ttyio *tty, struct bytes bytes)
{
	if (bytes.n == 0)
		return;
	tty->out = die_grow(tty->out, &tty->out_capacity, tty->out_n + bytes.n, 1);
	memcpy(tty->out + tty->out_n, bytes.p, bytes.n);
	tty->out_n += bytes.n;
}

/* One write that does not wait. Returns what write() does. */
static ssize_t write_some(const struct ttyio *tty)
{
	struct pollfd pollfd = { .fd = tty->fd, .events = POLLOUT };
	size_t n = tty->out_n - tty->out_at;

	if (tty->blocks) {
		n = MIN(n, CHUNK);
		if (poll(&pollfd, 1, 0) == 0) {
			errno = EAGAIN;
			return -1;
		}
	}
	return write(tty->fd, tty->out + tty->out_at, n);
}

int ttyio_flush(struct ttyio *tty)
{
	while (ttyio_is_busy(tty) && !tty->gone) {
		ssize_t n = write_some(tty);

		if (n > 0)
			tty->out_at += (size_t)n;
		else if (n == 0 || errno == EAGAIN)
			return -EAGAIN;
		else if (errno != EINTR)
			tty->gone = true;
	}
	ttyio_drop(tty);
	return tty->gone ? -EIO : 0;
}

bool ttyio_is_busy(const struct ttyio *tty)
{
	return tty->out_at < tty->out_n;
}

void ttyio_finish(struct ttyio *tty)
{
	struct pollfd pollfd = { .fd = tty->fd, .events = POLLOUT };

	/* What has not begun need not end. */
	for (int i = 0; i < FINISH_TRIES && tty->out_at > 0; i++) {
		if (ttyio_flush(tty) != -EAGAIN)
			break;
		(void)poll(&pollfd, 1, FINISH_TRY_MS);
	}
	ttyio_drop(tty);
}

void ttyio_drop(struct ttyio *tty)
{
	tty->out_n = 0;
	tty->out_at = 0;
}

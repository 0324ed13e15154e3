/* mailbox.c - see mailbox.h */
#include "base/mailbox.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/die.h"

struct mailbox {
	_Atomic(void *) slot;
	void (*free_item)(void *item);
	int fd;
};

struct mailbox *mailbox_new(void (*free_item)(void *item))
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	struct mailbox *mailbox;

	if (fd < 0)
		return NULL;
	mailbox = die_malloc(sizeof(*mailbox));
	atomic_init(&mailbox->slot, NULL);
	mailbox->free_item = free_item;
	mailbox->fd = fd;
	return mailbox;
}

void mailbox_free(struct mailbox *mailbox)
{
	void *item;

	if (!mailbox)
		return;
	item = atomic_load(&mailbox->slot);
	if (item)
		mailbox->free_item(item);
	(void)close(mailbox->fd);
	free(mailbox);
}

void mailbox_put(struct mailbox *mailbox, void *item)
{
	void *old = atomic_exchange_explicit(&mailbox->slot, item, memory_order_acq_rel);
	const uint64_t one = 1;

	if (old)
		mailbox->free_item(old);
	/* Fails only when the counter is full, and then it is readable anyway. */
	if (write(mailbox->fd, &one, sizeof(one)) < 0 && errno != EAGAIN)
		die("mailbox: the eventfd is gone");
}

void *mailbox_take(struct mailbox *mailbox)
{
	uint64_t count;

	/*
	 * First the descriptor, then the slot: the other way round a put in between
	 * would have its wake-up drained and its item left lying.
	 */
	if (read(mailbox->fd, &count, sizeof(count)) < 0 && errno != EAGAIN)
		die("mailbox: the eventfd is gone");
	return atomic_exchange_explicit(&mailbox->slot, NULL, memory_order_acq_rel);
}

int mailbox_fd(const struct mailbox *mailbox)
{
	return mailbox->fd;
}

/*
 * mailbox.h - one thing from one thread to another: the newest wins
 *
 * One slot and an eventfd that a poll() can wait for. Putting never waits and
 * never fails; what nobody has taken yet is freed and replaced. The only state
 * that two threads of this program share.
 */
#ifndef BASE_MAILBOX_H
#define BASE_MAILBOX_H

struct mailbox;

/*
 * free_item is called for an item that is replaced or left over. NULL with errno set: no
 * descriptor.
 */
struct mailbox *mailbox_new(void (*free_item)(void *item));

/* Neither side may use it any more. NULL is fine. */
void mailbox_free(struct mailbox *mailbox);

/* Takes the item (not NULL) and wakes the other side. */
void mailbox_put(struct mailbox *mailbox, void *item);

/* Returns owned, or NULL: nothing new. */
void *mailbox_take(struct mailbox *mailbox);

/* Readable while there may be something to take. Borrowed. */
int mailbox_fd(const struct mailbox *mailbox);

#endif

/*
 * connector.h - a subscription to the kernel's proc connector
 *
 * It tells of every fork, exec, exit ... of the machine, by the numbers of the first PID
 * namespace. So it is of use there only, and because a subscription from elsewhere is ignored
 * without a word, one counts only after the kernel has said yes and an event of our own came
 * back with the numbers by which we know ourselves.
 */
#ifndef SYS_CONNECTOR_H
#define SYS_CONNECTOR_H

#include <stddef.h>
#include <stdint.h>

struct connector;
struct cnproc;

enum { CONNECTOR_BUFFER = 16 * 1024 * 1024 }; /* room for events that wait, for most uses */

/*
 * Returns 0 and *ret, owned; or negative errno and in *why the reason, a phrase that lasts. It
 * takes well under a millisecond, but 200 of them where there is no answer. The room that the
 * kernel gives may be less for who has no CAP_NET_ADMIN.
 */
int connector_open(size_t buffer_size, struct connector **ret, const char **why);

/* Ends the subscription. NULL is fine. */
void connector_close(struct connector *connector);

/* Readable while events wait. Borrowed. */
int connector_fd(const struct connector *connector);

/* Gives what waits to take(), one after the other, and does not wait for more. */
void connector_drain(struct connector *connector,
		     void (*take)(void *context, const struct cnproc *event), void *context);

/* How many events were lost since it was opened; the last of a storm may be missing in it. */
uint64_t connector_lost(const struct connector *connector);

/* Asks once more, should another program have ended it for all. */
void connector_renew(struct connector *connector);

#endif

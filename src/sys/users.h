/*
 * users.h - names of users, and a cache of them
 *
 * Names come from NSS, which may ask a directory server and block for seconds:
 * only the thread that samples looks up, never the interface.
 */
#ifndef SYS_USERS_H
#define SYS_USERS_H

#include <stdint.h>

#include "base/bytes.h"

struct users;

/* An empty cache, owned. One thread at a time may use it. */
struct users *users_new(void);
void users_free(struct users *users);

/*
 * The name of a user, or its number as text where it has none (asked for again
 * after a minute: users are made while we run). Borrowed from the cache, valid
 * as long as the cache: names are never freed before it.
 */
struct bytes users_name(struct users *users, uint32_t uid);

/*
 * The number of a user given by name or by number. Returns 0, or -ENOENT: no such name. Asks
 * NSS, no cache.
 */
int users_find(const char *name_or_number, uint32_t *ret);

#endif

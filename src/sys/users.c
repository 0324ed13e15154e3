/* users.c - see users.h */
#include "sys/users.h"

#include <errno.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/die.h"
#include "base/hash.h"
#include "base/macros.h"

#define ASK_AGAIN_NS (60 * NS_PER_SECOND)

struct user {
	struct bytes name;
	bool found;
	uint64_t asked_ns;
};

struct users {
	struct arena *names;
	struct hash index; /* uid to place in of */
	struct user *of;
	size_t count, capacity;
};

struct users *users_new(void)
{
	struct users *users = die_calloc(1, sizeof(*users));

	users->names = arena_new();
	hash_init(&users->index, 64);
	return users;
}

void users_free(struct users *users)
{
	if (!users)
		return;
	arena_free(users->names);
	hash_done(&users->index);
	free(users->of);
	free(users);
}

/* An entry may be longer than any buffer that we would guess. */
static bool ask_nss(uint32_t uid, struct arena *names, struct bytes *ret)
{
	size_t size = 1024;
	char *buffer = die_malloc(size);
	struct passwd entry, *found = NULL;
	int error;

	while ((error = getpwuid_r(uid, &entry, buffer, size, &found)) == ERANGE &&
	       size < 1024 * 1024) {
		size *= 4;
		buffer = die_realloc(buffer, size);
	}
	if (error == 0 && found)
		*ret = arena_copy(names, bytes_of(found->pw_name));
	free(buffer);
	return error == 0 && found;
}

static void look_up(struct users *users, uint32_t uid, struct user *user)
{
	char number[16];
	struct bytes name;

	user->asked_ns = clock_monotonic();
	user->found = ask_nss(uid, users->names, &name);
	if (user->found) {
		user->name = name;
	} else if (user->name.n == 0) {
		int length = snprintf(number, sizeof(number), "%u", uid);

		user->name = arena_copy(users->names, (struct bytes){ number, (size_t)length });
	}
}

struct bytes users_name(struct users *users, uint32_t uid)
{
	uint32_t at = hash_get(&users->index, uid);

	if (at == HASH_NONE) {
		users->of = die_grow(users->of, &users->capacity, users->count + 1,
				     sizeof(users->of[0]));
		at = (uint32_t)users->count++;
		users->of[at] = (struct user){ 0 };
		hash_put(&users->index, uid, at);
		look_up(users, uid, &users->of[at]);
	} else if (!users->of[at].found &&
		   clock_monotonic() - users->of[at].asked_ns > ASK_AGAIN_NS) {
		look_up(users, uid, &users->of[at]);
	}
	return users->of[at].name;
}

int users_find(const char *name_or_number, uint32_t *ret)
{
	const struct passwd *entry = getpwnam(name_or_number);
	uint64_t number;

	if (entry) {
		*ret = entry->pw_uid;
		return 0;
	}
	if (bytes_to_u64(bytes_of(name_or_number), &number) < 0 || number >= UINT32_MAX)
		return -ENOENT;
	*ret = (uint32_t)number;
	return 0;
}

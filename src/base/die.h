/*
 * die.h - the way out when nothing sensible can follow, and memory that never fails
 */
#ifndef BASE_DIE_H
#define BASE_DIE_H

#include <stddef.h>

/*
 * Calls the hook (the interface restores the terminal with it), writes
 * "proctor: MESSAGE" to standard error and aborts. For lack of memory and for
 * what can only be a bug; never for text of the kernel or of a user.
 */
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* What die() calls first, NULL for nothing. */
void die_set_hook(void (*hook)(void));

/*
 * malloc, calloc, realloc and strdup that die instead of failing. Owned by the caller, given
 * back with free().
 */
void *die_malloc(size_t size) __attribute__((malloc, alloc_size(1), returns_nonnull));
void *die_calloc(size_t count, size_t size)
	__attribute__((malloc, alloc_size(1, 2), returns_nonnull));
void *die_realloc(void *old, size_t size) __attribute__((alloc_size(2), returns_nonnull));
char *die_strdup(const char *string) __attribute__((malloc, returns_nonnull));

/*
 * Makes room for at least need elements in an array of *capacity elements of
 * size bytes; grows by half. Returns the array, which may have moved.
 */
void *die_grow(void *array, size_t *capacity, size_t need, size_t size)
	__attribute__((returns_nonnull));

#endif

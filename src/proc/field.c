/* field.c - see field.h */
#include "proc/field.h"

#include <errno.h>

int field_next(struct bytes *rest, struct bytes *key, struct bytes *value)
{
	while (rest->n > 0) {
		struct bytes line = bytes_next_line(rest);

		if (bytes_find(line, ':') == line.n)
			continue;
		*key = bytes_next(&line, ':');
		*value = line;
		return 1;
	}
	return 0;
}

int field_i32(struct bytes a, int32_t *ret)
{
	int64_t number;

	if (bytes_to_i64(a, &number) < 0 || number < INT32_MIN || number > INT32_MAX)
		return -EBADMSG;
	*ret = (int32_t)number;
	return 0;
}

int field_u32(struct bytes a, uint32_t *ret)
{
	uint64_t number;

	if (bytes_to_u64(a, &number) < 0 || number > UINT32_MAX)
		return -EBADMSG;
	*ret = (uint32_t)number;
	return 0;
}

int field_numbers(struct bytes line, uint64_t *ret, size_t size)
{
	size_t n;

	for (n = 0; n < size; n++) {
		struct bytes word = bytes_next_word(&line);

		if (word.n == 0)
			break;
		if (bytes_to_u64(word, &ret[n]) < 0)
			return -EBADMSG;
	}
	return (int)n;
}

int field_kib(struct bytes a, uint64_t *ret)
{
	struct bytes number = bytes_next_word(&a);
	uint64_t kib;

	if (bytes_to_u64(number, &kib) < 0 || kib > UINT64_MAX / 1024 ||
	    !bytes_equal(bytes_trim(a), "kB"))
		return -EBADMSG;
	*ret = kib * 1024;
	return 0;
}

int field_hundredths(struct bytes a, uint64_t *ret)
{
	struct bytes whole = bytes_next(&a, '.');
	uint64_t units, hundredths;

	if (bytes_to_u64(whole, &units) < 0 || units > UINT64_MAX / 100 - 1)
		return -EBADMSG;
	if (a.n != 2 || bytes_to_u64(a, &hundredths) < 0)
		return -EBADMSG;
	*ret = units * 100 + hundredths;
	return 0;
}

int field_hundredths_u32(struct bytes a, uint32_t *ret)
{
	uint64_t hundredths;

	if (field_hundredths(a, &hundredths) < 0 || hundredths > UINT32_MAX)
		return -EBADMSG;
	*ret = (uint32_t)hundredths;
	return 0;
}

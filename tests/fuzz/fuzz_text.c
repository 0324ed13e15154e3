#include "fuzz.h"

#include <locale.h>
#include <utf8proc.h>
#include <wchar.h>

#include "base/text.h"

/* Whether a terminal may see it: strict UTF-8, and none of what moves the cursor or hides. */
static void check_cluster(const struct text_cluster *cluster)
{
	struct bytes rest = { cluster->utf8, cluster->length };
	int width = 0;

	fuzz_check(cluster->length > 0 && cluster->length < TEXT_CLUSTER_MAX);
	fuzz_check(cluster->utf8[cluster->length] == '\0' &&
		   strlen(cluster->utf8) == cluster->length);
	while (rest.n > 0) {
		int32_t code;
		utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)rest.p,
						      (utf8proc_ssize_t)rest.n, &code);

		fuzz_check(n > 0);
		fuzz_check(code >= 0x20 && (code < 0x7f || code >= 0xa0));
		fuzz_check(utf8proc_category(code) != UTF8PROC_CATEGORY_CF);
		fuzz_check(!text_is_ascii() || code < 0x80);
		fuzz_check(wcwidth((wchar_t)code) >= 0);
		width += wcwidth((wchar_t)code);
		bytes_take(&rest, (size_t)n);
	}
	fuzz_check(width == cluster->width && width > 0);
}

/* Returns how much of the clean text there is for that many columns. */
static struct bytes clean(struct bytes raw, size_t most, char *ret)
{
	struct text_cluster cluster;
	size_t length = 0, width = 0;

	while (text_next(&raw, &cluster) > 0 && width + cluster.width <= most) {
		check_cluster(&cluster);
		memcpy(ret + length, cluster.utf8, cluster.length);
		length += cluster.length;
		width += cluster.width;
	}
	return (struct bytes){ ret, length };
}

static void check_write(struct bytes raw, size_t most, char *memory)
{
	struct bytes want = clean(raw, most, memory);
	char *text = NULL;
	size_t size = 0, written;
	FILE *out = open_memstream(&text, &size);

	fuzz_check(out != NULL);
	written = text_write(out, raw, most);
	fuzz_check(fclose(out) == 0);
	fuzz_check(bytes_same((struct bytes){ text, size }, want));
	fuzz_check(written <= most && written == text_width(want));
	if (most == SIZE_MAX)
		fuzz_check(written == text_width(raw));
	free(text);
}

static void check_contains(struct bytes raw)
{
	struct bytes rest = raw;
	struct bytes head = bytes_take(&rest, raw.n / 2);

	fuzz_check(text_contains(raw, raw));
	fuzz_check(text_contains(raw, head) || head.n == 0);
	fuzz_check(text_contains(raw, (struct bytes){ NULL, 0 }));
	(void)text_contains(head, rest);
	(void)text_contains(rest, head);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes raw = fuzz_text(data, size);
	char *memory = malloc(size * TEXT_CLUSTER_MAX + 1);

	fuzz_check(memory != NULL);
	(void)setlocale(LC_CTYPE, "C.UTF-8"); /* without it, everything becomes U+FFFD */
	for (int ascii = 0; ascii < 2; ascii++) {
		text_set_ascii(ascii > 0);
		check_write(raw, SIZE_MAX, memory);
		check_write(raw, size > 0 ? data[0] % 20u : 0, memory);
	}
	text_set_ascii(false);
	check_contains(raw);
	free(memory);
	return 0;
}

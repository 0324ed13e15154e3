/* formats.c - see formats.h */
#include "output/formats.h"

#include "output/delimited.h"
#include "output/json_writer.h"
#include "output/text_table.h"

/* clang-format off */
const struct writer_format *const formats_all[] = {
	&text_table_format,
	&delimited_csv,
	&delimited_tsv,
	&json_writer_document,
	&json_writer_lines,
	NULL,
};
/* clang-format on */

const struct writer_format *formats_find(struct bytes name)
{
	size_t i = 0;

	while (formats_all[i] && !bytes_equal(name, formats_all[i]->name))
		i++;
	return formats_all[i];
}

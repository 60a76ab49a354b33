/* wire_seal.c - seals on their way into the ledger and back. */
#include "codec/wire_seal.h"

#include "codec/wire_text.h"

size_t seal_part_end(const struct seal *seal, size_t from)
{
	size_t end = from + SEAL_PART_BYTES;

	if (end >= seal->size)
		return seal->size;
	while (end > from + 1 && ((unsigned char)seal->source[end] & 0xc0) == 0x80)
		end--;
	return end;
}

int seal_parts(const struct seal *seal)
{
	int parts = 0;
	size_t at = 0;

	do {
		at = seal_part_end(seal, at);
		parts++;
	} while (at < seal->size);
	return parts;
}

static void write_indexes(struct writer *w, const struct index_list *indexes)
{
	writer_list(w, "indexes");
	for (size_t i = 0; indexes && i < indexes->count; i++) {
		writer_object(w, NULL);
		writer_text(w, "table", indexes->items[i].table);
		writer_text(w, "name", indexes->items[i].name);
		writer_names(w, "fields", &indexes->items[i].fields);
		writer_end(w);
	}
	writer_end(w);
}

void wire_write_seal(struct writer *w, const char *token, const struct seal *seal,
                     int part, size_t from, size_t to)
{
	writer_text(w, "token", token);
	writer_text(w, "hash", seal->hash);
	writer_integer(w, "parts", seal_parts(seal));
	write_indexes(w, seal->indexes);
	writer_object(w, "needs");
	writer_names(w, "functions", &seal->functions);
	writer_names(w, "components", &seal->components);
	writer_opt_text(w, "migrationsClient", seal->client);
	writer_end(w);
	writer_integer(w, "part", part);
	writer_bytes(w, "source", seal->source + from, to - from);
}

int wire_read_indexes(const struct value *list, struct arena *arena,
                      struct index_list *out, struct err *err)
{
	*out = (struct index_list){ NULL, 0 };
	if (!list || list->kind == VALUE_NULL)
		return 0;
	if (list->kind != VALUE_LIST)
		return err_set(err, ERR_SERVER, "'indexes' isn't a list");
	out->items = arena_alloc(arena, (list->count + 1) * sizeof(*out->items));
	for (size_t i = 0; i < list->count; i++) {
		const struct value *in = &list->items[i].value;
		struct index_def *index = &out->items[out->count++];

		if (value_need_text(in, "table", &index->table, err) ||
		    value_need_text(in, "name", &index->name, err) ||
		    value_names(in, "fields", arena, &index->fields, err))
			return -1;
	}
	return 0;
}

int wire_read_seal(const struct value *answer, struct arena *arena, struct seal *out,
                   struct buf *source, int *parts, struct err *err)
{
	const struct value *text = value_member(answer, "source");
	const struct value *needs = value_member(answer, "needs");
	double count = 0;

	if (wire_hash(answer, "hash", &out->hash, err) ||
	    value_need_number(answer, "parts", &count, err))
		return -1;
	if (!(count >= 1 && count <= SEAL_MOST_PARTS))
		return err_set(err, ERR_SERVER, "'parts' isn't from 1 to %d",
		               SEAL_MOST_PARTS);
	if (!out->hash)
		return err_set(err, ERR_SERVER, "'hash' is missing");
	*parts = (int)count;
	if (!text || text->kind != VALUE_TEXT)
		return err_set(err, ERR_SERVER, "'source' is missing");
	buf_add(source, text->text, text->len);
	out->indexes = arena_alloc(arena, sizeof(*out->indexes));
	out->client = value_text(needs, "migrationsClient");
	if (wire_read_indexes(value_member(answer, "indexes"), arena, out->indexes,
	                      err) ||
	    value_names(needs, "functions", arena, &out->functions, err) ||
	    value_names(needs, "components", arena, &out->components, err))
		return -1;
	return 0;
}

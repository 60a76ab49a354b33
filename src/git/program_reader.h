/* program_reader.h - what the files of the git program's reader share. */
#ifndef CVX_GIT_PROGRAM_READER_H
#define CVX_GIT_PROGRAM_READER_H

#include "git/program.h"
#include "git/reader.h"

#include <sys/types.h>

/* One `git cat-file --batch-command` for all objects: started at the first, ended by
 * close(), or by our death. */
struct object_server {
	pid_t pid;                /* 0: not running */
	pid_t owner;              /* who started it: we, or the process that we were forked from */
	int to, from, errors;
	char chunk[16384];        /* read, not taken yet */
	size_t at, end;
};

/* The reader's `self`. */
struct program_reader {
	struct program program;
	struct object_server server;
};

struct program_reader *program_of(const struct repo *repo);

/* A question of these words, without input. */
#define GIT_ASKS(...) &(struct question){ (const char *const[]){ __VA_ARGS__, NULL }, NULL, 0 }

/* program_objects.c */
int program_object(struct object *out, struct repo *repo, const char *id, struct err *err);
int program_blob_copy(int fd, struct repo *repo, const char *id, struct err *err);
void program_objects_end(struct object_server *server);

/* program_index.c */
int program_has_unmerged(bool *out, struct repo *repo, struct err *err);
int program_is_tracked(bool *out, struct repo *repo, const char *path, struct err *err);
int program_index_entries(struct repo *repo, void (*fn)(const char *path, void *payload),
                          void *payload, struct err *err);
int program_snapshot(const char **tree, struct repo *repo, struct err *err);

/* program_history.c */
int program_history(struct history *out, struct repo *repo, const char *commit,
                    const char *folder, struct err *err);
int program_sightings(struct sightings *out, struct repo *repo, const char *path,
                      struct err *err);

#endif

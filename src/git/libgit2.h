/* libgit2.h - what the files of the libgit2 reader share. Nobody else includes it. */
#ifndef CVX_GIT_LIBGIT2_H
#define CVX_GIT_LIBGIT2_H

#include "git/reader.h"

#include <git2.h>

/* The reader's `self`. */
struct libgit2 {
	git_repository *git;
	git_odb *odb;
};

git_repository *libgit2_handle(const struct repo *repo);

/* Fill err from what libgit2 said last; call it at once. Returns -1. */
int err_from_git(struct err *err, enum err_code code, const char *fmt, ...)
	CVX_PRINTF(3, 4);

/* libgit2_memory.c: to be called before libgit2 is begun. */
void libgit2_use_our_memory(void);

const char *oid_hex(struct arena *arena, const git_oid *oid);
int oid_parse(git_oid *out, const char *hex, struct err *err) CVX_CHECK;

/* libgit2_refs.c */
int libgit2_find(const char **id, struct repo *repo, const char *spec, struct err *err);
int libgit2_head(struct head *out, struct repo *repo, struct err *err);
int libgit2_branches(struct branches *out, struct repo *repo, struct err *err);
int libgit2_ref_read(const char **id, struct repo *repo, const char *ref, struct err *err);
int libgit2_ref_write(struct repo *repo, const char *ref, const char *id, struct err *err);
int libgit2_config_text(const char **value, struct repo *repo, const char *key,
                        struct err *err);
int libgit2_config_bool(bool *value, struct repo *repo, const char *key, struct err *err);

/* libgit2_index.c */
int libgit2_has_unmerged(bool *out, struct repo *repo, struct err *err);
int libgit2_is_tracked(bool *out, struct repo *repo, const char *path, struct err *err);
int libgit2_index_entries(struct repo *repo, void (*fn)(const char *path, void *payload),
                          void *payload, struct err *err);
int libgit2_snapshot(const char **tree, struct repo *repo, struct err *err);

/* libgit2_history.c */
int libgit2_history(struct history *out, struct repo *repo, const char *commit,
                    const char *folder, struct err *err);
/* The last "not found" was about a path in a tree, not about a missing object. */
bool path_not_found(int rc);

/* libgit2_sightings.c */
int libgit2_sightings(struct sightings *out, struct repo *repo, const char *path,
                      struct err *err);

#endif

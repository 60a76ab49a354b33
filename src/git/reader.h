/* reader.h - how a repository is read: by libgit2, or by the git program.
 *
 * Internal to this folder. repo.c picks a reader and sends every question of repo.h to it,
 * or answers it from what the reader says; tree.c understands tree objects for both. What
 * a reader hands out lives in the repository's arena. Contracts are those of repo.h where a
 * function has the name of one there. */
#ifndef CVX_GIT_READER_H
#define CVX_GIT_READER_H

#include "git/repo.h"

enum object_kind { OBJECT_COMMIT, OBJECT_TREE, OBJECT_BLOB, OBJECT_TAG };

struct object {
	bool found;
	enum object_kind kind;
	const char *bytes;   /* raw, and a NUL; NULL for a blob above REPO_FILE_MAX */
	size_t len;
};

struct reader {
	/* Fills `self` and the three paths of the repo. ERR_NO_REPOSITORY: there is none;
	 * ERR_UNSUPPORTED: this reader can't read it. close() takes what open() left. */
	int (*open)(struct repo *repo, struct err *err);
	void (*close)(struct repo *repo);

	int (*object)(struct object *out, struct repo *repo, const char *id, struct err *err);
	int (*blob_copy)(int fd, struct repo *repo, const char *id, struct err *err);
	int (*blob_id)(const char **id, struct repo *repo, const void *bytes, size_t len,
	               struct err *err);
	/* The object that a revision names, whatever its kind; *id is NULL if there is none.
	 * ERR_NOT_FOUND if there are several, ERR_UNSUPPORTED if it is of a kind that this
	 * reader doesn't know. */
	int (*find)(const char **id, struct repo *repo, const char *spec, struct err *err);

	int (*head)(struct head *out, struct repo *repo, struct err *err);
	/* In any order, by branches_add(). */
	int (*branches)(struct branches *out, struct repo *repo, struct err *err);
	int (*ref_read)(const char **id, struct repo *repo, const char *ref, struct err *err);
	int (*ref_write)(struct repo *repo, const char *ref, const char *id, struct err *err);
	int (*config_text)(const char **value, struct repo *repo, const char *key,
	                   struct err *err);
	/* *value stays as it is if the key is unset. */
	int (*config_bool)(bool *value, struct repo *repo, const char *key, struct err *err);

	/* The index: ERR_UNSUPPORTED if it is of a kind that this reader doesn't know. */
	int (*has_unmerged)(bool *out, struct repo *repo, struct err *err);
	int (*is_tracked)(bool *out, struct repo *repo, const char *path, struct err *err);
	int (*index_entries)(struct repo *repo, void (*fn)(const char *path, void *payload),
	                     void *payload, struct err *err);
	int (*snapshot)(const char **tree, struct repo *repo, struct err *err);

	/* Names may come in any order, and more than once. */
	int (*history)(struct history *out, struct repo *repo, const char *commit,
	               const char *folder, struct err *err);
	/* Takes every commit with sightings_add(), newest first. */
	int (*sightings)(struct sightings *out, struct repo *repo, const char *path,
	                 struct err *err);
};

extern const struct reader libgit2_reader, program_reader;

struct repo {
	const struct reader *reader;
	void *self;               /* the reader's */
	bool by_choice;           /* no other reader takes over */
	const char *at;           /* top of the work tree to open; NULL: of the environment's */
	struct arena *arena;
	const char *worktree, *git_dir, *common_dir;
	bool is_at_end;           /* see repo_ends_operation() */
};

/* libgit2 refused, at once or later (ERR_UNSUPPORTED): the program reads on, and the error is
 * forgotten. False, with an error in place, if it can't, or if the user wants no other reader. */
bool program_takes_over(struct repo *repo, struct err *err);

/* The file has this state in that commit. Copies both texts, if the state is new. */
void sightings_add(struct sightings *out, struct arena *arena, const char *commit,
                   const char *id);

/* A local branch; both texts live in the arena already. */
void branches_add(struct branches *out, struct arena *arena, const char *name,
                  const char *commit);

/* Say that an object isn't here. Returns -1. */
int object_missing(const char *id, struct err *err);

/* Read an object that has to be there and of that kind. */
int object_read(struct object *out, struct repo *repo, const char *id,
                enum object_kind kind, struct err *err) CVX_CHECK;

#endif

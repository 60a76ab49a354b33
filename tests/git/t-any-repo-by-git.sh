#!/bin/sh
# t-any-repo-by-git.sh - t-any-repo.sh once more, with git as the reader.
ASK_READER=git
export ASK_READER
. "${srcdir:-.}/tests/git/t-any-repo.sh"

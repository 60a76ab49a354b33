#!/bin/sh
# t-repo-by-git.sh - t-repo.sh once more, with git as the reader.
ASK_READER=git
export ASK_READER
. "${srcdir:-.}/tests/git/t-repo.sh"

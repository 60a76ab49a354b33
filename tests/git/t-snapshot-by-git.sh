#!/bin/sh
# t-snapshot-by-git.sh - t-snapshot.sh once more, with git as the reader.
ASK_READER=git
export ASK_READER
. "${srcdir:-.}/tests/git/t-snapshot.sh"

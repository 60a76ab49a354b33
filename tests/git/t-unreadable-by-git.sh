#!/bin/sh
# t-unreadable-by-git.sh - t-unreadable.sh once more, with git as the reader.
ASK_READER=git
export ASK_READER
. "${srcdir:-.}/tests/git/t-unreadable.sh"

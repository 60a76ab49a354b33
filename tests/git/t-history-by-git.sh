#!/bin/sh
# t-history-by-git.sh - t-history.sh once more, with git as the reader.
ASK_READER=git
export ASK_READER
. "${srcdir:-.}/tests/git/t-history.sh"

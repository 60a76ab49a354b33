#!/bin/sh
# t-target-by-git.sh - t-target.sh once more, with git as the reader.
ASK_READER=git
export ASK_READER
. "${srcdir:-.}/tests/git/t-target.sh"

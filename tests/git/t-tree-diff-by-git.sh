#!/bin/sh
# t-tree-diff-by-git.sh - t-tree-diff.sh once more, with git as the reader.
ASK_READER=git
export ASK_READER
. "${srcdir:-.}/tests/git/t-tree-diff.sh"

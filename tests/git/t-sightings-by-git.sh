#!/bin/sh
# t-sightings-by-git.sh - t-sightings.sh once more, with git as the reader.
ASK_READER=git
export ASK_READER
. "${srcdir:-.}/tests/git/t-sightings.sh"

#!/bin/sh
# measure.sh FILE COMMAND... - run the command; note what processor time it and its children took.
#
# FILE gets the shell's own two lines (see `times` in sh(1)): the second one is of children.
file=$1
shift
"$@"
status=$?
LC_ALL=C
times >"$file"
exit $status

#!/bin/sh
# make-deb.sh TARBALL FOLDER - build the Debian package, source and binary, of a tarball that
# `make dist` made. FOLDER is made anew; the packages are in it afterwards.
#
# Needs no root. DEB_BUILD_OPTIONS=nocheck leaves out the tests, as everywhere in Debian.
set -eu
tarball=$1 folder=$2
name=$(basename "$tarball" .tar.xz)

rm -rf "$folder"
mkdir -p "$folder"
tar -C "$folder" -xf "$tarball"
# What `make` says to its children is not for a build of its own.
unset MAKEFLAGS MFLAGS MAKELEVEL CFLAGS CPPFLAGS LDFLAGS DESTDIR
cd "$folder/$name"
dpkg-buildpackage --unsigned-source --unsigned-changes
cd ..
rm -rf "$name"
ls -- *.deb

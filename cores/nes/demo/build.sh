#!/bin/sh
# Assembles demo.nes anew. Needs ca65 and ld65 (Debian: apt-get install cc65).
set -e
cd "$(dirname "$0")"
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT
ca65 demo.s -o "$objects/demo.o"
ca65 tiles.s -o "$objects/tiles.o"
ld65 -C nrom.cfg -o demo.nes "$objects/demo.o" "$objects/tiles.o"

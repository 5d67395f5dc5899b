#!/bin/sh
# Nothing includes upwards: base, syntax, program, run, store, author, front, command, in this order.
# run/ and what is below it do no input or output.
cd "$(dirname "$0")/.." || exit 2
awk '
  BEGIN { n = split("base syntax program run store author front command", order, " "); for (i = 1; i <= n; i++) rank[order[i]] = i }
  FNR == 1 { split(FILENAME, part, "/"); room = part[2] }
  /^#include "/ {
    file = $2; gsub(/"/, "", file); split(file, to, "/")
    if (file ~ /\// && (to[1] in rank) && rank[to[1]] > rank[room]) { print FILENAME ": includes " file " from a higher layer"; bad = 1 }
    if (room == "author" && to[1] == "store") { print FILENAME ": author and store do not know each other"; bad = 1 }
  }
  /[^a-z_](printf|puts|fputs|fopen|getline|fgets|setjmp|longjmp|signal|pthread_create)\(/ && !/snprintf|buffer_|arena_|format\(printf/ {
    if (rank[room] > 1 && rank[room] <= rank["run"]) { print FILENAME ":" FNR ": input or output below the front ends: " $0; bad = 1 }
  }
  END { exit bad }
' lang/*/*.c lang/*/*.h

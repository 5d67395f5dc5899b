#!/bin/sh
# Builds the limits into $BENCH_DIR/limits. Debian: flex bison gcc, and whichever JSON -dev packages are there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${BENCH_DIR:-$HOME/.cache/ipt-bench}/limits
mkdir -p "$out"
cd "$out"
CC=${CC:-gcc}
CF="-O2 -std=gnu11 -w -I$here -I."
$CC -O2 -Wall -Wextra -o meas "$here/../tools/meas.c"
bison -o plain.tab.c -d "$here/plain.y"
for t in em e m f fe F Fe; do   # flex's table choices; -Cem is its default
  flex -C$t -o lex_$t.c "$here/plain.l"
  $CC $CF -DCOUNT -o scan_$t lex_$t.c "$here/limit.c"
  $CC $CF -o limit_$t lex_$t.c plain.tab.c "$here/limit.c"
done
flex -CF --yylineno -o lex_lineno.c "$here/plain.l" 2>/dev/null || flex -Cf --yylineno -o lex_lineno.c "$here/plain.l"
$CC $CF -DCOUNT -o scan_F_yylineno lex_lineno.c "$here/limit.c"
flex -Cem --yylineno -o lex_lineno2.c "$here/plain.l"
$CC $CF -DCOUNT -o scan_em_yylineno lex_lineno2.c "$here/limit.c"
$CC $CF -DCOUNT -DLOCATE -o scan_F_locate lex_F.c "$here/limit.c"
$CC $CF -DCOUNT -DLOCATE -o scan_em_locate lex_em.c "$here/limit.c"
cp limit_F limit
$CC -O2 -w -o bytes "$here/bytes.c"
$CC -O2 -w -o utf8 "$here/utf8.c" -lutf8proc 2>/dev/null || echo "utf8proc not here"
$CC -O2 -w -o loop "$here/loop.c"
$CC -O2 -w -o match "$here/match.c"
j() { # name, flags: a JSON library is measured when it is here
  $CC -O2 -w -DUSE_$1 -o json_$1 "$here/json.c" $2 2>/dev/null || echo "json: $1 not here"
}
j jansson -ljansson
j cjson "-I/usr/include/cjson -lcjson"
j jsonc "-I/usr/include/json-c -ljson-c"
j yyjson "${YYJSON_FLAGS:--lyyjson}"
g++ -O2 -w -o json_rapidjson "$here/json_rapidjson.cc" 2>/dev/null || echo "json: rapidjson not here"
# the project itself: its adapter on its library
top=$(cd "$here/../../.." && pwd)
own() { # name, libraries
  $CC -O2 -std=gnu11 -D_GNU_SOURCE -DIPT_VERSION='"source"' -I"$top/lang" -I"$top/build" -o "$1" "$here/../$1.c" \
    "$top/build/libipt.a" -lutf8proc -ljansson -lstemmer -lm ${2:-}
}
own ipt_bench
own fill_store "-lsqlite3 -lsodium"

# make          builds build/ipt
# make run      the demonstration: a check-in, in the terminal or from recorded answers
# make test     every test, one closing line
# make help     the other targets
#
# On a fresh Debian 12 with nothing but make, each of these first installs what is missing.

SHELL = /bin/sh
CC ?= gcc
CFLAGS ?= -O2 -g
PREFIX ?= /usr/local
BUILD ?= build
VERSION = 0.1.0

WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wundef -Wvla -Wformat=2 -Wpointer-arith
ifdef DEV
WARNINGS += -Werror
endif
CPPFLAGS = -std=c11 -D_GNU_SOURCE -DIPT_VERSION='"$(VERSION)"' -Ilang -I$(BUILD)
LIBS = -lutf8proc -ljansson -lstemmer -lsqlite3 -lsodium -lm
FRONT_LIBS = -lreadline

SOURCES := $(filter-out lang/main.c,$(wildcard lang/*/*.c))
OBJECTS := $(SOURCES:lang/%.c=$(BUILD)/%.o) $(BUILD)/lexer.o $(BUILD)/grammar.o $(BUILD)/stdlib_data.o
MODULES := $(wildcard stdlib/*.ipt)
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*.c))

BUILD_PACKAGES = gcc libc6-dev flex bison libreadline-dev libutf8proc-dev libjansson-dev libstemmer-dev \
	libsqlite3-dev libsodium-dev
# npm as Debian has it, where there is none yet
TEST_PACKAGES = libcmocka-dev python3 python3-jsonschema chromium strace $(shell command -v npm >/dev/null 2>&1 || echo nodejs npm)

all: $(BUILD)/ipt

# ---- what must be installed ----
# A stamp remembers that it is, so that only the first make looks.
packages = sh tests/install-packages.sh
$(BUILD)/.build-packages: | $(BUILD)
	@$(packages) $(BUILD_PACKAGES) && touch $@
$(BUILD)/.test-packages: | $(BUILD)
	@$(packages) $(TEST_PACKAGES) && touch $@
$(BUILD):
	@mkdir -p $@

# ---- the program ----
$(BUILD)/ipt: $(BUILD)/main.o $(BUILD)/libipt.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) $(FRONT_LIBS)

$(BUILD)/libipt.a: $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/%.o: lang/%.c $(BUILD)/grammar.h | $(BUILD)/.build-packages
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) -MMD -MP -c -o $@ $<

$(BUILD)/grammar.c: lang/syntax/parser.y | $(BUILD)/.build-packages
	bison -Wall -Wcounterexamples -Werror -o $@ --header=$(BUILD)/grammar.h $<
$(BUILD)/grammar.h: $(BUILD)/grammar.c ;
$(BUILD)/lexer.c: lang/syntax/lexer.l | $(BUILD)/.build-packages
	flex -CFe -o $@ $<
# generated code is not ours to tidy
$(BUILD)/lexer.o $(BUILD)/grammar.o: $(BUILD)/%.o: $(BUILD)/%.c $(BUILD)/grammar.h
	$(CC) $(CPPFLAGS) $(CFLAGS) -Wall -Wno-unused-function -MMD -MP -c -o $@ $<

# The standard library, as bytes in the program.
$(BUILD)/stdlib_data.c: $(MODULES) stdlib/crisis_lines.txt Makefile | $(BUILD)
	@{ echo '#include "program/module.h"'; \
	for f in $(MODULES) stdlib/crisis_lines.txt; do n=$$(basename $${f%.*}); \
	  echo "static const unsigned char data_$$n[] = {"; od -An -v -tx1 $$f | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'; echo "0};"; done; \
	echo 'const struct stdlib_file stdlib_files[] = {'; \
	for f in $(MODULES); do n=$$(basename $$f .ipt); echo "{\"$$n\", data_$$n, sizeof data_$$n - 1},"; done; \
	echo '{0, 0, 0}};'; \
	echo 'const struct stdlib_file stdlib_crisis_lines = {"crisis_lines", data_crisis_lines, sizeof data_crisis_lines - 1};'; \
	echo 'const size_t stdlib_count = sizeof stdlib_files / sizeof *stdlib_files - 1;'; } > $@
$(BUILD)/stdlib_data.o: $(BUILD)/stdlib_data.c
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# ---- using it ----
run: $(BUILD)/ipt
	@if [ -t 0 ]; then $(BUILD)/ipt run scripts/check_in.ipt --no-store; \
	else $(BUILD)/ipt run scripts/check_in.ipt --no-store --plain --today 2026-11-24 --answers scripts/check_in.answers < /dev/null; fi

install: $(BUILD)/ipt
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(BUILD)/ipt $(DESTDIR)$(PREFIX)/bin/ipt

# ---- tests ----
$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libipt.a | $(BUILD)/.test-packages
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -o $@ $< $(BUILD)/libipt.a $(LIBS) -lcmocka

# validators of FHIR and FHIRPath, for tests/fhir
FHIR_PACKAGES = build/fhir/node_modules/.package-lock.json
$(FHIR_PACKAGES): tests/fhir/package-lock.json | $(BUILD)/.test-packages
	@sh tests/fhir/install.sh build/fhir

test: $(BUILD)/ipt $(FHIR_PACKAGES) $(BUILD)/fuzz_replay $(BUILD)/pattern_replay $(BUILD)/random_cards $(BUILD)/random_signals $(BUILD)/random_ways $(BUILD)/random_patterns $(UNITS) check-layers | $(BUILD)/.test-packages
	@$(BUILD)/fuzz_replay tests/fuzz/corpus/* scripts/*.ipt tests/property/*.ipt tests/accessibility/*.ipt
	@$(BUILD)/pattern_replay tests/fuzz/patterns/*
	@$(BUILD)/random_cards
	@$(BUILD)/random_signals
	@$(BUILD)/random_ways
	@$(BUILD)/random_patterns
	@/usr/bin/python3 tests/run --bin $(BUILD)/ipt --units $(BUILD)/unit $(if $(UPDATE),--update)

# the whole suite again, under the address and undefined-behaviour sanitizers
test-asan:
	@$(MAKE) --no-print-directory BUILD=build/asan \
	  CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer' test

# any bytes as a script or a compiled file, for a minute; FUZZ_SECONDS=3600 for an hour. Needs clang.
fuzz: $(BUILD)/libipt.a
	@mkdir -p $(BUILD)/fuzz-corpus && cp tests/fuzz/corpus/* stdlib/*.ipt scripts/*.ipt tests/property/*.ipt tests/accessibility/*.ipt $(BUILD)/fuzz-corpus/
	clang $(CPPFLAGS) -DFUZZER -g -O1 -w -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
	  -o $(BUILD)/fuzz_script tests/fuzz/fuzz_script.c $(filter-out lang/front/% lang/command/%,$(SOURCES)) \
	  $(BUILD)/lexer.c $(BUILD)/grammar.c $(BUILD)/stdlib_data.c $(LIBS)
	$(BUILD)/fuzz_script $(BUILD)/fuzz-corpus -max_total_time=$(or $(FUZZ_SECONDS),60) -timeout=10 -max_len=8000

# any bytes as patterns and a reply, the same
fuzz-patterns: $(BUILD)/libipt.a
	@mkdir -p $(BUILD)/pattern-corpus && cp tests/fuzz/patterns/* $(BUILD)/pattern-corpus/
	clang $(CPPFLAGS) -DFUZZER -g -O1 -w -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
	  -o $(BUILD)/fuzz_patterns tests/fuzz/fuzz_pattern.c $(wildcard lang/base/*.c) $(LIBS)
	$(BUILD)/fuzz_patterns $(BUILD)/pattern-corpus -max_total_time=$(or $(FUZZ_SECONDS),60) -timeout=10 -max_len=2000

# what the fuzzer found before, replayed
$(BUILD)/fuzz_replay: tests/fuzz/fuzz_script.c $(BUILD)/libipt.a
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(BUILD)/libipt.a $(LIBS)

$(BUILD)/pattern_replay: tests/fuzz/fuzz_pattern.c $(BUILD)/libipt.a
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(BUILD)/libipt.a $(LIBS)

# random people, beside a model of what they should meet; build/random_cards 1000000 7 for more
$(BUILD)/random_cards: tests/property/cards.c tests/property/model.c tests/property/model.h $(BUILD)/libipt.a
	$(CC) $(CPPFLAGS) $(CFLAGS) -Itests $(WARNINGS) -o $@ $(filter %.c,$^) $(BUILD)/libipt.a $(LIBS)
# random scripts with safeguards; build/random_signals 100000 7 for more
$(BUILD)/random_signals: tests/property/signals.c $(BUILD)/libipt.a
	$(CC) $(CPPFLAGS) $(CFLAGS) -Itests $(WARNINGS) -o $@ $(filter %.c,$^) $(BUILD)/libipt.a $(LIBS)
# random small interviews, all their ways; build/random_ways 100000 7 for more
$(BUILD)/random_ways: tests/property/ways.c $(BUILD)/libipt.a
	$(CC) $(CPPFLAGS) $(CFLAGS) -Itests $(WARNINGS) -o $@ $(filter %.c,$^) $(BUILD)/libipt.a $(LIBS)
# random patterns and replies, beside a matcher that tries everything; build/random_patterns 100000 7 for more
$(BUILD)/random_patterns: tests/property/matching.c $(BUILD)/libipt.a
	$(CC) $(CPPFLAGS) $(CFLAGS) -Itests $(WARNINGS) -o $@ $(filter %.c,$^) $(BUILD)/libipt.a $(LIBS)

check-layers:
	@sh tests/check-layers.sh

# ipt beside inkjs, SurveyJS and the practical limit, about ten minutes; BENCH='--heavy' for everything
BENCH ?= --peers limit,ipt,inkjs,survey --only startup,compile,load,steps,form,store,script
bench: $(BUILD)/ipt
	@sh tests/bench/run.sh $(BENCH)

# how fast patterns are found in replies, some seconds
bench-matching: $(BUILD)/bench_matching
	@$(BUILD)/bench_matching
$(BUILD)/bench_matching: tests/bench/matching.c $(BUILD)/libipt.a
	$(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) -o $@ $< $(BUILD)/libipt.a $(LIBS)

# the store while the machine fails, at every write and sync, some minutes
torture: $(BUILD)/ipt | $(BUILD)/.test-packages
	@/usr/bin/python3 tests/store/torture.py $(BUILD)/ipt --all

format:
	clang-format -i $(wildcard lang/*.c lang/*/*.c lang/*/*.h tests/unit/*.c tests/property/*.[ch] tests/bench/matching.c)

clean:
	rm -rf build

help:
	@sed -n '1,6s/^# \{0,1\}//p' Makefile
	@echo 'make install PREFIX=DIR   make test-asan   make bench   make format   make clean'
	@echo 'make test UPDATE=1 rewrites what the tests expect; git diff shows the change'

.PHONY: all run install test test-asan fuzz fuzz-patterns torture check-layers bench bench-matching format clean help
.DELETE_ON_ERROR:
-include $(wildcard $(BUILD)/*.d $(BUILD)/*/*.d)

/* What the fuzzers found before, replayed: the files that are named, one after the other. Included at
   the end of a fuzzer. */
#ifndef FUZZER
int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        struct arena a;
        struct str text;
        const char *why;
        arena_init(&a);
        if (file_read(&a, argv[i], &text, &why))
            LLVMFuzzerTestOneInput((const unsigned char *)text.text, text.len);
        arena_release(&a);
    }
    return 0;
}
#endif

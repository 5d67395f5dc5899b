#include "front/output.h"

#include "base/buffer.h"
#include "base/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_standard(const char *file) {
    return !file || strcmp(file, "-") == 0;
}

static bool report_unwritten(const char *file, const char *why) {
    fprintf(stderr, "ipt: %s could not be written: %s\n", file, why);
    return false;
}

static bool is_same_file(const char *a, const char *b) {
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && S_ISREG(one.st_mode) &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

bool output_has_place(const char *file, const char *const inputs[]) {
    const char *why;
    if (is_standard(file))
        return true;
    for (; *inputs; inputs++)
        if (is_same_file(file, *inputs)) {
            fprintf(
                stderr,
                "ipt: the output would take the place of %s, which is read; name another file\n",
                *inputs);
            return false;
        }
    return file_could_be_written(file, &why) || report_unwritten(file, why);
}

bool output_write(const char *file, struct str content) {
    const char *why;
    if (!is_standard(file))
        return file_write(file, content, &why) || report_unwritten(file, why);
    fwrite(content.text, 1, content.len, stdout); /* whether it arrived is seen at the end */
    return true;
}

static bool keep_elsewhere(struct str content) {
    const char *folder = getenv("TMPDIR");
    struct buffer path;
    buffer_init(&path);
    buffer_printf(&path, "%s/ipt-result-XXXXXX", folder && *folder ? folder : "/tmp");
    int fd = mkstemp(path.text);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool good = file && fwrite(content.text, 1, content.len, file) == content.len;
    good = file && fclose(file) == 0 && good;
    if (good)
        fprintf(stderr, "ipt: it is kept in %s instead\n", path.text);
    else if (fd >= 0)
        unlink(path.text);
    buffer_release(&path);
    return good;
}

bool output_keep(const char *file, struct str content) {
    if (output_write(file, content))
        return true;
    if (!keep_elsewhere(content))
        fwrite(content.text, 1, content.len, stdout);
    return false;
}

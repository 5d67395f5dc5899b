#include "front/yes.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool same_word(struct str word, const char *wanted) {
    return word.len == strlen(wanted) && strncasecmp(word.text, wanted, word.len) == 0;
}

enum truth read_yes(struct str typed, struct str *rest) {
    struct str word = text_trim(typed);
    size_t len = 0;
    while (len < word.len && isalpha((unsigned char)word.text[len]))
        len++;
    *rest = (struct str){word.text + len, word.len - len};
    word.len = len;
    while (rest->len && strchr(" ,;:.-", rest->text[0]))
        *rest = (struct str){rest->text + 1, rest->len - 1};
    if (same_word(word, "yes") || same_word(word, "y"))
        return TRUTH_YES;
    return same_word(word, "no") || same_word(word, "n") ? TRUTH_NO : TRUTH_MISSING;
}

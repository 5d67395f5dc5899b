/* All checks in their order. A step that could only echo the mistakes of an earlier one is left
 * out. */
#include "program/check.h"

void program_check(struct program *p) {
    size_t read = p->diags.errors;
    check_places(p);
    check_declarations(p);
    check_expressions(p);
    if (read == 0 && !p->unfinished) /* a line that could not be read may be the one that asks */
        check_flow(p);
    if (read == 0)
        check_conditions(p);
    diags_sort(&p->diags);
}

/* One pass over ast.def that looks at the kinds only: define NODE_BEGIN(kind) before including. */
#define NODE_NAME(kind, field)
#define NODE_CHILD(kind, field)
#define NODE_LIST(kind, field)
#define NODE_TEXT(kind, field)
#define NODE_NUMBER(kind, field)
#define NODE_INT(kind, field)
#define NODE_FLAG(kind, field)
#define NODE_WORD(kind, field, words)
#define NODE_NOTE(kind, type, field)
#define NODE_END(kind)
#include "syntax/ast.def"
#include "syntax/ast_undef.h"

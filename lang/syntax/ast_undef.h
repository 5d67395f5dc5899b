/* Forgets the macros of one pass over ast.def; included after each, so without a guard. */
#undef NODE_BEGIN
#undef NODE_NAME
#undef NODE_CHILD
#undef NODE_LIST
#undef NODE_TEXT
#undef NODE_NUMBER
#undef NODE_INT
#undef NODE_FLAG
#undef NODE_WORD
#undef NODE_NOTE
#undef NODE_END

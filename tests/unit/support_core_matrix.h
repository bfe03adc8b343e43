/*
 * support_core_matrix: hand-written tables of rights under tests/matrix. A section begins with "=", a name, who acts, and its columns; then a row
 * for each command: what becomes of it in each column. Behind a colon a command may say which case of it is meant.
 */
#ifndef PLENARY_SUPPORT_CORE_MATRIX_H
#define PLENARY_SUPPORT_CORE_MATRIX_H

#include "support_core.h"

enum { MATRIX_WORD = 32, MATRIX_COLUMNS = 8, MATRIX_ROWS = 48, MATRIX_SECTIONS = 24 };

struct matrix_row {
    char verb[MATRIX_WORD];         /* without the case */
    char name[MATRIX_WORD];         /* with it */
    char code[MATRIX_COLUMNS][MATRIX_WORD];
};

struct matrix_section {
    char name[MATRIX_WORD], actor[MATRIX_WORD];
    char column[MATRIX_COLUMNS][MATRIX_WORD];
    size_t n_columns, n_rows;
    struct matrix_row row[MATRIX_ROWS];
};

struct matrix_table {
    struct matrix_section section[MATRIX_SECTIONS];
    size_t n;
};

/* Fails where a line is none of these, or names no command. Free with mem_free. */
struct matrix_table *matrix_read(const char *name);

/* Whether a row of the section is about that command. */
bool matrix_has(const struct matrix_section *section, const char *verb);

/*
 * What becomes of the command, as the tables say it: the word of its code, or "late". The command is checked only, unless it writes in
 * a text. It is cleared.
 */
const char *matrix_outcome(struct kit *kit, struct actor actor, struct command *cmd);

#endif

/* support_core_matrix: see support_core_matrix.h. */
#include "support_core_matrix.h"

static size_t read_words(const char *line, char words[][MATRIX_WORD], size_t max)
{
    size_t n = 0;
    int used = 0, more = 0;
    for (char word[MATRIX_WORD]; sscanf(line + used, "%31s%n", word, &more) == 1; used += more) {
        if (n == max)
            fail_msg("too many words: %s", line);
        memcpy(words[n++], word, sizeof word);
    }
    return n;
}

static void read_section(struct matrix_table *table, char words[][MATRIX_WORD], size_t n)
{
    assert_true(n > 3 && table->n < MATRIX_SECTIONS);
    struct matrix_section *section = &table->section[table->n++];
    memcpy(section->name, words[1], MATRIX_WORD);
    memcpy(section->actor, words[2], MATRIX_WORD);
    section->n_columns = n - 3;
    memcpy(section->column, words[3], section->n_columns * MATRIX_WORD);
}

static void read_row(struct matrix_table *table, char words[][MATRIX_WORD], size_t n, const char *line)
{
    assert_true(table->n > 0);
    struct matrix_section *section = &table->section[table->n - 1];
    if (n != section->n_columns + 1 || section->n_rows == MATRIX_ROWS)
        fail_msg("a row that does not fit: %s", line);
    struct matrix_row *row = &section->row[section->n_rows++];
    memcpy(row->name, words[0], MATRIX_WORD);
    memcpy(row->verb, words[0], MATRIX_WORD);
    row->verb[strcspn(row->verb, ":")] = '\0';
    memcpy(row->code, words[1], section->n_columns * MATRIX_WORD);
    if (verb_of(row->verb) == NULL)
        fail_msg("%s is no command", row->name);
}

struct matrix_table *matrix_read(const char *name)
{
    struct matrix_table *table = mem_zero(1, sizeof(*table));
    char path[256], line[256], words[MATRIX_COLUMNS + 3][MATRIX_WORD];
    snprintf(path, sizeof path, "%s/tests/matrix/%s", PLENARY_SOURCE_DIR, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file) != NULL) {
        size_t n = line[0] == '#' ? 0 : read_words(line, words, MATRIX_COLUMNS + 3);
        if (n > 0 && strcmp(words[0], "=") == 0)
            read_section(table, words, n);
        else if (n > 0)
            read_row(table, words, n, line);
    }
    fclose(file);
    return table;
}

bool matrix_has(const struct matrix_section *section, const char *verb)
{
    for (size_t i = 0; i < section->n_rows; i++)
        if (strcmp(section->row[i].verb, verb) == 0)
            return true;
    return false;
}

static bool is_late(struct kit *kit, struct actor actor, struct command *cmd)
{
    struct kit copy = *kit;
    copy.room = room_copy(kit->room);
    assert_int_equal(kit_run(&copy, actor, cmd), CODE_OK);
    bool late = room_proposal(copy.room, copy.result) != NULL;
    room_free(copy.room);
    return late;
}

const char *matrix_outcome(struct kit *kit, struct actor actor, struct command *cmd)
{
    enum code code = command_check(kit->room, &actor, cmd);
    if (code == CODE_OK && strcmp(cmd->verb->name, "text.edit") == 0)
        return is_late(kit, actor, cmd) ? "late" : code_word(code);
    command_clear(cmd);
    return code_word(code);
}

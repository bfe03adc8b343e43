/* xlsx_entry: what can be typed into a sheet to work in, so that it can be read back (app/intake_plan). */
#include <string.h>

#include "base/mem.h"
#include "export/say.h"
#include "export/xlsx.h"

enum { ROWS_MORE = 2000 };          /* below the last one, where new ones are written */

static void set(const struct xlsx *book, lxw_worksheet *sheet, lxw_row_t first, lxw_row_t last, size_t column,
                lxw_data_validation *entry, const char *told)
{
    /* The library takes what it does not change as if it could. */
    char *title = mem_copy_text(say_word(book->doc->lang, "doc.", "entry")),
         *text = mem_copy_text(say_word(book->doc->lang, "doc.", told));
    entry->error_title = title;
    entry->error_message = text;
    (void)worksheet_data_validation_range(sheet, first, (lxw_col_t)column, last, (lxw_col_t)column, entry);
    mem_free(title);
    mem_free(text);
}

/* The words of a list, ended by NULL. Its longest file form are 255 letters: the library leaves out a longer one. */
static char **words_of(const struct doc_column *column)
{
    char **words = mem_zero(column->n_choices + 1, sizeof *words);
    memcpy(words, column->choices, column->n_choices * sizeof *words);
    return words;
}

void xlsx_entries(const struct xlsx *book, lxw_worksheet *sheet, const struct doc_table *table, lxw_row_t first)
{
    const lxw_row_t last = first + (lxw_row_t)table->n_rows + ROWS_MORE;
    for (size_t c = 0; c < table->n_columns; c++) {
        const struct doc_column *column = &table->columns[c];
        if (column->kind == COLUMN_KEY) {
            lxw_data_validation none = { .validate = LXW_VALIDATION_TYPE_LENGTH,
                                         .criteria = LXW_VALIDATION_CRITERIA_EQUAL_TO };
            set(book, sheet, first, last, c, &none, "entry_key");
        } else if (column->n_choices > 0) {
            char **words = words_of(column);
            lxw_data_validation list = { .validate = LXW_VALIDATION_TYPE_LIST, .value_list = words };
            set(book, sheet, first, last, c, &list, "entry_list");
            mem_free(words);
        } else if (column->most > 0) {
            lxw_data_validation number = { .validate = LXW_VALIDATION_TYPE_INTEGER,
                                           .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                           .maximum_number = (double)column->most };
            set(book, sheet, first, last, c, &number, "entry_number");
        }
    }
}

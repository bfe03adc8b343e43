/* collate: the order of names in a list. See include/core/collate.h. */
#include "core/collate.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { ALIF = 0x627, LAM = 0x644, ARABIC_FIRST = 0x620, ARABIC_LAST = 0x6ff, ARTICLE_LETTERS = 2, KEY_BYTES = 64 << 10 };

struct fold {
    uint32_t from, to;
    const char *as;
};

/* What remains of letters with accents (Latin-1 and Latin Extended-A), combining marks, hamzas and vowel signs. */
static const struct fold folds[] = {
    { 0xc0, 0xc5, "a" },    { 0xc6, 0xc6, "ae" },   { 0xc7, 0xc7, "c" },    { 0xc8, 0xcb, "e" },
    { 0xcc, 0xcf, "i" },    { 0xd0, 0xd0, "d" },    { 0xd1, 0xd1, "n" },    { 0xd2, 0xd6, "o" },
    { 0xd7, 0xd7, " " },    { 0xd8, 0xd8, "o" },    { 0xd9, 0xdc, "u" },    { 0xdd, 0xdd, "y" },
    { 0xde, 0xde, "th" },   { 0xdf, 0xdf, "ss" },   { 0xe0, 0xe5, "a" },    { 0xe6, 0xe6, "ae" },
    { 0xe7, 0xe7, "c" },    { 0xe8, 0xeb, "e" },    { 0xec, 0xef, "i" },    { 0xf0, 0xf0, "d" },
    { 0xf1, 0xf1, "n" },    { 0xf2, 0xf6, "o" },    { 0xf7, 0xf7, " " },    { 0xf8, 0xf8, "o" },
    { 0xf9, 0xfc, "u" },    { 0xfd, 0xfd, "y" },    { 0xfe, 0xfe, "th" },   { 0xff, 0xff, "y" },
    { 0x100, 0x105, "a" },  { 0x106, 0x10d, "c" },  { 0x10e, 0x111, "d" },  { 0x112, 0x11b, "e" },
    { 0x11c, 0x123, "g" },  { 0x124, 0x127, "h" },  { 0x128, 0x131, "i" },  { 0x132, 0x133, "ij" },
    { 0x134, 0x135, "j" },  { 0x136, 0x138, "k" },  { 0x139, 0x142, "l" },  { 0x143, 0x14b, "n" },
    { 0x14c, 0x151, "o" },  { 0x152, 0x153, "oe" }, { 0x154, 0x159, "r" },  { 0x15a, 0x161, "s" },
    { 0x162, 0x167, "t" },  { 0x168, 0x173, "u" },  { 0x174, 0x175, "w" },  { 0x176, 0x178, "y" },
    { 0x179, 0x17e, "z" },  { 0x17f, 0x17f, "s" },  { 0x300, 0x36f, "" },   { 0x60c, 0x60c, " " },
    { 0x61b, 0x61f, " " },  { 0x622, 0x623, "\u0627" }, { 0x624, 0x624, "\u0648" }, { 0x625, 0x625, "\u0627" },
    { 0x626, 0x626, "\u064a" }, { 0x629, 0x629, "\u0647" }, { 0x640, 0x640, "" }, { 0x649, 0x649, "\u064a" },
    { 0x64b, 0x652, "" },   { 0x670, 0x670, "" },   { 0x671, 0x671, "\u0627" }, { 0x200b, 0x200f, "" },
    { 0x2000, 0x206f, " " },
};

static const char *folded(uint32_t cp)
{
    for (size_t i = 0; i < sizeof(folds) / sizeof(folds[0]); i++)
        if (cp >= folds[i].from && cp <= folds[i].to)
            return folds[i].as;
    return NULL;
}

static void add(struct buf *key, uint32_t cp)
{
    char bytes[4];
    const char *as = folded(cp);
    if (as != NULL) {
        buf_text(key, as);
        return;
    }
    bool separates = cp < 0xc0 && !(cp >= '0' && cp <= '9') && !(cp >= 'a' && cp <= 'z') && !(cp >= 'A' && cp <= 'Z');
    if (separates)
        cp = ' ';
    if (cp >= 'A' && cp <= 'Z')
        cp += 'a' - 'A';
    buf_add(key, bytes, utf8_put(bytes, cp));
}

static bool is_arabic_letter(uint32_t cp)
{
    return cp >= ARABIC_FIRST && cp <= ARABIC_LAST;
}

/* Past the article of a word that begins at `text`, if it is one: an alif without hamza, a lam, and a word behind them. */
static const char *past_article(const char *text)
{
    const char *at = text;
    if (*at == '\0' || utf8_next(&at) != ALIF || *at == '\0' || utf8_next(&at) != LAM)
        return text;
    const char *rest = at;
    for (int i = 0; i < ARTICLE_LETTERS; i++)
        if (*at == '\0' || !is_arabic_letter(utf8_next(&at)))
            return text;
    return rest;
}

char *collate_key(const char *text)
{
    struct buf key;
    buf_init(&key, KEY_BYTES);
    bool word_begins = true;
    for (const char *at = text == NULL ? "" : text; *at != '\0';) {
        if (word_begins)
            at = past_article(at);
        size_t len = key.len;
        add(&key, utf8_next(&at));
        bool is_space = key.len > len && key.data[key.len - 1] == ' ';
        /* Several signs between two words are one space, and none stands at the beginning. */
        if (is_space && (len == 0 || key.data[len - 1] == ' '))
            buf_cut(&key, len);
        word_begins = is_space || (word_begins && key.len == len);
    }
    return buf_take(&key, NULL);
}

int collate_compare(const char *key, uint64_t id, const char *other_key, uint64_t other_id)
{
    int by_key = strcmp(key, other_key);
    return by_key != 0 ? by_key : (id > other_id) - (id < other_id);
}

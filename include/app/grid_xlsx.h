/*
 * grid_xlsx: inside the reader of spreadsheet files. The parts of the archive that cells refer to (grid_xlsx_parts.c), the cells
 * themselves and which sheet is meant (grid_xlsx.c).
 */
#ifndef PLENARY_APP_GRID_XLSX_H
#define PLENARY_APP_GRID_XLSX_H

#include <expat.h>

#include "app/grid.h"
#include "app/unzip.h"
#include "base/buf.h"

enum { XLSX_STRINGS_MAX = 400000, XLSX_LOOKS_MAX = 65536, XLSX_CELL_BYTES = 1 << 20, XLSX_DEPTH_MAX = 100 };

/* A format of numbers that the file brings along. */
struct xlsx_format {
    unsigned long id;
    uint8_t look;
};

struct xlsx_reading {
    XML_Parser parser;
    struct grid *grid;
    enum grid_fault fault;
    XML_StartElementHandler begin;  /* of the part that is read */
    XML_EndElementHandler end;
    unsigned depth;                 /* elements that are open: expat keeps each of them */
    struct buf text;                /* of the cell or string that is open, */
    struct buf formula;             /* and of its formula */
    struct buf *gathers;            /* which of them what is said goes into; NULL: it is no content */
    unsigned silent;                /* inside of elements whose words are no content: phonetic runs */
    char **strings;                 /* shared ones */
    size_t n_strings, strings_cap;
    struct xlsx_format *formats;
    size_t n_formats, formats_cap;
    uint8_t *looks;                 /* enum grid_look, by what a cell calls its style */
    size_t n_looks, looks_cap;
    bool in_looks;                  /* inside of the list of styles that cells refer to */
    bool days_of_1904;              /* days are counted from 1 January 1904, as programs of the Macintosh did */
    struct grid_row *row;           /* NULL: nothing is said in this line yet */
    size_t said;                    /* bytes of the sheet's cells so far: a shared string may stand in each of them */
    size_t line, column;            /* of the cell that is open; lines from 1 */
    char type[12];                  /* of that cell: "s", "inlineStr", "str", ... */
    size_t style;
};

void xlsx_fail(struct xlsx_reading *reading, enum grid_fault fault);

/* One part of the archive through expat. False: reading->fault says why. */
bool xlsx_parse(struct xlsx_reading *reading, const struct unzip_file *file, XML_StartElementHandler begin,
                XML_EndElementHandler end);

/* The shared strings, the styles and how days are counted, where the archive tells. False: reading->fault. */
bool xlsx_read_strings(struct xlsx_reading *reading, const struct unzip *zip);
bool xlsx_read_days(struct xlsx_reading *reading, const struct unzip *zip);
bool xlsx_read_looks(struct xlsx_reading *reading, const struct unzip *zip);

/* The part of a name behind its prefix; an attribute, NULL: it is not there. */
const char *xlsx_local(const char *name);
const char *xlsx_attribute(const XML_Char **attributes, const char *name);

/* What was gathered, with the codes of characters (_x000D_) read. The caller owns it. */
char *xlsx_unescaped(struct buf *text);

#endif

/* terminal: see include/main/terminal.h. */
#include "main/terminal.h"

#include <assert.h>
#include <stdarg.h>

#include "base/utf8.h"

void terminal_line(FILE *out, const char *format, ...)
{
    char text[TERMINAL_LINE_MAX], line[4 * TERMINAL_LINE_MAX + 1];
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    assert(n >= 0);
    size_t length = utf8_show(line, sizeof line - 1, text);
    line[length++] = '\n';
    (void)fwrite(line, 1, length, out);
}

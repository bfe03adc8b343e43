/* file: see include/main/file.h. */
#include "main/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

static bool is_standard(const char *path)
{
    return path == NULL || strcmp(path, "-") == 0;
}

char *file_read(const char *path, size_t max, size_t *n)
{
    FILE *file = is_standard(path) ? stdin : fopen(path, "rb");
    char piece[16384];
    struct buf text;
    if (file == NULL) {
        fprintf(stderr, "plenary: %s: %s\n", path, strerror(errno));
        return NULL;
    }
    buf_init(&text, max);
    for (size_t got; !text.full && (got = fread(piece, 1, sizeof piece, file)) > 0;)
        buf_add(&text, piece, got);
    const bool failed = ferror(file) != 0;
    if (file != stdin)
        fclose(file);
    if (failed || text.full) {
        fprintf(stderr, failed ? "plenary: %s cannot be read\n" : "plenary: %s is too large\n", path);
        buf_free(&text);
        return NULL;
    }
    return buf_take(&text, n);
}

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        const ssize_t done = write(fd, bytes, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes += done;
        n -= (size_t)done;
    }
    return true;
}

static bool write_beside(const char *path, const char *bytes, size_t n, char *beside, size_t size)
{
    const int length = snprintf(beside, size, "%s.XXXXXX", path);
    if (length < 0 || (size_t)length >= size) {
        errno = ENAMETOOLONG;
        return false;
    }
    const int fd = mkstemp(beside);
    if (fd < 0)
        return false;
    bool done = write_all(fd, bytes, n) && fchmod(fd, 0644) == 0 && fsync(fd) == 0;
    done = close(fd) == 0 && done;
    done = done && rename(beside, path) == 0;
    if (!done)
        unlink(beside);
    return done;
}

bool file_write(const char *path, const char *bytes, size_t n)
{
    char beside[4096];
    const bool done =
        is_standard(path) ? write_all(STDOUT_FILENO, bytes, n) : write_beside(path, bytes, n, beside, sizeof beside);
    if (!done)
        fprintf(stderr, "plenary: %s: %s\n", is_standard(path) ? "standard output" : path, strerror(errno));
    return done;
}

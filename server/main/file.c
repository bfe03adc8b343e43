/* file: see include/main/file.h. */
#include "main/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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

/* The mode of a file that is made, or is written anew. */
static mode_t mode_of(const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0)
        return st.st_mode & 0777;
    const mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static bool write_beside(const char *path, const char *bytes, size_t n)
{
    char beside[PATH_MAX + 8];
    const int length = snprintf(beside, sizeof beside, "%s.XXXXXX", path);
    if (length < 0 || (size_t)length >= sizeof beside) {
        errno = ENAMETOOLONG;
        return false;
    }
    const int fd = mkstemp(beside);
    if (fd < 0)
        return false;
    bool done = write_all(fd, bytes, n) && fchmod(fd, mode_of(path)) == 0 && fsync(fd) == 0;
    done = close(fd) == 0 && done;
    done = done && rename(beside, path) == 0;
    if (!done) {
        const int why = errno;
        unlink(beside);
        errno = why;
    }
    return done;
}

/* Nothing takes the place of a device. */
static bool write_into(const char *path, const char *bytes, size_t n)
{
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool done = fd >= 0 && write_all(fd, bytes, n);
    if (fd >= 0)
        done = close(fd) == 0 && done;
    return done;
}

/* A link stays one: what it leads to is written. */
static bool write_file(const char *path, const char *bytes, size_t n)
{
    struct stat st;
    char real[PATH_MAX];
    if (stat(path, &st) != 0)
        return write_beside(path, bytes, n);
    if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        return write_into(path, bytes, n);
    return realpath(path, real) != NULL && write_beside(real, bytes, n);
}

bool file_write(const char *path, const char *bytes, size_t n)
{
    const bool done = is_standard(path) ? write_all(STDOUT_FILENO, bytes, n) : write_file(path, bytes, n);
    if (!done)
        fprintf(stderr, "plenary: %s: %s\n", is_standard(path) ? "standard output" : path, strerror(errno));
    return done;
}

bool file_is_terminal(const char *path)
{
    return is_standard(path) && isatty(STDOUT_FILENO) == 1;
}

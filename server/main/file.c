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
#include "base/utf8.h"
#include "main/terminal.h"

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
        terminal_line(stderr, "plenary: %s: %s", path, strerror(errno));
        return NULL;
    }
    buf_init(&text, max);
    for (size_t got; !text.full && (got = fread(piece, 1, sizeof piece, file)) > 0;)
        buf_add(&text, piece, got);
    const bool failed = ferror(file) != 0;
    if (file != stdin)
        fclose(file);
    if (failed || text.full) {
        terminal_line(stderr, failed ? "plenary: %s cannot be read" : "plenary: %s is too large", path);
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

/* The end of a line at `p`, as all of our texts have it: "\n" or "\r\n". 0: there is none. */
static size_t line_end(const char *p, const char *end)
{
    if (*p == '\n')
        return 1;
    return *p == '\r' && p + 1 < end && p[1] == '\n' ? 2 : 0;
}

/* To people, not to a program: what their terminal would obey is shown. */
static bool write_shown(int fd, const char *bytes, size_t n)
{
    static const char mark[] = "\xef\xbb\xbf"; /* of UTF-8, for programs */
    char piece[4096];
    size_t used = 0;
    bool done = true;
    const bool marked = n >= strlen(mark) && memcmp(bytes, mark, strlen(mark)) == 0;
    for (const char *p = marked ? bytes + strlen(mark) : bytes, *end = n == 0 ? bytes : bytes + n; done && p < end;) {
        const size_t ended = line_end(p, end);
        memcpy(piece + used, p, ended);
        used += ended;
        p += ended;
        if (ended == 0)
            used += utf8_show_next(piece + used, &p, end);
        if (p == end || used + UTF8_SHOWN_MAX > sizeof piece) {
            done = write_all(fd, piece, used);
            used = 0;
        }
    }
    return done;
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

/* A link stays one: what it leads to is written. One that leads to nothing may be meant for a disk that is not there now. */
static bool write_file(const char *path, const char *bytes, size_t n)
{
    struct stat st, link;
    char real[PATH_MAX];
    const bool there = stat(path, &st) == 0;
    if (!there && errno == ENOENT && lstat(path, &link) != 0)
        return write_beside(path, bytes, n);
    if (!there)
        return false;
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (!S_ISREG(st.st_mode))
        return write_into(path, bytes, n);
    return realpath(path, real) != NULL && write_beside(real, bytes, n);
}

/* Why nothing was written to `path`, by errno. */
static const char *why_not_written(const char *path, int error)
{
    struct stat st;
    if (error == ENOENT && lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
        return "this link leads to nothing";
    if (error == EISDIR)
        return "this is a directory; name a file in it";
    if (error == ENOENT)
        return "its directory is not there";
    if ((error == EACCES || error == EPERM || error == EROFS) && (stat(path, &st) != 0 || S_ISREG(st.st_mode)))
        return "its directory may not be written to";
    return strerror(error);
}

bool file_write(const char *path, const char *bytes, size_t n)
{
    if (!is_standard(path)) {
        const bool done = write_file(path, bytes, n);
        const int error = errno;
        if (!done)
            terminal_line(stderr, "plenary: %s was not written: %s", path, why_not_written(path, error));
        return done;
    }
    const bool done =
        file_is_terminal(path) ? write_shown(STDOUT_FILENO, bytes, n) : write_all(STDOUT_FILENO, bytes, n);
    if (!done)
        terminal_line(stderr, "plenary: standard output: %s", strerror(errno));
    return done;
}

bool file_is_terminal(const char *path)
{
    return is_standard(path) && isatty(STDOUT_FILENO) == 1;
}

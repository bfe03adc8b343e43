/* shelf: the templates saved on this server. See include/store/shelf.h. */
#include "store/shelf.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "core/limits.h"
#include "store/database.h"

static const char ending[] = ".json";

static enum store_result failed(struct store_job *job, const char *doing)
{
    int error = errno;
    snprintf(job->message, sizeof job->message, "%s the template: %s", doing, strerror(error));
    if (error == ENOENT)
        return STORE_MISSING;
    return error == ENOSPC || error == EDQUOT || error == EROFS ? STORE_FULL : STORE_IO;
}

/* "NAME.json" as NAME; false: it is called otherwise. */
static bool name_of(const char *file, char name[SHELF_NAME_MAX + 1])
{
    size_t n = strspn(file, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (n < SHELF_NAME_MIN || n > SHELF_NAME_MAX || strcmp(file + n, ending) != 0)
        return false;
    memcpy(name, file, n);
    name[n] = '\0';
    return true;
}

static void path_of(const char *directory, const char *name, const char *more, char out[DATABASE_PATH_MAX])
{
    int n = snprintf(out, DATABASE_PATH_MAX, "%s/%s%s%s", directory, name, ending, more);
    assert(n > 0 && n < DATABASE_PATH_MAX);
}

static bool read_all(int fd, char *out, size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t got = read(fd, out + done, n - done);
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

/* False: it cannot be had; that is said in the log and no reason to miss the others. */
static bool read_one(const char *directory, struct store_template *template)
{
    char path[DATABASE_PATH_MAX];
    struct stat st;
    path_of(directory, template->name, "", path);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool fits = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= LIMIT_IMPORT;
    if (fits) {
        template->n = (size_t)st.st_size;
        template->json = mem_zero(template->n + 1, 1);
        fits = read_all(fd, template->json, template->n);
    }
    if (fd >= 0)
        close(fd);
    if (!fits) {
        log_line(LOG_WARN, "the template %s cannot be read, or is too large", template->name);
        mem_free(template->json);
        template->json = NULL;
    }
    return fits;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct store_template *)a)->name, ((const struct store_template *)b)->name);
}

enum store_result shelf_read(const char *directory, struct store_job *job)
{
    DIR *dir = opendir(directory);
    if (dir == NULL)
        return failed(job, "cannot read");
    job->shelf = mem_zero(SHELF_MAX, sizeof *job->shelf);
    for (struct dirent *entry; job->n_found < SHELF_MAX && (entry = readdir(dir)) != NULL;) {
        struct store_template *template = &job->shelf[job->n_found];
        if (name_of(entry->d_name, template->name) && read_one(directory, template))
            job->n_found++;
    }
    closedir(dir);
    qsort(job->shelf, job->n_found, sizeof *job->shelf, by_name);
    return STORE_OK;
}

static bool write_all(int fd, const char *text, size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t put = write(fd, text + done, n - done);
        if (put < 0)
            return false;
        done += (size_t)put;
    }
    return fsync(fd) == 0;
}

enum store_result shelf_put(const char *directory, struct store_job *job)
{
    char path[DATABASE_PATH_MAX], draft[DATABASE_PATH_MAX];
    path_of(directory, job->name, "", path);
    path_of(directory, job->name, ".new", draft);
    int fd = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return failed(job, "cannot make");
    bool written = write_all(fd, job->json, job->json_n);
    if (close(fd) != 0 || !written || rename(draft, path) != 0) {
        enum store_result result = failed(job, "cannot write");
        unlink(draft);
        return result;
    }
    database_sync_directory(directory);
    return STORE_OK;
}

enum store_result shelf_drop(const char *directory, struct store_job *job)
{
    char path[DATABASE_PATH_MAX];
    path_of(directory, job->name, "", path);
    if (unlink(path) != 0)
        return failed(job, "cannot remove");
    database_sync_directory(directory);
    return STORE_OK;
}

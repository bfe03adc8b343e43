/* keys: see include/main/keys.h. */
#include "main/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/random.h"
#include "main/file.h"
#include "main/state.h"
#include "main/terminal.h"

enum { PATH_BYTES = STATE_PATH_MAX + 32 };

static bool complain(const char *path, const char *why)
{
    terminal_line(stderr, "plenary: %s: %s", path, why);
    return false;
}

/* Complete under its name or not there at all: what was signed with half a key could never be checked. */
static bool make_key(const char *directory, const char *path)
{
    char draft[PATH_BYTES + 16], pem[SIGN_PEM_BYTES];
    uint8_t seed[SIGN_KEY_BYTES];
    struct signer signer;
    snprintf(draft, sizeof draft, "%.*s.new", PATH_BYTES, path);
    if (mkdir(directory, 0700) != 0 && errno != EEXIST)
        return complain(directory, strerror(errno));
    random_bytes(seed, sizeof seed);
    signer_make(&signer, seed);
    sign_write_private(pem, &signer);
    const int fd = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool done = fd >= 0 && write(fd, pem, strlen(pem)) == (ssize_t)strlen(pem) && fsync(fd) == 0;
    const int error = errno;
    if (fd >= 0)
        close(fd);
    done = done && link(draft, path) == 0;
    if (fd >= 0)
        unlink(draft);
    return done || errno == EEXIST || complain(path, strerror(error));
}

bool keys_signer(struct signer *signer, const char *state)
{
    char directory[PATH_BYTES], path[PATH_BYTES + 16];
    struct stat st;
    size_t n;
    snprintf(directory, sizeof directory, "%s/keys", state);
    snprintf(path, sizeof path, "%s/signing.pem", directory);
    if (lstat(path, &st) != 0 && !make_key(directory, path))
        return false;
    if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode) || (st.st_mode & 077) != 0)
        return complain(path, "this has to be a file that only its owner may read (mode 0600)");
    char *pem = file_read(path, SIGN_PEM_BYTES, &n);
    const bool done = pem != NULL && sign_read_private(signer, pem);
    if (pem != NULL && !done)
        complain(path, "this is no Ed25519 key in PEM");
    mem_free(pem);
    return done;
}

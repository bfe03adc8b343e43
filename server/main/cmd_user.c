/* cmd_user: accounts, while no server runs. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/password.h"
#include "base/random.h"
#include "base/utf8.h"
#include "core/limits.h"
#include "main/commands.h"
#include "main/offline.h"
#include "main/options.h"
#include "main/state.h"
#include "main/terminal.h"

struct user_options {
    const char *state;
};

static const struct option_row rows[] = {
    { "--state", OPTION_TEXT, offsetof(struct user_options, state), .value = "DIR",
      .doc = "The state directory (default: $XDG_STATE_HOME/plenary, else ./state)." },
};

static const struct usage usage = {
    .name = "user",
    .operands = "add NAME | password NAME | list",
    .doc = "Accounts are for facilitators. The password is asked for, or read as one line from standard input. Stop the\n"
           "server first.",
    .rows = rows,
    .n_rows = sizeof rows / sizeof rows[0],
    .operands_min = 1,
    .operands_max = 2,
};

static int fail_with(const char *message)
{
    terminal_line(stderr, "plenary user: %s", message);
    return EXIT_FAILED;
}

/* One line of standard input without its end. False: there is none, or it is too long. */
static bool read_line(char *out, size_t size)
{
    if (fgets(out, (int)size, stdin) == NULL)
        return false;
    const size_t n = strcspn(out, "\r\n");
    const bool whole = out[n] != '\0' || feof(stdin);
    out[n] = '\0';
    return whole;
}

static bool ask(const char *prompt, char *out, size_t size)
{
    struct termios shown, hidden;
    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &shown) != 0)
        return read_line(out, size);
    fputs(prompt, stderr);
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    const bool done = read_line(out, size);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fputs("\n", stderr);
    return done;
}

/* The form in which the registry keeps it. */
static bool ask_password(char stored[PASSWORD_STORED_MAX])
{
    char password[PASSWORD_MAX + 2], again[PASSWORD_MAX + 2];
    uint8_t salt[PASSWORD_SALT_BYTES];
    const bool given = ask("Password: ", password, sizeof password);
    if (!given || strlen(password) < PASSWORD_MIN || strlen(password) > PASSWORD_MAX) {
        terminal_line(stderr, "plenary user: a password has %d to %d bytes on one line", PASSWORD_MIN, PASSWORD_MAX);
        return false;
    }
    if (isatty(STDIN_FILENO) && (!ask("Again: ", again, sizeof again) || strcmp(password, again) != 0)) {
        terminal_line(stderr, "plenary user: these were two different passwords");
        return false;
    }
    random_bytes(salt, sizeof salt);
    password_store(stored, password, salt);
    return true;
}

static bool name_ok(const char *name)
{
    return utf8_valid(name, strlen(name)) && name[0] != '\0' && utf8_length(name) <= LIMIT_NAME &&
           !utf8_has_control(name) && strpbrk(name, "\n\t") == NULL;
}

static struct registry_row *find_account(struct registry_row *all, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].table == REGISTRY_ACCOUNT && strcmp(all[i].name, name) == 0)
            return &all[i];
    return NULL;
}

static uint64_t last_account(const struct registry_row *all, size_t n)
{
    uint64_t last = 0;
    for (size_t i = 0; i < n; i++)
        if (all[i].table == REGISTRY_ACCOUNT && all[i].id > last)
            last = all[i].id;
    return last;
}

static int add(struct offline *offline, struct registry_row *all, size_t n, const char *name)
{
    struct wall_clock clock = { 0 };
    struct registry_row row = { .table = REGISTRY_ACCOUNT, .id = last_account(all, n) + 1 };
    if (find_account(all, n, name) != NULL)
        return fail_with("there is an account of that name; to change its password: plenary user password NAME");
    if (!ask_password(row.text))
        return EXIT_FAILED;
    row.at = wall_clock_now(&clock);
    snprintf(row.name, sizeof row.name, "%s", name);
    return offline_write(offline, &row, 1) ? EXIT_DONE : EXIT_FAILED;
}

/* A new password ends the sessions that the former one opened. */
static int change(struct offline *offline, struct registry_row *all, size_t n, const char *name)
{
    struct registry_row *account = find_account(all, n, name);
    size_t n_written = 1;
    if (account == NULL)
        return fail_with("there is no account of that name; plenary user list shows them");
    struct registry_row *written = mem_zero(n, sizeof *written);
    written[0] = *account;
    for (size_t i = 0; i < n; i++) {
        if (all[i].table != REGISTRY_SESSION || all[i].ref != account->id)
            continue;
        written[n_written] = all[i];
        written[n_written++].removed = true;
    }
    const bool done = ask_password(written[0].text) && offline_write(offline, written, n_written);
    mem_free(written);
    return done ? EXIT_DONE : EXIT_FAILED;
}

static int list(struct offline *offline, struct registry_row *all, size_t n, const char *name)
{
    (void)offline;
    (void)name;
    const uint64_t last = last_account(all, n);
    for (uint64_t id = 1; id <= last; id++)
        for (size_t i = 0; i < n; i++)
            if (all[i].table == REGISTRY_ACCOUNT && all[i].id == id)
                terminal_line(stdout, "%s", all[i].name);
    return EXIT_DONE;
}

struct act {
    const char *word;
    bool takes_name;
    int (*run)(struct offline *offline, struct registry_row *all, size_t n, const char *name);
};

static const struct act acts[] = { { "add", true, add }, { "password", true, change }, { "list", false, list } };

static const struct act *find_act(const struct operands *operands)
{
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        if (strcmp(acts[i].word, operands->v[0]) == 0 && acts[i].takes_name == (operands->n == 2))
            return &acts[i];
    return NULL;
}

static int run(const struct act *act, const char *state, const char *name)
{
    struct offline offline;
    size_t n;
    if (!offline_open(&offline, state))
        return EXIT_FAILED;
    struct registry_row *all = offline_rows(&offline, &n);
    const int status = all == NULL ? EXIT_FAILED : act->run(&offline, all, n, name);
    mem_free(all);
    offline_close(&offline);
    return status;
}

int cmd_user(int argc, char **argv)
{
    struct user_options options = { 0 };
    struct operands operands;
    char buffer[STATE_PATH_MAX];
    const int status = options_read(&usage, &options, &operands, argc, argv);
    if (status >= 0)
        return status;
    const struct act *act = find_act(&operands);
    if (act == NULL) {
        terminal_line(stderr, "plenary user: %s. See: plenary user --help", usage.operands);
        return EXIT_USAGE;
    }
    if (act->takes_name && !name_ok(operands.v[1]))
        return fail_with("a name is one line of 1 to 64 characters");
    return run(act, state_path(options.state, buffer), operands.v[1]);
}

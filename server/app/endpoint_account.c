/* endpoint_account: setting up, logging in and out, and who one is. */
#include <assert.h>
#include <string.h>

#include "app/call.h"
#include "base/mem.h"
#include "base/password.h"
#include "base/utf8.h"

/* What checking a password off the loop needs. */
struct login {
    char *name, *password;
    uint64_t account;               /* 0: there is none of that name */
    uint8_t salt[PASSWORD_SALT_BYTES];
    char stored[PASSWORD_STORED_MAX];
    bool right;
};

static void login_free(void *own)
{
    struct login *login = own;
    if (login->password != NULL)
        explicit_bzero(login->password, strlen(login->password));
    mem_free(login->password);
    mem_free(login->name);
    mem_free(login);
}

static void answer_account(struct call *call)
{
    struct json *json = call_begin(call);
    json_key(json, "account");
    json_open_object(json);
    json_key(json, "name");
    json_text(json, registry_account_name(call->endpoints->registry, call->account));
    json_close_object(json);
    call_answer(call);
}

/* The account goes into the session under a new token: one that somebody else planted is worth nothing afterwards. */
static void account_enter(struct call *call, uint64_t account)
{
    call->account = account;
    call->session = registry_session_login(call->endpoints->registry, call->session, account, call->token);
    call_commit(call, answer_account);
}

static void setup_run(struct work *work)
{
    struct login *login = call_of_work(work)->own;
    password_store(login->stored, login->password, login->salt);
}

static void setup_done(struct call *call)
{
    struct login *login = call->own;
    if (registry_accounts(call->endpoints->registry) > 0) {
        call_refuse(call, 409, "setup_done");
        return;
    }
    account_enter(call, registry_account_add(call->endpoints->registry, login->name, login->stored));
}

static bool token_equal(const char *token, const char *expected)
{
    uint8_t given[HASH_BYTES], right[HASH_BYTES];
    hash_bytes(given, token, strlen(token));
    hash_bytes(right, expected, strlen(expected));
    return hash_equal(given, right, sizeof given);
}

/* Whether the password may become one; otherwise the call was refused. */
static bool password_fits(struct call *call, const char *password)
{
    if (password == NULL || utf8_length(password) < PASSWORD_MIN) {
        call_refuse(call, 400, "password_short");
        return false;
    }
    if (utf8_length(password) > PASSWORD_MAX) {
        call_refuse(call, 400, "too_long");
        return false;
    }
    return true;
}

void endpoint_setup(struct call *call)
{
    struct endpoints *endpoints = call->endpoints;
    const char *token = body_text(call->body, "token");
    const char *password = body_text(call->body, "password");
    int64_t now = call_now(call);
    if (registry_accounts(endpoints->registry) > 0) {
        call_refuse(call, 409, "setup_done");
        return;
    }
    if (!rate_allows(endpoints->logins, call->peer, now)) {
        call_refuse(call, 429, "slow_down");
        return;
    }
    if (token == NULL || !token_equal(token, endpoints->setup_token)) {
        rate_failed(endpoints->logins, call->peer, now);
        call_refuse(call, 403, "link_unknown");
        return;
    }
    const char *name = call_name(call, "name");
    if (name == NULL || !password_fits(call, password))
        return;
    struct login *login = call_own(call, sizeof *login, login_free);
    login->name = mem_copy_text(name);
    login->password = mem_copy_text(password);
    endpoints->platform->random(login->salt, sizeof login->salt);
    if (!call_work(call, setup_run, setup_done))
        call_refuse(call, 503, "busy");
}

static void login_run(struct work *work)
{
    struct login *login = call_of_work(work)->own;
    login->right = password_check(login->stored, login->password);
}

static void login_done(struct call *call)
{
    struct endpoints *endpoints = call->endpoints;
    struct login *login = call->own;
    const char *stored = registry_account_stored(endpoints->registry, login->account);
    /* The account may have gone or got another password meanwhile. */
    if (!login->right || stored == NULL || strcmp(stored, login->stored) != 0) {
        call_refuse(call, 401, "login");
        return;
    }
    rate_forgive(endpoints->logins, call->peer, call_now(call));
    rate_forgive(endpoints->accounts, login->name, call_now(call));
    account_enter(call, login->account);
}

/* An unknown name costs the same work as a known one: this is checked in its stead, and no password gives it. */
static const char nobody_stored[] =
    "$scrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static struct login *login_prepare(struct call *call, const char *name, const char *password)
{
    struct registry *registry = call->endpoints->registry;
    struct login *login = call_own(call, sizeof *login, login_free);
    login->name = mem_copy_text(name);
    login->password = mem_copy_text(password);
    login->account = registry_account_find(registry, name);
    const char *stored = registry_account_stored(registry, login->account);
    if (stored == NULL)
        stored = nobody_stored;
    assert(strlen(stored) < sizeof login->stored);
    memcpy(login->stored, stored, strlen(stored) + 1);
    return login;
}

void endpoint_login(struct call *call)
{
    struct endpoints *endpoints = call->endpoints;
    const char *name = body_text(call->body, "name");
    const char *password = body_text(call->body, "password");
    int64_t now = call_now(call);
    if (name == NULL || password == NULL) {
        call_refuse(call, 400, "missing");
        return;
    }
    if (!rate_allows(endpoints->logins, call->peer, now) || !rate_allows(endpoints->accounts, name, now)) {
        call_refuse(call, 429, "slow_down");
        return;
    }
    login_prepare(call, name, password);
    if (!call_work(call, login_run, login_done)) {
        call_refuse(call, 503, "busy");
        return;
    }
    /* Counted before it is known, so that many tries at once do not slip by together; success takes it back. */
    rate_failed(endpoints->logins, call->peer, now);
    rate_failed(endpoints->accounts, name, now);
}

static void answer_nothing(struct call *call)
{
    call_begin(call);
    call_answer(call);
}

void endpoint_logout(struct call *call)
{
    call->forget = true;
    if (call->session == 0) {
        answer_nothing(call);
        return;
    }
    registry_session_close(call->endpoints->registry, call->session);
    call_commit(call, answer_nothing);
}

static void write_seats(struct call *call, struct json *json)
{
    struct registry *registry = call->endpoints->registry;
    struct seat *seats = mem_zero(ENDPOINT_LIST_MAX, sizeof *seats);
    size_t n = registry_seats(registry, call->session, seats, ENDPOINT_LIST_MAX);
    json_open_array(json);
    for (size_t i = 0; i < n; i++) {
        struct registry_workshop workshop;
        if (!registry_workshop(registry, seats[i].workshop, &workshop))
            continue;
        json_open_object(json);
        json_key(json, "workshop");
        json_text(json, workshop.id);
        json_key(json, "title");
        json_text(json, workshop.title);
        json_key(json, "role");
        json_text(json, role_word(seats[i].role));
        json_close_object(json);
    }
    json_close_array(json);
    mem_free(seats);
}

void endpoint_me(struct call *call)
{
    struct registry *registry = call->endpoints->registry;
    const char *name = registry_account_name(registry, call->account);
    struct json *json = call_begin(call);
    json_key(json, "setup");
    json_bool(json, registry_accounts(registry) == 0);
    json_key(json, "account");
    if (name == NULL) {
        json_null(json);
    } else {
        json_open_object(json);
        json_key(json, "name");
        json_text(json, name);
        json_close_object(json);
    }
    json_key(json, "seats");
    write_seats(call, json);
    call_answer(call);
}

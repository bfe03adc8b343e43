/* codec: what a client may send, and how everything else is refused. */
#include "test.h"

#include <string.h>

#include "app/codec.h"
#include "app/codec_tree.h"
#include "base/buf.h"
#include "base/mem.h"
#include "core/limits.h"

#define HEX32 "00112233445566778899aabbccddeeff"

static struct incoming read_text(const char *text)
{
    struct incoming in;
    codec_read(&in, text, strlen(text), LANG_EN);
    return in;
}

static void assert_bad(const char *text, uint64_t number)
{
    struct incoming in = read_text(text);
    if (in.type != INCOMING_BAD || in.number != number)
        print_error("%s\n", text);
    assert_int_equal(in.type, INCOMING_BAD);
    assert_int_equal(in.number, number);
    command_clear(&in.cmd);
}

static void hello_is_read(void **state)
{
    (void)state;
    struct incoming in = read_text("{\"t\":\"hello\",\"client\":\"" HEX32 "\",\"seq\":7,\"tag\":\"00000000000001ff\","
                                   "\"view\":2,\"deflate\":true}");
    assert_int_equal(in.type, INCOMING_HELLO);
    assert_int_equal(in.hello.client[1], 0x11);
    assert_int_equal(in.hello.seq, 7);
    assert_int_equal(in.hello.tag, 0x1ff);
    assert_int_equal(in.hello.view, 2);
    assert_true(in.hello.deflate);
}

static void hello_without_replica(void **state)
{
    (void)state;
    struct incoming in = read_text("{\"t\":\"hello\",\"client\":\"" HEX32 "\"}");
    assert_int_equal(in.type, INCOMING_HELLO);
    assert_int_equal(in.hello.seq, 0);
    assert_false(in.hello.deflate);
}

static void bad_frames(void **state)
{
    (void)state;
    static const char *const frames[] = {
        "",
        "x",
        "[]",
        "\"t\"",
        "{",
        "{}",
        "{\"t\":1}",
        "{\"t\":\"nothing\"}",
        "{\"t\":\"beat\",\"x\":1}",
        "{\"t\":\"beat\"}{\"t\":\"beat\"}",
        "{\"t\":\"beat\",\"t\":\"beat\"}",
        "{\"t\":\"be\\u0000at\"}",
        "{\"t\":\"hello\"}",
        "{\"t\":\"hello\",\"client\":\"" HEX32 "00\"}",
        "{\"t\":\"hello\",\"client\":\"" HEX32 "\",\"seq\":-1}",
        "{\"t\":\"hello\",\"client\":\"" HEX32 "\",\"seq\":1.5}",
        "{\"t\":\"hello\",\"client\":\"" HEX32 "\",\"tag\":\"zz\"}",
        "{\"t\":\"hello\",\"client\":\"" HEX32 "\",\"deflate\":1}",
        "{\"t\":\"cmd\",\"do\":\"theme.create\"}",
        "{\"t\":\"cmd\",\"n\":0,\"do\":\"theme.create\"}",
        "{\"t\":\"cmd\",\"n\":9007199254740992,\"do\":\"theme.create\"}",
        "{\"t\":\"cmd\",\"n\":\"1\",\"do\":\"theme.create\"}",
        "{\"t\":\"cmd\",\"n\":99999999999999999999}",
        "{\"t\":\"at\",\"id\":5}",
        "{\"t\":\"at\",\"id\":5,\"field\":\"title\"}",
        "{\"t\":\"at\",\"id\":0,\"field\":\"title\",\"lang\":\"en\"}",
        "{\"t\":\"at\",\"id\":-5,\"field\":\"title\",\"lang\":\"en\"}",
        "{\"t\":\"at\",\"id\":5,\"field\":\"colour\",\"lang\":\"en\"}",
        "{\"t\":\"at\",\"id\":5,\"field\":null,\"lang\":\"en\"}",
        "{\"t\":\"at\",\"id\":5,\"field\":\"title\",\"lang\":\"de\"}",
        "{\"t\":\"at\",\"id\":5,\"field\":\"title\",\"lang\":\"en\",\"x\":1}",
        "{\"t\":\"cmd\",\"n\":3,\"do\":\"text.edit\",\"args\":{\"op\":[\"\\ud800\"]}}",
        "{\"t\":\"cmd\",\"n\":3,\"do\":\"text.edit\",\"args\":{\"op\":[\"a\\u0000b\"]}}",
    };
    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++)
        assert_bad(frames[i], 0);
    assert_bad("{\"t\":\"cmd\",\"n\":3}", 3);
    assert_bad("{\"t\":\"cmd\",\"n\":3,\"do\":\"theme.create\",\"more\":1}", 3);
}

static void invalid_utf8(void **state)
{
    (void)state;
    struct incoming in = read_text("{\"t\":\"cmd\",\"n\":1,\"do\":\"theme.create\",\"args\":{\"title\":\"\xc3\x28\"}}");
    assert_int_equal(in.type, INCOMING_BAD);
    in = read_text("{\"t\":\"cmd\",\"n\":1,\"do\":\"theme.create\",\"args\":{\"title\":\"\\ud800\"}}");
    assert_int_equal(in.type, INCOMING_BAD);
}

/* `n` opening and closing brackets around nothing, in an object. */
static struct node *nested(size_t n)
{
    char text[200] = "{\"a\":";
    for (size_t i = 0; i < n; i++)
        strncat(text, "[", sizeof text - strlen(text) - 1);
    for (size_t i = 0; i < n; i++)
        strncat(text, "]", sizeof text - strlen(text) - 1);
    strncat(text, "}", sizeof text - strlen(text) - 1);
    return tree_read(text, strlen(text), LIMIT_IMPORT_NODES, NULL);
}

static void depth_is_bounded(void **state)
{
    (void)state;
    struct node *root = nested(LIMIT_DEPTH - 1);
    assert_non_null(root);
    tree_free(root);
    assert_null(nested(LIMIT_DEPTH));
}

static struct node *with_members(int n)
{
    struct buf text;
    buf_init(&text, LIMIT_BODY);
    buf_char(&text, '{');
    for (int i = 0; i < n; i++)
        buf_print(&text, "%s\"k%d\":\"a:b,{\\\"\"", i == 0 ? "" : ",", i);
    buf_char(&text, '}');
    struct node *root = tree_read(text.data, text.len, LIMIT_IMPORT_NODES, NULL);
    buf_free(&text);
    return root;
}

static void members_are_bounded(void **state)
{
    (void)state;
    struct node *root = with_members(LIMIT_KEYS);
    assert_non_null(root);
    assert_int_equal(node_count(root), LIMIT_KEYS);
    tree_free(root);
    assert_null(with_members(LIMIT_KEYS + 1));
}

static void values_are_bounded(void **state)
{
    (void)state;
    static const char text[] = "{\"a\":[1,2,3]}";
    struct tree_error error;
    struct node *root = tree_read(text, sizeof text - 1, 5, NULL);
    assert_non_null(root);
    tree_free(root);
    assert_null(tree_read(text, sizeof text - 1, 4, &error));
    assert_string_equal(error.reason, "too many values");
}

static void long_frame(void **state)
{
    (void)state;
    char text[LIMIT_FRAME_IN + 2];
    memset(text, ' ', sizeof text);
    memcpy(text, "{\"t\":\"beat\"}", 12);
    struct incoming in;
    codec_read(&in, text, LIMIT_FRAME_IN, LANG_EN);
    assert_int_equal(in.type, INCOMING_BEAT);
    codec_read(&in, text, LIMIT_FRAME_IN + 1, LANG_EN);
    assert_int_equal(in.type, INCOMING_BAD);
}

struct refusal {
    const char *verb, *args;
    enum code code;
};

static void refused_arguments(void **state)
{
    (void)state;
    static const struct refusal cases[] = {
        { "theme.paint", "{}", CODE_BAD_COMMAND },
        { "theme.create", "[]", CODE_BAD_ARGUMENT },
        { "theme.create", "{}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":\"\"}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":null}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":{}}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":{\"en\":\"\"}}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":{\"de\":\"Thema\"}}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":{\"en\":5}}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":{\"en\":\"a\",\"src\":\"de\"}}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":\"a\\nb\"}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":\"a\",\"colour\":1}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":\"a\",\"pos\":1}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":\"a\",\"id\":1}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":\"a\",\"into\":1}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":\"a\",\"after\":\"1\"}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":\"a\",\"after\":4294967296}", CODE_BAD_ARGUMENT },
        { "theme.create", "{\"title\":\"a\",\"after\":null}", CODE_BAD_ARGUMENT },
        { "theme.edit", "{\"title\":\"a\"}", CODE_BAD_ARGUMENT },
        { "theme.edit", "{\"id\":0,\"title\":\"a\"}", CODE_BAD_ARGUMENT },
        { "theme.edit", "{\"id\":1.0,\"title\":\"a\"}", CODE_BAD_ARGUMENT },
        { "theme.remove", "{\"id\":1,\"title\":\"a\"}", CODE_BAD_ARGUMENT },
        { "item.create", "{\"title\":\"a\"}", CODE_BAD_ARGUMENT },
        { "item.create", "{\"title\":\"a\",\"day\":0}", CODE_BAD_ARGUMENT },
        { "item.create", "{\"title\":\"a\",\"day\":31}", CODE_BAD_ARGUMENT },
        { "item.create", "{\"title\":\"a\",\"day\":true}", CODE_BAD_ARGUMENT },
        { "item.create", "{\"title\":\"a\",\"day\":1,\"start\":\"9:00\"}", CODE_BAD_ARGUMENT },
        { "item.create", "{\"title\":\"a\",\"day\":1,\"kind\":\"nap\"}", CODE_BAD_ARGUMENT },
        { "item.create", "{\"title\":\"a\",\"day\":1,\"kind\":2}", CODE_BAD_ARGUMENT },
        { "item.create", "{\"title\":\"a\",\"day\":1,\"fixed\":1}", CODE_BAD_ARGUMENT },
        { "action.create", "{\"title\":\"a\",\"partners\":[1,1]}", CODE_BAD_ARGUMENT },
        { "action.create", "{\"title\":\"a\",\"partners\":[0]}", CODE_BAD_ARGUMENT },
        { "action.create", "{\"title\":\"a\",\"partners\":1}", CODE_BAD_ARGUMENT },
        { "action.create", "{\"title\":\"a\",\"due\":\"T+6 fortnights\"}", CODE_BAD_ARGUMENT },
        { "person.create", "{\"name\":\"a\"}", CODE_BAD_ARGUMENT },
        { "person.create", "{\"name\":\"a\",\"role\":null}", CODE_BAD_ARGUMENT },
        { "person.create", "{\"name\":\"a\",\"role\":\"system\"}", CODE_BAD_ARGUMENT },
        { "person.edit", "{\"id\":1,\"name\":\"\"}", CODE_BAD_ARGUMENT },
        { "person.self", "{\"name\":null}", CODE_BAD_ARGUMENT },
        { "ballot.enter", "{\"id\":1,\"option\":2}", CODE_BAD_ARGUMENT },
        { "ballot.cast", "{\"id\":1,\"values\":[1.5]}", CODE_BAD_ARGUMENT },
        { "ballot.cast", "{\"id\":1,\"options\":[2,2]}", CODE_BAD_ARGUMENT },
        { "workshop.live", "{\"id\":1}", CODE_BAD_ARGUMENT },
        { "workshop.edit", "{\"languages\":[\"en\",\"en\"]}", CODE_BAD_ARGUMENT },
        { "workshop.edit", "{\"languages\":[\"de\"]}", CODE_BAD_ARGUMENT },
        { "workshop.edit", "{\"time_zone\":\"\"}", CODE_BAD_ARGUMENT },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct command cmd;
        enum code code = codec_command(&cmd, cases[i].verb, cases[i].args, strlen(cases[i].args), LANG_EN);
        if (code != cases[i].code)
            print_error("%s %s\n", cases[i].verb, cases[i].args);
        assert_int_equal(code, cases[i].code);
        assert_null(cmd.verb);
    }
}

static enum code title_of(int code_points)
{
    struct buf args;
    struct command cmd;
    buf_init(&args, LIMIT_BODY);
    buf_text(&args, "{\"title\":{\"fr\":\"");
    for (int i = 0; i < code_points; i++)
        buf_text(&args, "é");
    buf_text(&args, "\"}}");
    enum code code = codec_command(&cmd, "theme.create", args.data, args.len, LANG_EN);
    if (code == CODE_OK)
        command_clear(&cmd);
    buf_free(&args);
    return code;
}

static void lengths_are_code_points(void **state)
{
    (void)state;
    assert_int_equal(title_of(LIMIT_TITLE), CODE_OK);
    assert_int_equal(title_of(LIMIT_TITLE + 1), CODE_TOO_LONG);
}

static void long_list(void **state)
{
    (void)state;
    struct buf args;
    struct command cmd;
    buf_init(&args, LIMIT_BODY);
    buf_text(&args, "{\"title\":\"a\",\"partners\":[");
    for (int i = 1; i <= LIMIT_LIST + 1; i++)
        buf_print(&args, "%s%d", i == 1 ? "" : ",", i);
    buf_text(&args, "]}");
    assert_int_equal(codec_command(&cmd, "action.create", args.data, args.len, LANG_EN), CODE_TOO_LONG);
    buf_free(&args);
}

/* What history keeps of a command, read back, is the same command. */
static void assert_canonical(const char *verb, const char *args, const char *expected)
{
    struct command cmd;
    struct buf first, second;
    buf_init(&first, LIMIT_ENTITY);
    buf_init(&second, LIMIT_ENTITY);
    assert_int_equal(codec_command(&cmd, verb, args, strlen(args), LANG_FR), CODE_OK);
    command_write(&first, &cmd);
    command_clear(&cmd);
    assert_string_equal(first.data, expected);
    assert_int_equal(codec_command(&cmd, verb, first.data, first.len, LANG_AR), CODE_OK);
    command_write(&second, &cmd);
    command_clear(&cmd);
    assert_string_equal(second.data, first.data);
    buf_free(&first);
    buf_free(&second);
}

static void canonical_arguments(void **state)
{
    (void)state;
    assert_canonical("theme.create", "{\"title\":\"Suivi\"}", "{\"title\":{\"fr\":\"Suivi\"}}");
    assert_canonical("theme.create", "{\"title\":{\"src\":\"fr\",\"en\":\"Follow-up\",\"fr\":\"Suivi\"},\"after\":0}",
                     "{\"after\":0,\"title\":{\"fr\":\"Suivi\",\"en\":\"Follow-up\",\"src\":\"fr\"}}");
    assert_canonical("theme.edit", "{\"title\":{\"fr\":null},\"id\":4}", "{\"id\":4,\"title\":{\"fr\":\"\"}}");
    assert_canonical(
        "action.edit", "{\"id\":4,\"due\":null,\"lead\":null,\"partners\":[3,2],\"indicator\":null}",
        "{\"id\":4,\"lead\":0,\"partners\":[3,2],\"due\":\"\",\"indicator\":{\"ar\":\"\",\"fr\":\"\",\"en\":\"\"}}");
    assert_canonical("item.create", "{\"title\":\"a\",\"day\":2,\"start\":\"09:30\",\"fixed\":true,\"kind\":\"break\"}",
                     "{\"day\":2,\"start\":\"09:30\",\"kind\":\"break\",\"title\":{\"fr\":\"a\"},\"fixed\":true}");
    assert_canonical("workshop.edit", "{\"languages\":[\"fr\",\"ar\"],\"series_number\":5}",
                     "{\"languages\":[\"fr\",\"ar\"],\"series_number\":5}");
    assert_canonical("poll.create", "{\"question\":\"q\",\"labels\":[\"non\",\"oui\"],\"min\":-3}",
                     "{\"question\":{\"fr\":\"q\"},\"min\":-3,\"labels\":[\"non\",\"oui\"]}");
    assert_canonical("person.self", "{\"language\":\"ar\"}", "{\"language\":\"ar\"}");
    assert_canonical("agenda.next", "{}", "{}");
}

static struct room *room_with_one_command(const uint8_t client[CLIENT_ID_BYTES], uint64_t number, uint64_t *created)
{
    static const char create[] = "{\"name\":\"w\",\"title\":\"W\",\"time_zone\":\"UTC\"}";
    static const uint8_t salt[SALT_BYTES] = { 1 };
    struct room *room = room_new();
    struct change change;
    struct command cmd;
    struct actor system = actor_system(1000);
    assert_int_equal(codec_command(&cmd, "workshop.create", create, sizeof create - 1, LANG_EN), CODE_OK);
    assert_int_equal(history_run(room, &system, NULL, &cmd, salt, &change).code, CODE_OK);
    change_clear(&change);
    struct origin origin = { .number = number };
    memcpy(origin.client, client, CLIENT_ID_BYTES);
    assert_int_equal(codec_command(&cmd, "theme.create", "{\"title\":\"t\"}", 13, LANG_EN), CODE_OK);
    struct outcome outcome = history_run(room, &system, &origin, &cmd, salt, &change);
    assert_int_equal(outcome.code, CODE_OK);
    change_clear(&change);
    *created = outcome.result;
    return room;
}

/* P41 */
static void places_are_read(void **state)
{
    (void)state;
    struct incoming in = read_text("{\"t\":\"at\",\"id\":5,\"field\":\"staff_notes\",\"lang\":\"fr\"}");
    assert_int_equal(in.type, INCOMING_AT);
    assert_int_equal(in.at.of, 5);
    assert_int_equal(in.at.field, TEXT_STAFF_NOTES);
    assert_int_equal(in.at.lang, LANG_FR);
    in = read_text("{\"t\":\"at\"}");
    assert_int_equal(in.type, INCOMING_AT);
    assert_int_equal(in.at.of, 0);
}

/* P40, as far as no text is needed. */
static enum code op_of(const char *op)
{
    char args[512];
    struct command cmd;
    snprintf(args, sizeof args, "{\"id\":5,\"field\":\"text\",\"lang\":\"en\",\"rev\":0,\"op\":%s}", op);
    enum code code = codec_command(&cmd, "text.edit", args, strlen(args), LANG_EN);
    if (code == CODE_OK)
        command_clear(&cmd);
    return code;
}

static void only_operations_are_taken(void **state)
{
    (void)state;
    static const char *const good[] = { "[\"a\"]", "[5,\"\xc3\xa9\",{\"d\":3}]", "[{\"d\":1},\"b\"]",
                                        "[1,{\"d\":1},2,\"\\ud83d\\ude00\"]" };
    static const char *const bad[] = { "[]",
                                       "null",
                                       "{}",
                                       "\"a\"",
                                       "5",
                                       "[5]",
                                       "[0,\"a\"]",
                                       "[-1,\"a\"]",
                                       "[1.0,\"a\"]",
                                       "[\"\"]",
                                       "[\"a\",\"b\"]",
                                       "[1,2,\"a\"]",
                                       "[\"a\",5]",
                                       "[{\"d\":0}]",
                                       "[{\"d\":\"x\"}]",
                                       "[{\"d\":1.5}]",
                                       "[{\"d\":1,\"x\":1}]",
                                       "[{\"i\":\"a\"}]",
                                       "[{}]",
                                       "[[\"a\"]]",
                                       "[null]",
                                       "[true,\"a\"]",
                                       "[99999999999,\"a\"]",
                                       "[{\"d\":99999999999}]" };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_int_equal(op_of(good[i]), CODE_OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (op_of(bad[i]) != CODE_BAD_ARGUMENT)
            print_error("%s\n", bad[i]);
        assert_int_equal(op_of(bad[i]), CODE_BAD_ARGUMENT);
    }
}

static void negative_ids(void **state)
{
    (void)state;
    static const uint8_t client[CLIENT_ID_BYTES] = { 7 }, other[CLIENT_ID_BYTES] = { 8 };
    uint64_t theme;
    struct room *room = room_with_one_command(client, 5, &theme);
    struct incoming in =
        read_text("{\"t\":\"cmd\",\"n\":6,\"do\":\"action.create\",\"args\":{\"title\":\"a\",\"theme\":-5}}");
    assert_int_equal(in.code, CODE_OK);
    assert_int_equal(codec_resolve(&in.cmd, room, other), CODE_NOT_FOUND);
    assert_int_equal(codec_resolve(&in.cmd, room, client), CODE_OK);
    assert_int_equal(in.cmd.u.entity.action.theme, theme);
    command_clear(&in.cmd);
    in = read_text("{\"t\":\"cmd\",\"n\":6,\"do\":\"row.merge\",\"args\":{\"id\":-5,\"other\":-5}}");
    assert_int_equal(codec_resolve(&in.cmd, room, client), CODE_OK);
    assert_int_equal(in.cmd.id, theme);
    assert_int_equal(in.cmd.u.merge.other, theme);
    command_clear(&in.cmd);
    in = read_text("{\"t\":\"cmd\",\"n\":6,\"do\":\"theme.move\",\"args\":{\"id\":-5,\"after\":-4}}");
    assert_int_equal(codec_resolve(&in.cmd, room, client), CODE_NOT_FOUND);
    command_clear(&in.cmd);
    room_free(room);
}

static void bodies(void **state)
{
    (void)state;
    static const char text[] =
        "{\"name\":\"A\",\"n\":5,\"less\":-1,\"yes\":true,\"scenario\":{\"b\":[1,\"é\"],\"a\":null}}";
    struct body *body = body_read(text, sizeof text - 1, LIMIT_BODY);
    uint64_t number = 0;
    size_t n = 0;
    assert_non_null(body);
    assert_string_equal(body_text(body, "name"), "A");
    assert_null(body_text(body, "n"));
    assert_null(body_text(body, "absent"));
    assert_true(body_number(body, "n", &number));
    assert_int_equal(number, 5);
    assert_false(body_number(body, "less", &number));
    assert_true(body_flag(body, "yes"));
    assert_false(body_flag(body, "n"));
    assert_null(body_object(body, "name", &n));
    char *object = body_object(body, "scenario", &n);
    assert_string_equal(object, "{\"b\":[1,\"é\"],\"a\":null}");
    assert_int_equal(n, strlen(object));
    mem_free(object);
    body_free(body);
    assert_null(body_read(text, sizeof text - 1, 10));
    assert_null(body_read("[]", 2, LIMIT_BODY));
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("P4 hello tells the client and its replica", hello_is_read),
        test_case("P4 hello without a replica starts from nothing", hello_without_replica),
        test_case("P32 what is not understood is a bad frame, with its number where it has one", bad_frames),
        test_case("invalid UTF-8 and lone surrogates are refused", invalid_utf8),
        test_case("P1 JSON nested too deep is refused before it is parsed", depth_is_bounded),
        test_case("P1 an object with too many members is refused", members_are_bounded),
        test_case("a document of too many values is refused", values_are_bounded),
        test_case("P4 a frame beyond 16 KiB is refused", long_frame),
        test_case("every wrong argument is refused and leaves nothing behind", refused_arguments),
        test_case("lengths count code points, one more is too long", lengths_are_code_points),
        test_case("a list has a limit", long_list),
        test_case("P21 canonical arguments read back as the same command", canonical_arguments),
        test_case("P41 where somebody writes is read", places_are_read),
        test_case("P40 only operations in their one form are taken", only_operations_are_taken),
        test_case("P12 a negative id is what this client's command created", negative_ids),
        test_case("the body of a request is a bag of members", bodies),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}

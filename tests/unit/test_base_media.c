/* media: which Content-Types are JSON. */
#include "base/media.h"

#include "test.h"

static void json_in_any_case_and_with_parameters(void **state)
{
    (void)state;
    assert_true(media_is_json("application/json"));
    assert_true(media_is_json("Application/JSON"));
    assert_true(media_is_json("application/json; charset=utf-8"));
    assert_true(media_is_json("application/json ;charset=utf-8"));
}

static void nothing_else_is_json(void **state)
{
    (void)state;
    assert_false(media_is_json(""));
    assert_false(media_is_json("application/jsonp"));
    assert_false(media_is_json("application/jso"));
    assert_false(media_is_json("text/plain; application/json"));
    assert_false(media_is_json("multipart/form-data"));
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("JSON is told in any case and with parameters", json_in_any_case_and_with_parameters),
        test_case("nothing else is JSON", nothing_else_is_json),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}

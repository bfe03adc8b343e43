/*
 * support_store_polls: polls of which more is kept than one choice each: answers, advice, delegations, entered ballots, rounds. See
 * script_polls.
 */
#include "support_store_script.h"

#define N(id) ((uintmax_t)(id))

static uint64_t add_option(struct script *script, const struct script_people *people, uint64_t poll)
{
    uint64_t action = script->room->live[KIND_ACTION].v[0]->id;
    return script_say(script, people->staff, "option.create", "{\"poll\":%ju,\"text\":\"12 May\",\"action\":%ju}",
                      N(poll), N(action));
}

/* Dates, with advice, somebody who comes late, and a second round. */
static void find_date(struct script *script, const struct script_people *people, uint64_t observer)
{
    uint64_t poll = script_say(script, people->staff, "poll.create",
                               "{\"question\":\"When?\",\"type\":\"date\",\"advisory\":true,\"weighted\":true}");
    uint64_t options[2] = { add_option(script, people, poll), add_option(script, people, poll) };
    script_say(script, people->staff, "poll.open", "{\"id\":%ju}", N(poll));
    for (int i = 0; i < 2; i++)
        script_say(script, people->delegates[i], "ballot.cast", "{\"id\":%ju,\"options\":[%ju,%ju],\"values\":[0,%d]}",
                   N(poll), N(options[0]), N(options[1]), i + 1);
    script_say(script, observer, "ballot.cast", "{\"id\":%ju,\"options\":[%ju],\"values\":[0]}", N(poll),
               N(options[0]));
    script_say(script, people->delegates[0], "ballot.cast", "{\"id\":%ju,\"options\":[%ju],\"values\":[2]}", N(poll),
               N(options[1]));
    uint64_t late =
        script_say(script, people->staff, "person.create",
                   "{\"name\":\"Late\",\"role\":\"delegate\",\"delegation\":%ju}", N(people->delegations[0]));
    script_say(script, people->staff, "poll.admit", "{\"id\":%ju,\"person\":%ju}", N(poll), N(late));
    script_say(script, people->staff, "poll.close", "{\"id\":%ju}", N(poll));
    script_say(script, people->staff, "poll.again", "{\"id\":%ju}", N(poll));
}

/* By delegation, one ballot being entered for somebody on the phone, with a reason. */
static void seek_consent(struct script *script, const struct script_people *people)
{
    uint64_t before = script->room->live[KIND_POLL].v[0]->id;
    uint64_t poll =
        script_say(script, people->staff, "poll.create",
                   "{\"question\":\"Agreed?\",\"type\":\"consent\",\"unit\":\"delegation\",\"pair\":%ju}", N(before));
    script_say(script, people->staff, "person.edit", "{\"id\":%ju,\"mode\":\"phone\"}", N(people->delegates[0]));
    script_say(script, people->staff, "poll.open", "{\"id\":%ju}", N(poll));
    script_say(script, people->staff, "ballot.enter",
               "{\"id\":%ju,\"for\":%ju,\"values\":[2],\"text\":\"Trop t\u00f4t\"}", N(poll), N(people->delegates[0]));
    script_say(script, people->delegates[1], "ballot.cast", "{\"id\":%ju,\"values\":[0]}", N(poll));
    script_say(script, people->staff, "poll.close", "{\"id\":%ju}", N(poll));
}

void script_polls(struct script *script, const struct script_people *people)
{
    uint64_t observer =
        script_say(script, people->staff, "person.create", "{\"name\":\"Watcher\",\"role\":\"observer\"}");
    find_date(script, people, observer);
    seek_consent(script, people);
}

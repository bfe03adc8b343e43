/*
 * support_store_floor: what happens in a room beside agenda, polls and plan: hands, a speech, questions with an answer, messages,
 * points parked, attendance. See script_floor.
 */
#include "support_store_script.h"

#define N(id) ((uintmax_t)(id))

static void ask(struct script *script, const struct script_people *people)
{
    static const char *const verbs[] = { "question.admit", "question.answer" };
    script_say(script, people->staff, "workshop.edit", "{\"moderated\":true}");
    uint64_t question = script_say(script, people->delegates[0], "question.create",
                                   "{\"text\":{\"fr\":\"Pourquoi ?\",\"ar\":\"\u0644\u0645\u0627\u0630\u0627\"}}");
    script_say(script, people->staff, verbs[0], "{\"id\":%ju}", N(question));
    script_say(script, people->delegates[1], "question.back", "{\"id\":%ju,\"on\":true}", N(question));
    script_say(script, people->staff, verbs[1], "{\"id\":%ju,\"reply\":{\"en\":\"Because\"}}", N(question));
    uint64_t waiting = script_say(script, people->delegates[1], "question.create", "{\"text\":\"How?\"}");
    script_say(script, people->staff, "question.dismiss", "{\"id\":%ju}", N(waiting));
    uint64_t mine = script_say(script, people->delegates[1], "question.create", "{\"text\":\"Never mind\"}");
    script_remove(script, people->staff, "question.remove", mine);
}

static void speak(struct script *script, const struct script_people *people)
{
    uint64_t first = script_say(script, people->delegates[0], "hand.raise", "{\"type\":\"reply\"}");
    uint64_t second = script_say(script, people->delegates[1], "hand.raise", "{}");
    script_say(script, people->staff, "hand.give", "{\"id\":%ju,\"seconds\":120}", N(first));
    script_say(script, people->delegates[0], "hand.end", "{\"id\":%ju}", N(first));
    script_say(script, people->delegates[1], "hand.lower", "{\"id\":%ju}", N(second));
    script_say(script, people->staff, "tour.start", "{\"seconds\":60}");
    script_say(script, people->staff, "tour.end", "{}");
}

/* One of each that stays, and one that is removed. */
static void announce(struct script *script, const struct script_people *people)
{
    struct command cmd = script_full("message.create");
    uint64_t message = script_run(script, people->staff, &cmd);
    script_say(script, people->staff, "message.end", "{\"id\":%ju}", N(message));
    cmd = script_full("message.create");
    script_remove(script, people->staff, "message.remove", script_run(script, people->staff, &cmd));
    uint64_t points[2];
    for (int i = 0; i < 2; i++)
        points[i] = script_say(script, people->staff, "parked.create", "{\"text\":{\"fr\":\"Le budget\"}}");
    script_say(script, people->staff, "parked.done", "{\"id\":%ju,\"on\":true}", N(points[0]));
    script_remove(script, people->staff, "parked.remove", points[1]);
}

static void attend(struct script *script, const struct script_people *people)
{
    script_say(script, 0, "attendance.enter", "{\"id\":%ju}", N(people->delegates[0]));
    script_say(script, 0, "attendance.leave", "{\"id\":%ju,\"at\":%ju}", N(people->delegates[0]), N(script->at));
    script_say(script, 0, "attendance.enter", "{\"id\":%ju}", N(people->delegates[1]));
    script_say(script, 0, "attendance.here", "{}");
}

void script_floor(struct script *script, const struct script_people *people)
{
    script_say(script, people->staff, "control.take", "{}");
    script_say(script, people->staff, "person.edit", "{\"id\":%ju,\"device\":%ju}", N(people->delegates[1]),
               N(people->delegates[0]));
    script_say(script, people->delegates[0], "person.ready", "{\"on\":true}");
    attend(script, people);
    speak(script, people);
    ask(script, people);
    announce(script, people);
}

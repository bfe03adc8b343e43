/*
 * support_store_plan: a plan in which every kind of row was drafted by a group, merged, adopted, reopened and adopted
 * again, with remarks, late proposals, and adoptions that failed. See script_plan.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "support_store_script.h"

#define N(id) ((uintmax_t)(id))

struct plan {
    struct script *script;
    const struct script_people *people;
    uint64_t group, theme, poll, recommendation, framework;
};

static uint64_t staff(struct plan *plan, struct command *cmd)
{
    return script_run(plan->script, plan->people->staff, cmd);
}

static void on_id(struct plan *plan, const char *verb, uint64_t id)
{
    script_say(plan->script, plan->people->staff, verb, "{\"id\":%ju}", N(id));
}

static struct ids ids_of(const uint64_t *v, uint32_t n)
{
    struct ids ids = { mem_zero(n, sizeof(v[0])), n };
    memcpy(ids.v, v, n * sizeof(v[0]));
    return ids;
}

static uint64_t add_recommendation(struct plan *plan)
{
    struct command cmd = script_full("recommendation.create");
    cmd.u.entity.recommendation.standing.group = plan->group;
    return staff(plan, &cmd);
}

static uint64_t add_framework(struct plan *plan)
{
    struct command cmd = script_full("framework.create");
    cmd.u.entity.framework.standing.group = plan->group;
    return staff(plan, &cmd);
}

static uint64_t add_paragraph(struct plan *plan)
{
    struct command cmd = script_full("paragraph.create");
    cmd.u.entity.paragraph.framework = plan->framework;
    cmd.u.entity.paragraph.standing.group = plan->group;
    return staff(plan, &cmd);
}

static uint64_t add_action(struct plan *plan)
{
    struct command cmd = script_full("action.create");
    struct action *action = &cmd.u.entity.action;
    action->theme = plan->theme;
    action->lead = plan->people->delegations[0];
    action->partners = ids_of(plan->people->delegations, 2);
    action->recommendations = ids_of(&plan->recommendation, 1);
    action->poll = plan->poll;
    action->standing.group = plan->group;
    return staff(plan, &cmd);
}

/* Two of a kind become one, which its group brings to the plenary; a third is removed. Returns the one. */
static uint64_t merged(struct plan *plan, uint64_t (*add)(struct plan *plan), const char *remove)
{
    uint64_t kept = add(plan), other = add(plan);
    script_say(plan->script, plan->people->staff, "row.merge", "{\"id\":%ju,\"other\":%ju}", N(kept), N(other));
    on_id(plan, "row.bring", kept);
    on_id(plan, remove, add(plan));
    return kept;
}

static uint64_t remark(struct plan *plan, uint64_t row)
{
    struct command cmd = script_full("remark.create");
    cmd.u.entity.remark.of = row;
    cmd.u.entity.remark.delegation = plan->people->delegations[1];
    return staff(plan, &cmd);
}

static void adopt(struct plan *plan, uint64_t row)
{
    script_say(plan->script, plan->people->staff, "adoption.open", "{\"of\":%ju,\"way\":\"consensus\"}", N(row));
}

/* Adopted with a reservation, which is settled; written in too late; opened again and adopted again. */
static void adopt_twice(struct plan *plan, uint64_t row, const char *field)
{
    uint64_t reservation = remark(plan, row);
    adopt(plan, row);
    script_say(plan->script, plan->people->staff, "remark.resolve", "{\"id\":%ju,\"on\":true}", N(reservation));
    on_id(plan, "remark.remove", remark(plan, row));
    if (field != NULL) {
        uint64_t late =
            script_say(plan->script, plan->people->delegates[0], "text.edit",
                       "{\"id\":%ju,\"field\":\"%s\",\"lang\":\"fr\",\"rev\":1,\"op\":[\"Tard \"]}", N(row), field);
        on_id(plan, "proposal.dismiss", late);
    }
    script_say(plan->script, plan->people->staff, "row.reopen", "{\"id\":%ju,\"reason\":\"An amendment\"}", N(row));
    adopt(plan, row);
    script_say(plan->script, plan->people->staff, "row.lock", "{\"id\":%ju,\"on\":true}", N(row));
}

static void vote(struct plan *plan, uint64_t person, uint64_t poll, uint64_t option)
{
    script_say(plan->script, person, "ballot.cast", "{\"id\":%ju,\"option\":%ju}", N(poll), N(option));
}

/* Objected to, then put to a vote, which rejects it. */
static void fail_to_adopt(struct plan *plan, uint64_t row)
{
    struct script *script = plan->script;
    const struct script_people *people = plan->people;
    uint64_t options[3];
    uint64_t silent =
        script_say(script, people->staff, "adoption.open", "{\"of\":%ju,\"way\":\"silence\",\"until\":%jd}", N(row),
                   (intmax_t)script->at + 3600000);
    script_say(script, people->delegates[0], "adoption.object", "{\"id\":%ju,\"text\":\"Not yet\"}", N(silent));
    uint64_t poll = script_say(script, people->staff, "poll.create", "{\"question\":\"Adopt?\",\"type\":\"single\"}");
    for (int i = 0; i < 3; i++)
        options[i] = script_say(script, people->staff, "option.create", "{\"poll\":%ju,\"text\":\"%d\"}", N(poll), i);
    script_say(script, people->staff, "adoption.open", "{\"of\":%ju,\"way\":\"poll\",\"poll\":%ju,\"option\":%ju}",
               N(row), N(poll), N(options[0]));
    vote(plan, people->delegates[0], poll, options[0]);
    vote(plan, people->delegates[1], poll, options[1]);
    vote(plan, people->rapporteur, poll, options[2]);
    on_id(plan, "poll.close", poll);
}

static void form_groups(struct plan *plan)
{
    struct command cmd = script_full("group.create");
    cmd.u.entity.group.chair = plan->people->delegates[0];
    plan->group = staff(plan, &cmd);
    cmd = script_full("group.create");
    on_id(plan, "group.remove", staff(plan, &cmd));
    script_say(plan->script, plan->people->staff, "person.edit", "{\"id\":%ju,\"group\":%ju}",
               N(plan->people->delegates[1]), N(plan->group));
}

void script_plan(struct script *script, const struct script_people *people)
{
    struct plan plan = { .script = script, .people = people };
    form_groups(&plan);
    plan.theme = script_theme(script, people->staff, "Th\u00e8me");
    script_remove(script, people->staff, "theme.remove", script_theme(script, people->staff, "Bref"));
    plan.poll = script_say(script, people->staff, "poll.create", "{\"question\":\"Why?\"}");
    plan.recommendation = merged(&plan, add_recommendation, "recommendation.remove");
    plan.framework = merged(&plan, add_framework, "framework.remove");
    uint64_t paragraph = merged(&plan, add_paragraph, "paragraph.remove");
    uint64_t action = merged(&plan, add_action, "action.remove"), second = add_action(&plan);
    on_id(&plan, "row.bring", second);
    fail_to_adopt(&plan, second);
    adopt_twice(&plan, plan.recommendation, "text");
    adopt_twice(&plan, paragraph, "text");
    adopt_twice(&plan, plan.framework, NULL);
    adopt_twice(&plan, action, "objective");
    script_say(script, people->staff, "theme.lock", "{\"id\":%ju,\"on\":true}", N(plan.theme));
    script_say(script, people->staff, "plan.lock", "{\"on\":true}");
}

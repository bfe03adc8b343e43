/* calendar: which events a workshop has, and what each says. See include/export/calendar.h. */
#include "export/calendar.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "core/due.h"
#include "core/row.h"
#include "core/schedule.h"
#include "export/ics.h"
#include "export/say.h"

enum { DAY_S = 86400, YEARS_MAX = 30, MILESTONES_MAX = 50, TEXT_BYTES_MAX = 256 << 10 };

enum repeat { REPEAT_NONE, REPEAT_WEEKLY, REPEAT_MONTHLY, REPEAT_QUARTERLY, REPEAT_YEARLY };

struct calendar {
    struct buf *out;                /* events */
    const struct room *room;
    struct zone *zone;              /* NULL: UTC */
    enum lang lang;
    uint64_t delegation, group;     /* only what concerns this delegation; items of all and of this group. 0: everything */
    bool picked;
    int64_t from, until;            /* between the first and the last time told in the zone, in seconds; until 0: none yet */
    int64_t agenda_now;             /* ms */
    uint64_t agenda_seq;
};

/* What every event begins with. `part` tells events of one row apart; `seq` is the last change that it depends on. */
static void begin(struct calendar *calendar, const struct entity *entity, const char *part, uint64_t seq)
{
    char uid[96], time[ICS_TIME], number[24];
    const int64_t at = room_time(calendar->room, seq) / 1000;
    snprintf(uid, sizeof uid, "%s-%" PRIu64 "%s@%016" PRIx64 ".plenary", kind_info((enum kind)entity->kind)->name,
             entity->id, part, room_tag(calendar->room, 1));
    snprintf(number, sizeof number, "%" PRIu64, seq);
    ics_utc_time(time, at);
    ics_line(calendar->out, "BEGIN", "VEVENT");
    ics_line(calendar->out, "UID", uid);
    ics_line(calendar->out, "DTSTAMP", time);
    ics_line(calendar->out, "LAST-MODIFIED", time);
    ics_line(calendar->out, "SEQUENCE", number);
}

static uint64_t latest(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* A moment by the clocks of the workshop's place. */
static void put_time(struct calendar *calendar, const char *name, int64_t at)
{
    char property[96], time[ICS_TIME];
    if (calendar->zone == NULL) {
        ics_utc_time(time, at);
        ics_line(calendar->out, name, time);
        return;
    }
    snprintf(property, sizeof property, "%s;TZID=%.64s", name, calendar->room->workshop->time_zone);
    ics_local_time(time, at, zone_offset(calendar->zone, at));
    ics_line(calendar->out, property, time);
    if (calendar->until == 0 || at < calendar->from)
        calendar->from = at;
    if (at > calendar->until)
        calendar->until = at;
}

/* The day after the last one that there is has no name: an event without an end lasts one day (RFC 5545 3.6.1). */
static void put_day(struct calendar *calendar, const char *name, int64_t day)
{
    char date[DUE_DATE], value[16];
    if (!due_date_of(date, day))
        return;
    snprintf(value, sizeof value, "%.4s%.2s%.2s", date, date + 5, date + 8);
    ics_line(calendar->out, name, value);
}

static void put_link(struct calendar *calendar, const char *link)
{
    if (link == NULL || link[strcspn(link, " \t\r\n\"<>\\^`{|}")] != '\0')
        return;
    char *clean = mem_copy_text(link);
    ics_line(calendar->out, "URL", clean);
    mem_free(clean);
}

static void put_word(struct calendar *calendar, const char *name, const char *head, const char *key)
{
    ics_text(calendar->out, name, say_word(calendar->lang, head, key));
}

/* The agenda. */

static int64_t zone_to_utc_minute(const void *data, int64_t local)
{
    return data == NULL ? local : zone_to_utc(data, local * 60) / 60;
}

static int64_t zone_to_local_minute(const void *data, int64_t utc)
{
    return data == NULL ? utc : utc + zone_offset(data, utc * 60) / 60;
}

/* What moves an item may be any other one, also one that is gone. */
static void look_at_agenda(struct calendar *calendar)
{
    calendar->agenda_seq = calendar->room->workshop->e.seq;
    for (const struct entity *e = calendar->room->oldest; e != NULL; e = e->after) {
        if (e->kind != KIND_ITEM)
            continue;
        calendar->agenda_seq = latest(calendar->agenda_seq, e->seq);
        const struct item *item = (const struct item *)e;
        if (e->removed)
            continue;
        if (item->started_at > calendar->agenda_now)
            calendar->agenda_now = item->started_at;
        if (item->ended_at > calendar->agenda_now)
            calendar->agenda_now = item->ended_at;
    }
}

static void add_line(struct buf *text, const char *line)
{
    if (line == NULL)
        return;
    buf_text(text, text->len > 0 ? "\n" : "");
    buf_text(text, line);
}

/* Who leads it and whose it is, what everybody may read about it, and where the documents are. */
static void describe_item(struct calendar *calendar, const struct item *item)
{
    struct buf text;
    const struct group *group = item->group == 0 ? NULL : room_group(calendar->room, item->group);
    buf_init(&text, TEXT_BYTES_MAX);
    add_line(&text, item->presenter);
    add_line(&text, group == NULL ? NULL : ml_text(&group->title, calendar->lang));
    add_line(&text, ml_text(&item->notes, calendar->lang));
    for (uint32_t i = 0; i < item->documents.n; i++)
        add_line(&text, item->documents.v[i]);
    ics_text(calendar->out, "DESCRIPTION", text.data);
    buf_free(&text);
}

static void put_item(struct calendar *calendar, const struct schedule_item *slot)
{
    const struct item *item = slot->item;
    const bool skipped = slot->expected_start == SCHEDULE_NONE;
    const int64_t start = skipped ? slot->planned_start : slot->expected_start;
    const int64_t end = skipped ? slot->planned_end : slot->expected_end;
    if (start == SCHEDULE_NONE || (item->started_at == 0 && calendar->room->workshop->starts_on == NULL))
        return;
    begin(calendar, &item->e, "", calendar->agenda_seq);
    put_time(calendar, "DTSTART", start * 60);
    if (end > start)
        put_time(calendar, "DTEND", end * 60);
    ics_text(calendar->out, "SUMMARY", ml_text(&item->title, calendar->lang));
    ics_text(calendar->out, "LOCATION", calendar->room->workshop->place);
    describe_item(calendar, item);
    put_link(calendar, item->link);
    put_word(calendar, "CATEGORIES", "doc.", "agenda_planned");
    ics_line(calendar->out, "STATUS", skipped ? "CANCELLED" : "CONFIRMED");
    ics_line(calendar->out, "END", "VEVENT");
}

static void put_agenda(struct calendar *calendar)
{
    const struct schedule_zone zone = { calendar->zone, zone_to_utc_minute, zone_to_local_minute };
    struct schedule schedule;
    look_at_agenda(calendar);
    schedule_make(&schedule, calendar->room, &zone, calendar->agenda_now);
    for (size_t i = 0; i < schedule.n; i++) {
        const uint64_t group = schedule.items[i].item->group;
        if (!calendar->picked || group == 0 || calendar->group == 0 || group == calendar->group)
            put_item(calendar, &schedule.items[i]);
    }
    schedule_free(&schedule);
}

/* The plan. */

static bool takes_part(const struct action *action, uint64_t delegation)
{
    bool found = action->lead == delegation;
    for (uint32_t i = 0; !found && i < action->partners.n; i++)
        found = action->partners.v[i] == delegation;
    return found;
}

static const char *name_of(const struct calendar *calendar, uint64_t id)
{
    const struct delegation *delegation = room_delegation(calendar->room, id);
    return delegation == NULL ? NULL : ml_text(&delegation->name, calendar->lang);
}

/* "Lead: Jordan" and "Partners: Egypt, Tunisia", and how far it has come. */
static void describe_action(struct calendar *calendar, const struct action *action)
{
    struct buf text;
    const enum lang lang = calendar->lang;
    buf_init(&text, TEXT_BYTES_MAX);
    const char *lead = name_of(calendar, action->lead);
    if (lead != NULL) {
        say_fill(&text, lang, "colon", (const char *const[]){ say_word(lang, "export.", "lead"), NULL });
        buf_print(&text, " %s\n", lead);
    }
    for (uint32_t i = 0; i < action->partners.n; i++) {
        const char *name = name_of(calendar, action->partners.v[i]);
        if (i == 0)
            say_fill(&text, lang, "colon", (const char *const[]){ say_word(lang, "export.", "partners"), NULL });
        buf_text(&text, i == 0 ? " " : say_word(lang, "doc.", "comma"));
        buf_text(&text, name == NULL ? "" : name);
    }
    if (action->partners.n > 0)
        buf_char(&text, '\n');
    say_fill(&text, lang, "colon", (const char *const[]){ say_word(lang, "export.", "status"), NULL });
    buf_print(&text, " %s",
              say_of(lang, "export.", kind_field(KIND_ACTION, "status", NULL)->words[action->status], KIND_ACTION));
    ics_text(calendar->out, "DESCRIPTION", text.data);
    buf_free(&text);
}

/* A whole day of the plan: "Due: Publish the guide". */
static void put_date(struct calendar *calendar, const struct action *action, const char *part, int64_t day, const char *said)
{
    uint64_t seq = latest(action->e.seq, calendar->room->workshop->e.seq);
    const struct delegation *lead = room_delegation(calendar->room, action->lead);
    for (uint32_t i = 0; i < action->partners.n; i++) {
        const struct delegation *partner = room_delegation(calendar->room, action->partners.v[i]);
        seq = partner == NULL ? seq : latest(seq, partner->e.seq);
    }
    begin(calendar, &action->e, part, lead == NULL ? seq : latest(seq, lead->e.seq));
    put_day(calendar, "DTSTART;VALUE=DATE", day);
    put_day(calendar, "DTEND;VALUE=DATE", day + 1);
    ics_text(calendar->out, "SUMMARY", said);
    describe_action(calendar, action);
    put_word(calendar, "CATEGORIES", "doc.", "plan");
    ics_line(calendar->out, "STATUS", action->status == ACTION_DROPPED ? "CANCELLED" : "CONFIRMED");
    ics_line(calendar->out, "TRANSP", "TRANSPARENT");
    ics_line(calendar->out, "END", "VEVENT");
}

/* "Due: TITLE" */
static void put_due(struct calendar *calendar, const struct action *action, const char *key, const char *due)
{
    int64_t day;
    char part[16];
    struct buf text;
    if (due == NULL || !due_day(due, due_base(calendar->room->workshop), &day))
        return;
    const char *title = ml_text(&action->title, calendar->lang);
    snprintf(part, sizeof part, "-%s", key);
    buf_init(&text, TEXT_BYTES_MAX);
    say_fill(&text, calendar->lang, "colon", (const char *const[]){ say_word(calendar->lang, "export.", key), NULL });
    buf_print(&text, " %s", title == NULL ? "" : title);
    put_date(calendar, action, part, day, text.data);
    buf_free(&text);
}

/* A line of the milestones that begins with a date, "2026-03-31: draft sent round", is a day of its own. */
static bool read_milestone(const char *line, size_t n, int64_t *day)
{
    char date[DUE_DATE] = "";
    static const struct field form = { .name = "date", .type = FIELD_DATE, .max = DUE_DATE - 1 };
    if (n < DUE_DATE - 1)
        return false;
    memcpy(date, line, DUE_DATE - 1);
    if (!field_text_ok(&form, date))
        return false;
    *day = due_day_of(date);
    return true;
}

static void put_milestones(struct calendar *calendar, const struct action *action)
{
    const char *text = ml_text(&action->milestones, calendar->lang);
    unsigned number = 0;
    for (const char *line = text; line != NULL && *line != '\0' && number < MILESTONES_MAX;) {
        const size_t n = strcspn(line, "\n");
        int64_t day;
        char part[24];
        number++;
        if (read_milestone(line, n, &day)) {
            const size_t skip = DUE_DATE - 1 + strspn(line + DUE_DATE - 1, " :\t,;-");
            char *said = mem_copy_bytes(line + (skip < n ? skip : 0), skip < n ? n - skip : n);
            snprintf(part, sizeof part, "-milestone-%u", number);
            put_date(calendar, action, part, day, said);
            mem_free(said);
        }
        line += n + (line[n] == '\n');
    }
}

static void put_plan(struct calendar *calendar)
{
    size_t n;
    struct entity **actions = room_sorted(calendar->room, KIND_ACTION, 0, &n);
    for (size_t i = 0; i < n; i++) {
        const struct action *action = (const struct action *)actions[i];
        if (row_group_now(&action->e) != 0 || (calendar->picked && !takes_part(action, calendar->delegation)))
            continue;
        put_due(calendar, action, "start", action->start);
        put_due(calendar, action, "due", action->due);
        put_milestones(calendar, action);
    }
    mem_free(actions);
}

/* Meetings. */

/*
 * What repeats on a day that not every month has falls on the last day that it has instead: RFC 5545 would leave the month out.
 */
static void put_rule(struct calendar *calendar, const struct meeting *meeting)
{
    static const char *const forms[] = {
        [REPEAT_WEEKLY] = "FREQ=WEEKLY",
        [REPEAT_MONTHLY] = "FREQ=MONTHLY",
        [REPEAT_QUARTERLY] = "FREQ=MONTHLY;INTERVAL=3",
        [REPEAT_YEARLY] = "FREQ=YEARLY",
    };
    char rule[160];
    const int day = (meeting->starts[8] - '0') * 10 + meeting->starts[9] - '0';
    const bool leap = meeting->repeat == REPEAT_YEARLY && strncmp(meeting->starts + 5, "02-29", 5) == 0;
    size_t n = (size_t)snprintf(rule, sizeof rule, "%s", forms[meeting->repeat]);
    if (meeting->count > 0)
        n += (size_t)snprintf(rule + n, sizeof rule - n, ";COUNT=%" PRId64, meeting->count);
    if (leap)
        n += (size_t)snprintf(rule + n, sizeof rule - n, ";BYMONTH=2");
    if (leap || (day > 28 && (meeting->repeat == REPEAT_MONTHLY || meeting->repeat == REPEAT_QUARTERLY))) {
        n += (size_t)snprintf(rule + n, sizeof rule - n, ";BYMONTHDAY=28");
        for (int d = 29; d <= day; d++)
            n += (size_t)snprintf(rule + n, sizeof rule - n, ",%d", d);
        n += (size_t)snprintf(rule + n, sizeof rule - n, ";BYSETPOS=-1");
    }
    assert(n < sizeof rule);
    ics_line(calendar->out, "RRULE", rule);
}

/* The zone's changes are told until the last time, or for as long as a plan lasts. */
static void stretch(struct calendar *calendar, const struct meeting *meeting, int64_t start)
{
    static const int64_t days[] = { 0, 7, 31, 92, 366 };
    const int64_t most = start + (int64_t)YEARS_MAX * 366 * DAY_S;
    int64_t last = meeting->count > 0 ? start + meeting->count * days[meeting->repeat] * DAY_S : most;
    last = last < most ? last : most;
    if (calendar->zone != NULL && last > calendar->until)
        calendar->until = last;
}

static void put_meeting(struct calendar *calendar, const struct meeting *meeting)
{
    char text[32];
    if (meeting->starts == NULL)
        return;
    const int64_t minute = due_day_of(meeting->starts) * 24 * 60 +
                           ((meeting->starts[11] - '0') * 10 + meeting->starts[12] - '0') * 60 +
                           (meeting->starts[14] - '0') * 10 + meeting->starts[15] - '0';
    const int64_t start = zone_to_utc_minute(calendar->zone, minute) * 60;
    begin(calendar, &meeting->e, "", latest(meeting->e.seq, calendar->room->workshop->e.seq));
    put_time(calendar, "DTSTART", start);
    if (meeting->minutes > 0) {
        snprintf(text, sizeof text, "PT%" PRId64 "M", meeting->minutes);
        ics_line(calendar->out, "DURATION", text);
    }
    if (meeting->repeat != REPEAT_NONE && meeting->count != 1) {
        put_rule(calendar, meeting);
        stretch(calendar, meeting, start);
    }
    ics_text(calendar->out, "SUMMARY", ml_text(&meeting->title, calendar->lang));
    ics_text(calendar->out, "LOCATION", meeting->place);
    put_link(calendar, meeting->link);
    put_word(calendar, "CATEGORIES", "doc.", "meeting");
    ics_line(calendar->out, "STATUS", "CONFIRMED");
    ics_line(calendar->out, "END", "VEVENT");
}

static void put_meetings(struct calendar *calendar)
{
    size_t n;
    struct entity **meetings = room_sorted(calendar->room, KIND_MEETING, 0, &n);
    for (size_t i = 0; i < n; i++)
        put_meeting(calendar, (const struct meeting *)meetings[i]);
    mem_free(meetings);
}

/* Whose calendar it is. */
static void pick(struct calendar *calendar, uint64_t of)
{
    const struct person *person = room_person(calendar->room, of);
    calendar->picked = of != 0;
    calendar->delegation = person == NULL ? of : person->delegation;
    calendar->group = person == NULL ? 0 : person->group;
}

static void put_head(struct buf *out, const struct calendar *calendar)
{
    const struct workshop *workshop = calendar->room->workshop;
    const char *title = ml_text(&workshop->title, calendar->lang);
    title = title == NULL ? say_word(calendar->lang, "doc.", "untitled") : title;
    ics_line(out, "BEGIN", "VCALENDAR");
    ics_line(out, "VERSION", "2.0");
    ics_line(out, "PRODID", "-//Plenary//Plenary 1//EN");
    ics_line(out, "CALSCALE", "GREGORIAN");
    ics_line(out, "METHOD", "PUBLISH");
    ics_text(out, "NAME", title);
    ics_text(out, "X-WR-CALNAME", title);
    if (calendar->zone != NULL)
        ics_line(out, "X-WR-TIMEZONE", workshop->time_zone);
    ics_line(out, "REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    ics_line(out, "X-PUBLISHED-TTL", "PT1H");
    if (calendar->until != 0)
        ics_zone(out, calendar->zone, workshop->time_zone, calendar->from, calendar->until);
}

void export_calendar(struct buf *out, const struct room *room, const struct export_request *request)
{
    char message[ZONE_MESSAGE_BYTES];
    struct buf events;
    struct calendar calendar = { .out = &events, .room = room, .lang = request->lang };
    assert(room->workshop != NULL);
    buf_init(&events, out->max);
    buf_text(&events, "");
    if (room->workshop->time_zone != NULL && strcmp(room->workshop->time_zone, "UTC") != 0)
        calendar.zone = zone_open(ZONE_DIRECTORY, room->workshop->time_zone, message);
    pick(&calendar, request->of);
    put_agenda(&calendar);
    put_plan(&calendar);
    put_meetings(&calendar);
    put_head(out, &calendar);
    if (events.full)
        out->full = true;
    buf_add(out, events.data, events.len);
    ics_line(out, "END", "VCALENDAR");
    buf_free(&events);
    zone_close(calendar.zone);
}

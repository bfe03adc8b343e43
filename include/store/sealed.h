/*
 * sealed: the ballots of open secret polls, read back: who has one when a room is loaded, and all of a poll to be counted.
 * They are written by save.h. Nothing here can open them.
 */
#ifndef PLENARY_STORE_SEALED_H
#define PLENARY_STORE_SEALED_H

#include "store/database.h"

/* Note in a room that was just loaded who has a ballot, and by which commands they came. Only of open secret polls. */
enum store_result sealed_note(sqlite3 *db, struct room *room, char message[MESSAGE_BYTES]);

/* The ballots of job->question.poll, by voter (STORE_BALLOTS of app/storage.h). */
enum store_result sealed_read(sqlite3 *db, struct store_job *job);

#endif

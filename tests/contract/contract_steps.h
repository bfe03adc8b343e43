/* contract_steps: what the cases of the contract have in common: jobs that are waited for. Everything asserts. */
#ifndef PLENARY_TESTS_CONTRACT_STEPS_H
#define PLENARY_TESTS_CONTRACT_STEPS_H

#include "contract.h"
#include "support_store_script.h"

struct waiting {
    bool done;
    unsigned order;                     /* of completion, from 1 */
    unsigned *counter;
};

struct store_job subject_job(enum store_job_type type, const char *workshop, struct waiting *waiting);
void subject_submit(struct subject *subject, struct store_job *job);
void subject_wait(struct subject *subject, const struct waiting *waiting);

/* Submit and wait. A message is there exactly when it failed. */
enum store_result subject_run(struct subject *subject, struct store_job *job);

/* What the script has not yet committed, for CREATE and COMMIT. */
void subject_give(struct store_job *job, const struct script *script);

/* Jobs that need nothing else. The script forgets what was written. */
enum store_result subject_write(struct subject *subject, enum store_job_type type, const char *workshop,
                                struct script *script);
enum store_result subject_simple(struct subject *subject, enum store_job_type type, const char *workshop);
struct room *subject_load(struct subject *subject, const char *workshop);

void subject_assert_same(const struct room *a, const struct room *b);

/* What is durable equals this room. */
void subject_assert_durable(struct subject *subject, const char *workshop, const struct room *room);

/* contract_ballots.c: sealed ballots. */
void ballots_case(void **state);
void ballots_end_case(void **state);

/* contract_past.c: the jobs that read history. */
void past_ops_case(void **state);
void past_removed_case(void **state);
void past_changes_case(void **state);
void past_replay_case(void **state);
void past_moments_case(void **state);
void past_beside_case(void **state);

#endif

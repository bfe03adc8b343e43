/*
 * plenary_sim: seeds of the deterministic simulation. `plenary_sim FIRST COUNT STEPS`; every failure prints the seed and the call that
 * shows it again, and the run goes on. Last line: N passed, N failed.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "world.h"

static bool run(uint64_t seed, unsigned steps, struct world *world)
{
    world_init(world, seed);
    for (unsigned i = 0; i < steps && world->failure[0] == '\0'; i++)
        world_step(world);
    if (world->failure[0] == '\0')
        world_settle(world);
    if (world->failure[0] == '\0')
        oracle_check(world);
    if (world->failure[0] != '\0')
        printf("seed %llu: %s\n  again: plenary_sim %llu 1 %u\n", (unsigned long long)seed, world->failure,
               (unsigned long long)seed, steps);
    return world->failure[0] == '\0';
}

int main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 10) : 100;
    unsigned steps = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 1000;
    size_t passed = 0, failed = 0, sent = 0, acks = 0, crashes = 0, cuts = 0, failures = 0;
    size_t restores = 0, typed = 0, late = 0, fetches = 0, secret_acks = 0, counted = 0, voids = 0, downs = 0;
    static struct world world;
    log_set_level(LOG_ERROR);
    for (uint64_t seed = first; seed < first + count; seed++) {
        if (run(seed, steps, &world))
            passed++;
        else
            failed++;
        sent += world.n_sent;
        acks += world.acks;
        crashes += world.crashes;
        cuts += world.cuts;
        failures += world.failures;
        restores += world.restores;
        typed += world.typed;
        late += world.late;
        fetches += world.fetches;
        secret_acks += world.secret_acks;
        counted += world.counted;
        voids += world.voids;
        downs += world.downs;
        world_free(&world);
    }
    printf("seeds %llu to %llu, %u steps: %zu commands, %zu acknowledgements, %zu crashes, %zu cuts, %zu refused commits\n",
           (unsigned long long)first, (unsigned long long)(first + count - 1), steps, sent, acks, crashes, cuts, failures);
    printf("  %zu operations on texts taken, %zu kept as late proposals, %zu times older ones fetched, %zu backups restored\n", typed,
           late, fetches, restores);
    printf("  %zu secret ballots acknowledged, %zu secret polls counted, %zu void, %zu times the machine went down\n", secret_acks, counted,
           voids, downs);
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}

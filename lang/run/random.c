/* Chance that is no chance: the same seed, thing and turn give the same order, whatever was drawn
   before. So a replay, a clone and a changed answer leave every other draw as it was. */
#include "run/state.h"

/* splitmix64 (Steele, Lea, Flood 2014), public domain constants. */
static uint64_t next(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

uint64_t mix(uint64_t seed, uint64_t thing, uint64_t turn) {
    uint64_t state = seed;
    state ^= next(&state) + thing;
    state ^= next(&state) + turn;
    return next(&state);
}

void shuffled(uint32_t *order, uint32_t count, uint64_t seed) {
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = (uint32_t)(next(&seed) % i);
        uint32_t kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
}

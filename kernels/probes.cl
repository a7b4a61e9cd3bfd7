// What all other kernels take for granted, tried on a device that is met for the first time.
//
// Groups:   one for each probe, LS items each; every item writes what it found to out[probe * LS + item]
//           0  a loop of `rounds` rounds, by the first LOOPING items
//           1  two nested loops, `outer` times `inner` rounds, by the same
//           2  local memory that is handed on among the items between barriers, `hand_ons` times, beside some that is
//              written once and read behind all that
//           3  arithmetic and offsets of 64 bits, `far` being more than 32 can hold; an item that is missing writes nothing
//           4  fma, whose product must not be rounded before the sum
// Numbers:  the rounds come from the host, so that no compiler can compute the results itself; a round is
//           s = (s ^ i) * 3 + 1, for which there is no formula
//
// LS  work-group size

#include "common.clh"

#ifndef LS
#define LS 64
#endif
#define LOOPING 2

static inline uint round_of(const uint s, const uint i) { return (s ^ i) * 3 + 1; }

kernel __attribute__((reqd_work_group_size(LS, 1, 1))) void probe(
    const uint rounds, const uint outer, const uint inner, const uint hand_ons, const ulong far,
    global uint* out) {
  local uint handed[2 * LS];
  local uint kept[LS];
  const uint probe = get_group_id(0);
  const uint item = get_local_id(0);
  uint found = 0;
  if (probe == 0) {
    found = item;
    for (uint i = 0; i < (item < LOOPING ? rounds : 0); ++i) {
      found = round_of(found, i);
    }
  } else if (probe == 1) {
    found = item + 1;
    for (uint o = 0; o < (item < LOOPING ? outer : 0); ++o) {
      for (uint i = 0; i < inner; ++i) {
        found = round_of(found, o * inner + i);
      }
    }
  } else if (probe == 3) {
    // Two places far away that are near each other.
    const ulong place = far * 3 + item;
    found = (uint)(place >> 32) + (uint)(place - far * 3);
  } else if (probe == 4) {
    // (1 + e)^2 - (1 + 2e) is e^2, which a rounded product has lost.
#if REAL_IS_DOUBLE
    const real e = (real)1 / (real)(1 << 30);
#else
    const real e = (real)1 / (real)(1 << 13);
#endif
    // `inner` keeps the compiler from doing it: it is not 0.
    const real one = inner == 0 ? (real)2 : (real)1;
    found = fma(one + e, one + e, -(one + 2 * e)) == e * e ? 1 : 0;
  }
  handed[item] = 3 * item;
  kept[item] = 7 * item;
  barrier(CLK_LOCAL_MEM_FENCE);
  // All groups hand on, so that no barrier depends on a branch; from one half to the other, which takes one barrier.
  for (uint r = 0; r < hand_ons; ++r) {
    handed[(r + 1) % 2 * LS + item] = handed[r % 2 * LS + (item + 1) % LS] + 1;
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  if (probe == 2) {
    found = handed[hand_ons % 2 * LS + item] + kept[LS - 1 - item] + 1;
  }
  out[probe * LS + item] = found;
}

// Dropout masks, alone or together with what they are applied to.
//
// Layout:      mask is row-major m x n bytes, its words as in dropout.clh
// Work items:  one per block of four elements; on CPU devices (CHUNKED) one per `chunk` of sixteen blocks each,
//              in vectors, a block per lane
//
// LS       work-group size; 1 on CPU devices
// CHUNKED  1 on CPU devices

#ifndef LS
#define LS 64
#endif
#ifndef CHUNKED
#define CHUNKED 0
#endif
#if CHUNKED
#define PHILOX_LANES 16
#endif
#define KERNEL kernel __attribute__((reqd_work_group_size(LS, 1, 1))) void

#include "dropout.clh"

KERNEL draw_mask(const ulong size, const ulong chunk, const uint seed, const uint layer, const uint threshold,
                 const ulong first, global const long* counters, const ulong counters0, global uchar* mask, const ulong mask0) {
  const ulong start = get_global_id(0) * chunk;
  draw(start, min(start + chunk, size), first, seed, layer, threshold, (ulong)counters[counters0 + STEP], mask + mask0);
}

// The mask, and y = x / keep where it is 1, else 0; y may be x.
KERNEL dropout(const ulong size, const ulong chunk, const uint seed, const uint layer, const uint threshold,
               const ulong first, global const long* counters, const ulong counters0, global uchar* mask,
               const ulong mask0, const real keep, global const real* x, const ulong x0, global real* y, const ulong y0) {
  const ulong start = get_global_id(0) * chunk;
  drop(start, min(start + chunk, size), first, seed, layer, threshold, (ulong)counters[counters0 + STEP], keep,
       mask + mask0, x + x0, y + y0);
}

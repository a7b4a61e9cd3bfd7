// Dropout masks from the counter-based generator Philox4x32-10, alone or together with what they are applied to.
//
// Layout:      mask is row-major m x n bytes; element e = row * n + column has word e mod 4 of block e / 4
// Work items:  one per block of four elements; on CPU devices (CHUNKED) one per `chunk` of sixteen blocks each,
//              in vectors, a block per lane
// Source:      J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011
//
// LS       work-group size; 1 on CPU devices
// CHUNKED  1 on CPU devices

#include "common.clh"

#ifndef LS
#define LS 64
#endif
#ifndef CHUNKED
#define CHUNKED 0
#endif
#define KERNEL kernel __attribute__((reqd_work_group_size(LS, 1, 1))) void

#define PHILOX_M0 0xD2511F53u
#define PHILOX_M1 0xCD9E8D57u
#define PHILOX_W0 0x9E3779B9u
#define PHILOX_W1 0xBB67AE85u
#define PHILOX_ROUNDS 10

#if CHUNKED
#define LANES 16
typedef uint16 words;
#define LANE_NUMBERS (uint16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
#else
#define LANES 1
typedef uint words;
#define LANE_NUMBERS 0
#endif
// Elements of a drawing: four words of each lane's block.
#define DRAWN (4 * LANES)

// Words 0 ... 3 of blocks first ... first + LANES - 1, which have the same high word: LANES divides 2^32.
static inline void philox4x32(const ulong first, const uint seed, const uint layer, const ulong step, words* word) {
  words x = (uint)first + LANE_NUMBERS;
  words y = (words)(layer | ((uint)(first >> 32) << 16));
  words z = (words)((uint)step);
  words w = (words)((uint)(step >> 32));
  uint key0 = seed;
  uint key1 = 0;
  for (int round = 0; round < PHILOX_ROUNDS; ++round) {
    const words hi0 = mul_hi((words)(PHILOX_M0), x);
    const words lo0 = PHILOX_M0 * x;
    const words hi1 = mul_hi((words)(PHILOX_M1), z);
    const words lo1 = PHILOX_M1 * z;
    x = hi1 ^ y ^ key0;
    y = lo1;
    z = hi0 ^ w ^ key1;
    w = lo0;
    key0 += PHILOX_W0;
    key1 += PHILOX_W1;
  }
  word[0] = x;
  word[1] = y;
  word[2] = z;
  word[3] = w;
}

// mask[e] = word < threshold for elements start ... end - 1. Key = (seed, stream 0); counter = (block low,
// layer | block high << 16, step). A drawing that is not whole is written byte by byte.
static inline void draw(const ulong start, const ulong end, const uint seed, const uint layer, const uint threshold,
                        const ulong step, global uchar* mask) {
  for (ulong e = start; e < end; e += DRAWN) {
    words word[4];
    philox4x32(e / 4, seed, layer, step, word);
#if CHUNKED
    const uint16 one = (uint16)(1);
    const uint16 none = (uint16)(0);
    uint16 kept[4];
    for (int w = 0; w < 4; ++w) {
      kept[w] = word[w] < threshold ? one : none;
    }
    // The bytes of a lane's four words lie one behind the other.
    uint lanes[LANES];
    vstore16(kept[0] | kept[1] << 8 | kept[2] << 16 | kept[3] << 24, 0, lanes);
    const uchar* bytes = (const uchar*)lanes;
    if (e + DRAWN <= end) {
      for (int i = 0; i < 4; ++i) {
        vstore16(vload16(i, bytes), i, mask + e);
      }
    } else {
      for (ulong i = 0; e + i < end; ++i) {
        mask[e + i] = bytes[i];
      }
    }
#else
    for (ulong i = 0; i < 4 && e + i < end; ++i) {
      mask[e + i] = word[i] < threshold;
    }
#endif
  }
}

KERNEL dropout_mask(const ulong size, const ulong chunk, const uint seed, const uint layer, const uint threshold,
                    global const long* counters, const ulong counters0, global uchar* mask, const ulong mask0) {
  const ulong start = get_global_id(0) * chunk;
  draw(start, min(start + chunk, size), seed, layer, threshold, (ulong)counters[counters0 + STEP], mask + mask0);
}

// The mask, and y = x / keep where it is 1, else 0; y may be x.
KERNEL draw_dropout(const ulong size, const ulong chunk, const uint seed, const uint layer, const uint threshold,
                    global const long* counters, const ulong counters0, global uchar* mask, const ulong mask0,
                    const real keep, global const real* x, const ulong x0, global real* y, const ulong y0) {
  const ulong step = (ulong)counters[counters0 + STEP];
  const ulong start = get_global_id(0) * chunk;
  const ulong end = min(start + chunk, size);
  for (ulong first = start; first < end; first += DRAWN) {
    const ulong last = min(first + DRAWN, end);
    draw(first, last, seed, layer, threshold, step, mask + mask0);
    ulong e = first;
#if CHUNKED
    for (; e + VW <= last; e += VW) {
      const realv kept = TO_REALV(BYTES(0, mask + mask0 + e));
      VSTORE(kept > ZERO ? VLOAD(0, x + x0 + e) / keep : (realv)(ZERO), 0, y + y0 + e);
    }
#endif
    for (; e < last; ++e) {
      y[y0 + e] = mask[mask0 + e] ? x[x0 + e] / keep : ZERO;
    }
  }
}

// Dropout masks from the counter-based generator Philox4x32-10.
//
// Layout:      mask is row-major m x n bytes; element e = row * n + column has word e mod 4 of block e / 4
// Work items:  one per block of four elements
// Source:      J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011
//
// LS  work-group size

#ifndef LS
#define LS 64
#endif

#define STEP 0
#define PHILOX_M0 0xD2511F53u
#define PHILOX_M1 0xCD9E8D57u
#define PHILOX_W0 0x9E3779B9u
#define PHILOX_W1 0xBB67AE85u
#define PHILOX_ROUNDS 10

static inline uint4 philox4x32(uint4 counter, uint2 key) {
  for (int round = 0; round < PHILOX_ROUNDS; ++round) {
    const uint hi0 = mul_hi(PHILOX_M0, counter.x);
    const uint lo0 = PHILOX_M0 * counter.x;
    const uint hi1 = mul_hi(PHILOX_M1, counter.z);
    const uint lo1 = PHILOX_M1 * counter.z;
    counter = (uint4)(hi1 ^ counter.y ^ key.x, lo1, hi0 ^ counter.w ^ key.y, lo0);
    key += (uint2)(PHILOX_W0, PHILOX_W1);
  }
  return counter;
}

// mask[e] = word < threshold. Key = (seed, stream 0); counter = (block low, layer | block high << 16, step).
kernel __attribute__((reqd_work_group_size(LS, 1, 1))) void dropout_mask(
    const ulong size, const uint seed, const uint layer, const uint threshold,
    global const long* counters, const ulong counters0, global uchar* mask, const ulong mask0) {
  const ulong block = get_global_id(0);
  const ulong first = block * 4;
  if (first < size) {
    const ulong step = (ulong)counters[counters0 + STEP];
    const uint4 counter = (uint4)((uint)block, layer | ((uint)(block >> 32) << 16), (uint)step, (uint)(step >> 32));
    const uint4 word = philox4x32(counter, (uint2)(seed, 0));
    global uchar* out = mask + mask0 + first;
    out[0] = word.x < threshold;
    if (first + 1 < size) out[1] = word.y < threshold;
    if (first + 2 < size) out[2] = word.z < threshold;
    if (first + 3 < size) out[3] = word.w < threshold;
  }
}

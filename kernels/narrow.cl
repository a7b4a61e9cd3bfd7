// The narrow layers at the end of a net, in a training step, behind the output of one hidden layer, the base: the layers
// that follow, cross-entropy, the backward pass to the base, and the sums over rows of all these gradients.
//
// Stage 1:  narrow_rows: a group takes blocks of ROWS x LANES rows, draws their dropout masks, computes their activations
//           and gradients in local memory, writes dZ of the base, and adds its rows' share of every sum to its own
//           partial sums; the loss counts a label y as y * sharpness + shift, and an example with the
//           weight of its class
// Stage 2:  narrow_sums: an item per sum adds the groups' partial sums in order and finishes the formula
// GPU:      LANES is 1 and a row of a block is an index; items share the units of a layer and meet at barriers
// CPU:      (CHUNKED) LS and ROWS are 1 and LANES is VW: one item, a vector of rows in every operation, no barriers
// Layout:   unit u of a block's row r is element (U + u) * PITCH + r in local memory, U where its layer starts;
//           sums are weights and biases layer by layer, then the base's biases, then the cost
//
// LAYERS      layers behind the base, 1 ... 4; the parameters of a layer that is not there are not used
// N0 ... N4   units of the base and of the layers
// D1 ... D3   1 where there is dropout behind the layer
// DRAWS       1 where one of them is
// ACTIVATION  of the base and of all layers but the last; only ReLU may have dropout behind it, the base's included
// LS          work-group size of narrow_rows
// SUMS_LS     work-group size of narrow_sums
// ROWS        rows of a block, in units of LANES
// CHUNKED     1 on CPU devices

#ifndef LAYERS
#define LAYERS 1
#endif
#ifndef N0
#define N0 1
#endif
#ifndef N1
#define N1 1
#endif
#ifndef N2
#define N2 1
#endif
#ifndef N3
#define N3 1
#endif
#ifndef N4
#define N4 1
#endif
#ifndef D1
#define D1 0
#endif
#ifndef D2
#define D2 0
#endif
#ifndef D3
#define D3 0
#endif
#define D4 0
#ifndef DRAWS
#define DRAWS 0
#endif
#ifndef LS
#define LS 64
#endif
#ifndef SUMS_LS
#define SUMS_LS 64
#endif
#ifndef ROWS
#define ROWS 16
#endif
#ifndef CHUNKED
#define CHUNKED 0
#endif

#if CHUNKED
#define PHILOX_LANES 16
#endif
#include "common.clh"
#include "dropout.clh"

#ifndef ACTIVATION
#error "narrow layers need to know their ACTIVATION"
#endif

// DO(l, p) for every layer l behind layer p, forwards and backwards.
#define FORWARD_1(DO) DO(1, 0)
#define FORWARD_2(DO) FORWARD_1(DO) DO(2, 1)
#define FORWARD_3(DO) FORWARD_2(DO) DO(3, 2)
#define FORWARD_4(DO) FORWARD_3(DO) DO(4, 3)
#define BACKWARD_1(DO) DO(1, 0)
#define BACKWARD_2(DO) DO(2, 1) BACKWARD_1(DO)
#define BACKWARD_3(DO) DO(3, 2) BACKWARD_2(DO)
#define BACKWARD_4(DO) DO(4, 3) BACKWARD_3(DO)
#define EACH_LAYER JOIN2(FORWARD_, LAYERS)
#define EACH_LAYER_BACKWARDS JOIN2(BACKWARD_, LAYERS)

// First unit of each layer in local memory.
#define U0 0
#define U1 (U0 + N0)
#define U2 (U1 + N1)
#define U3 (U2 + N2)
#define U4 (U3 + N3)
#define LAST JOIN2(U, LAYERS)
#define UNITS (LAST + 1)

// First sum of each layer's weights and biases.
#define W1 0
#define B1 (W1 + N1 * N0)
#define W2 (B1 + N1)
#define B2 (W2 + N2 * N1)
#define W3 (B2 + N2)
#define B3 (W3 + N3 * N2)
#define W4 (B3 + N3)
#define B4 (W4 + N4 * N3)
#define BASE (JOIN2(B, LAYERS) + 1)
#define COST (BASE + N0)
#define SUMS (COST + 1)

#if CHUNKED
typedef realv lanes;
#define LANES VW
#define PITCH 1
#define MEET
#define MEET_WITH_MASKS
#define LOAD_LANES(offset, p) VLOAD(offset, p)
#define STORE_LANES(v, offset, p) VSTORE(v, offset, p)
#define SUM_LANES(v) VSUM(v)
#else
typedef real lanes;
#define LANES 1
// One more than the rows, so that items that read a row of neighbouring units use different banks.
#define PITCH (ROWS + 1)
#define MEET barrier(CLK_LOCAL_MEM_FENCE);
#define MEET_WITH_MASKS barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
#define LOAD_LANES(offset, p) (p)[offset]
#define STORE_LANES(v, offset, p) (p)[offset] = (v)
#define SUM_LANES(v) (v)
#endif

#define PLACE(unit, row) ((unit) * PITCH + (row))

// p[row * stride] of LANES rows; those behind the last row get the last row's.
static inline lanes load_rows(const ulong first, const ulong rows, global const real* p, const ulong stride) {
  real values[LANES];
  for (uint lane = 0; lane < LANES; ++lane) {
    values[lane] = p[min(first + lane, rows - 1) * stride];
  }
  return LOAD_LANES(0, values);
}

static inline lanes load_mask(const ulong first, const ulong rows, global const uchar* p, const ulong stride) {
  real values[LANES];
  for (uint lane = 0; lane < LANES; ++lane) {
    values[lane] = p[min(first + lane, rows - 1) * stride];
  }
  return LOAD_LANES(0, values);
}

static inline void store_rows(const lanes v, const ulong first, const ulong rows, global real* p, const ulong stride) {
  real values[LANES];
  STORE_LANES(v, 0, values);
  for (uint lane = 0; lane < LANES && first + lane < rows; ++lane) {
    p[(first + lane) * stride] = values[lane];
  }
}

// v, with zeros for what is behind the last row.
static inline lanes existing(const lanes v, const ulong first, const ulong rows) {
  real values[LANES];
  for (uint lane = 0; lane < LANES; ++lane) {
    values[lane] = first + lane < rows ? ONE : ZERO;
  }
  const lanes exists = LOAD_LANES(0, values);
  return exists > ZERO ? v : (lanes)(ZERO);
}

// The block's rows of the mask behind a layer, in pieces of a drawing.
#define DRAW_0(l)
#define DRAW_1(l)                                                                            \
  {                                                                                          \
    const ulong start = first##l + block * ROWS * LANES * N##l;                              \
    const ulong end = min(start + (ulong)ROWS * LANES * N##l, first##l + rows * N##l);       \
    for (ulong e = start / 4 * 4 + item * DRAWN; e < end; e += LS * DRAWN) {                 \
      draw(max(e, start) - first##l, min(e + DRAWN, end) - first##l, first##l, seed##l,      \
           layer##l, threshold##l, step, mask##l + mask##l##_0);                             \
    }                                                                                        \
  }
#define DRAW(l, p) JOIN2(DRAW_, D##l)(l)

#if DRAWS == 1
#define DRAWING_PARAMETERS                                                                   \
  , global const long* counters, const ulong counters_0,                                     \
      const uint seed1, const uint layer1, const uint threshold1, const ulong first1,        \
      const uint seed2, const uint layer2, const uint threshold2, const ulong first2,        \
      const uint seed3, const uint layer3, const uint threshold3, const ulong first3
#define DRAWN_STEP ((ulong)counters[counters_0 + STEP])
#else
#define DRAWING_PARAMETERS
#define DRAWN_STEP 0
#endif

// Dropout in the forward pass; in the backward pass a positive activation was kept, and without dropout keep is 1.
#define DROP_0(l, v, j) (v)
#define DROP_1(l, v, j) \
  (load_mask(first, rows, mask##l + mask##l##_0 + (j), N##l) > ZERO ? (v) / keep##l : (lanes)(ZERO))

// Row r of the block and a unit, for output o of a layer.
#define EACH_OUTPUT(l) for (uint o = item; o < N##l * ROWS; o += LS)

#define LAYER_OUTPUT(l, p)                                                                   \
  EACH_OUTPUT(l) {                                                                           \
    const uint r = o % ROWS;                                                                 \
    const uint j = o / ROWS;                                                                 \
    const ulong first = (block * ROWS + r) * LANES;                                          \
    lanes z = (lanes)(b##l[b##l##_0 + j]);                                                   \
    for (uint k = 0; k < N##p; ++k) {                                                        \
      z = fma(a[PLACE(U##p + k, r)], (lanes)(w##l[w##l##_0 + j * N##p + k]), z);             \
    }                                                                                        \
    a[PLACE(U##l + j, r)] = l < LAYERS ? JOIN2(DROP_, D##l)(l, ACTIVATE(lanes, z), j) : z;   \
  }                                                                                          \
  MEET

#define GRADIENT(l, p)                                                                       \
  EACH_OUTPUT(p) {                                                                           \
    const uint r = o % ROWS;                                                                 \
    const uint k = o / ROWS;                                                                 \
    lanes da = (lanes)(ZERO);                                                                \
    for (uint j = 0; j < N##l; ++j) {                                                        \
      da = fma(dz[PLACE(U##l + j, r)], (lanes)(w##l[w##l##_0 + j * N##p + k]), da);          \
    }                                                                                        \
    dz[PLACE(U##p + k, r)] = BACK(lanes, da / keep##p, a[PLACE(U##p + k, r)]);               \
  }                                                                                          \
  MEET

#define ADD_BIAS_SUMS(l, start)                                                              \
  for (uint o = item; o < N##l; o += LS) {                                                   \
    lanes sum = (lanes)(ZERO);                                                               \
    for (uint r = 0; r < ROWS; ++r) {                                                        \
      sum += dz[PLACE(U##l + o, r)];                                                         \
    }                                                                                        \
    add(sum, (start) + o, is_first, partial);                                                \
  }

#define ADD_SUMS(l, p)                                                                       \
  for (uint o = item; o < N##l * N##p; o += LS) {                                            \
    lanes sum = (lanes)(ZERO);                                                               \
    for (uint r = 0; r < ROWS; ++r) {                                                        \
      sum = fma(dz[PLACE(U##l + o / N##p, r)], a[PLACE(U##p + o % N##p, r)], sum);           \
    }                                                                                        \
    add(sum, W##l + o, is_first, partial);                                                   \
  }                                                                                          \
  ADD_BIAS_SUMS(l, B##l)

// Adds to the group's sum; an item meets the same sums in every block.
static inline void add(const lanes value, const ulong sum, const int is_first, global real* partial) {
  const ulong place = get_group_id(0) * SUMS + sum;
  STORE_LANES(is_first ? value : LOAD_LANES(place, partial) + value, place, partial);
}

// Blocks g, g + groups, g + 2 groups ... of group g; there are as many groups as blocks at most.
kernel __attribute__((reqd_work_group_size(LS, 1, 1))) void narrow_rows(
    const ulong rows, const ulong blocks, global real* partial,
    global const real* base, const ulong base_0, global real* dbase, const ulong dbase_0,
    global const real* labels, const ulong labels_0,
    const real sharpness, const real shift, const real negative, const real positive, const real keep0, const real keep1, const real keep2, const real keep3,
    global const real* w1, const ulong w1_0, global const real* b1, const ulong b1_0,
    global const real* w2, const ulong w2_0, global const real* b2, const ulong b2_0,
    global const real* w3, const ulong w3_0, global const real* b3, const ulong b3_0,
    global const real* w4, const ulong w4_0, global const real* b4, const ulong b4_0,
    global uchar* mask1, const ulong mask1_0, global uchar* mask2, const ulong mask2_0,
    global uchar* mask3, const ulong mask3_0 DRAWING_PARAMETERS) {
  local lanes a[UNITS * PITCH];
  local lanes dz[UNITS * PITCH];
  local lanes losses[ROWS];
  const uint item = get_local_id(0);
  const ulong step = DRAWN_STEP;
  for (ulong block = get_group_id(0); block < blocks; block += get_num_groups(0)) {
    const int is_first = block == get_group_id(0);
    EACH_OUTPUT(0) {
      const uint r = o / N0;
      const uint k = o % N0;
      a[PLACE(k, r)] = load_rows((block * ROWS + r) * LANES, rows, base + base_0 + k, N0);
    }
    EACH_LAYER(DRAW)
    MEET_WITH_MASKS
    EACH_LAYER(LAYER_OUTPUT)
    for (uint r = item; r < ROWS; r += LS) {
      const ulong first = (block * ROWS + r) * LANES;
      const lanes z = a[PLACE(LAST, r)];
      const lanes label = load_rows(first, rows, labels + labels_0, 1);
      const lanes y = label * sharpness + shift;
      const lanes weight = label > ZERO ? (lanes)(positive) : (lanes)(negative);
      const lanes e = exp(-fabs(z));
      const lanes sigmoid = z >= ZERO ? ONE / (ONE + e) : (z < ZERO ? e / (ONE + e) : z);
      losses[r] = existing(weight * (ACTIVATE_1(lanes, z) - z * y + log1p(e)), first, rows);
      dz[PLACE(LAST, r)] = existing(weight * (sigmoid - y), first, rows);
    }
    MEET
    EACH_LAYER_BACKWARDS(GRADIENT)
    EACH_OUTPUT(0) {
      const uint r = o / N0;
      const uint k = o % N0;
      store_rows(dz[PLACE(k, r)], (block * ROWS + r) * LANES, rows, dbase + dbase_0 + k, N0);
    }
    EACH_LAYER(ADD_SUMS)
    ADD_BIAS_SUMS(0, BASE)
    if (item == 0) {
      lanes loss = losses[0];
      for (uint r = 1; r < ROWS; ++r) {
        loss += losses[r];
      }
      add(loss, COST, is_first, partial);
    }
    MEET
  }
}

#define WRITE_GRADIENTS(l, p)                        \
  if (o >= W##l && o < B##l) {                       \
    dw##l[dw##l##_0 + (o - W##l)] = scale * total;   \
  }                                                  \
  if (o >= B##l && o < B##l + N##l) {                \
    db##l[db##l##_0 + (o - B##l)] = scale * total;   \
  }

// An item per sum. cost = (mean + penalty, mean); the first step whose cost is not finite is remembered.
kernel __attribute__((reqd_work_group_size(SUMS_LS, 1, 1))) void narrow_sums(
    const ulong groups, const real scale, const real examples, global const real* partial,
    global const real* penalty, const ulong penalty_0, global long* counters, const ulong counters_0,
    global real* cost, const ulong cost_0, global real* dbase, const ulong dbase_0,
    global real* dw1, const ulong dw1_0, global real* db1, const ulong db1_0,
    global real* dw2, const ulong dw2_0, global real* db2, const ulong db2_0,
    global real* dw3, const ulong dw3_0, global real* db3, const ulong db3_0,
    global real* dw4, const ulong dw4_0, global real* db4, const ulong db4_0) {
  const ulong o = get_global_id(0);
  if (o < SUMS) {
    lanes sums = LOAD_LANES(o, partial);
    for (ulong group = 1; group < groups; ++group) {
      sums += LOAD_LANES(group * SUMS + o, partial);
    }
    const real total = SUM_LANES(sums);
    EACH_LAYER(WRITE_GRADIENTS)
    if (o >= BASE && o < COST) {
      dbase[dbase_0 + (o - BASE)] = scale * total;
    }
    if (o == COST) {
      const real mean = total / examples;
      const real with_penalty = mean + penalty[penalty_0];
      cost[cost_0] = with_penalty;
      cost[cost_0 + 1] = mean;
      watch(with_penalty, counters + counters_0);
    }
  }
}

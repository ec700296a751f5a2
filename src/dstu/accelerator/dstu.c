/* The arithmetic of dstu/pure once more, in portable C99: the same steps, the same names. Neither is constant-time. */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "dstu.h"

/* ---- bytes and words ---- */

static uint32_t load32(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static void store32(uint8_t *p, uint32_t word)
{
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(word >> 8 * i);
}

static uint64_t load64(const uint8_t *p)
{
    return (uint64_t)load32(p) | (uint64_t)load32(p + 4) << 32;
}

static void store64(uint8_t *p, uint64_t word)
{
    store32(p, (uint32_t)word);
    store32(p + 4, (uint32_t)(word >> 32));
}

/* ---- GOST 28147 ---- */

void dstu_table(const uint8_t *dke, uint32_t *table)
{
    for (int place = 0; place < 4; place++) {
        const uint8_t *low = dke + 16 * place, *high = low + 8;
        for (int byte = 0; byte < 256; byte++) {
            int l = byte & 15, h = byte >> 4;
            uint32_t below = l & 1 ? low[l >> 1] & 15 : low[l >> 1] >> 4;
            uint32_t above = h & 1 ? high[h >> 1] & 15 : high[h >> 1] >> 4;
            uint32_t word = (above << 4 | below) << 8 * place;
            table[256 * place + byte] = word << 11 | word >> 21;
        }
    }
}

static inline uint32_t substituted(const uint32_t *table, uint32_t x)
{
    return table[x & 255] ^ table[256 + (x >> 8 & 255)] ^ table[512 + (x >> 16 & 255)] ^ table[768 + (x >> 24)];
}

typedef struct {
    uint32_t words[32];
} schedule;

static schedule key_schedule(const uint8_t *key, int forwards)
{
    schedule s;
    for (int i = 0; i < 32; i++) {
        int back = i / 8 >= forwards;
        s.words[i] = load32(key + 4 * (back ? 7 - i % 8 : i % 8));
    }
    return s;
}

static inline void rounds(const uint32_t *table, const schedule *key, int count, uint32_t *a, uint32_t *b)
{
    uint32_t x = *a, y = *b;
    for (int i = 0; i < count; i += 2) {
        y ^= substituted(table, x + key->words[i]);
        x ^= substituted(table, y + key->words[i + 1]);
    }
    *a = x;
    *b = y;
}

static void one_block(const uint32_t *table, const schedule *key, const uint8_t *in, uint8_t *out)
{
    uint32_t a = load32(in), b = load32(in + 4);
    rounds(table, key, 32, &a, &b);
    store32(out, b);
    store32(out + 4, a);
}

void dstu_encrypt_blocks(const uint32_t *table, const uint8_t *key, const uint8_t *in, uint8_t *out, size_t blocks)
{
    schedule s = key_schedule(key, 3);
    for (; blocks; blocks--, in += 8, out += 8)
        one_block(table, &s, in, out);
}

void dstu_decrypt_blocks(const uint32_t *table, const uint8_t *key, const uint8_t *in, uint8_t *out, size_t blocks)
{
    schedule s = key_schedule(key, 1);
    for (; blocks; blocks--, in += 8, out += 8)
        one_block(table, &s, in, out);
}

static size_t xor_block(const uint8_t *gamma, const uint8_t *in, uint8_t *out, size_t length)
{
    size_t size = length < 8 ? length : 8;
    for (size_t i = 0; i < size; i++)
        out[i] = in[i] ^ gamma[i];
    return size;
}

void dstu_cfb_encrypt(const uint32_t *table, const uint8_t *key, const uint8_t *iv, const uint8_t *in, uint8_t *out, size_t length)
{
    schedule s = key_schedule(key, 3);
    uint8_t gamma[8];
    const uint8_t *before = iv;
    while (length) {
        one_block(table, &s, before, gamma);
        size_t size = xor_block(gamma, in, out, length);
        before = out;
        in += size, out += size, length -= size;
    }
}

void dstu_cfb_decrypt(const uint32_t *table, const uint8_t *key, const uint8_t *iv, const uint8_t *in, uint8_t *out, size_t length)
{
    schedule s = key_schedule(key, 3);
    uint8_t gamma[8];
    const uint8_t *before = iv;
    while (length) {
        one_block(table, &s, before, gamma);
        size_t size = xor_block(gamma, in, out, length);
        before = in;
        in += size, out += size, length -= size;
    }
}

void dstu_gamma(const uint32_t *table, const uint8_t *key, const uint8_t *iv, const uint8_t *in, uint8_t *out, size_t length)
{
    schedule s = key_schedule(key, 3);
    uint8_t gamma[8];
    one_block(table, &s, iv, gamma);
    uint32_t low = load32(gamma), high = load32(gamma + 4);
    while (length) {
        low += 0x01010101u;
        high += 0x01010104u;
        high += high < 0x01010104u;
        store32(gamma, low);
        store32(gamma + 4, high);
        one_block(table, &s, gamma, gamma);
        size_t size = xor_block(gamma, in, out, length);
        in += size, out += size, length -= size;
    }
}

void dstu_mac(const uint32_t *table, const uint8_t *key, const uint8_t *in, size_t length, uint8_t *out)
{
    schedule s = key_schedule(key, 3);
    uint32_t a = 0, b = 0;
    while (length) {
        uint8_t block[8] = {0};
        size_t size = length < 8 ? length : 8;
        memcpy(block, in, size);
        a ^= load32(block);
        b ^= load32(block + 4);
        rounds(table, &s, 16, &a, &b);
        in += size, length -= size;
    }
    store32(out, a);
    store32(out + 4, b);
}

/* ---- GOST 34.311 ---- */

typedef struct {
    uint64_t quarters[4];
} number;

static number load_number(const uint8_t *p)
{
    number n;
    for (int i = 0; i < 4; i++)
        n.quarters[i] = load64(p + 8 * i);
    return n;
}

static void store_number(uint8_t *p, number n)
{
    for (int i = 0; i < 4; i++)
        store64(p + 8 * i, n.quarters[i]);
}

static number shifted(number y)
{
    number r = {{y.quarters[1], y.quarters[2], y.quarters[3], y.quarters[0] ^ y.quarters[1]}};
    return r;
}

/* Take every eighth byte of the 32, then every eighth from the next on: eight words of a key. */
static void permuted(number u, number v, uint32_t *key)
{
    for (int i = 0; i < 8; i++) {
        key[i] = 0;
        for (int quarter = 0; quarter < 4; quarter++)
            key[i] |= (uint32_t)((u.quarters[quarter] ^ v.quarters[quarter]) >> 8 * i & 255) << 8 * quarter;
    }
}

static number enciphered(const uint32_t *table, number h, number m)
{
    static const number c3 = {{0x00FF00FF00FF00FFu << 8, 0x00FF00FF00FF00FFu, 0xFF0000FF00FFFF00u, 0xFF00FFFF000000FFu}};
    uint32_t key[4][8], a[4], b[4];
    number u = h, v = m;
    for (int lane = 0; lane < 4; lane++) {
        permuted(u, v, key[lane]);
        u = shifted(u);
        v = shifted(shifted(v));
        for (int i = 0; lane == 1 && i < 4; i++)
            u.quarters[i] ^= c3.quarters[i];
        a[lane] = (uint32_t)h.quarters[lane];
        b[lane] = (uint32_t)(h.quarters[lane] >> 32);
    }
    /* The four quarters are independent: side by side they keep the processor busy. */
    for (int i = 0; i < 32; i += 2) {
        int one = i < 24 ? i % 8 : 7, two = one + 1;
        if (i >= 24) {
            one = 31 - i;
            two = one - 1;
        }
        for (int lane = 0; lane < 4; lane++)
            b[lane] ^= substituted(table, a[lane] + key[lane][one]);
        for (int lane = 0; lane < 4; lane++)
            a[lane] ^= substituted(table, b[lane] + key[lane][two]);
    }
    number s;
    for (int lane = 0; lane < 4; lane++)
        s.quarters[lane] = (uint64_t)b[lane] | (uint64_t)a[lane] << 32;
    return s;
}

/* w[i + 16] for `count` places from `at`: as many times ψ of the sixteen words that begin there. */
static void psi(uint16_t *w, int at, int count)
{
    for (int i = at; i < at + count; i++)
        w[i + 16] = (uint16_t)(w[i] ^ w[i + 1] ^ w[i + 2] ^ w[i + 3] ^ w[i + 12] ^ w[i + 15]);
}

static void add_to(uint16_t *w, number n)
{
    for (int i = 0; i < 16; i++)
        w[i] ^= (uint16_t)(n.quarters[i / 4] >> 16 * (i % 4));
}

static number step(const uint32_t *table, number h, number m)
{
    uint16_t w[16 + 74] = {0};
    add_to(w, enciphered(table, h, m));
    psi(w, 0, 12);
    add_to(w + 12, m);
    psi(w, 12, 1);
    add_to(w + 13, h);
    psi(w, 13, 61);
    number r = {{0}};
    for (int i = 0; i < 16; i++)
        r.quarters[i / 4] |= (uint64_t)w[74 + i] << 16 * (i % 4);
    return r;
}

static number sum(number a, number b)
{
    uint64_t carry = 0;
    for (int i = 0; i < 4; i++) {
        uint64_t partial = a.quarters[i] + carry;
        carry = partial < carry;
        a.quarters[i] = partial + b.quarters[i];
        carry += a.quarters[i] < partial;
    }
    return a;
}

void dstu_absorb(const uint32_t *table, uint8_t *state, const uint8_t *in, size_t blocks)
{
    number h = load_number(state), total = load_number(state + 32);
    for (; blocks; blocks--, in += 32) {
        number m = load_number(in);
        h = step(table, h, m);
        total = sum(total, m);
    }
    store_number(state, h);
    store_number(state + 32, total);
}

/* The hash of a padded key, which `state` stands for, and one block after it. */
static number after_key(const uint32_t *table, const uint8_t *state, number block)
{
    static const number bits = {{(32 + 32) * 8, 0, 0, 0}};
    number h = step(table, load_number(state), block);
    return step(table, step(table, h, bits), sum(load_number(state + 32), block));
}

void dstu_iterate(const uint32_t *table, const uint8_t *inner, const uint8_t *outer, uint8_t *block, size_t count)
{
    number u = load_number(block), result = u;
    for (; count; count--) {
        u = after_key(table, outer, after_key(table, inner, u));
        for (int i = 0; i < 4; i++)
            result.quarters[i] ^= u.quarters[i];
    }
    store_number(block, result);
}

/* ---- GF(2^m) ---- */

#define WORDS 7
#define SIZE (8 * WORDS)
#define BITS (64 * WORDS)

typedef struct {
    uint64_t w[WORDS];
} element;

typedef struct {
    int m, words, a;
    int terms[4];
    element b;
} field;

static element load_element(const uint8_t *p)
{
    element e;
    for (int i = 0; i < WORDS; i++)
        e.w[i] = load64(p + 8 * i);
    return e;
}

static void store_element(uint8_t *p, const element *e)
{
    for (int i = 0; i < WORDS; i++)
        store64(p + 8 * i, e->w[i]);
}

static int is_nought(const element *e)
{
    uint64_t any = 0;
    for (int i = 0; i < WORDS; i++)
        any |= e->w[i];
    return !any;
}

static element add(const element *a, const element *b)
{
    element r;
    for (int i = 0; i < WORDS; i++)
        r.w[i] = a->w[i] ^ b->w[i];
    return r;
}

static inline void add_at(uint64_t *to, uint64_t word, int bit)
{
    int place = bit / 64, shift = bit % 64;
    to[place] ^= word << shift;
    if (shift)
        to[place + 1] ^= word >> (64 - shift);
}

/* `c` has 2·words words; what lies above m comes down again below it. */
static element reduced(const field *f, uint64_t *c)
{
    element r = {{0}};
    for (int i = 2 * f->words - 1; i >= f->words; i--) {
        uint64_t over = c[i];
        c[i] = 0;
        for (int t = 0; t < 4; t++)
            if (t == 3 || f->terms[t])
                add_at(c, over, 64 * i - f->m + f->terms[t]);
    }
    int last = f->words - 1, kept = f->m % 64;
    uint64_t over = c[last] >> kept;
    c[last] &= ((uint64_t)1 << kept) - 1;
    for (int t = 0; t < 4; t++)
        if (t == 3 || f->terms[t])
            add_at(c, over, f->terms[t]);
    memcpy(r.w, c, 8 * (size_t)f->words);
    return r;
}

/* Sums of the multiples of b by four bits of a at a time, the same four bits of every word together. */
static inline void product(const uint64_t *a, const uint64_t *b, uint64_t *c, const int words)
{
    uint64_t of[16][WORDS + 1];
    memset(of[0], 0, sizeof of[0]);
    memcpy(of[1], b, 8 * (size_t)words);
    of[1][words] = 0;
    for (int n = 2; n < 16; n += 2)
        for (int i = words; i >= 0; i--) {
            of[n][i] = of[n / 2][i] << 1 | (i ? of[n / 2][i - 1] >> 63 : 0);
            of[n + 1][i] = of[n][i] ^ of[1][i];
        }
    memset(c, 0, 8 * (size_t)(2 * words + 1));
    for (int shift = 60;; shift -= 4) {
        for (int j = 0; j < words; j++) {
            const uint64_t *multiple = of[a[j] >> shift & 15];
            for (int i = 0; i <= words; i++)
                c[j + i] ^= multiple[i];
        }
        if (!shift)
            return;
        for (int i = 2 * words; i; i--)
            c[i] = c[i] << 4 | c[i - 1] >> 60;
        c[0] <<= 4;
    }
}

static element multiply(const field *f, const element *a, const element *b)
{
    uint64_t c[2 * WORDS + 1];
    /* A known number of words lets the compiler unroll the loops. */
    switch (f->words) {
    case 3: product(a->w, b->w, c, 3); break;
    case 4: product(a->w, b->w, c, 4); break;
    case 5: product(a->w, b->w, c, 5); break;
    case 6: product(a->w, b->w, c, 6); break;
    case 7: product(a->w, b->w, c, 7); break;
    default: product(a->w, b->w, c, f->words);
    }
    return reduced(f, c);
}

/* A nought between all bits. */
static uint64_t spread(uint32_t half)
{
    uint64_t x = half;
    x = (x | x << 16) & 0x0000FFFF0000FFFFu;
    x = (x | x << 8) & 0x00FF00FF00FF00FFu;
    x = (x | x << 4) & 0x0F0F0F0F0F0F0F0Fu;
    x = (x | x << 2) & 0x3333333333333333u;
    return (x | x << 1) & 0x5555555555555555u;
}

static element square(const field *f, const element *a)
{
    uint64_t c[2 * WORDS + 1] = {0};
    for (int i = 0; i < f->words; i++) {
        c[2 * i] = spread((uint32_t)a->w[i]);
        c[2 * i + 1] = spread((uint32_t)(a->w[i] >> 32));
    }
    return reduced(f, c);
}

/* a^(2^m - 2), by a^(2^k - 1) for the k that begin m - 1 in binary (Itoh, Tsujii, 1988). */
static element invert(const field *f, const element *a)
{
    element r = *a;
    int k = 1, bit = 1;
    while (bit * 2 <= f->m - 1)
        bit *= 2;
    for (bit /= 2; bit; bit /= 2) {
        element t = r;
        for (int i = 0; i < k; i++)
            t = square(f, &t);
        r = multiply(f, &t, &r);
        k *= 2;
        if ((f->m - 1) & bit) {
            r = square(f, &r);
            r = multiply(f, &r, a);
            k++;
        }
    }
    return square(f, &r);
}

/* ---- points, as in dstu/pure/points.py ---- */

typedef struct {
    element x, y;
} point;

typedef struct {
    element x, y, z;
} projective;

static projective doubled(const field *f, const projective *p)
{
    projective r;
    element xx = square(f, &p->x), zz = square(f, &p->z), yy = square(f, &p->y);
    element z4 = square(f, &zz), bz4 = multiply(f, &f->b, &z4), x4 = square(f, &xx);
    r.z = multiply(f, &xx, &zz);
    r.x = add(&x4, &bz4);
    element within = add(&yy, &bz4);
    if (f->a)
        within = add(&within, &r.z);
    element left = multiply(f, &bz4, &r.z), right = multiply(f, &r.x, &within);
    r.y = add(&left, &right);
    return r;
}

static projective added(const field *f, const projective *p, const point *q)
{
    projective r = {q->x, q->y, {{1}}};
    if (is_nought(&p->z))
        return r;
    element zz = square(f, &p->z), y2 = multiply(f, &q->y, &zz), x2 = multiply(f, &q->x, &p->z);
    element a = add(&p->y, &y2), b = add(&p->x, &x2);
    if (is_nought(&b)) {
        projective infinity = {{{1}}, {{0}}, {{0}}};
        return is_nought(&a) ? doubled(f, p) : infinity;
    }
    element c = multiply(f, &p->z, &b), aa = square(f, &a), bb = square(f, &b);
    element within = add(&a, &bb), ac = multiply(f, &a, &c);
    if (f->a)
        within = add(&within, &c);
    element cw = multiply(f, &c, &within);
    r.z = square(f, &c);
    r.x = add(&aa, &cw);
    element d = multiply(f, &q->x, &r.z), dx = add(&d, &r.x), acz = add(&ac, &r.z);
    element z2 = square(f, &r.z), xy = add(&q->x, &q->y);
    element left = multiply(f, &dx, &acz), right = multiply(f, &xy, &z2);
    r.y = add(&left, &right);
    return r;
}

/* Gives 0 for the point at infinity. */
static int to_affine(const field *f, const projective *p, point *r)
{
    if (is_nought(&p->z))
        return 0;
    element inverse = invert(f, &p->z), squared = square(f, &inverse);
    r->x = multiply(f, &p->x, &inverse);
    r->y = multiply(f, &p->y, &squared);
    return 1;
}

#define WINDOW 5
#define MULTIPLES (1 << (WINDOW - 2))
#define DIGITS (BITS + 1)

/* p, 3p, 5p … */
static void odd_multiples(const field *f, const point *p, point *of)
{
    projective at = {p->x, p->y, {{1}}}, twice = doubled(f, &at);
    point step;
    int finite = to_affine(f, &twice, &step);
    for (int i = 0; i < MULTIPLES; i++) {
        if (i && finite)
            at = added(f, &at, &step);
        if (!to_affine(f, &at, &of[i]))
            of[i] = *p; /* Not on these curves: an odd multiple is infinity only for a point of a small odd order. */
    }
}

/* Signed odd digits with noughts between them, the lowest place first. */
static void to_digits(const uint8_t *scalar, int8_t *digits)
{
    uint64_t k[WORDS + 1] = {0};
    for (int i = 0; i < WORDS; i++)
        k[i] = load64(scalar + 8 * i);
    for (int place = 0; place < DIGITS; place++) {
        int digit = 0;
        if (k[0] & 1) {
            digit = (int)(k[0] & ((1 << WINDOW) - 1));
            k[0] -= (uint64_t)digit;
            if (digit >= 1 << (WINDOW - 1)) {
                digit -= 1 << WINDOW;
                uint64_t carry = 1 << WINDOW;
                for (int i = 0; i <= WORDS && carry; i++) {
                    k[i] += carry;
                    carry = k[i] < carry;
                }
            }
        }
        digits[place] = (int8_t)digit;
        for (int i = 0; i < WORDS; i++)
            k[i] = k[i] >> 1 | k[i + 1] << 63;
        k[WORDS] >>= 1;
    }
}

static void add_digit(const field *f, projective *total, int digit, const point *of)
{
    point near = of[(digit > 0 ? digit : -digit) / 2];
    if (digit < 0)
        near.y = add(&near.x, &near.y);
    *total = added(f, total, &near);
}

int dstu_multiply_add(int m, const int *terms, int a, const uint8_t *b, const uint8_t *u, const uint8_t *p,
                      const uint8_t *v, const uint8_t *q, uint8_t *out)
{
    field f = {m, (m + 63) / 64, a, {terms[0], terms[1], terms[2], 0}, load_element(b)};
    point one = {load_element(p), load_element(p + SIZE)}, two = {load_element(q), load_element(q + SIZE)};
    point of_one[MULTIPLES], of_two[MULTIPLES], result;
    int8_t digits_one[DIGITS], digits_two[DIGITS];
    odd_multiples(&f, &one, of_one);
    odd_multiples(&f, &two, of_two);
    to_digits(u, digits_one);
    to_digits(v, digits_two);
    projective total = {{{1}}, {{0}}, {{0}}};
    for (int place = DIGITS - 1; place >= 0; place--) {
        if (!is_nought(&total.z))
            total = doubled(&f, &total);
        if (digits_one[place])
            add_digit(&f, &total, digits_one[place], of_one);
        if (digits_two[place])
            add_digit(&f, &total, digits_two[place], of_two);
    }
    if (!to_affine(&f, &total, &result))
        return 0;
    store_element(out, &result.x);
    store_element(out + SIZE, &result.y);
    return 1;
}

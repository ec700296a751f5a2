/* What Python calls. Every size is checked there. Numbers are little-endian; those of curves take DSTU_SIZE bytes. */

/* The table of substitution (64 bytes) made ready: 1024 words. */
void dstu_table(const uint8_t *dke, uint32_t *table);

/* GOST 28147: key 32 bytes, iv 8 bytes, `out` as long as `in`. */
void dstu_encrypt_blocks(const uint32_t *table, const uint8_t *key, const uint8_t *in, uint8_t *out, size_t blocks);
void dstu_decrypt_blocks(const uint32_t *table, const uint8_t *key, const uint8_t *in, uint8_t *out, size_t blocks);
void dstu_cfb_encrypt(const uint32_t *table, const uint8_t *key, const uint8_t *iv, const uint8_t *in, uint8_t *out, size_t length);
void dstu_cfb_decrypt(const uint32_t *table, const uint8_t *key, const uint8_t *iv, const uint8_t *in, uint8_t *out, size_t length);
void dstu_gamma(const uint32_t *table, const uint8_t *key, const uint8_t *iv, const uint8_t *in, uint8_t *out, size_t length);
void dstu_mac(const uint32_t *table, const uint8_t *key, const uint8_t *in, size_t length, uint8_t *out);

/* GOST 34.311: `state` is the hash and the sum, 64 bytes, changed in place; blocks of 32 bytes. */
void dstu_absorb(const uint32_t *table, uint8_t *state, const uint8_t *in, size_t blocks);
/* The loop of PBKDF2: `inner` and `outer` are states; `block` holds the first code and gets the sum of count + 1 codes. */
void dstu_iterate(const uint32_t *table, const uint8_t *inner, const uint8_t *outer, uint8_t *block, size_t count);

/* u·p + v·q on y² + xy = x³ + ax² + b over GF(2^m): points are x ‖ y. `terms` are three powers from the highest, 0 where
   there are fewer. Gives 0 for the point at infinity, else 1 and the point in `out`.
   Needs 64 < m < 448, m not divisible by 64, m - terms[0] >= 64. */
int dstu_multiply_add(int m, const int *terms, int a, const uint8_t *b, const uint8_t *u, const uint8_t *p,
                      const uint8_t *v, const uint8_t *q, uint8_t *out);

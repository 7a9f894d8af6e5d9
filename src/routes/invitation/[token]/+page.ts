/** One button needs no script. */
export const csr = false;

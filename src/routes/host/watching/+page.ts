/** Needs no script. */
export const csr = false;

/** Everything here is a plain form. */
export const csr = false;

/** A form is enough. */
export const csr = false;

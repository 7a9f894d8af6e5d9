/** It stands at the address of the form that was sent, and needs no script. */
export const csr = false;

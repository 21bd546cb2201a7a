/** The one Unicode form of a password that new hashes are made of, and that its limits are about. */
export const storedForm = (password: string): string => password.normalize("NFC");

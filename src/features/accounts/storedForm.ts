/** The one Unicode form of a password, of which new hashes are made and which its limits measure. */
export const storedForm = (password: string): string => password.normalize("NFC");

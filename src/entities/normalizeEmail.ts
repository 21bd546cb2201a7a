/** The one spelling of an address that is stored and looked up: trimmed, in NFC, in lower case. */
export function normalizeEmail(email: string): string {
  return email.trim().normalize("NFC").toLowerCase().normalize("NFC");
}

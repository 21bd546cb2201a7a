/** The one Unicode form in which categories and subjects are stored, so that a text that looks the same is the same. */
export const composed = (text: string): string => text.normalize("NFC");

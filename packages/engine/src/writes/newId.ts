import { v7 } from "uuid";

/**
 * Makes the id of a new row: a UUID of version 7, which begins with the time. New rows so go to the right edge of each index on ids, and
 * not to a random page. Clients may send any UUID.
 */
export const newId = (): string => v7();

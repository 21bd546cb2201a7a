import { amount, hostsWithPorts, wholeNumber } from "./kinds.js";

/** With a lower cost, a stolen table of hashes can be cracked too fast. */
export const MIN_PRODUCTION_COST = 10;
/** Of libuv, where nobody sets it. */
const DEFAULT_THREADS = 4;

export const accountSettings = {
  SESSION_DAYS: wholeNumber({ default: 30, unit: "days", says: "How many days a session lives on after its last use." }),
  BCRYPT_COST: wholeNumber({
    default: 12,
    from: 4,
    to: 16,
    mayBe: `is a whole number from 4 to 16, and at least ${MIN_PRODUCTION_COST} with NODE_ENV=production`,
    says: `The cost of password hashes: one more takes twice as long. Hashes of a lower cost are made anew at sign-in. At least
      ${MIN_PRODUCTION_COST} in production.`,
  }),
  UV_THREADPOOL_SIZE: wholeNumber({
    default: DEFAULT_THREADS,
    unit: "threads",
    says: `Node's own setting of its number of threads. Passwords are hashed on half of them, and on half of the processors, at
      most; with WEB_CONCURRENCY on its part of those.`,
  }),
  DRAWINGS_PER_ACCOUNT: amount({
    default: 10_000,
    says: "The most drawings and stories that an account may have. A create above answers LIMIT_REACHED.",
  }),
  STORIES_PER_ACCOUNT: amount({ default: 10_000 }),
  IMAGE_HOSTS: hostsWithPorts({
    default: [],
    example: "images.example.org",
    says: "The hosts that image URLs may name, with commas between them. Any, when it is not set.",
  }),
};

import type { RateLimiterRes } from "rate-limiter-flexible";

/** How long a client waits until its count has ended. */
export const secondsUntil = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1000));

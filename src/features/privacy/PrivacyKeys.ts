import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

import { receiptText, type UnsignedReceipt } from "./receiptText.js";

const KEY_BYTES = 32;
const NAME_BYTES = 4;

/** The uses of the service's secret; each use has a key of its own. */
export class PrivacyKeys {
  private readonly keys = new Map<string, Buffer>();

  /** @param secret is asked for when it is first needed. */
  constructor(private readonly secret: () => string) {}

  /** Stands for an account in the ledger: the same for the same account, and meaningless without the secret. */
  accountHash(accountId: string): Buffer {
    return this.hash("account", accountId);
  }

  /** Tells this key from another, and nothing of it: the beginning of a hash that is used for nothing else. */
  name(): string {
    return this.hash("name", "").toString("hex", 0, NAME_BYTES);
  }

  /** Signs a receipt, in base64url. */
  sign(receipt: UnsignedReceipt): string {
    return this.hash("receipt", receiptText(receipt)).toString("base64url");
  }

  isGenuine({ signature, ...receipt }: Parameters<typeof receiptText>[0] & { readonly signature: string }): boolean {
    const [given, own] = [Buffer.from(signature, "base64url"), this.hash("receipt", receiptText(receipt))];
    return given.length === own.length && timingSafeEqual(given, own);
  }

  private hash(use: string, text: string): Buffer {
    const key = this.keys.get(use) ?? Buffer.from(hkdfSync("sha256", this.secret(), "", `novadraw ${use}`, KEY_BYTES));
    this.keys.set(use, key);
    return createHmac("sha256", key).update(text).digest();
  }
}

import { badInput, type RequestContext, type Writer } from "#engine/features";
import { FieldCode } from "../../codes.js";
import { limits } from "../../entities/limits.js";
import { normalizeEmail } from "../../entities/normalizeEmail.js";
import type { ConfirmPassword } from "./ConfirmPassword.js";
import type { EraseMeInput } from "./EraseMeInput.js";
import type { ErasureReceipt } from "./ErasureReceipt.js";
import { ErasureIncomplete, type Erasures } from "./Erasures.js";
import type { Ledger } from "./Ledger.js";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The viewer's own erasure. */
export class EraseMe {
  /** @param notePictures is called when pictures may have been deleted. */
  constructor(
    private readonly writer: Writer,
    private readonly erasures: Erasures,
    private readonly ledger: Ledger,
    private readonly confirm: ConfirmPassword,
    private readonly graceDays: number,
    private readonly notePictures: () => void,
  ) {}

  /**
   * Erases the viewer's account, or announces it where the settings ask for a wait.
   * @throws ClientError BAD_USER_INPUT for another password or email, LIMIT_REACHED for more pictures than a receipt lists.
   */
  async erase(context: RequestContext, { email, currentPassword }: EraseMeInput): Promise<ErasureReceipt> {
    const account = await this.confirm(context, currentPassword, ["input", "currentPassword"]);
    if (normalizeEmail(email) !== account.email)
      throw badInput([
        {
          path: ["input", "email"],
          code: FieldCode.WRONG_EMAIL,
          message: "This is not the email of the account that is signed in. Type it again, or sign in to the other account.",
        },
      ]);
    const receipt = await this.writer
      .asViewer(context, (manager, { id }) =>
        this.graceDays > 0
          ? this.erasures.announceIn(manager, id, new Date(Date.now() + this.graceDays * DAY_MS))
          : this.erasures.eraseIn(manager, id, { mostImages: limits.erasedImages }),
      )
      .catch((error: unknown) => {
        if (error instanceof ErasureIncomplete) context.log.error({ columns: error.columns }, "An erasure was undone");
        throw error;
      });
    this.notePictures();
    await this.ledger.tellJournal();
    return receipt;
  }
}

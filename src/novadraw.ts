import type { ApiDefinition } from "#engine";
import type { Engine, Features } from "#engine/features";
import { access } from "./access.js";
import type { Config } from "./config.js";
import { constraints } from "./constraints.js";
import { checkClassification } from "./entities/checkClassification.js";
import { AccountResolver } from "./features/accounts/AccountResolver.js";
import { composeAccounts } from "./features/accounts/composeAccounts.js";
import { RecoveryResolver } from "./features/accounts/RecoveryResolver.js";
import { UserResolver } from "./features/accounts/UserResolver.js";
import { DrawingResolver } from "./features/drawings/DrawingResolver.js";
import { Drawings } from "./features/drawings/Drawings.js";
import { NodeResolver } from "./features/nodes/NodeResolver.js";
import { composePictures } from "./features/pictures/composePictures.js";
import { PictureResolver } from "./features/pictures/PictureResolver.js";
import { Pictures } from "./features/pictures/Pictures.js";
import { pictureRoute } from "./features/pictures/pictureRoute.js";
import { uploadRoute } from "./features/pictures/uploadRoute.js";
import { AdminReads } from "./features/privacy/AdminReads.js";
import type { ConfirmPassword } from "./features/privacy/ConfirmPassword.js";
import { Consents } from "./features/privacy/Consents.js";
import { composePrivacy } from "./features/privacy/composePrivacy.js";
import { EraseMe } from "./features/privacy/EraseMe.js";
import { Exports } from "./features/privacy/Exports.js";
import { exportRoute } from "./features/privacy/exportRoute.js";
import { PrivacyResolver } from "./features/privacy/PrivacyResolver.js";
import { shownTables } from "./features/privacy/shownTables.js";
import { Stories } from "./features/stories/Stories.js";
import { StoryResolver } from "./features/stories/StoryResolver.js";
import { composeStories } from "./features/storyWriting/composeStories.js";
import { StoryRequestResolver } from "./features/storyWriting/StoryRequestResolver.js";
import { StoryRequests } from "./features/storyWriting/StoryRequests.js";
import { TutorialResolver } from "./features/tutorials/TutorialResolver.js";
import { TutorialStepResolver } from "./features/tutorials/TutorialStepResolver.js";
import { TutorialSteps } from "./features/tutorials/TutorialSteps.js";
import { Tutorials } from "./features/tutorials/Tutorials.js";
import { MailQueue } from "./mail/MailQueue.js";
import { ConsentGate } from "./writes/ConsentGate.js";
import { ShownPictures } from "./writes/ShownPictures.js";

/** How long a picture may take to arrive: 8 MB by 1 Mbit/s. */
const UPLOAD_MS = 64_000;

/** The API of the product, for these settings. @param mails sends mails; its own queue where it is absent. */
export const novadraw = (config: Config, mails?: MailQueue): ApiDefinition => ({
  name: "novadraw",
  title: "NovaDraw API",
  access,
  constraints,
  features: (engine) => features(config, engine, mails),
});

/** The features of the product: each resolver with its services, made once, by hand. */
function features(config: Config, engine: Engine, mails = mailQueue(engine)): Features {
  const { accounts: limits, privacy } = config;
  const { tables, ledger, erasures, retention } = composePrivacy(config, engine);
  const consent = new ConsentGate(privacy.consent.requiredUnderAge);
  const pictures = composePictures(config, engine, consent);
  const stories = composeStories(config, engine, consent, pictures?.jpegOf);
  const notePictures = () => pictures?.removal.wake();
  // Use of the service triggers the deletion of expired rows and of files, and the writing of stories.
  const writer = engine.writer.afterEach(() => {
    retention.noteWrite();
    pictures?.removal.noteWrite();
    stories?.work.noteWrite();
  });
  const shown = new ShownPictures(writer, notePictures);
  const { accounts, signIn, sessions, recovery } = composeAccounts(config, { ...engine, writer }, consent, mails);
  const confirm: ConfirmPassword = (...given) => accounts.confirm(...given);
  const exports = new Exports(engine.lookUp, writer, tables, confirm, privacy.publicUrl);
  const eraseMe = new EraseMe(writer, erasures, ledger, confirm, privacy.graceDays, notePictures);
  const adminReads = new AdminReads(writer.transact, shownTables(access, engine.metadatas));
  engine.gauge("mails_waiting", "Mails that are on their way or wait to be sent", () => mails.length);
  return {
    resolvers: [
      new UserResolver(),
      new AccountResolver(accounts, signIn, sessions),
      new RecoveryResolver(recovery),
      new TutorialResolver(new Tutorials(writer)),
      new TutorialStepResolver(new TutorialSteps(writer)),
      new DrawingResolver(new Drawings(writer, limits.drawings, consent, shown)),
      new StoryResolver(new Stories(writer, limits.stories, consent, shown)),
      new PictureResolver(new Pictures(writer, consent, pictures)),
      new StoryRequestResolver(new StoryRequests(writer, consent, stories)),
      new NodeResolver(),
      new PrivacyResolver(exports, eraseMe, new Consents(writer, confirm, privacy.consent.isRecorded)),
    ],
    noteUse: (tokenHash, deadline) => sessions.noteUse(tokenHash, deadline),
    noteAdminRead: ({ viewerId, ...read }) => adminReads.note({ ...read, adminId: viewerId }),
    whyNotReady: () => ledger.whyBehind(),
    // A read of story requests has them written, also when the process that wrote them has died.
    ...(stories && { noteRead: (statement) => stories.work.noteRead(statement) }),
    ...(pictures && { slowRequests: { path: "/uploads/", ms: UPLOAD_MS } }),
    async begin(ownUrl) {
      await pictures?.begin(ownUrl);
      stories?.wake();
    },
    routes(http, deadlineOf) {
      exportRoute(http, exports, deadlineOf);
      if (pictures) {
        uploadRoute(http, pictures);
        pictureRoute(http, pictures.links, pictures.store);
      }
      // Notes of the last answers are stored too.
      http.addHook("onClose", async () => {
        const isStopped = retention.stop();
        await adminReads
          .writeAll()
          .catch(() => engine.log.error({ reads: adminReads.length }, "What admins have just read could not be written down"));
        await isStopped;
      });
    },
    finish: () => Promise.all([mails.stop(), stories?.work.stop(), pictures?.finish()]),
    mistakes: checkClassification(engine.metadatas),
  };
}

const mailQueue = ({ log }: Engine): MailQueue => new MailQueue((failure) => log.warn(failure, "A mail was not sent"));

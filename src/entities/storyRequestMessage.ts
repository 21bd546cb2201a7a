import { ArgsType, Field } from "type-graphql";
import { Language } from "./Language.js";
import { StoryRequestReason } from "./StoryRequestReason.js";
import { StoryRequestState } from "./StoryRequestState.js";

@ArgsType()
export class MessageLanguage {
  @Field(() => Language, { defaultValue: Language.EN, description: "The language of the message." })
  language: Language;
}

type Told = Exclude<StoryRequestState, StoryRequestState.REFUSED | StoryRequestState.FAILED> | StoryRequestReason;

/** What a child is told. An unsuitable picture gets no word about why: a grown-up has to look. */
const MESSAGES: Readonly<Record<Told, Readonly<Record<Language, string>>>> = {
  [StoryRequestState.REQUESTED]: { EN: "Your story will be written soon.", DE: "Deine Geschichte wird bald geschrieben." },
  [StoryRequestState.WRITING]: { EN: "Your story is being written.", DE: "Deine Geschichte wird gerade geschrieben." },
  [StoryRequestState.READY]: { EN: "Your story is ready.", DE: "Deine Geschichte ist fertig." },
  [StoryRequestReason.UNSUITABLE]: {
    EN: "We could not write a story about this picture. Show it to a grown-up you trust.",
    DE: "Zu diesem Bild konnten wir keine Geschichte schreiben. Zeig es einem Erwachsenen, dem du vertraust.",
  },
  [StoryRequestReason.DRAWING_GONE]: {
    EN: "The drawing was deleted, so there is no story about it.",
    DE: "Die Zeichnung wurde gelöscht, deshalb gibt es keine Geschichte dazu.",
  },
  [StoryRequestReason.CONSENT_ENDED]: {
    EN: "A grown-up has to agree before we write stories for you.",
    DE: "Ein Erwachsener muss zustimmen, bevor wir Geschichten für dich schreiben.",
  },
  [StoryRequestReason.UNAVAILABLE]: {
    EN: "We did not manage to write your story. Try again later.",
    DE: "Wir haben deine Geschichte nicht geschafft. Versuch es später noch einmal.",
  },
};

/** The SQL of what to tell the child now. */
export const messageSql = ({ language }: Pick<MessageLanguage, "language">): string =>
  `CASE coalesce({reason}, {state}) ${Object.entries(MESSAGES)
    .map(([told, texts]) => `WHEN '${told}' THEN '${texts[language]}'`)
    .join(" ")} END`;

export const longestMessage = Math.max(
  ...Object.values(MESSAGES).flatMap((texts) => Object.values(texts).map(({ length }) => length)),
);

import { accountSettings } from "./accountSettings.js";
import { databaseSettings } from "./databaseSettings.js";
import { costSettings, gateSettings } from "./limitSettings.js";
import { liveSettings } from "./liveSettings.js";
import { mailSettings } from "./mailSettings.js";
import { pictureSettings } from "./pictureSettings.js";
import { privacySettings } from "./privacySettings.js";
import { clientSettings, listeningSettings } from "./servingSettings.js";
import { storySettings } from "./storySettings.js";

/** The sections of `.env.example`, in their order. */
export const SECTIONS = [
  databaseSettings,
  listeningSettings,
  clientSettings,
  costSettings,
  gateSettings,
  liveSettings,
  accountSettings,
  pictureSettings,
  storySettings,
  privacySettings,
  mailSettings,
] as const;

type All<S> = (S extends unknown ? (section: S) => void : never) extends (section: infer I) => void ? I : never;

export const SETTINGS: All<(typeof SECTIONS)[number]> = Object.assign({}, ...SECTIONS);

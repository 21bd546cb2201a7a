/** What is said of a failure, by the code of the API or of the kit. The API's own messages are for developers, and English. */
export const errorTexts = {
  failed: ["That did not work. Try again in a moment.", "Das hat nicht geklappt. Versuch es gleich noch einmal."],
  UNAUTHENTICATED: ["You are signed out. Sign in again.", "Du bist abgemeldet. Melde dich wieder an."],
  FORBIDDEN: ["You may not do that.", "Das darfst du nicht."],
  CONSENT_REQUIRED: [
    "A grown-up has to agree first. You find that on the page of your account.",
    "Zuerst muss ein Erwachsener zustimmen. Das geht auf der Seite deines Kontos.",
  ],
  NOT_FOUND: ["It is no longer there.", "Es ist nicht mehr da."],
  CONFLICT: ["Somebody was quicker. Look at it again.", "Jemand war schneller. Sieh noch einmal nach."],
  LIMIT_REACHED: ["There is no more room. Delete something first.", "Es ist kein Platz mehr. Lösche zuerst etwas."],
  NOT_OFFERED: ["That is switched off here.", "Das ist hier ausgeschaltet."],
  RATE_LIMITED: [
    "That was often enough for now. Try again later.",
    "Das war für jetzt oft genug. Versuch es später noch einmal.",
  ],
  NOT_A_PICTURE: [
    "This picture cannot be read. Choose a photo or a picture as JPEG, PNG or WebP.",
    "Dieses Bild kann nicht gelesen werden. Nimm ein Foto oder ein Bild als JPEG, PNG oder WebP.",
  ],
  TOO_LARGE: ["This picture is too large.", "Dieses Bild ist zu groß."],
  UNREACHABLE: ["There is no connection. Try again in a moment.", "Es gibt keine Verbindung. Versuch es gleich noch einmal."],
} as const;

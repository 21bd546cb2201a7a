import { registerEnumType } from "type-graphql";

export enum ConsentMethod {
  ONLINE = "ONLINE",
  PAPER = "PAPER",
  SCHOOL = "SCHOOL",
}
registerEnumType(ConsentMethod, {
  name: "ConsentMethod",
  description: "How a guardian gave consent.",
  valuesConfig: {
    ONLINE: { description: "In the app, with the account's password." },
    PAPER: { description: "On a signed form, which the operator has." },
    SCHOOL: { description: "To the child's school, which has a signed form." },
  },
});

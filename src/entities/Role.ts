import { registerEnumType } from "type-graphql";

export enum Role {
  USER = "USER",
  ADMIN = "ADMIN",
}
registerEnumType(Role, {
  name: "Role",
  description: "What an account may do.",
  valuesConfig: {
    USER: { description: "Reads tutorials and keeps drawings and stories of their own." },
    ADMIN: { description: "Sees everything and writes the tutorials." },
  },
});

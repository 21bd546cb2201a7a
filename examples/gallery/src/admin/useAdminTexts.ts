import { useLanguage } from "../language";
import { adminTexts } from "./adminTexts";

/** The texts of the admins' pages, which children do not load. */
export function useAdminTexts(): (name: keyof typeof adminTexts) => string {
  const { language } = useLanguage();
  return (name) => adminTexts[name][language === "de" ? 1 : 0];
}

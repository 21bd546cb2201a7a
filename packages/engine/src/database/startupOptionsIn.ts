/** A word of the startup options: white space ends it, unless after a backslash. */
const WORD = /(?:\\.|[^\\\s])+/g;
/** In options, -c precedes a setting, with a space or without. */
const SETTING = /^(?:-c|--)?([\w.-]+)=(.*)$/s;
/** The mark that operators' commands set to tell a pooler is ours. */
const OURS = /^operations\./;

/** The settings that startup options ask for, as PostgreSQL reads them: the last of a name counts. */
export function startupOptionsIn(options: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  const words = (options.match(WORD) ?? []).map((word) => word.replace(/\\(.)/gs, "$1"));
  for (const [index, word] of words.entries()) {
    const isSetting = word.startsWith("-c") || word.startsWith("--") || words[index - 1] === "-c";
    const [, name = "", value = ""] = isSetting ? (SETTING.exec(word) ?? []) : [];
    if (name !== "" && !OURS.test(name)) settings.set(name.replaceAll("-", "_"), value);
  }
  return settings;
}

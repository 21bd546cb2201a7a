/** Says of a setting's value what it may be: "is …", for mistakes that have words of their own. It never quotes the value. */
export class SettingError extends Error {}

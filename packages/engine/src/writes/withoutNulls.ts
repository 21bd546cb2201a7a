/** The fields of an input that a client gave a value: absent and null ones are left to the defaults that the result is spread over. */
export function withoutNulls<Input extends object>(input: Input): { [Field in keyof Input]?: NonNullable<Input[Field]> } {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined && value !== null)) as never;
}

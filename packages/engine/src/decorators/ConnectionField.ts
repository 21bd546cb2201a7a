import { Args, Field } from "type-graphql";

/** A to-many relation that clients read in pages: a Relay connection with the arguments of its page class. */
export function ConnectionField(type: () => unknown, page: () => new () => object, description: string): PropertyDecorator {
  return (prototype, property) => {
    Field(type as never, { description })(prototype, property);
    PageArguments(page)(prototype, property);
  };
}

/** Gives a field the arguments of a page. The compiler reads them; the resolver does not need them. */
export function PageArguments(page: () => new () => object): PropertyDecorator & MethodDecorator {
  return (prototype: object, property: string | symbol) => Args(page as never, { validate: false })(prototype, property, 0);
}

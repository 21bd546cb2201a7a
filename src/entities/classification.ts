import { Node } from "#engine/entities";
import { type Period, periods } from "./periods.js";

/**
 * Personal tells who somebody is. Content is what a child made, or what was made for a child. Technical keeps the service working. Public
 * may be read by everyone.
 */
export type DataClass = "personal" | "content" | "technical" | "public";

/** The class of a column, and its purpose. */
export interface Classification {
  readonly dataClass: DataClass;
  readonly purpose: string;
  /** Whether an export says that it is held and leaves its value out, because the value opens something. */
  readonly isSecret: boolean;
  /** Whether it follows from other columns of its row, so that an export would only say the same twice. */
  readonly isDerived: boolean;
  /**
   * Of addresses of pictures: whether they are elsewhere, so that the receipt of an erasure names them, or are the service's own address where
   * the row has a pictureId. Absent of everything else.
   */
  readonly picture?: PictureLocation;
}

export type PictureLocation = "elsewhere" | "elsewhereUnlessKept";

type Options = Partial<Pick<Classification, "isSecret" | "isDerived" | "picture">>;

const columns = new WeakMap<object, Map<string, Classification>>();
const tables = new WeakMap<object, Period>();

/** Declares what a column tells of a person. */
export const Personal = (purpose: string, options?: Options): PropertyDecorator => classify("personal", purpose, options);
/** Declares what a child made, or what was made for a child. */
export const Content = (purpose: string, options?: Options): PropertyDecorator => classify("content", purpose, options);
/** Declares a column that keeps the service working. */
export const Technical = (purpose: string, options?: Options): PropertyDecorator => classify("technical", purpose, options);
/** Declares a column that everyone may read. */
export const Public = (purpose: string, options?: Options): PropertyDecorator => classify("public", purpose, options);

/** Declares how long the rows of an entity are kept. */
export function RetainedFor(period: Period): ClassDecorator {
  return ({ prototype }) => void tables.set(prototype, period);
}

const WHEN: Classification = {
  dataClass: "technical",
  purpose: "To order rows, and to tell what has changed.",
  isSecret: false,
  isDerived: false,
};
/** The columns that the engine's decorators of times make. */
const OF_THE_ENGINE: Readonly<Record<string, Classification>> = { createdAt: WHEN, updatedAt: WHEN };

/** The declaration of a property of the class, or of a class that it extends. */
export function classificationOf(target: unknown, property: string): Classification | undefined {
  for (let prototype = prototypeOf(target); prototype; prototype = Object.getPrototypeOf(prototype)) {
    const found = columns.get(prototype)?.get(property);
    if (found) return found;
  }
  return OF_THE_ENGINE[property];
}

/** How long the rows of the class are kept, in words. */
export function periodOf(target: unknown): string | undefined {
  const prototype = prototypeOf(target);
  const period = prototype ? tables.get(prototype) : undefined;
  return period && periods[period];
}

function classify(
  dataClass: DataClass,
  purpose: string,
  { isSecret = false, isDerived = false, picture }: Options = {},
): PropertyDecorator {
  return (prototype, property) => {
    const declared = columns.get(prototype) ?? new Map<string, Classification>();
    columns.set(
      prototype,
      declared.set(String(property), { dataClass, purpose, isSecret, isDerived, ...(picture && { picture }) }),
    );
  };
}

const prototypeOf = (target: unknown): object | null => (typeof target === "function" ? target.prototype : null);

// The engine knows no classes of columns, so its own class gets its here.
Technical("To name the row.")(Node.prototype, "id");

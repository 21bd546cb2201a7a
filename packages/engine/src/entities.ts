/** The door for entities: what makes a class both a table and a GraphQL type, and says who may read its rows. */

export type { AccessPolicy, AccessRule, EntityClass } from "./compiler/AccessPolicy.js";
export { MAX_PAGE_SIZE } from "./compiler/PageRequest.js";
export { ComputedField } from "./decorators/ComputedField.js";
export { ConnectionField, PageArguments } from "./decorators/ConnectionField.js";
export { Filter } from "./decorators/Filter.js";
export { MaxEntries } from "./decorators/MaxEntries.js";
export { MaxLength } from "./decorators/MaxLength.js";
export { MaxTexts } from "./decorators/MaxTexts.js";
export { CreatedAt, UpdatedAt } from "./decorators/timestamps.js";
export { CalendarDate } from "./scalars/CalendarDate.js";
export { DateTime } from "./scalars/DateTime.js";
export { Id } from "./scalars/Id.js";
export { URL_CHARACTERS, Url } from "./scalars/Url.js";
export { connectionOf } from "./types/connectionOf.js";
export { Node } from "./types/Node.js";
export { OrderDirection } from "./types/OrderDirection.js";
export { orderOf } from "./types/orderOf.js";
export { Page } from "./types/Page.js";

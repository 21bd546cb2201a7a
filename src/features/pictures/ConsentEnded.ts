/** A guardian has withdrawn the consent that held when the address of an upload was given. */
export class ConsentEnded extends Error {}

import type { Motif } from "./Motif.js";
import { animals } from "./motifs/animals.js";
import { dragon } from "./motifs/dragon.js";
import { places } from "./motifs/places.js";
import { treats } from "./motifs/treats.js";
import { vehicles } from "./motifs/vehicles.js";

const motifs: Readonly<Record<string, Motif>> = { ...animals, ...vehicles, ...places, ...treats, dragon };

/** The motif of a tutorial's subject, or of what a child drew freely; undefined where there is none. */
export const motifOf = (name: string): Motif | undefined => (Object.hasOwn(motifs, name) ? motifs[name] : undefined);

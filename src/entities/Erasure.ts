import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from "typeorm";
import { RetainedFor, Technical } from "./classification.js";

/** An entry of the ledger: an account was erased. Without the service's key the account is unknown. */
@RetainedFor("erasure")
@Entity("erasures")
@Index(["accountHash"])
@Check("erasures_account_hash_length", "octet_length(account_hash) = 32")
@Check(
  "erasures_counts_numbers",
  `jsonb_typeof(counts) = 'object' AND NOT jsonb_path_exists(counts, 'strict $.* ? (@.type() != "number")')`,
)
@Check(
  "erasures_counts_tables",
  `NOT jsonb_path_exists(counts, 'strict $.keyvalue() ? (!(@.key like_regex "^[a-z][a-z0-9_]{0,62}$"))')`,
)
export class Erasure {
  @Technical("To name the receipt.")
  @PrimaryGeneratedColumn("uuid")
  id: string;

  @Technical("To repeat the erasure after a backup was restored: a keyed hash of the account's id.")
  @Column("bytea")
  accountHash: Buffer;

  @Technical("To say when it was done.")
  @Column("timestamptz")
  erasedAt: Date;

  @Technical("To say how many rows of each table were deleted.")
  @Column("jsonb")
  counts: Readonly<Record<string, number>>;
}

import { DefaultNamingStrategy, type Table } from "typeorm";
import { snakeCase } from "typeorm/util/StringUtils.js";

/**
 * Names columns in snake_case, constraints as PostgreSQL does (`authors_pkey`, `books_author_id_fkey`), and indexes as Alembic
 * does (`ix_users_email`), so that nothing in a database of the Python service has to be renamed.
 */
export class SnakeCaseNames extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName || snakeCase(propertyName);
  }

  override joinColumnName(relationName: string, referencedColumnName: string): string {
    return snakeCase(`${relationName}_${referencedColumnName}`);
  }

  override primaryKeyName(table: Table | string): string {
    return `${this.getTableName(table)}_pkey`;
  }

  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return `${this.getTableName(table)}_${columns.join("_")}_key`;
  }

  override foreignKeyName(table: Table | string, columns: string[]): string {
    return `${this.getTableName(table)}_${columns.join("_")}_fkey`;
  }

  /** A check without a name is about a column's longest text, its range or its entries; the column is the first in parentheses. */
  override checkConstraintName(table: Table | string, expression: string): string {
    const about = expression.includes("BETWEEN") ? "range" : expression.includes("array_ndims") ? "entries" : "length";
    return `${this.getTableName(table)}_${/\((\w+)/.exec(expression)?.[1]}_${about}`;
  }

  override indexName(table: Table | string, columns: string[]): string {
    return `ix_${this.getTableName(table)}_${columns.join("_")}`;
  }
}

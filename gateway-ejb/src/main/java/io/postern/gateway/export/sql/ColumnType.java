package io.postern.gateway.export.sql;

/** What the columns of the ready-made tables hold; each dialect has a type for each. */
enum ColumnType {
  /** A part of a primary key: at most 200 characters, never NULL. */
  KEY,
  /** A number of a line; a part of a primary key, never NULL. */
  SEQUENCE,
  /** At most 64 characters. */
  WORD,
  INTEGER,
  /** To the millisecond, UTC. */
  TIME,
  /** Of any length. */
  TEXT,
  JSON
}

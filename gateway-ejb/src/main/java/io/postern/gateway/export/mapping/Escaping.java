package io.postern.gateway.export.mapping;

/** How a value is written into a line of text, so that it cannot end the line or its field. */
public enum Escaping {
  /** What is no visible character, as {@code \}{@code u{a}}; nothing where there is no value. */
  TEXT,
  /** A JSON string with its quotes; {@code null} where there is no value. */
  JSON,
  /** A cell of RFC 4180 that no spreadsheet takes for a formula. */
  CSV
}

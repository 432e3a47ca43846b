package io.postern.gateway.export.mapping;

/** What the line or lines of an event look like. */
public enum LineStyle {
  /** One JSON object. */
  JSON,
  /** One row, RFC 4180. */
  CSV,
  /** As Postfix logs by syslog. */
  POSTFIX,
  /** As sendmail logs by syslog. */
  SENDMAIL,
  /** As Exim writes its main log. */
  EXIM,
  /** As the administrator says. */
  TEMPLATE
}

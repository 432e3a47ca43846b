/**
 * What an event looks like as text: JSON, a row of CSV, the lines of Postfix, sendmail and Exim, or
 * a line by a template. An event is one line or a fixed number of them, whatever mail it came from:
 * no value can end a line, begin another, or end the field that it is in.
 *
 * <p>Entry: {@link io.postern.gateway.export.format.EventFormat}. In: {@link
 * io.postern.gateway.export.ExportEvent}; out: {@link
 * io.postern.gateway.export.format.FormattedLine}s. Raises nothing; formats were checked with the
 * settings.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.export.format;

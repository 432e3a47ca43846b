/**
 * How events become rows and lines, as values: the URL of a database ({@link
 * io.postern.gateway.export.mapping.JdbcUrl}), the name of a table or column ({@link
 * io.postern.gateway.export.mapping.SqlName}), what a column is filled with ({@link
 * io.postern.gateway.export.mapping.ColumnExpression}), and a statement with named values ({@link
 * io.postern.gateway.export.mapping.NamedStatement}); a line's look ({@link
 * io.postern.gateway.export.mapping.LineStyle}), its template ({@link
 * io.postern.gateway.export.mapping.EventTemplate}) and the columns of CSV ({@link
 * io.postern.gateway.export.mapping.CsvColumns}). Connects to nothing, so that the settings can be
 * checked by it.
 *
 * <p>Raises {@link io.postern.gateway.export.mapping.MappingRefused}.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.export.mapping;

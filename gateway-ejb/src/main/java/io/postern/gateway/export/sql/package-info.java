/**
 * Events in tables of relational databases, each exactly once: the position of a stream is a row
 * that is moved in the same transaction as the events are added. The only package that knows
 * drivers.
 *
 * <p>Entry: {@link io.postern.gateway.export.sql.SqlTargets}, which makes a {@link
 * io.postern.gateway.export.TargetOpener} of what the settings say. Raises what targets raise; the
 * statements and types of each product are in its {@code Dialect}.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.export.sql;

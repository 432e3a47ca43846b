/**
 * The control database, which holds settings, users and archives of extensions: its tables and
 * their numbered migrations, that a change is on disk when it is answered, and its copies for the
 * day when the file is lost.
 *
 * <p>Entry points: {@link io.postern.gateway.controldb.Schema} creates and changes the tables,
 * {@link io.postern.gateway.controldb.FsyncAfterCommit} stands around each method that changes a
 * row, {@link io.postern.gateway.controldb.DatabaseCopies} watches the copies, {@link
 * io.postern.gateway.controldb.DatabaseRecovery} is what the launcher looks at the file with,
 * {@link io.postern.gateway.controldb.LivedFolder} tells a first start from a lost database, {@link
 * io.postern.gateway.controldb.DatabaseProbe} is the self-test's. Raises {@link
 * io.postern.gateway.controldb.ControlDatabaseUnavailable}. Knows H2 and PostgreSQL, and no row's
 * meaning. See decisions 15 and 42.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.controldb;

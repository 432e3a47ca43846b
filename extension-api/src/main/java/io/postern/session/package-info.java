/**
 * What is known of the client's connection and of its transactions while its mail is received, and
 * where extensions keep notes.
 *
 * <p>Notes are kept in three places, which differ in when they end:
 *
 * <ul>
 *   <li>{@link io.postern.session.Session#notes}: objects, until the session ends;
 *   <li>{@link io.postern.session.Transaction#notes}: objects, until the transaction ends;
 *   <li>{@link io.postern.session.Transaction#messageNotes}: text, at most 64 KiB, until the
 *       message is finished. They are kept in the spool and shown by the journal and by logging
 *       events.
 * </ul>
 *
 * <p>All extensions share them: an extension may read what another wrote. Begin each key with your
 * extension's name, such as {@code spam-filter.score}. What a callout writes is seen by the next
 * callout once the first has returned in time; of a callout that failed nothing is kept. Whatever
 * an extension that only watches writes is seen by such extensions alone.
 *
 * <p>An object among the notes keeps its class, and with it the revision of the extension that put
 * it there, in memory until its place ends: prefer types of the JDK. Another revision or extension
 * cannot cast it.
 */
@org.jspecify.annotations.NullMarked
package io.postern.session;

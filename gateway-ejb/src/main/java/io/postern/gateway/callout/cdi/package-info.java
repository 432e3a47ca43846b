/**
 * Deployed extensions: archives come in at run time, are inspected, and take over without a gap.
 *
 * <p>Entry point: {@link io.postern.gateway.callout.cdi.Extensions}. In: a WAR or a jar. Out:
 * {@link io.postern.gateway.callout.cdi.ExtensionStatus} and {@link
 * io.postern.gateway.callout.cdi.ExtensionArchive}. Raises {@link
 * io.postern.gateway.callout.cdi.ArchiveRefused} with every reason, {@link
 * io.postern.gateway.callout.cdi.ExtensionNotDeployed}, and {@link
 * io.postern.gateway.callout.cdi.NoSuchExtension} for names and revisions that are not there; the
 * running set is as it was then.
 *
 * <p>Revision N of an extension is the application {@code name--rN} with the context root {@code
 * /extensions/name--rN}, so that two revisions stand side by side. States of a replacement, and
 * what a crash leaves behind at each:
 *
 * <pre>
 * received, inspected   the old one runs           a file, deleted by nobody but harmless
 * in the server         the old one is asked       the old one is restored
 * in the database       the old one is asked       the new one is restored
 * recorded in the file  the old one is asked       the new one is restored
 * activated             the new one is asked       the new one is restored
 * old one drained       the new one is asked       the new one is restored
 * </pre>
 *
 * <p>An extension that the database or the file {@code deployed-extensions} names and that cannot
 * be started is missing: its failure policy holds in place of its callouts, and a notice stands.
 *
 * <p>What runs in the server is found by {@link io.postern.gateway.callout.cdi.CdiExtensions},
 * which makes each CDI archive an {@link io.postern.gateway.callout.Extension}: no other package
 * knows CDI's observer methods.
 *
 * <p>The server is reached through {@link io.postern.gateway.callout.cdi.ServerDeployer}, the set
 * of callouts through {@link io.postern.gateway.callout.cdi.ActiveRevisions}.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.callout.cdi;

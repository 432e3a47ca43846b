/**
 * What stands beside the extension API on the server's class path, once for all applications. Not
 * for extensions: it is not in the SDK.
 *
 * <p>A portable extension of CDI, {@link io.postern.runtime.CalloutDiscovery}, is loaded for every
 * application, makes it known and gives it an injectable {@link java.lang.System.Logger}. {@link
 * io.postern.runtime.DeployedArchives} is the list of what became known; the gateway takes it when
 * it starts, and nobody else gets it.
 */
@org.jspecify.annotations.NullMarked
package io.postern.runtime;
